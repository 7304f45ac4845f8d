"""The models of a case with the facts that packs declare: the built-in ones where none are declared.

A declared fact is a field like any other: whoever reads the models (validation, the catalogue of facts, schemas,
columns) finds it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Final, Literal, Optional, Union, cast, get_args, get_origin
from weakref import WeakKeyDictionary

from pydantic import Field as Described
from pydantic import create_model
from pydantic.fields import FieldInfo

from tenderlaw.facts.base import (
    Amount,
    Begins,
    Country,
    Day,
    Declared,
    Facts,
    Items,
    Money,
    OpenDay,
    Text,
    Unsettled,
    Words,
)
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import field_at, model_at
from tenderlaw.facts.collections import COLLECTIONS, Collection, listed
from tenderlaw.facts.declared import DeclaredFact, DeclaredField
from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import OperatorRecord, ProcurementRecord

__all__ = ["BUILT_IN", "FactModels", "holder_of", "models_behind", "models_with", "names_taken"]

_Fields = dict[str, tuple[object, FieldInfo]]


@dataclass(frozen=True, slots=True, eq=False)
class FactModels:
    """The models that cases are validated with and rules are typed against."""

    case: type[Case]
    procurement: type[ProcurementRecord]
    """A procurement as rules read it."""
    operator: type[OperatorRecord]
    """An economic operator as rules read it."""
    collections: Mapping[str, Collection]
    """Every list that conditions quantify over, by name."""
    declared: tuple[DeclaredFact, ...] = ()
    """What packs declare, beside the built-in facts."""
    made: Mapping[type[Facts] | str, type[Facts]] = field(default_factory=dict)
    """Every model that was made, by the built-in one or by the path of the declared group or list."""

    @property
    def procurement_given(self) -> type[Procurement]:
        """A procurement as cases give it."""
        return cast("type[Procurement]", model_at(self.case, "procurement"))

    @property
    def operator_given(self) -> type[EconomicOperator]:
        """An economic operator as cases give it."""
        return cast("type[EconomicOperator]", model_at(self.case, "operator"))

    def declared_at(self, path: str) -> DeclaredField | None:
        """What a pack says of the fact at a path of a case; None for a fact that is built in."""
        return _at(self, without_numbers(path)) if self.declared else None

    def root_of(self, collection: str | None) -> str:
        """Whose facts a list holds: the `operator` or the `procurement`; no list is the operator's."""
        return "operator" if collection is None else self.collections[collection].root


BUILT_IN: Final = FactModels(Case, ProcurementRecord, OperatorRecord, COLLECTIONS)
"""The models without any declared fact."""

_BEHIND: Final[WeakKeyDictionary[type[Facts], FactModels]] = WeakKeyDictionary()


def models_behind(given: Case | Procurement | EconomicOperator) -> FactModels:
    """The models that a case, or one of its parts, was validated with."""
    return _BEHIND.get(type(given), BUILT_IN)


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


def names_taken(of: str) -> frozenset[str]:
    """Names that no fact declared `of` a place may have: rules read facts there by them, or models are made of them."""
    root, *names = of.split(".")
    read: type[Facts] | None = None
    if root in COLLECTIONS and not names:
        read = COLLECTIONS[root].model
    elif not names:
        roots: dict[str, type[Facts]] = {"operator": OperatorRecord, "procurement": ProcurementRecord}
        read = roots.get(root)
    outside = ("operator", "group") if of == "operator" else ()
    # what the class of models has is found on every model, too
    return frozenset((*dir(Facts), *dir(type(Facts)), *outside, *(() if read is None else read.model_fields)))


def models_with(declared: Iterable[DeclaredFact]) -> FactModels:
    """The models with these facts; one that several packs declare alike is one fact, and speaks in the words of one."""
    by_path: dict[str, DeclaredFact] = {}
    for one in declared:
        other = by_path.setdefault(one.path, one)
        if repr(one) < repr(other):
            by_path[one.path] = one
    return _models_with(tuple(by_path[path] for path in sorted(by_path))) if by_path else BUILT_IN


@lru_cache(maxsize=4096)
def _at(models: FactModels, path: str) -> DeclaredField | None:
    root, _, inner = path.partition(".")
    root = "operator" if root in ("entities", "group") else root
    group, _, name = f"{root}.{inner}".rpartition(".")
    for one in models.declared:
        if one.name == name and (one.of == group or group.endswith(f".{one.of}")):
            return one
        if one.fields and (group == one.path or group.endswith(f".{one.path}")):
            return next((field for field in one.fields if field.name == name), None)
    return None


