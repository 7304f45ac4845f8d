"""Entries of a list, one a row of their own, with the facts that follow from others written out.

The columns' counterpart of `tenderlaw.facts.collections`: a list that was not given is one entry, a placeholder, of
which nothing is known; convictions of the operator and of its linked persons are one collection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeGuard, cast

import pyarrow as pa

from tenderlaw.facts.base import OPEN, Facts
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.collections import HELD_IN
from tenderlaw.facts.judgments import ENTAILS, OPENED_BY
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.portions import PORTIONS, shared_with_portions
from tenderlaw.screening.arrow.algebra import (
    DAY,
    NUMBER,
    TEXT,
    TRUTH,
    Given,
    choose,
    coalesce,
    compare,
    field_of,
    is_null,
    of_kind,
)
from tenderlaw.screening.arrow.relations import one_state_each
from tenderlaw.screening.arrow.spaces import Column, Kept, Rows, Space, Stack, constant
from tenderlaw.screening.columns.beginnings import stands
from tenderlaw.screening.columns.entailed import entailed_by, prevailing
from tenderlaw.screening.columns.judgments import SET, SET_UNTIL, set_by_judgment
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, possibly, surely
from tenderlaw.screening.columns.leaves import FactValue
from tenderlaw.screening.columns.portions import REST, REST_IN, fact_at, remainder, whole_of

__all__ = ["LISTED_IN", "Entries", "entries_of", "has_list", "overruns"]

_LINK: Final = {"convicted": "link", "link_from": "link_from", "link_until": "link_until"}
LISTED_IN: Final[Mapping[str, tuple[str, ...]]] = {"subcontract_performance": ("subcontract", "performance")}
"""Where a collection is not the column of its own name: the names that lead to it."""


@dataclass(slots=True)
class Entries:
    """The entries of a collection, each with its facts; or the suppliers themselves, which have none here."""

    suppliers: Rows
    space: Space
    collection: str
    as_of: date = OPEN
    """The day as of which it is read: what begins later is not there."""
    models: FactModels = BUILT_IN
    """Which facts there are."""
    missing: bool = False
    """Whether no supplier has the list: one entry of which nothing is known stands for it in every row."""
    absent: Kleene = True
    """Whether the row stands for a list that was not given."""
    hole: bool | Column = False
    """Whether the list has a null where an entry should be."""
    place: int | Column = 0
    """Where an entry stands or would stand: of convictions, 0 with the supplier, 1 with persons of whom nothing is
    known, 2 with a person; of exclusions, 1 with the conviction that entails it or may, 2 where its judgment leaves
    that open, 3 with convictions of which nothing is known; of a list within a struct, 1 where there is the struct."""
    columns: dict[str, Column] = field(default_factory=dict)
    """The facts that were given, and what was worked out of lists, by name."""
    _read: dict[tuple[str, ...], FactValue] = field(default_factory=dict)

    def read(self, names: tuple[str, ...]) -> FactValue:
        """A fact of the entry, with what follows from another by definition; None where no row has either."""
        if names not in self._read:
            self._read[names] = self._known(names)
        return self._read[names]

    def _known(self, names: tuple[str, ...]) -> FactValue:
        known = prevailing(self, names, coalesce(self._given(names), entailed_by(self, names)))
        if len(names) > 1 or self.missing or not isinstance(known, Column | None):
            return known
        return stands(self.columns, self.model, names[0], known, self.as_of)

    def _given(self, names: tuple[str, ...]) -> Column | None:
        found = self.columns.get(names[0])
        for name in names[1:]:
            found = None if found is None else field_of(found, name)
        return found

    def standing(self, names: tuple[str, ...]) -> Column | None:
        """A fact of the entry as it was given, on the as-of date."""
        given = self._given(names)
        if len(names) > 1 or self.missing:
            return given
        return stands(self.columns, self.model, names[0], given, self.as_of)

    @property
    def model(self) -> type[Facts]:
        """What an entry holds, as rules read it."""
        return self.models.collections[self.collection].model

    @property
    def model_given(self) -> type[Facts]:
        """What an entry holds, as suppliers give it."""
        found = field_at(self.models.operator_given, LISTED_IN.get(self.collection, (self.collection,)))
        return found.entries if found is not None and found.entries is not None else self.model

    def is_at(self, place: int) -> bool | Column:
        """Whether the entry stands there."""
        return compare("equal", self.place, place) if isinstance(self.place, Column) else self.place == place

    @property
    def supplier(self) -> Column | None:
        """To which supplier each belongs; None where each row is one."""
        return None if self.space is self.suppliers else self.space.reach(self.suppliers.numbers)


def has_list(suppliers: Rows, collection: str) -> bool:
    """Whether the table has the list at all, with any field of its entries."""
    if collection in LISTED_IN:
        return suppliers.read(LISTED_IN[collection][0]) is not None
    return any(_is_list(suppliers.read(name)) for name in HELD_IN.get(collection, (collection,)))


def entries_of(suppliers: Rows, collection: str, as_of: date, models: FactModels = BUILT_IN) -> Entries:
    """The entries of `collection` of the suppliers; those that are not there yet on `as_of` are among them."""
    if not has_list(suppliers, collection):
        return Entries(suppliers, suppliers, collection, as_of, models, missing=True)
    if collection == "convictions":
        return _stacked([_own(suppliers, as_of, models), _of_persons(suppliers, as_of, models)])
    if collection == "exclusions_by_judgment":
        return _exclusions(suppliers, collection, as_of, models)
    if collection in LISTED_IN:
        return _of_portions(suppliers, collection, as_of, models)
    return _listed(suppliers, suppliers.read(collection), collection, as_of, models)


def _is_list(listed: Column | None) -> TypeGuard[Column]:
    return listed is not None and pa.types.is_list(listed.kind) and pa.types.is_struct(listed.kind.value_type)


def _listed(suppliers: Rows, listed: Column | None, collection: str, as_of: date, models: FactModels) -> Entries:
    """The entries of a list of suppliers, or of entries of theirs."""
    if not _is_list(listed):
        return Entries(suppliers, suppliers, collection, as_of, models, columns={})
    space = listed.space.spread(listed, placeholders=True)
    absent, entry = space.reach(is_null(listed)), space.entry
    hole = surely(all_of([is_null(entry), negate(absent)]))
    names = [one.name for one in entry.kind]
    columns = {name: cast("Column", field_of(entry, name)) for name in names}
    return Entries(suppliers, space, collection, as_of, models, absent=absent, hole=hole, columns=columns)


def _own(suppliers: Rows, as_of: date, models: FactModels) -> Entries:
    own = _listed(suppliers, suppliers.read("convictions"), "convictions", as_of, models)
    space = own.space
    own.columns |= set_by_judgment(suppliers, space, own.columns)
    own.columns["convicted"] = constant(space, pa.scalar("operator"))
    own.columns["link_from"] = constant(space, pa.scalar(date.min, DAY))
    own.columns["link_until"] = constant(space, pa.scalar(OPEN, DAY))
    return own


def _of_persons(suppliers: Rows, as_of: date, models: FactModels) -> Entries:
    """The convictions of linked persons; one that is not known for a person of whom they are not."""
    persons = _listed(suppliers, suppliers.read("linked_persons"), "convictions", as_of, models)
    place: int | Column = cast("int | Column", choose(surely(persons.absent), 1, 2, NUMBER))
    link = {name: persons.columns[by] for name, by in _LINK.items() if by in persons.columns}
    listed = persons.columns.get("convictions")
    if not _is_list(listed):
        return Entries(suppliers, persons.space, "convictions", as_of, models, place=place, columns=link)
    one = _listed(suppliers, listed, "convictions", as_of, models)
    one.place = one.space.reach(place) if isinstance(place, Column) else place
    one.columns |= {name: one.space.reach(column) for name, column in link.items()}
    return one


def _exclusions(suppliers: Rows, collection: str, as_of: date, models: FactModels) -> Entries:
    """The exclusions by judgment that are listed, and those that the suppliers' own convictions entail."""
    exclusions, convictions = suppliers.read(collection), suppliers.read("convictions")
    listed = _listed(suppliers, exclusions, collection, as_of, models)
    parts = [listed]
    if _is_list(exclusions):  # convictions that nobody told of may entail another
        untold = is_null(convictions) if _is_list(convictions) else True
        kept = Kept(of_kind(surely(all_of([negate(is_null(exclusions)), untold])), TRUTH, suppliers))
        parts.append(Entries(suppliers, kept, collection, as_of, models, absent=True, place=3))
    if not _is_list(convictions):
        return _stacked(parts)
    own = _own(suppliers, as_of, models)
    final, sets = (cast("Kleene", own.read((name,))) for name in OPENED_BY)
    facts = {name: found for name, by in ENTAILS.items() if isinstance(found := own.read((by,)), Column)}
    if "effective_in" in facts:
        state = facts["effective_in"]
        facts["effective_in"] = state.space.made(one_state_each, (state,), pa.list_(TEXT))
    convicted = own.columns.get("convicted_on")
    if convicted is not None:  # what is not there yet entails nothing that is
        later = surely(compare("greater", convicted, as_of))
        begins = choose(later, convicted, facts.get("excluded_from"), DAY)
        facts["excluded_from"] = of_kind(begins, DAY, own.space)
    entails = surely(all_of([negate(own.absent), possibly(sets), possibly(final)]))
    waits = surely(all_of([negate(_open(final)), _open(sets)]))
    kept = Kept(of_kind(entails, TRUTH, own.space))
    place = kept.reach(of_kind(choose(waits, 2, 1, NUMBER), NUMBER, own.space))
    absent = kept.reach(of_kind(any_of([_open(final), _open(sets)]), TRUTH, own.space))
    columns = {name: kept.reach(column) for name, column in facts.items()}
    entailed = Entries(suppliers, kept, collection, as_of, models, absent=absent, place=place, columns=columns)
    return _stacked([*parts, entailed])


