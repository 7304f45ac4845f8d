"""The facts of a case as they stand on the as-of date: what begins on a later day is not there yet.

A judgment of tomorrow has not been given, a report of tomorrow not been received. The models mark the days on which an
entry, or a fact of it, comes to be; a day that is not given says nothing.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, cast

from tenderlaw.facts.base import Facts, Record
from tenderlaw.facts.catalogue import fields_of

__all__ = ["AS_GIVEN", "IN_PART", "LATER", "NOT_YET", "Later", "as_given", "later_of", "standing"]


LATER: Final = "(later)"
"""Of a record some of whose facts begin after the as-of date: each of their days, as `Later`."""
NOT_YET: Final = "(not yet)"
"""Of an entry that is not there yet: the days on which it comes to be, as `Later`."""
IN_PART: Final = "(in part)"
"""Of an entry that is there and some of whose facts have not begun: their days, as `Later`."""
AS_GIVEN: Final = "(as given)"
"""Of a record with `LATER`: the same as if every day had come."""

_BEFORE: Final[Mapping[str, object]] = {"stage": "before-award"}
"""What a fact that is no truth is before it begins."""


@dataclass(frozen=True, slots=True)
class Later:
    """A day that lies after the as-of date and on which something comes to be."""

    path: str
    """The fact that gives it, within the operator or the procurement."""
    day: date


@dataclass(frozen=True, slots=True)
class _Form:
    """Where a model has days on which something begins."""

    days: tuple[str, ...]
    """All of them."""
    entry: tuple[str, ...]
    """Those on which the whole begins."""
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    """The others, each with the facts that begin."""
    lists: tuple[tuple[str, _Form], ...]
    """Its lists whose entries have such days, or lists with them."""


def standing(model: type[Facts], given: Record, as_of: date) -> Record:
    """The facts of an operator or a procurement on the as-of date: the same object where nothing begins later.

    Otherwise a copy. An entry that is not there yet keeps its place and is marked `NOT_YET`; a truth that has not begun
    is false, and a day that nobody has seen yet is left out.
    """
    form = _form(model)
    if not _begins_later(given, form, as_of):
        return given
    later = tuple(_later(given, form, as_of, ""))
    return {**_stands(given, form, as_of, ""), LATER: later}


def as_given(record: Record) -> Record:
    """The record as if every day had come."""
    return cast("Record", record.get(AS_GIVEN, record))


def later_of(record: Record) -> tuple[Later, ...]:
    """The days of a record that lie after the as-of date."""
    return cast("tuple[Later, ...]", record.get(LATER, ()))


@cache
def _form(model: type[Facts]) -> _Form:
    begins = {name: field.begins for name, field in fields_of(model).items() if field.begins}
    inner = ((name, _entry(info.annotation)) for name, info in model.model_fields.items())
    lists = [(name, _form(entry)) for name, entry in inner if entry is not None]
    return _Form(
        days=tuple(begins),
        entry=tuple(name for name, mark in begins.items() if not mark.facts),
        facts=tuple((name, mark.facts) for name, mark in begins.items() if mark.facts),
        lists=tuple((name, form) for name, form in lists if form.days or form.lists),
    )


def _entry(annotation: object, *, listed: bool = False) -> type[Facts] | None:
    """The model of the entries of a list; None for a field that is no list of models."""
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return annotation if listed else None
    listed = listed or typing.get_origin(annotation) is tuple
    found = (_entry(part, listed=listed) for part in typing.get_args(annotation))
    return next((model for model in found if model is not None), None)


def _begins_later(record: Record, form: _Form, as_of: date) -> bool:
    """Asked of every case, so without a call for each entry."""
    get: Any = record.get
    for name in form.days:
        day = get(name)
        if day is not None and day > as_of:
            return True
    for name, inner in form.lists:
        entries = get(name)
        if not entries:
            continue
        days, nested = inner.days, inner.lists
        for entry in entries:
            for one in days:
                day = entry.get(one)
                if day is not None and day > as_of:
                    return True
            if nested and _begins_later(entry, inner, as_of):
                return True
    return False


def _later(record: Record, form: _Form, as_of: date, path: str) -> Iterator[Later]:
    """The days after the as-of date, in the order of the facts."""
    yield from _days(record, form.days, as_of, path)
    for name, inner in form.lists:
        for i, entry in enumerate(cast("tuple[Record, ...]", record.get(name) or ())):
            yield from _later(entry, inner, as_of, f"{path}{name}[{i}].")


def _days(record: Record, names: tuple[str, ...], as_of: date, path: str) -> tuple[Later, ...]:
    days = [(name, cast("date | None", record.get(name))) for name in names]
    return tuple(Later(path + name, day) for name, day in days if day is not None and day > as_of)


def _stands(record: Record, form: _Form, as_of: date, path: str) -> Record:
    out = dict(record)
    if later := _days(record, form.entry, as_of, path):
        out[NOT_YET] = later
    if partly := _days(record, tuple(day for day, _ in form.facts), as_of, path):
        out[IN_PART] = partly
        _take_back(out, form, {one.path.removeprefix(path) for one in partly})
    for name, inner in form.lists:
        entries = cast("tuple[Record, ...]", record.get(name) or ())
        if entries:
            out[name] = tuple(_stands(entry, inner, as_of, f"{path}{name}[{i}].") for i, entry in enumerate(entries))
    return out


def _take_back(record: Record, form: _Form, days: set[str]) -> None:
    """The facts that begin on these days, as they are before."""
    for day, facts in form.facts:
        if day not in days:
            continue
        for fact in facts:
            if fact == day:
                del record[day]
            else:
                record[fact] = _BEFORE.get(fact, False)