@lru_cache(maxsize=64)
def _models_with(declared: tuple[DeclaredFact, ...]) -> FactModels:
    extension = _Extension(declared)
    collections = {
        name: Collection(one.root, extension.of(one.model), one.every) for name, one in COLLECTIONS.items()
    } | {
        one.name: Collection(one.of, extension.entries[one.path], listed(one.name))
        for one in declared
        if one.kind == "list"
    }
    found = FactModels(
        case=cast("type[Case]", extension.of(Case)),
        procurement=cast("type[ProcurementRecord]", extension.of(ProcurementRecord)),
        operator=cast("type[OperatorRecord]", extension.of(OperatorRecord)),
        collections=dict(sorted(collections.items())),
        declared=declared,
        made=extension.made(),
    )
    for key, model in found.made.items():
        model.__reduce_ex__ = _sent(declared, key)  # type: ignore[method-assign,assignment]
    for model in (found.case, found.procurement_given, found.operator_given):
        if model not in _held():
            _BEHIND[model] = found
    return found


def _sent(declared: tuple[DeclaredFact, ...], key: type[Facts] | str) -> Callable[[Facts, object], tuple[object, ...]]:
    """How facts with declared ones among them go to another process, which makes their model anew."""
    return lambda facts, _: (_received, (declared, key), facts.__getstate__())


def _received(declared: tuple[DeclaredFact, ...], key: type[Facts] | str) -> Facts:
    model = _models_with(declared).made[key]
    return model.__new__(model)


class _Extension:
    """Every model that has a declared fact, or holds one that has, made anew from the built-in one."""

    def __init__(self, declared: Sequence[DeclaredFact]) -> None:
        self.entries: dict[str, type[Facts]] = {}
        """The models of declared groups and of the entries of declared lists, by the path of the group or list."""
        self._fields: dict[type[Facts], _Fields] = {}
        self._made: dict[type[Facts], type[Facts]] = {}
        for one in declared:
            if one.fields:
                fields = {field.name: _declared(field, _annotation(field)) for field in one.fields}
                self.entries[one.path] = _made(_class_name(one.name), Facts, fields)
            holder = cast("type[Facts]", holder_of(one.of))
            kind: object = self.entries[one.path] if one.fields else _annotation(one)
            if one.kind == "list":
                kind = Items[self.entries[one.path]]  # type: ignore[name-defined]
            self._fields.setdefault(holder, {})[one.name] = _declared(one, kind)

    def of(self, model: type[Facts]) -> type[Facts]:
        """The model with what is declared of it and of the models within it; itself where nothing is."""
        if model not in self._made:
            fields: _Fields = {}
            for name, info in model.model_fields.items():
                found = field_at(model, (name,))
                inner = found.entries or found.model if found else None
                if inner is not None and self.of(inner) is not inner:
                    default = ... if info.is_required() else info.default
                    fields[name] = (_annotated(self._in(info.annotation), info.metadata), Described(default))
            for base in reversed(model.__mro__):
                fields |= self._fields.get(cast("type[Facts]", base), {})
            self._made[model] = _made(model.__name__, model, fields) if fields else model
        return self._made[model]

    def made(self) -> dict[type[Facts] | str, type[Facts]]:
        """The models made so far, by the built-in one, or by the path of what is declared."""
        changed: dict[type[Facts] | str, type[Facts]] = {}
        changed.update((one, model) for one, model in self._made.items() if model is not one)
        changed.update(self.entries.items())
        return changed

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


def _declared(field: DeclaredField, kind: object) -> tuple[object, FieldInfo]:
    """The field of a model that a declared fact becomes."""
    said = f"{field.title}, in {field.unit}" if field.unit else field.title
    more: dict[str, Any] = {"x-question": field.question} if field.question else {}
    more |= {"x-citation": field.cite} if field.cite else {}
    more |= {"x-personal": True} if field.personal else {}
    optional = _annotated(Optional[kind], (Declared(),))  # noqa: UP045
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


@lru_cache(maxsize=1)
def _held() -> frozenset[type[Facts]]:
    """Every built-in model that a case holds."""
    found: set[type[Facts]] = set()
    waiting: list[type[Facts]] = [Case]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            fields = [field_at(one, (name,)) for name in one.model_fields]
            waiting += [inner for field in fields if field for inner in (field.model, field.entries) if inner]
    return frozenset(found)


def _as_given(model: type[Facts]) -> type[Facts]:
    """The model of which cases hold the entries, where rules read one with more."""
    return next(base for base in model.__mro__ if base in _held())