def _open(value: Kleene) -> bool | Column:
    return is_null(value) if isinstance(value, Column) else value is None


def _of_portions(suppliers: Rows, collection: str, as_of: date, models: FactModels) -> Entries:
    """The entries of a list within a struct; what they leave of the whole is a row that stands for others."""
    listed = fact_at(suppliers, LISTED_IN[collection])
    there = negate(is_null(cast("Column", suppliers.read(LISTED_IN[collection][0]))))
    inside = of_kind(choose(surely(there), 1, 0, NUMBER), NUMBER, suppliers)
    found = _listed(suppliers, listed, collection, as_of, models)
    found.place = found.space.reach(inside)
    shared = _shared(suppliers, collection, models)
    for name, column in shared.items():
        given, so = found.columns.get(name), surely(found.space.reach(column))
        found.columns[name] = of_kind(coalesce(given, choose(so, True, None, TRUTH)), TRUTH, found.space)
    whole = whole_of(suppliers, collection)
    if whole is None:
        return found
    found.columns |= whole.rest(found.space, found.absent)
    if not _is_list(listed):
        return found
    left = remainder(suppliers, whole, listed, PORTIONS[collection].value)
    kept = Kept(of_kind(left.there, TRUTH, suppliers))
    rest = {REST: kept.reach(left.amount), REST_IN: kept.reach(whole.currency)}
    for name, column in shared.items():
        rest[name] = of_kind(choose(surely(kept.reach(column)), True, None, TRUTH), TRUTH, kept)
    others = Entries(suppliers, kept, collection, as_of, models, place=kept.reach(inside), columns=rest)
    return _stacked([found, others])


