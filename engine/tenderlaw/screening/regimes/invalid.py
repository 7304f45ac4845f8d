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

import pyarrow as pa
from annotated_types import Gt
from pydantic import StringConstraints

from tenderlaw.facts.base import Facts
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.relations import Contradicts, Never, Order, Speaks, relations_of
from tenderlaw.screening.arrow.aggregates import any_entry
from tenderlaw.screening.arrow.algebra import compare, field_of, is_null, is_one_of, length_of, match, rounded
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.entailed import holds
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.judgments import conflicting_judgments
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, surely
from tenderlaw.screening.columns.years import conflicting_years
from tenderlaw.screening.tables.schema import KEY, type_of
from tenderlaw.sources.faults import InternalError

__all__ = ["invalid_entry", "invalid_supplier"]

Read: TypeAlias = Callable[[str], "Column | None"]
Known: TypeAlias = Mapping[str, Collection[str]]


def invalid_supplier(suppliers: Rows, lists: Collection[str], model: type[EconomicOperator]) -> bool | Column:
    """Whether a single case would refuse the supplier's facts, its `lists` apart: their entries are looked at alone.

    The role may be left out: suppliers are tenderers.
    """

    def read(name: str) -> Column | None:
        return None if name in lists else suppliers.read(name)

    key = suppliers.read(KEY)
    if key is None:
        raise InternalError(f"suppliers without `{KEY}`")
    faults = _faults(read, model, optional=("role",))
    return _any([is_null(key), _is(key, ""), *faults, conflicting_judgments(suppliers), conflicting_years(suppliers)])


def invalid_entry(entries: Entries, known: Known) -> bool | Column:
    """Whether a single case would refuse an entry; the convictions of a person are entries of their own.

    `known` are words by field that most entries will have: they are compared, and only others are searched.
    """
    if entries.missing:
        return False
    model = entries.model_given
    given = {name: one for name, one in entries.columns.items() if name in model.model_fields and name != "convictions"}
    wrong = _any(list(_faults(given.get, model, known=known)))
    return surely(any_of([entries.hole, all_of([wrong, negate(entries.absent)])]))


def _faults(
    read: Read, model: type[Facts], optional: tuple[str, ...] = (), known: Known = MappingProxyType({})
) -> Iterator[Kleene]:
    for name, info in model.model_fields.items():
        column, required = read(name), info.is_required() and name not in optional
        if column is None:
            if required:
                yield True
            continue
        if required:
            yield is_null(column)
        kind, marks = _unwrapped(info.annotation, tuple(info.metadata))
        wrong, besides = _wrong(column, kind, marks, known.get(name, ())), _words_besides(info.annotation)
        if besides and pa.types.is_string(column.kind):
            yield all_of([_any(list(wrong)), negate(is_one_of(column, besides))])
        else:
            yield from wrong
    for relation in relations_of(model).contradicts:
        yield from _contradicts(relation, read)


def _wrong(column: Column, kind: object, marks: tuple[object, ...], known: Collection[str] = ()) -> Iterator[Kleene]:
    """What is wrong with a value that is given."""
    if pa.types.is_struct(column.kind) and isinstance(kind, type) and issubclass(kind, Facts):
        yield all_of([negate(is_null(column)), _any(list(_faults(_fields(column), kind)))])
    elif pa.types.is_list(column.kind):
        inner, more = _unwrapped(typing.get_args(kind)[0], ())
        each = column.space.spread(column)
        yield any_entry(_any([is_null(each.entry), *_wrong(each.entry, inner, more)]), each)
    elif pa.types.is_string(column.kind):
        yield from _wrong_text(column, kind, marks, known)
    elif pa.types.is_date(column.kind):
        yield compare("less", column, date.min)
        yield compare("greater", column, date.max)
    elif kind is Decimal:
        above_zero = any(isinstance(mark, Gt) for mark in marks)
        yield from _wrong_amount(column, type_of(kind, marks), above_zero=above_zero)


def _wrong_amount(column: Column, wanted: pa.DataType, *, above_zero: bool) -> Iterator[Kleene]:
    zero = Decimal(0) if pa.types.is_decimal(column.kind) else 0
    yield compare("less_equal" if above_zero else "less", column, zero)
    if not pa.types.is_decimal(column.kind):
        return
    # files and tables in memory have amounts of the full type; those of a session of Spark may be wider
    places, digits = column.kind.scale, column.kind.precision - column.kind.scale
    if places > wanted.scale:
        yield compare("not_equal", rounded(column, wanted.scale), column)
    most = wanted.precision - wanted.scale
    if digits > most:
        yield compare("greater_equal", column, Decimal(10**most))


def _fields(column: Column) -> Read:
    return lambda name: field_of(column, name)


def _wrong_text(column: Column, kind: object, marks: tuple[object, ...], known: Collection[str]) -> Iterator[Kleene]:
    if typing.get_origin(kind) is Literal:
        yield negate(is_one_of(column, typing.get_args(kind)))
    limits = [mark for mark in marks if isinstance(mark, StringConstraints)]
    if limits:
        right = [word for word in known if all(_fits(word, limit) for limit in limits)]
        wrong = _any([fault for limit in limits for fault in _beyond(column, limit)])
        # a search costs ten times a comparison
        yield all_of([wrong, negate(surely(is_one_of(column, right)))]) if right else wrong


def _beyond(column: Column, limit: StringConstraints) -> Iterator[Kleene]:
    if limit.pattern:
        yield negate(match(column, str(limit.pattern), regex=True))
    if limit.min_length:
        yield compare("less", length_of(column), limit.min_length)
    if limit.max_length:
        yield compare("greater", length_of(column), limit.max_length)


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


def _contradicts(relation: Contradicts, read: Read) -> Iterator[Kleene]:
    """Where both facts are given and contradict each other, as the model has it."""
    if isinstance(relation, Never):
        first, second = read(relation.first.field), read(relation.second.field)
        if first is not None and second is not None:
            yield all_of([holds(relation.first, first), holds(relation.second, second)])
    elif isinstance(relation, Order):
        begin, end = read(relation.first), read(relation.last)
        if begin is not None and end is not None:
            yield compare("less", end, begin)
    elif isinstance(relation, Speaks):
        one, of = read(relation.first.field), read(relation.of)
        if one is not None:
            yield all_of([holds(relation.first, one), True if of is None else is_null(of)])
    else:
        raise InternalError("columns hold no part of a country")


def _is(column: Column, word: str) -> Kleene:
    return compare("equal", column, word)


def _any(faults: list[Kleene]) -> bool | Column:
    return surely(any_of([surely(fault) for fault in faults]))
