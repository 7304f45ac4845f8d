"""What each fact means: the text that stands below its field in the source of its model.

It is read when somebody asks, for most runs say the meaning of few facts or of none. A declared fact
says itself what it means.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import cast

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import field_at, models_within

__all__ = ["described", "meaning_of"]


@cache
def meaning_of(model: type[Facts], path: tuple[str, ...]) -> str:
    """What the fact at `path` from `model` means, on one line; empty where there is no such fact."""
    holder: type[Facts] | None = model
    for name in path[:-1]:
        found = field_at(holder, (name,)) if holder else None
        holder = found.model if found else None
    return "" if holder is None else " ".join(_below(holder, path[-1]).split())


def described(schema: Mapping[str, object], model: type[Facts]) -> dict[str, object]:
    """The JSON Schema of a model with the meaning of every fact of it and of the models within it."""
    models = {one.__name__: one for one in models_within(model)}
    within = cast("Mapping[str, Mapping[str, object]]", schema.get("$defs", {}))
    defs = {name: _with_meanings(one, models[name]) if name in models else one for name, one in within.items()}
    return {**_with_meanings(schema, model), "$defs": defs}


def _with_meanings(schema: Mapping[str, object], model: type[Facts]) -> dict[str, object]:
    names = {field.alias or name: name for name, field in model.model_fields.items()}
    said = {written: _below(model, name) for written, name in names.items()}
    properties = cast("Mapping[str, Mapping[str, object]]", schema.get("properties", {}))
    return {
        **schema,
        "properties": {
            name: {**one, "description": said[name]} if said.get(name) else one for name, one in properties.items()
        },
    }


def _below(model: type[Facts], name: str) -> str:
    """The text below a field, in the class that has it or one that this is made from."""
    for one in model.__mro__:
        text = _texts(one.__module__).get((one.__name__, name)) if issubclass(one, Facts) else None
        if text:
            return inspect.cleandoc(text)
    declared = model.model_fields.get(name)
    return (declared.description or "") if declared else ""


@cache
def _texts(module: str) -> dict[tuple[str, str], str]:
    """The texts below fields, by class and field, in the source of a module."""
    tree = ast.parse(Path(cast("str", sys.modules[module].__file__)).read_text(encoding="utf-8"))
    found: dict[tuple[str, str], str] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for field, below in pairwise(node.body):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and isinstance(below, ast.Expr)
                    and isinstance(below.value, ast.Constant)
                ):
                    found[node.name, field.target.id] = str(below.value.value)
    return found
