"""A completed case as text: the lines of the case file as they were, comments and all, with what was put in."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from tenderlaw.documents.questionnaires.into_case import Completed
from tenderlaw.facts.pasted import unfolded
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import Data, Steps, read_yaml

__all__ = ["case_text", "yaml_of"]


def case_text(case: Path, completed: Completed, out: Path) -> str:
    """The text of the completed case: JSON where `out` is to be JSON, YAML otherwise."""
    if out.suffix.lower() == ".json":
        return json.dumps(completed.data, ensure_ascii=False, indent=2, default=str) + "\n"
    if case.suffix.lower() != ".json":
        text = _with_comments(text_in(case), completed)
        # INVARIANT: what is written reads back as what was checked
        if text is not None and _reads_as(text, completed.data):
            return text
    return yaml_of(completed.data)


def yaml_of(data: Mapping[str, Data]) -> str:
    """Facts as the text of a case file."""
    return _yaml(_of_yaml(cast("Data", data)))


def _with_comments(text: str, completed: Completed) -> str | None:
    """The text as it was, with the new facts in their places; None where they have none in it."""
    try:
        whole = _dumper().load(text)
        for steps, value in completed.put.items():
            _set(whole, steps, value)
    except (YAMLError, KeyError, IndexError, TypeError):
        return None
    return _yaml(whole)


def _set(whole: object, steps: Steps, value: Data) -> None:
    node = whole
    for step in steps[:-1]:
        if isinstance(node, dict) and node.get(step) is None:
            node[step] = CommentedMap()
        node = cast("dict[str | int, object]", node)[step]
    cast("dict[str | int, object]", node)[steps[-1]] = _of_yaml(value)


def _reads_as(text: str, data: Mapping[str, Data]) -> bool:
    try:
        return unfolded(read_yaml(text, "case")).data == data
    except InputInvalidError:
        return False


def _dumper() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _yaml(whole: object) -> str:
    out = io.StringIO()
    _dumper().dump(whole, out)
    return out.getvalue()


def _of_yaml(value: Data) -> object:
    """A value as YAML is to write it: every text in quotes, so that none of it is read as anything else."""
    if isinstance(value, str):
        return DoubleQuotedScalarString(value)
    if isinstance(value, Decimal):
        return DoubleQuotedScalarString(str(value))
    if isinstance(value, list):
        return [_of_yaml(one) for one in value]
    if isinstance(value, dict):
        return {name: _of_yaml(one) for name, one in value.items()}
    return value
