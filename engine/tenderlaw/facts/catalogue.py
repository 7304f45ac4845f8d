"""The catalogue of facts: what every field is called, what kind of value it holds and what it means.

Packs are checked against it when they load, and missing facts are described from it.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from tenderlaw.facts.base import (
    Begins,
    Country,
    Declared,
    Facts,
    InCatalogue,
    Informs,
    MayBeOpen,
    Money,
    OfPortions,
    State,
    Unsettled,
    Valuation,
)

__all__ = [
    "Field",
    "FieldKind",
    "begin_days",
    "field_at",
    "field_names",
    "fields_of",
    "model_at",
    "models_within",
]

_COUNTRIES: Final = tuple(typing.get_args(kind)[1] for kind in (Country, State))
"""The constraints by which the code of a country is known."""

FieldKind = Literal["truth", "code", "word", "offence", "day", "money", "valuation", "number", "words", "group", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact model: its kind, its closed vocabulary if it has one."""

    kind: FieldKind
    vocabulary: tuple[str, ...] = ()
    model: type[Facts] | None = None
    may_be_open: bool = False
    """Whether a day may be `open`, because what it ends may not have ended."""
    begins: Begins | None = None
    """Of a day on which something comes to be: what does."""
    entries: type[Facts] | None = None
    """Of a list: what its entries are."""
    declared: bool = False
    """Whether a pack declares it."""
    usually: bool | str | None = None
    """Of a declared fact, what it nearly always is."""
    informs: bool = False
    """Whether it only informs people."""
    country: bool = False
    """Whether a word is the code of a country."""
    besides: tuple[str, ...] = ()
    """Of a code that is open, the words that it may be besides, such as `none` instead of a country."""
    unsettled: tuple[str, ...] = ()
    """The words that say that it is not settled."""
    of_portions: bool = False
    """Whether each portion is so where the whole is."""


@functools.cache
def field_at(model: type[Facts], path: tuple[str, ...]) -> Field | None:
    """The field reached from `model` by `path`, or None where there is none."""
    found: Field | None = None
    inner: type[Facts] | None = model
    for name in path:
        found = fields_of(inner).get(name) if inner else None
        if found is None:
            return None
        inner = found.model
    return found


@functools.cache
def fields_of(model: type[Facts]) -> Mapping[str, Field]:
    """Every field of a model, by name."""
    return {name: _field(info.annotation, tuple(info.metadata)) for name, info in model.model_fields.items()}


@functools.cache
def models_within(model: type[Facts]) -> frozenset[type[Facts]]:
    """The model, those of its groups and of the entries of its lists, and so on within these."""
    found: set[type[Facts]] = set()
    waiting = [model]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [inner for field in fields_of(one).values() for inner in (field.model, field.entries) if inner]
    return frozenset(found)


@functools.cache
def model_at(model: type[Facts], name: str) -> type[Facts]:
    """The model of the group `name` of a model."""
    found = field_at(model, (name,))
    if found is None or found.model is None:
        raise TypeError(f"`{name}` is no group of {model.__name__}")
    return found.model


def field_names(model: type[Facts], path: tuple[str, ...] = ()) -> list[str]:
    """Names of the fields of the group at `path`; empty where `path` is not a group."""
    if not path:
        return list(model.model_fields)
    found = field_at(model, path)
    return list(found.model.model_fields) if found and found.model else []


@functools.cache
def begin_days(model: type[Facts], fact: str | None = None) -> tuple[str, ...]:
    """The days on which entries of this model come to be; with `fact`, those on which that fact of them does."""
    days = {name: field.begins.facts for name, field in fields_of(model).items() if field.begins}
    return tuple(name for name, facts in days.items() if (fact in facts if fact else not facts))


def _field(annotation: object, metadata: tuple[object, ...]) -> Field:
    kinds, marks = _parts(annotation)
    marks = (*metadata, *marks)
    found = _of_kinds(kinds, marks)
    if any(isinstance(mark, Informs) for mark in marks):
        found = replace(found, informs=True)
    declared = next((mark for mark in marks if isinstance(mark, Declared)), None)
    if declared is not None:
        found = replace(found, declared=True, usually=declared.usually)
    if any(isinstance(mark, OfPortions) for mark in marks):
        found = replace(found, of_portions=True)
    unsettled = next((mark.words for mark in marks if isinstance(mark, Unsettled)), ())
    return replace(found, unsettled=unsettled) if unsettled else found


def _of_kinds(kinds: list[object], marks: tuple[object, ...]) -> Field:
    words = tuple(word for kind in kinds for word in _literals(kind))
    if words:
        if str in kinds:
            return Field("code", country=_of_country(marks), besides=words)
        return Field("code", words, country=_of_country(marks))
    for kind in kinds:
        if kind is bool:
            return Field("truth")
        if kind is date:
            begins = next((mark for mark in marks if isinstance(mark, Begins)), None)
            return Field("day", may_be_open=MayBeOpen in marks, begins=begins)
        if kind is str:
            if any(isinstance(mark, InCatalogue) for mark in marks):
                return Field("offence")
            return Field("word", country=_of_country(marks))
        if kind in (int, Decimal):
            return Field("number")
        if typing.get_origin(kind) is tuple:
            inner, inside = _parts(typing.get_args(kind)[0])
            model = next((part for part in inner if isinstance(part, type) and issubclass(part, Facts)), None)
            if model is not None:
                return Field("list", entries=model)
            return Field("words", country=_of_country(inside))
        if isinstance(kind, type) and issubclass(kind, Money):
            return Field("money", model=Money)
        if isinstance(kind, type) and issubclass(kind, Valuation):
            return Field("valuation", model=Valuation)
        if isinstance(kind, type) and issubclass(kind, Facts):
            return Field("group", model=kind)
    raise TypeError(f"no kind of fact fits {kinds!r}")


def _of_country(marks: tuple[object, ...]) -> bool:
    return any(constraint in marks for constraint in _COUNTRIES)


def _parts(annotation: object) -> tuple[list[object], tuple[object, ...]]:
    """The alternatives of a union without None, annotations taken off, and what was annotated."""
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *marks = typing.get_args(annotation)
        kinds, more = _parts(inner)
        return kinds, (*marks, *more)
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        found = [_parts(part) for part in typing.get_args(annotation)]
        return [kind for kinds, _ in found for kind in kinds], tuple(mark for _, marks in found for mark in marks)
    return ([] if annotation is type(None) else [annotation]), ()


def _literals(kind: object) -> tuple[str, ...]:
    return tuple(typing.get_args(kind)) if typing.get_origin(kind) is Literal else ()