def _shared(suppliers: Rows, collection: str, models: FactModels) -> dict[str, Column]:
    """The truths of a whole, as they were given, that each of its portions in a list within a struct is."""
    group = LISTED_IN[collection][:-1]
    holder = field_at(models.operator_given, group)
    names = shared_with_portions(holder.model) if holder is not None and holder.model is not None else ()
    found = ((name, fact_at(suppliers, (*group, name))) for name in names)
    return {name: column for name, column in found if column is not None}


def overruns(suppliers: Rows) -> Iterator[bool | Column]:
    """For each list of portions, whether these come to more than their whole."""
    for collection, path in LISTED_IN.items():
        whole, listed = whole_of(suppliers, collection), fact_at(suppliers, path)
        if whole is not None and _is_list(listed):
            yield remainder(suppliers, whole, listed, PORTIONS[collection].value).overrun


def _stacked(parts: Sequence[Entries]) -> Entries:
    """The parts one below the other, each with every column, null where it has none."""
    first = parts[0]
    space = Stack([part.space for part in parts], first.suppliers)
    own = (REST, REST_IN, SET, SET_UNTIL)
    names = [name for name in (*first.model.model_fields, *own)
             if any(name in part.columns for part in parts)]  # fmt: skip
    columns = {}
    for name in names:
        held = [part.columns.get(name) for part in parts]
        kind = _widest([one.kind for one in held if one is not None])
        columns[name] = space.joined(held, kind)

    def joined(values: Sequence[Given], kind: pa.DataType) -> Column:
        return space.joined([of_kind(one, kind, part.space) for one, part in zip(values, parts, strict=True)], kind)

    return Entries(
        first.suppliers,
        space,
        first.collection,
        first.as_of,
        first.models,
        absent=joined([part.absent for part in parts], TRUTH),
        hole=joined([part.hole for part in parts], TRUTH),
        place=joined([part.place for part in parts], NUMBER),
        columns=columns,
    )


def _widest(kinds: Sequence[pa.DataType]) -> pa.DataType:
    """One type for the columns of two parts: of structs, that with every field of both."""
    structs = [kind for kind in kinds if pa.types.is_struct(kind)]
    if not structs:
        return kinds[0]
    fields: dict[str, pa.DataType] = {}
    for kind in structs:
        for one in kind:
            fields[one.name] = _widest([one.type, fields[one.name]]) if one.name in fields else one.type
    return pa.struct(list(fields.items()))
