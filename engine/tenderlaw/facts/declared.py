"""Facts that a pack declares: what only its law asks, said in YAML and as good as the facts built in.

facts:
- name: employees_in_the_country
of: operator
kind: number
unit: employees
title: Employees of the company and its subsidiaries in the country
question: How many people did the company and its subsidiaries employ in the country at the end of the year?
cite: art. 1(1)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from tenderlaw.facts.base import Code, FactPath, Facts, Items, Name, Text
from tenderlaw.facts.wording import Spoken

__all__ = ["DeclaredFact", "DeclaredField", "DeclaredKind", "DeclaredWord", "told_apart"]

DeclaredKind: TypeAlias = Literal[
    "truth", "code", "word", "country", "text", "day", "money", "number", "words", "group", "list"
]  # fmt: skip


class DeclaredWord(Facts):
    """One word of a code."""

    id: Code
    title: Spoken


class DeclaredField(Facts):
    """What a fact is called, what kind of value it holds, and how a person is asked for it."""

    name: Name
    kind: DeclaredKind
    """`text` only informs people; a `group` has `fields`, and a `list` entries with `fields`."""
    title: Spoken
    """What the fact is, in a few words."""
    question: Spoken | None = None
    """How a person is asked for it; left out, by its title."""
    cite: Annotated[str, StringConstraints(min_length=3, max_length=300)] | None = None
    """The provision that asks for it."""
    unit: Text | None = None
    """Of a number: what is counted."""
    words: Items[DeclaredWord] = ()
    """Of a code: its words."""
    unsettled: Items[Code] = ()
    """Of a code: the words that say that it is not settled."""
    may_be_open: bool = False
    """Of a day: that it may be `open`, because what it ends may not have ended."""
    begins: Literal["entry"] | Items[Name] | None = None
    """Of a day on which something comes to be: `entry`, where the whole entry does, or the facts beside it that do."""
    personal: bool = False
    """Whether it is about a natural person."""
    asked_of: Literal["authority", "bidder"] | None = None
    """Who answers it; left out, the bidder for a fact of an operator and the authority for one of a procurement."""


class DeclaredFact(DeclaredField):
    """A fact declared by a pack, and where it belongs."""

    of: FactPath
    """`operator`, `procurement`, a list (`linked_persons`, `statements`), or a group (`operator.tender`)."""
    fields: Items[DeclaredField] = ()
    """Of a group, what it holds; of a list, what its entries hold."""

    @property
    def path(self) -> str:
        """Where it stands, as conditions and faults name it."""
        return f"{self.of}.{self.name}"


def told_apart(declared: Iterable[DeclaredFact]) -> tuple[DeclaredFact, DeclaredFact] | None:
    """Two declarations of one fact that are not of one kind; None where all agree, whatever words they use."""
    seen: dict[str, DeclaredFact] = {}
    for one in declared:
        for key in (one.path, f"list {one.name}" if one.kind == "list" else one.path):
            other = seen.setdefault(key, one)
            if other.path != one.path or _shape(other) != _shape(one):
                return other, one
    return None


def _shape(field: DeclaredField) -> tuple[object, ...]:
    """All that tells two facts apart, but for what is said of them to people."""
    inner = tuple(map(_shape, field.fields)) if isinstance(field, DeclaredFact) else ()
    words = tuple(word.id for word in field.words)
    return field.name, field.kind, field.unit, words, field.unsettled, field.may_be_open, field.begins, inner
