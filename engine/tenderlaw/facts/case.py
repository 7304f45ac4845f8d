"""A case: one procurement, one economic operator and the entities that it brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from os import PathLike
from typing import Any, Final, TypeVar, cast
from weakref import WeakValueDictionary

from pydantic import ValidationError, create_model
from pydantic_core import ErrorDetails

from tenderlaw.facts.agreeing import Agreeing, Conflict, ContradictionError, Get, fact_of
from tenderlaw.facts.base import WRITTEN, Facts, Items
from tenderlaw.facts.meanings import described
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.pasted import unfolded
from tenderlaw.facts.procurement import Procurement
from tenderlaw.sources.arguments import a_path
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.tree import Data, Source, Steps, dotted, read_file

__all__ = [
    "Case",
    "as_validated",
    "case_schema",
    "faults_of",
    "load_case",
    "parse_case",
    "parse_procurement",
    "procurement_of",
    "steps_of",
]

Model = TypeVar("Model", bound=Facts)

_BRANCH: Final = re.compile(r"function-.*|int|bool|str|dict\[.*|\[key\]", re.DOTALL)
"""Steps that pydantic adds for the alternatives of a union and for keys; no person wrote them."""

_MOST: Final = 100
"""Faults that are told one by one: more than anybody reads at a time."""

_VALIDATED: Final[WeakValueDictionary[int, Case]] = WeakValueDictionary()
"""Each case that validation has made, as long as it lives, by its `id`; no other is taken at its word."""


class Case(Agreeing):
    """The facts of one decision."""

    procurement: Procurement
    """What is bought."""
    operator: EconomicOperator
    """The operator whose exclusion is decided."""
    entities: Items[EconomicOperator] | None = None
    """Group members, entities relied on and subcontractors of the operator; empty where there are none."""

    def _is_validated(self) -> None:
        _VALIDATED[id(self)] = self

    @classmethod
    def conflicts(cls, get: Get) -> Iterator[Conflict]:
        """What cannot be so of its operators: who tenders alone has no members of a group."""
        entities = get("entities") or ()
        together = ("group-member", "tenderer")
        member = next((n for n, one in enumerate(entities) if fact_of(one, "role") in together), None)
        if member is not None and fact_of(get("operator"), "tenders_alone") is True:
            message = f"`operator.tenders_alone` is true although `entities[{member}]` tenders with it"
            yield Conflict(message, ("operator", "tenders_alone"), ("entities", member, "role"))


def case_schema(model: type[Case] = Case) -> dict[str, object]:
    """JSON Schema (2020-12) of a case: every field with its meaning, those among them that packs declare."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described(model.model_json_schema(), model)}


def load_case(path: str | PathLike[str], model: type[Case] = Case) -> Case:
    """Read and validate a case from a YAML or JSON file. Raises InputInvalidError with every fault."""
    return parse_case(read_file(a_path(path, "path")), model)


def parse_case(source: Source, model: type[Case] = Case) -> Case:
    """Validate data that was read. Raises InputInvalidError with every fault and its place.

    `model` knows the facts that packs declare; `Case` itself, those alone that are built in.
    """
    source = unfolded(source)
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise InputInvalidError(faults_of(error, source, model)) from error


def as_validated(case: Case) -> Case:
    """The case itself where validation has made it, else what validation makes of it: a changed copy is none yet.

    Raises InputInvalidError with every fault.
    """
    if _VALIDATED.get(id(case)) is case:
        return case
    return _validated(type(case), case)


def procurement_of(given: Procurement | Case) -> Procurement:
    """The procurement, given as such or as that of a case, validated. Raises InputInvalidError with every fault."""
    return as_validated(given).procurement if isinstance(given, Case) else _validated(type(given), given)


def _validated(model: type[Model], given: Model) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InputInvalidError(faults_of(error, Source("facts", cast("Data", given), {}), model)) from error
    except AttributeError as error:  # what was made without any of its constructors
        raise InputInvalidError([Fault("facts", 0, 0, "", "this value holds no facts")]) from error


def parse_procurement(source: Source, model: type[Procurement] = Procurement) -> Procurement:
    """Validate a procurement, alone or under `procurement` as in a case. Raises InputInvalidError with every fault."""
    source = unfolded(source)
    inner = source.data.get("procurement") if isinstance(source.data, dict) else None
    try:
        if inner is None:
            return model.model_validate(source.data)
        return cast("Procurement", _bought(model).model_validate({"procurement": inner}).procurement)
    except ValidationError as error:
        raise InputInvalidError(faults_of(error, source, model if inner is None else _bought(model))) from error


