"""The models that hold declared facts, each made anew from the built-in one when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Final, Literal, Optional, TypeAlias, Union, cast, get_args, get_origin

from pydantic import Field as Described
from pydantic import create_model
from pydantic.fields import FieldInfo

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import (
    Amount,
    Begins,
    Country,
    Day,
    Declared,
    Facts,
    Items,
    Money,
    OfPortions,
    OpenDay,
    Text,
    Unsettled,
    Words,
)
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at, fields_of, model_at, models_within
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.declared import DeclaredFact, DeclaredField, what_they_say
from tenderlaw.facts.relations import Relations, relations_of

__all__ = ["Extension", "Key", "Sent", "held_in_cases", "holder_of"]

Key: TypeAlias = "type[Facts] | str"
"""Which of the models: the built-in one from which it was made, or the path of the declared group or list."""
Sent: TypeAlias = Callable[[Facts, object], tuple[object, ...]]
"""What pickle asks of facts (`__reduce_ex__`)."""
Send: TypeAlias = Callable[[Key], Sent]
_Fields = dict[str, tuple[object, FieldInfo]]


class Extension:
    """Every model that has a declared fact, or holds one that has, made anew from the built-in one."""

    def __init__(self, declared: Sequence[DeclaredFact], send: Send) -> None:
        """`send` makes of the key of a model how its facts go to another process, which has no such model yet."""
        self.entries: dict[str, type[Facts]] = {}
        """The models of declared groups and of the entries of declared lists, by the path of the group or list."""
        self._fields: dict[type[Facts], _Fields] = {}
        self._beside: dict[type[Facts], list[DeclaredFact]] = {}
        """What is declared of a built-in model."""
        self._made: dict[type[Facts], type[Facts]] = {}
        self._send, self._none = send, not declared
        for one in declared:
            if one.fields:
                fields = {field.name: _declared(field, _annotation(field)) for field in one.fields}
                base = Agreeing if what_they_say(one.fields) else Facts
                entry = _relating(one.fields, _made(_class_name(one.name), base, fields))
                self.entries[one.path] = self._sendable(entry, one.path)
            holder = cast("type[Facts]", holder_of(one.of))
            kind: object = self.entries[one.path] if one.fields else _annotation(one)
            if one.kind == "list":
                kind = Items[self.entries[one.path]]  # type: ignore[name-defined]
            self._fields.setdefault(holder, {})[one.name] = _declared(one, kind)
            self._beside.setdefault(holder, []).append(one)

    def of(self, model: type[Facts]) -> type[Facts]:
        """The model with what is declared of it and of the models within it; itself where nothing is."""
        if self._none:
            return model
        if model not in self._made:
            fields: _Fields = {}
            for name, found in fields_of(model).items():
                inner = found.entries or found.model
                if inner is not None and self.of(inner) is not inner:
                    info = model.model_fields[name]
                    default = ... if info.is_required() else info.default
                    fields[name] = (_annotated(self._in(info.annotation), info.metadata), Described(default))
            for base in reversed(model.__mro__):
                fields |= self._fields.get(cast("type[Facts]", base), {})
            beside = [one for base in model.__mro__ for one in self._beside.get(cast("type[Facts]", base), ())]
            made = model
            if fields:
                made = self._sendable(_relating(beside, _made(model.__name__, model, fields)), model)
            return self._made.setdefault(model, made)  # of two threads, the first
        return self._made[model]

    def _sendable(self, model: type[Facts], key: Key) -> type[Facts]:
        """The model, whose facts can go to another process; `key` says which of the models it is."""
        model.__reduce_ex__ = self._send(key)  # type: ignore[method-assign,assignment]
        return model

    def _in(self, kind: Any) -> Any:  # noqa: ANN401 - a type, as typing hands it out
        """An annotation with the extended models in place of the built-in ones; itself where none is extended."""
        if isinstance(kind, type) and issubclass(kind, Facts):
            return self.of(kind)
        origin, parts = get_origin(kind), get_args(kind)
        if origin is None or origin is Literal:
            return kind
        inner = parts[:1] if origin is Annotated else parts
        found = tuple(self._in(part) for part in inner)
        if all(one is part for one, part in zip(found, inner, strict=True)):
            return kind
        if origin is Annotated:
            return _annotated(found[0], parts[1:])
        return reduce(or_, found) if origin in (Union, UnionType) else origin[found]


def _class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _made(name: str, base: type[Facts], fields: _Fields) -> type[Facts]:
    make = cast("Any", create_model)
    return cast("type[Facts]", make(name, __base__=base, __module__=base.__module__, **fields))


def _relating(fields: Iterable[DeclaredField], model: type[Facts]) -> type[Facts]:
    """The model, whose facts say of each other what these declared ones do besides."""
    if issubclass(model, Agreeing) and (said := what_they_say(fields)) is not None:
        known = relations_of(model.__mro__[1])
        model.relations = Relations((*known.contradicts, *said.contradicts), (*known.follows, *said.follows))
    return model


def _declared(field: DeclaredField, kind: object) -> tuple[object, FieldInfo]:
    """The field of a model that a declared fact becomes."""
    said = f"{field.title}, in {field.unit}" if field.unit else field.title
    more: dict[str, Any] = {"x-question": field.question} if field.question else {}
    more |= {"x-citation": field.cite} if field.cite else {}
    more |= {"x-personal": True} if field.personal else {}
    marks: list[object] = [Declared(field.usually)]
    marks += [OfPortions()] if field.of_portions else []
    optional = _annotated(Optional[kind], marks)  # noqa: UP045
    return optional, cast("FieldInfo", Described(None, description=f"{said}.", json_schema_extra=more))


_PLAIN: Final[Mapping[str, object]] = {
    "truth": bool, "word": Words, "country": Country, "text": Text, "money": Money, "number": Amount,
    "words": Items[Words],
}  # fmt: skip


def _annotation(field: DeclaredField) -> object:
    """The kind of value of a declared fact, as a model has it."""
    if field.kind == "day":
        begins = () if field.begins is None else (Begins(() if field.begins == "entry" else tuple(field.begins)),)
        return _annotated(OpenDay if field.may_be_open else Day, begins)
    if field.kind == "code":
        words = cast("Any", Literal)[tuple(word.id for word in field.words)]
        return _annotated(words, (Unsettled(tuple(field.unsettled)),) if field.unsettled else ())
    return _PLAIN[field.kind]


def _annotated(kind: object, marks: Sequence[object]) -> object:
    return Annotated[(kind, *marks)] if marks else kind


def holder_of(of: str) -> type[Facts] | None:
    """The built-in model that has the facts declared `of` a place; None where there is no such place."""
    root, *names = of.split(".")
    if root in COLLECTIONS and not names:
        return _as_given(COLLECTIONS[root].model)
    if root not in ("operator", "procurement"):
        return None
    if not names:
        return model_at(Case, root)
    found = field_at(model_at(Case, root), tuple(names))
    return found.model if found is not None and found.kind == "group" else None


def held_in_cases() -> frozenset[type[Facts]]:
    """Every built-in model that a case holds."""
    return models_within(Case)


def _as_given(model: type[Facts]) -> type[Facts]:
    """The model of which cases hold the entries, where rules read one with more."""
    return next(base for base in model.__mro__ if base in held_in_cases())
