"""YAML 1.2 and JSON files read into plain data, with the place of every value."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Final, NoReturn

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.places import Data, Place, Report, Source, Steps, dotted
from tenderlaw.sources.text import text_in
from tenderlaw.sources.yaml_text import MAX_DEPTH, read_yaml

__all__ = [
    "MAX_DEPTH",
    "Data",
    "Place",
    "Report",
    "Source",
    "Steps",
    "dotted",
    "read_file",
    "read_json",
    "read_yaml",
]


def read_file(path: Path) -> Source:
    """Read a `.json` file as JSON and any other as YAML. Raises InputInvalidError."""
    text = text_in(path)
    return read_json(text, str(path)) if path.suffix.lower() == ".json" else read_yaml(text, str(path))


def read_json(text: str, name: str) -> Source:
    """Read JSON (RFC 8259). Numbers stay exact; NaN, Infinity and repeated keys are faults."""

    def refuse(word: str) -> NoReturn:
        raise InputInvalidError([Fault(name, 0, 0, "", f"`{word}` is not a number that JSON or law knows")])

    def mapping(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
        out = dict(pairs)
        if len(out) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            raise InputInvalidError([Fault(name, 0, 0, "", f"the key `{twice}` stands twice in one object")])
        return out

    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=refuse, object_pairs_hook=mapping)
        path = _half(data) if _ESCAPED.search(text) else None
    except json.JSONDecodeError as error:
        raise InputInvalidError(
            [Fault(name, error.lineno, error.colno, "", f"is not JSON: {error.msg.lower()}")]
        ) from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        raise InputInvalidError([Fault(name, 0, 0, "", "is nested too deeply or holds an over-long number")]) from error
    if path is not None:
        message = "holds half a character, which no text can hold"
        raise InputInvalidError([Fault(name, 0, 0, dotted(path), message, "a character beyond U+FFFF is two escapes")])
    return Source(name, data, {})


_ESCAPED: Final = re.compile(r"\\u[dD][89a-fA-F]")
_HALF: Final = re.compile("[\ud800-\udfff]")


def _half(data: Data) -> Steps | None:
    """Where a text holds half of a pair of surrogates (RFC 8259, 8.2); nowhere mostly."""
    if isinstance(data, str):
        return () if _HALF.search(data) else None
    if isinstance(data, dict):
        if any(_HALF.search(key) for key in data):
            return ()
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)  # type: ignore[assignment]
    else:
        return None
    found = ((step, _half(value)) for step, value in inner)
    return next(((step, *path) for step, path in found if path is not None), None)