@lru_cache(maxsize=64)
def _bought(model: type[Procurement]) -> Any:  # noqa: ANN401 - a model made here
    """The procurement of a case, whatever else the case holds."""
    return create_model("Bought", __base__=Facts, procurement=(model, ...))


def faults_of(error: ValidationError, source: Source, model: type[Facts]) -> list[Fault]:
    """Pydantic's findings as faults: our words, the person's words in backticks, the place in the file.

    Of very many the first are told, and how many more there are.
    """
    details = error.errors(include_url=False, include_context=True)
    told = [fault for detail in details[:_MOST] for fault in _faults(detail, source, model)]
    if len(details) > _MOST:
        last = max(told)
        told.append(Fault(last.file, last.line, last.column + 1, "", f"and {len(details) - _MOST:,} more like these"))
    return told


def steps_of(detail: ErrorDetails, data: Data) -> Steps:
    """The steps from the root of `data` to what a finding of pydantic is about."""
    steps: Steps = ()
    node: object = data
    for step in detail["loc"]:
        written = isinstance(node, dict) and step in node
        if isinstance(step, str) and not written and _BRANCH.fullmatch(step):
            continue
        steps = (*steps, step)
        listed = isinstance(node, list) and isinstance(step, int) and step < len(node)
        node = cast("dict[str | int, object]", node)[step] if written or listed else None
    return steps


def _faults(detail: ErrorDetails, source: Source, model: type[Facts]) -> Iterator[Fault]:
    error = detail.get("ctx", {}).get("error")
    if not isinstance(error, ContradictionError):
        yield _fault(detail, source, model)
        return
    steps = steps_of(detail, source.data)
    for conflict in error.found:
        other = (*steps, *conflict.second)
        line, column = source.place(other)
        where = f", {source.name}:{line}:{column}" if line else ""
        yield source.fault(
            (*steps, *conflict.first), conflict.message, f"one of them is wrong: see `{dotted(other)}`{where}"
        )


def _fault(detail: ErrorDetails, source: Source, model: type[Facts]) -> Fault:
    steps = steps_of(detail, source.data)
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    word = quoted(given)
    if kind == "extra_forbidden":
        known = _siblings(model, steps)
        hint = nearest(str(steps[-1]), known) or (f"known: {', '.join(sorted(known))}" if known else "")
        return source.fault(steps, f"unknown field `{steps[-1]}`", hint)
    if kind == "missing":
        return source.fault(steps[:-1], f"the field `{steps[-1]}` is required")
    if kind == "literal_error":
        known = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ",").split(",")]
        close = nearest(str(given), known)
        listed = f"known: {', '.join(sorted(known))}"
        hint = f"{close} {listed}" if close.startswith("did you mean") else listed
        return source.fault(steps, f"{word} is not one of the known values", hint)
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return source.fault(steps, f"{word} {WRITTEN.get(pattern, f'is not written as `{pattern}` asks')}")
    if kind == "value_error":
        return source.fault(steps, str(context["error"]))
    expected = {
        "bool_type": "must be true or false",
        "string_unicode": "holds half a character, which no text can hold",
        "string_type": "must be text; put it in quotes if it looks like a number",
        "date_type": "must be a day written YYYY-MM-DD",
        "model_type": "must be a mapping of fields",
        "tuple_type": "must be a list",
        "int_type": "must be a whole number",
        "dict_type": "must be a mapping of fields",
        "finite_number": "must be a finite number",
    }.get(kind)
    return source.fault(steps, f"{word} {expected}" if expected else f"{word}: {_plain(detail['msg'])}")


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def _siblings(model: type[Facts], steps: tuple[str | int, ...]) -> list[str]:
    """The names, as they are written, of the fields that the mapping at `steps[:-1]` could have had."""
    for step in steps[:-1]:
        if isinstance(step, int):
            continue
        inner = _inner_model(model, step)
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


@lru_cache(maxsize=1024)
def _inner_model(model: type[Facts], name: str) -> type[Facts] | None:
    field = model.model_fields.get(name)
    pending: list[object] = [field.annotation] if field else []
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and issubclass(kind, Facts):
            return kind
        pending.extend(cast("tuple[object, ...]", getattr(kind, "__args__", ())))
    return None
