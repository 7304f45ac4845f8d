"""Rows that a single case would refuse: words outside a closed vocabulary, codes written otherwise, contradictions.

An unknown word compares as false, so that a row with one must be set aside and never decided. Every fact is looked
at, whether a rule reads it or not, as a single case does.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, TypeAlias

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from pydantic import StringConstraints

from tenderlaw.facts.base import Facts
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.events import Conviction
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.relations import CONTRADICTIONS, GIVEN, Contradicts, Is, Never, Order, Speaks
from tenderlaw.screening.entries import ABSENT, HOLE, Entries
from tenderlaw.screening.judgments import conflicting_judgments
from tenderlaw.screening.schema import KEY
from tenderlaw.sources.faults import InternalError

__all__ = ["faulty_entry", "faulty_supplier"]

Read: TypeAlias = Callable[[str], "ir.Value | None"]
Known: TypeAlias = Mapping[str, Collection[str]]


def faulty_supplier(suppliers: ir.Table, lists: Collection[str]) -> ir.BooleanValue:
    """Whether a single case would refuse the supplier's facts, its `lists` apart: their entries are looked at alone.

    The role may be left out: suppliers are tenderers.
    """
    given = [name for name in suppliers.columns if name not in lists]
    faults = _faults(_read(suppliers, given), EconomicOperator, optional=("role",))
    return _any([suppliers[KEY].isnull(), suppliers[KEY] == "", *faults, *conflicting_judgments(suppliers)])


def faulty_entry(entries: Entries, known: Known) -> ir.BooleanValue:
    """Whether a single case would refuse an entry; the convictions of a person are entries of their own.

    `known` are words by field that most entries will have: they are compared, and only others are searched.
    """
    model = Conviction if entries.collection == "convictions" else COLLECTIONS[entries.collection].model
    table = entries.table
    given = [name for name in table.columns if name in model.model_fields and name != "convictions"]
    wrong = _any(list(_faults(_read(table, given), model, known=known)))
    # of two parts one below the other, one may have no list and so no holes
    return (table[HOLE].fill_null(False) | (wrong & ~table[ABSENT])) if HOLE in table.columns else ibis.literal(False)


def _read(table: ir.Table, names: Collection[str]) -> Read:
    return lambda name: table[name] if name in names else None


def _faults(
    read: Read, model: type[Facts], optional: tuple[str, ...] = (), known: Known = MappingProxyType({})
) -> Iterator[ir.BooleanValue]:
    for name, info in model.model_fields.items():
        column, required = read(name), info.is_required() and name not in optional
        if column is None:
            if required:
                yield ibis.literal(True)
            continue
        if required:
            yield column.isnull()
        kind, marks = _unwrapped(info.annotation, tuple(info.metadata))
        wrong, besides = _wrong(column, kind, marks, known.get(name, ())), _words_besides(info.annotation)
        if besides and isinstance(column, ir.StringValue):
            yield _any(list(wrong)) & ~column.isin(besides)
        else:
            yield from wrong
    for relation in CONTRADICTIONS.get(model.__name__, ()):
        yield from _contradicts(relation, read)


def _wrong(
    column: ir.Value, kind: object, marks: tuple[object, ...], known: Collection[str] = ()
) -> Iterator[ir.BooleanValue]:
    """What is wrong with a value that is given."""
    if isinstance(column, ir.StructValue) and isinstance(kind, type) and issubclass(kind, Facts):
        yield column.notnull() & _any(list(_faults(_fields(column), kind)))
    elif isinstance(column, ir.ArrayValue):
        inner, more = _unwrapped(typing.get_args(kind)[0], ())
        yield column.filter(lambda entry: entry.isnull() | _any(list(_wrong(entry, inner, more)))).length() > 0
    elif isinstance(column, ir.StringValue):
        yield from _wrong_text(column, kind, marks, known)
    elif isinstance(column, ir.DateValue):
        yield (column < ibis.literal(date.min)) | (column > ibis.literal(date.max))
    elif kind is Decimal:
        yield from _wrong_amount(typing.cast("ir.NumericValue", column))


def _wrong_amount(column: ir.NumericValue) -> Iterator[ir.BooleanValue]:
    yield column < 0
    kind = column.type()
    if not isinstance(kind, dt.Decimal):
        return
    # files and tables in memory have amounts of the full type; those of a session of Spark may be wider
    places, digits = kind.scale or 0, (kind.precision or 38) - (kind.scale or 0)
    if places > _PLACES:
        yield column.round(_PLACES) != column
    if digits > _DIGITS:
        yield column >= 10**_DIGITS


_PLACES: typing.Final = 4
_DIGITS: typing.Final = 16
"""Behind the point, and before it, as the models have it."""


def _fields(column: ir.StructValue) -> Read:
    return lambda name: column[name] if name in column.names else None


def _wrong_text(
    column: ir.StringValue, kind: object, marks: tuple[object, ...], known: Collection[str]
) -> Iterator[ir.BooleanValue]:
    if typing.get_origin(kind) is Literal:
        yield ~column.isin(list(typing.get_args(kind)))
    limits = [mark for mark in marks if isinstance(mark, StringConstraints)]
    wrong = _any([fault for limit in limits for fault in _beyond(column, limit)]) if limits else None
    right = [word for word in known if all(_fits(word, limit) for limit in limits)]
    if wrong is not None:
        # a search costs ten times a comparison
        yield ibis.ifelse(column.isin(right), ibis.literal(False), wrong) if right else wrong


def _beyond(column: ir.StringValue, limit: StringConstraints) -> Iterator[ir.BooleanValue]:
    if limit.pattern:
        yield ~column.re_search(str(limit.pattern))
    if limit.min_length:
        yield column.length() < limit.min_length
    if limit.max_length:
        yield column.length() > limit.max_length


def _fits(word: str, limit: StringConstraints) -> bool:
    pattern = str(limit.pattern) if limit.pattern else ""
    return (
        re.search(pattern, word) is not None
        and len(word) >= (limit.min_length or 0)
        and (limit.max_length is None or len(word) <= limit.max_length)
    )


def _unwrapped(annotation: object, marks: tuple[object, ...]) -> tuple[object, tuple[object, ...]]:
    """An annotation without None and what was annotated, and the marks that stood there."""
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        return _unwrapped(inner, (*marks, *more))
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        part = next(part for part in typing.get_args(annotation) if part is not type(None))
        return _unwrapped(part, marks)
    return annotation, marks


def _words_besides(annotation: object) -> list[str]:
    """The words that are right although they are not written as the others must be."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _words_besides(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return []
    _, *others = (part for part in typing.get_args(annotation) if part is not type(None))
    return [word for part in others if typing.get_origin(part) is Literal for word in typing.get_args(part)]


def _contradicts(relation: Contradicts, read: Read) -> Iterator[ir.BooleanValue]:
    """Where both facts are given and contradict each other, as the model has it."""
    if isinstance(relation, Never):
        first, second = read(relation.first.field), read(relation.second.field)
        if first is not None and second is not None:
            yield _so(relation.first, first) & _so(relation.second, second)
    elif isinstance(relation, Order):
        begin, end = read(relation.first), read(relation.last)
        if begin is not None and end is not None:
            yield end < begin
    elif isinstance(relation, Speaks):
        one, of = read(relation.first.field), read(relation.of)
        if one is not None:
            yield _so(relation.first, one) & (ibis.literal(True) if of is None else of.isnull())
    else:
        raise InternalError("columns hold no part of a country")


def _so(one: Is, column: ir.Value) -> ir.BooleanValue:
    if one.value is GIVEN:
        return column.notnull()
    if isinstance(one.value, bool):
        truth = typing.cast("ir.BooleanValue", column)
        return truth if one.value else ~truth
    return column == one.value


def _any(faults: list[ir.BooleanValue]) -> ir.BooleanValue:
    out: ir.BooleanValue = ibis.literal(False)
    for fault in faults:
        out = out | fault.fill_null(False)
    return out
