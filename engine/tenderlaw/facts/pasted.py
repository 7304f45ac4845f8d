"""Lines pasted into a case file: a fact by its whole path, such as `operator.misconduct: []`, at the end of the file.

An answer names the facts that it lacks by these paths, so that what is copied from it can stand in the file as it is.
"""

from __future__ import annotations

import re
from typing import Final

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import Data, Source, Steps, dotted

__all__ = ["unfolded"]

_PATH: Final = re.compile(r"[a-z][a-z0-9_]*(\[\d+\])?(\.[a-z][a-z0-9_]*(\[\d+\])?)+|[a-z][a-z0-9_]*\[\d+\]")
_STEP: Final = re.compile(r"[a-z][a-z0-9_]*|\d+")


def unfolded(source: Source) -> Source:
    """The source with every fact that is given by its path put where it belongs.

    Raises InputInvalidError where the fact stands in the file already, or the path leads nowhere.
    """
    data = source.data
    if not isinstance(data, dict) or not any(isinstance(key, str) and _PATH.fullmatch(key) for key in data):
        return source
    whole: Data = {key: value for key, value in data.items() if not _PATH.fullmatch(key)}
    faults: list[Fault] = []
    for key, value in data.items():
        if _PATH.fullmatch(key):
            steps = tuple(int(step) if step.isdecimal() else step for step in _STEP.findall(key))
            try:
                whole = _put(whole, steps, value, ())
            except ValueError as error:
                faults.append(source.fault((key,), str(error)))
    if faults:
        raise InputInvalidError(faults)
    return Source(source.name, whole, lambda: source.places)


def _put(node: Data, steps: Steps, value: Data, at: Steps) -> Data:
    """A copy of `node` with `value` where `steps` lead."""
    if not steps:
        if node is not None:
            raise ValueError(f"`{dotted(at)}` is given in the file already; keep one of the two")
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if not isinstance(node, list) or step >= len(node):
            raise ValueError(f"`{dotted(at)}` has no entry {step}; write the list out where it stands")
        return [*node[:step], _put(node[step], rest, value, (*at, step)), *node[step + 1 :]]
    if node is not None and not isinstance(node, dict):
        raise ValueError(f"`{dotted(at)}` is no group of facts")
    group = node or {}
    return {**group, step: _put(group.get(step), rest, value, (*at, step))}
