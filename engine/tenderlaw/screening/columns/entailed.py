"""What other facts of an entry, or of a group, entail of one, in columns: as records write it out, by the same list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeAlias, cast

from tenderlaw.facts.base import OPEN, Facts
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.records import NEVER
from tenderlaw.facts.relations import GIVEN, Follows, Is, OtherThan, Prevails, Said, Writes, relations_of
from tenderlaw.screening.arrow.algebra import DAY, TEXT, TRUTH, Given, choose, coalesce, compare, is_null, word_by_word
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.judgments import SET, SET_UNTIL
from tenderlaw.screening.columns.kleene import Kleene, all_of, negate, surely, where

__all__ = ["Standing", "entailed_by", "fact_of_group", "holds", "prevailing"]

Standing: TypeAlias = Callable[[tuple[str, ...]], "Column | None"]
"""Reads a fact as it was given, on the as-of date."""


class Entries(Protocol):
    """Entries of a collection, as far as one fact of them follows from others."""

    @property
    def collection(self) -> str:
        """Its name."""

    @property
    def models(self) -> FactModels:
        """Which facts there are."""

    @property
    def missing(self) -> bool:
        """Whether no supplier has the list."""

    @property
    def absent(self) -> Kleene:
        """Whether a row stands for a list that was not given."""

    @property
    def columns(self) -> Mapping[str, Column]:
        """What was given."""

    def standing(self, names: tuple[str, ...]) -> Column | None:
        """A fact as it was given, on the as-of date."""


def _relations(entries: Entries, names: tuple[str, ...]) -> tuple[Writes, ...]:
    """The relations of the model that holds a fact."""
    collection = entries.models.collections.get(entries.collection)
    if collection is None:
        return ()
    return relations_of(collection.model).follows if len(names) == 1 else _of_group(collection.model, names)


def _of_group(model: type[Facts], names: tuple[str, ...]) -> tuple[Writes, ...]:
    """The relations of the group within a model that holds a fact."""
    group = field_at(model, names[:-1])
    return () if group is None or group.model is None else relations_of(group.model).follows


def fact_of_group(model: type[Facts], names: tuple[str, ...], standing: Standing) -> Given:
    """A fact of a group within the facts of a model, such as a tender's, with what its others entail of it."""
    relations = _of_group(model, names)
    return _prevailing(relations, names, coalesce(standing(names), *_entailed(relations, names, standing)), standing)


def entailed_by(entries: Entries, names: tuple[str, ...]) -> Given:
    """What the entry's other facts entail of one; None where they entail nothing in any row."""
    return coalesce(*_entailed(_relations(entries, names), names, entries.standing), *_of_lists(entries, names))


def _entailed(relations: Sequence[Writes], names: tuple[str, ...], standing: Standing) -> Iterator[Given]:
    group, name = names[:-1], names[-1]
    for relation in relations:
        if isinstance(relation, Follows) and relation.then.field == name:
            by = standing((*group, relation.where.field))
            if by is not None:
                so = holds(relation.where, by)
                bar = None if relation.unless is None else standing((*group, relation.unless.field))
                if bar is not None and relation.unless is not None:
                    so = all_of([so, negate(surely(holds(relation.unless, bar)))])
                yield _where(so, relation.then)
        elif isinstance(relation, Said) and relation.fact == name:
            by = standing((*group, relation.by))
            if by is not None:
                yield word_by_word(by, relation.words)


def prevailing(entries: Entries, names: tuple[str, ...], known: Given) -> Given:
    """A fact that is known, unless others prevail over it."""
    return _prevailing(_relations(entries, names), names, known, entries.standing)


def _prevailing(relations: Sequence[Writes], names: tuple[str, ...], known: Given, standing: Standing) -> Given:
    group, name = names[:-1], names[-1]
    for relation in relations:
        if isinstance(relation, Prevails) and relation.then.field == name:
            held = [(one, standing((*group, one.field))) for one in relation.where]
            found = [holds(one, value) for one, value in held if value is not None]
            if len(found) == len(held):
                then = relation.then.value
                known = choose(surely(all_of(found)), then if isinstance(then, bool) else str(then), known, TRUTH)
    return known


def holds(one: Is, value: Column) -> Kleene:
    """Whether a fact is as a relation has it."""
    if one.value is GIVEN:
        return negate(is_null(value))
    if isinstance(one.value, bool):
        return value if one.value else negate(value)
    if isinstance(one.value, OtherThan):
        return all_of([negate(is_null(value)), negate(compare("equal", value, one.value.word))])
    return compare("equal", value, str(one.value))


def _where(so: Kleene, then: Is) -> Given:
    if isinstance(then.value, bool):
        return where(surely(so), then.value, None)
    return choose(surely(so), str(then.value), None, TEXT)


def _of_lists(entries: Entries, names: tuple[str, ...]) -> Iterator[Given]:
    """What follows from more than the entry's own facts, or without any."""
    if entries.collection == "listings" and names in (("surely_from",), ("surely_until",)) and not entries.missing:
        yield _sure(entries, names[0])
    column = {"judgment_sets_exclusion": SET, "judgment_excludes_until": SET_UNTIL}.get(names[0], "")
    if entries.collection == "convictions" and column in entries.columns:
        yield entries.columns[column]


def _sure(entries: Entries, name: str) -> Given:
    """The days of an entry are known exactly where nothing else is said; one called inactive holds surely on none."""
    status = entries.standing(("status",))
    until: date | Column = OPEN
    if status is not None:
        until = cast("Column", choose(surely(compare("equal", status, "inactive")), NEVER, OPEN, DAY))
    return choose(surely(entries.absent), None, NEVER if name == "surely_from" else until, DAY)
