"""Facts that contradict each other are refused with both named; what follows from facts is written out.

Both as `tenderlaw.facts.relations` has them of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, ClassVar, TypeAlias

from pydantic import model_validator

from tenderlaw.facts.base import Facts, Record
from tenderlaw.facts.relations import (
    Contradicts,
    Follows,
    Never,
    Order,
    Relations,
    Said,
    Speaks,
    Writes,
    relations_of,
)

__all__ = [
    "Agreeing",
    "Conflict",
    "ContradictionError",
    "Get",
    "conflicts_in",
    "fact_of",
    "facts_in_relations",
    "written_out",
]

Get: TypeAlias = Callable[[str], Any]
"""Reads a fact of a model, or of the same as plain data; None where it was not given."""


def fact_of(of: Any, name: str) -> Any:  # noqa: ANN401 - a model, or the same as plain data
    """A fact of a model, or of the same as plain data."""
    return of.get(name) if isinstance(of, dict) else getattr(of, name)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two facts that cannot both be so."""

    message: str
    first: tuple[str | int, ...]
    """The names that lead to the one, from what was looked at."""
    second: tuple[str | int, ...]
    """And to the other."""


class ContradictionError(ValueError):
    """Facts of a model contradict each other."""

    def __init__(self, found: Iterable[Conflict]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(one.message for one in self.found))


def conflicts_in(model: type[Facts], get: Get) -> list[Conflict]:
    """Everything that cannot be so among the facts of a model."""
    checks = _checks(model)
    return [found for fact, check in checks if get(fact) is not None and (found := check(get)) is not None]


@cache
def facts_in_relations(model: type[Agreeing]) -> frozenset[str] | None:
    """The facts without which those of a model contradict nothing; None where a model has conflicts of any facts."""
    # a model that packs add facts to takes over what its base says
    telling = next(one for one in model.__mro__ if "conflicts" in vars(one) or "about" in vars(one))
    if "about" not in vars(telling):
        return None
    return model.about.union(fact for fact, _ in _checks(model))


@cache
def _checks(model: type[Facts]) -> tuple[tuple[str, Callable[[Get], Conflict | None]], ...]:
    """Every check of a model, each with a fact without which it finds nothing: most facts are not given."""
    return tuple(_check(relation) for relation in relations_of(model).contradicts)


def _check(relation: Contradicts) -> tuple[str, Callable[[Get], Conflict | None]]:
    if isinstance(relation, Never):
        return relation.first.field, partial(_never, relation)
    if isinstance(relation, Order):
        return relation.first, partial(_order, relation.first, relation.last)
    if isinstance(relation, Speaks):
        return relation.first.field, partial(_speaks, relation)
    return relation.part, partial(_part_of, relation.part, relation.country)


def _never(relation: Never, get: Get) -> Conflict | None:
    one, other = relation.first, relation.second
    if not one.holds(get(one.field)) or not other.holds(get(other.field)):
        return None
    return Conflict(f"{one} although {other}", (one.field,), (other.field,))


def _order(first: str, last: str, get: Get) -> Conflict | None:
    begin, end = get(first), get(last)
    if not isinstance(begin, date) or not isinstance(end, date) or begin <= end:
        return None
    return Conflict(f"`{last}` lies before `{first}`", (last,), (first,))


def _speaks(relation: Speaks, get: Get) -> Conflict | None:
    one = relation.first
    if not one.holds(get(one.field)) or get(relation.of) is not None:
        return None
    return Conflict(f"{one} although `{relation.of}` is not given", (one.field,), (relation.of,))


def _part_of(part: str, country: str, get: Get) -> Conflict | None:
    inner, outer = get(part), get(country)
    if inner in (None, "none") or outer is None or inner.partition("-")[0] == outer.partition("-")[0]:
        return None
    return Conflict(f"`{part}` is no part of `{country}`", (part,), (country,))


class Agreeing(Facts):
    """Base of the models whose facts say something of each other."""

    about: ClassVar[frozenset[str]] = frozenset()
    """The facts without which a model has no conflicts beyond those of its relations."""
    relations: ClassVar[Relations | None] = None
    """What the pack that declares the model says of its facts; None of one that is built in."""

    @model_validator(mode="after")
    def _agree(self) -> Any:  # noqa: ANN401 - the model itself
        if found := list(self.conflicts(self.__dict__.get)):
            raise ContradictionError(found)
        self._is_validated()
        return self

    def _is_validated(self) -> None:
        """For a model that keeps in mind that validation has made it."""

    @classmethod
    def conflicts(cls, get: Get) -> Iterator[Conflict]:
        """Everything that cannot be so among the facts of the model; `get` reads them, from the model or plain data."""
        yield from conflicts_in(cls, get)


@cache
def written_out(model: type[Facts]) -> Callable[[Record], Record]:
    """What writes out what follows from the facts of a model; the same object where nothing does."""
    relations = [(_needs(relation), relation) for relation in relations_of(model).follows]

    def write(facts: Record) -> Record:
        found: Record = {}
        for fact, relation in relations:
            if fact in facts:
                _write(relation, facts, found)
        return {**facts, **found} if found else facts

    return write


def _needs(relation: Writes) -> str:
    """A fact without which nothing follows."""
    if isinstance(relation, Follows):
        return relation.where.field
    return relation.by if isinstance(relation, Said) else relation.where[0].field


def _write(relation: Writes, facts: Record, found: Record) -> None:
    if isinstance(relation, Follows):
        then, where, unless = relation.then, relation.where, relation.unless
        barred = unless is not None and unless.holds(facts.get(unless.field))
        if then.field not in facts and where.holds(facts.get(where.field)) and not barred:
            found[then.field] = then.value
    elif isinstance(relation, Said):
        if relation.fact not in facts and relation.by in facts:
            found[relation.fact] = dict(relation.words)[str(facts[relation.by])]
    elif all(one.holds(facts.get(one.field)) for one in relation.where):
        found[relation.then.field] = relation.then.value
