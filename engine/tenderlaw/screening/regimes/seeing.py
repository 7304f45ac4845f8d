"""What the conditions of a pack see in columns: of an entry, or of a supplier as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition, Some, Sum
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.screening.arrow.algebra import Given, field_of
from tenderlaw.screening.arrow.spaces import Column, Rows, Space
from tenderlaw.screening.columns.beginnings import days_of, stands
from tenderlaw.screening.columns.entailed import fact_of_group
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.kleene import Kleene
from tenderlaw.screening.columns.leaves import FactValue
from tenderlaw.screening.columns.quantified import of_procurement, truth_of_row
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.tallies import Found
from tenderlaw.screening.columns.translate import translate

__all__ = ["Seen", "reached", "reader", "sight_of"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """What all conditions of a pack see alike."""

    evaluator: Evaluator
    """Decides what is the same for every row."""
    procurement: Record
    as_of: date
    bits: Mapping[Condition, int]
    """The bit of each quantifier."""


def sight_of(
    seen: Seen,
    suppliers: Rows,
    below: Found,
    entries: Entries | None,
    offences: Callable[[frozenset[str]], Kleene],
) -> Sight:
    """What conditions see of an entry or, without `entries`, of a row; `below` is what earlier passes found."""
    evaluator, procurement, as_of, bits = seen.evaluator, seen.procurement, seen.as_of, seen.bits
    space = suppliers if entries is None else entries.space
    model = evaluator.models.operator_given

    def quantified(one: Some | Sum) -> Kleene:
        if sight.models.root_of(one.collection) == "procurement":
            return of_procurement(one, sight, translate)
        return reached(truth_of_row(one, bits[one], reader(below), whole), space)

    sight = Sight(
        evaluator=evaluator,
        procurement=procurement,
        as_of=as_of,
        versions=evaluator.dated_values({}, procurement, as_of),
        operator=_facts_of(suppliers, space, model, as_of),
        item=None if entries is None else entries.read,
        quantified=quantified,
        offences=offences,
    )
    whole = (
        sight
        if entries is None
        else replace(sight, operator=_facts_of(suppliers, suppliers, model, as_of), item=None, known={})
    )
    return sight


def _facts_of(suppliers: Rows, space: Space, model: type[Facts], as_of: date) -> Callable[[tuple[str, ...]], FactValue]:
    """Reads a fact of the supplier itself on the as-of date, for each of some rows that belong to it."""

    def standing(names: tuple[str, ...]) -> Column | None:
        found = stands(
            days_of(suppliers, begin_days(model, names[0])), model, names[0], suppliers.read(names[0]), as_of
        )
        for name in names[1:]:
            found = None if found is None else field_of(found, name)
        return found

    def read(names: tuple[str, ...]) -> FactValue:
        found = standing(names) if len(names) == 1 else fact_of_group(model, names, standing)
        return space.reach(found) if isinstance(found, Column) else found

    return read


def reader(found: Found) -> Callable[[str], Given]:
    """Reads what the entries of a supplier came to; zero where none mattered."""
    return lambda word: found[word].value if word in found else 0


def reached(value: T, space: Space) -> T | Column:
    """A value of suppliers for rows that belong to them."""
    return space.reach(value) if isinstance(value, Column) else value
