"""Where a fault of ours stands in a request: `operator.convictions[0].final_on` as a JSON pointer (RFC 6901)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tenderlaw.service.http.problems import Place
from tenderlaw.sources.faults import Fault

__all__ = ["place_of", "places_of", "pointer_of", "pointer_to"]

_MOST: Final = 100
_NUMBER: Final = re.compile(r"\[([0-9]+)\]")
_OPTION: Final = re.compile(r"`--([a-z-]+)`")
_NAME: Final = re.compile(r"[^.\[\]]+")


def pointer_of(steps: Iterable[str | int]) -> str:
    """The pointer to what these steps lead to from the root."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def pointer_to(field: str, data: object = None) -> str:
    """The pointer for a dotted path; `data` tells names that hold dots themselves from groups."""
    steps: list[str | int] = []
    node, rest = data, field
    while rest:
        rest = rest.removeprefix(".")
        if number := _NUMBER.match(rest):
            step: str | int = int(number[1])
            rest = rest[number.end() :]
            node = node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None
        else:
            name = _name(rest, node)
            step, rest = name, rest[len(name) :]
            node = node.get(name) if isinstance(node, dict) else None
        steps.append(step)
    return pointer_of(steps)


def _name(rest: str, node: object) -> str:
    """The longest name of the group that the path goes on with, or what stands before the next dot or bracket."""
    held: list[str] = [key for key in node if rest.startswith(key)] if isinstance(node, dict) else []
    whole = [key for key in held if key and (len(key) == len(rest) or rest[len(key)] in ".[")]
    if whole:
        return max(whole, key=len)
    found = _NAME.match(rest)
    return found[0] if found else rest


def place_of(fault: Fault, root: str = "", data: object = None) -> Place:
    """A fault as problems carry it; `root` is the pointer to what was checked, `data` what stands there."""
    return Place(root + pointer_to(fault.field, data), fault.message, _OPTION.sub(_member, fault.hint))


def _member(option: re.Match[str]) -> str:
    """An option of the command line, as requests have it: `as_of` for `--as-of`."""
    return f"`{option[1].replace('-', '_')}`"


def places_of(faults: Sequence[Fault], root: str = "", data: object = None) -> tuple[Place, ...]:
    """The first hundred of them, which is more than anybody reads."""
    return tuple(place_of(fault, root, data) for fault in faults[:_MOST])
