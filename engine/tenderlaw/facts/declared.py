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

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from tenderlaw.facts.base import Code, FactPath, Facts, Items, Name, Text
from tenderlaw.facts.relations import GIVEN, Contradicts, Follows, Is, Never, Order, Relations
from tenderlaw.facts.wording import Spoken

__all__ = [
    "DeclaredFact",
    "DeclaredField",
    "DeclaredKind",
    "DeclaredWord",
    "standing_for",
    "told_apart",
    "what_they_say",
]

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
    help: Spoken | None = None
    """What to mind when answering."""
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
    said_by: Name | None = None
    """Of a truth: the day beside it that, where it is given, says that it is so."""
    needs: Name | None = None
    """Of a truth: the truth beside it without which it is not so."""
    not_before: Name | None = None
    """Of a day: the day beside it that is not later."""
    of_portions: bool = False
    """Of a truth about a whole: where the whole is so, each portion (`performance`) is that does not say otherwise."""
    usually: bool | Code | None = None
    """Of a truth or a code: what it nearly always is, for suppliers that are made up."""
    personal: bool = False
    """Whether it is about a natural person."""
    asked_of: Literal["authority", "bidder"] | None = None
    """Who answers it; left out, whoever answers what holds it, else the bidder for a fact of an operator and the
    authority for one of a procurement."""


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
    beside = field.said_by, field.needs, field.not_before, field.of_portions
    return field.name, field.kind, field.unit, words, field.unsettled, field.may_be_open, field.begins, *beside, inner


def what_they_say(fields: Iterable[DeclaredField]) -> Relations | None:
    """What the facts of the entries of a declared list say of each other, if anything."""
    contradicts: list[Contradicts] = []
    follows: list[Follows] = []
    for one in fields:
        if one.said_by is not None:
            contradicts.append(Never(Is(one.said_by, GIVEN), Is(one.name, False)))
            follows.append(Follows(Is(one.name, True), Is(one.said_by, GIVEN)))
        if one.needs is not None:
            contradicts.append(Never(Is(one.name, True), Is(one.needs, False)))
            follows.append(Follows(Is(one.name, False), Is(one.needs, False)))
        if one.not_before is not None:
            contradicts.append(Order(one.not_before, one.name))
    return Relations(tuple(contradicts), tuple(follows)) if contradicts else None


def standing_for(declared: Iterable[DeclaredFact]) -> Mapping[str, tuple[str, ...]]:
    """By the name of a declared fact, those beside it that follow from it, begin with it, or are so of each portion."""
    found: dict[str, dict[str, None]] = {}
    for one in (field for fact in declared for field in (fact, *fact.fields)):
        begins = () if one.begins is None or isinstance(one.begins, str) else one.begins
        follows = [(by, one.name) for by in (one.said_by, one.needs) if by is not None]
        portions = [(one.name, f"performance.{one.name}")] if one.of_portions else []
        for by, other in (*portions, *((one.name, begun) for begun in begins if begun != one.name), *follows):
            found.setdefault(by, {})[other] = None
    return {name: tuple(others) for name, others in found.items()}
