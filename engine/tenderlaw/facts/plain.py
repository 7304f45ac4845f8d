"""The checks of the models on plain data that stays plain: what a decision reads, without objects in between.

The models say what a fact may be. From them this module derives the same checks, word for word, with mappings in place
of the models. They take what is given and right; whatever is null or wrong they leave to the models, which have the
last word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import count
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NotRequired, Required, Union, cast, get_args, get_origin

from pydantic import AfterValidator, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from tenderlaw.facts.agreeing import Agreeing, facts_in_relations
from tenderlaw.facts.base import Facts
from tenderlaw.facts.case import Case
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import InternalError

__all__ = ["checked", "pays"]

_FEW: Final = 100
"""So many cases the models check themselves: to derive their checks takes longer than that."""


def pays(model: type[Case]) -> bool:
    """Whether so many cases are asked of a model that its checks are worth deriving; what they say is the same."""
    return next(_asked(model)) >= _FEW


@lru_cache(maxsize=64)
def _asked(_: type[Case]) -> count[int]:
    """How often a model was asked."""
    return count()


def checked(facts: object, model: type[Case] = Case) -> Record | None:
    """A case as plain data, as its model would be written out again, or None where only the models can tell."""
    try:
        return _checks(model)(facts)
    except ValidationError:
        return None


def _agreeing(model: type[Agreeing]) -> Callable[[Record], Record]:
    """What refuses the facts of a model where they contradict each other."""
    conflicts, named = model.conflicts, facts_in_relations(model)

    def agree(facts: Record) -> Record:
        if named is not None and named.isdisjoint(facts):  # as mostly
            return facts
        for _ in conflicts(facts.get):
            raise ValueError("the model says what contradicts what")
        return facts

    return agree


@lru_cache(maxsize=64)
def _checks(model: type[Case]) -> Callable[[object], Record]:
    return cast("Callable[[object], Record]", TypeAdapter(_plain(model, {})).validator.validate_python)


def _plain(kind: Any, known: dict[type[Facts], object]) -> Any:  # noqa: ANN401 - a type, as typing hands it out
    """The kind of a field with mappings in place of models, and without null."""
    if isinstance(kind, type) and issubclass(kind, Facts):
        if kind not in known:
            known[kind] = _mapping(kind, known)
        return known[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is None or origin is Literal:
        return kind
    if origin is Annotated:
        return Annotated[(_plain(parts[0], known), *parts[1:])]
    if origin is tuple:
        return tuple[tuple([part if part is Ellipsis else _plain(part, known) for part in parts])]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple([_plain(part, known) for part in parts if part is not NoneType])]  # noqa: UP007
    raise InternalError(f"no plain form of {kind} is known")


def _mapping(model: type[Facts], known: dict[type[Facts], object]) -> object:
    fields: dict[str, object] = {}
    for name, field in model.model_fields.items():
        kind = _plain(field.annotation, known)
        if field.metadata:
            kind = Annotated[(kind, *field.metadata)]
        fields[name] = Required[kind] if field.is_required() else NotRequired[kind]
    made = cast("Callable[[str, dict[str, object]], Any]", TypedDict)(model.__name__, fields)
    made.__pydantic_config__ = model.model_config
    return Annotated[made, AfterValidator(_agreeing(model))] if issubclass(model, Agreeing) else made
