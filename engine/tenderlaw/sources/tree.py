"""YAML 1.2 and JSON read into plain data, with the place of every value.

PyYAML's C scanner delivers the events and their places; what a plain word means (`no` is a word, `1.10` a
decimal) is settled here by the YAML 1.2 core schema, so that Norway stays Norway and money stays exact.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, TypeAlias

import yaml

from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["Data", "Place", "Report", "Source", "Steps", "read_file", "read_json", "read_yaml"]

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | Decimal | bool | None"
Place: TypeAlias = tuple[int, int]
Steps: TypeAlias = tuple[str | int, ...]
"""The keys and numbers that lead from the root to a value."""
Report: TypeAlias = Callable[[Steps, str, str], None]
"""Takes a fault: the steps to the value, what is wrong with it, and what would be right."""

MAX_DEPTH = 64
MAX_BYTES = 64 * 1024 * 1024

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE, _FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Source:
    """Data read from one text, with the place of each value by its steps from the root."""

    __slots__ = ("data", "name", "places")

    def __init__(self, name: str, data: Data, places: dict[Steps, Place]) -> None:
        self.name = name
        self.data = data
        self.places = places

    def place(self, steps: Steps) -> Place:
        """Line and column of the value at `steps`, or of the nearest value that contains it."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, (0, 0))

    def fault(self, steps: Steps, message: str, hint: str = "") -> Fault:
        """A fault at the value reached by `steps`."""
        line, column = self.place(steps)
        return Fault(self.name, line, column, dotted(steps), message, hint)


def dotted(steps: Steps) -> str:
    """`("lots", 0, "id")` written as people do: `lots[0].id`."""
    out = ""
    for step in steps:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else step
    return out


def read_file(path: Path) -> Source:
    """Read a `.json` file as JSON and any other as YAML. Raises InputInvalidError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputInvalidError([Fault(str(path), 0, 0, "", f"larger than {MAX_BYTES // 2**20} MiB")])
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", "is not UTF-8 text")]) from error
    return read_json(text, str(path)) if path.suffix == ".json" else read_yaml(text, str(path))


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
    except json.JSONDecodeError as error:
        raise InputInvalidError(
            [Fault(name, error.lineno, error.colno, "", f"is not JSON: {error.msg.lower()}")]
        ) from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        raise InputInvalidError([Fault(name, 0, 0, "", "is nested too deeply or holds an over-long number")]) from error
    return Source(name, data, {})


def read_yaml(text: str, name: str) -> Source:
    """Read one YAML 1.2 document. Aliases, tags, repeated keys and non-numbers are faults."""
    try:
        loader = yaml.CSafeLoader(text)
        try:
            return _Builder(name).build(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = (error.problem or error.context or "cannot be read").strip()
        raise InputInvalidError([Fault(name, line, column, "", f"is not YAML: {problem}")]) from error
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise InputInvalidError([Fault(name, 0, 0, "", "holds a character that YAML does not allow")]) from error


class _Builder:
    """Builds data from events with a stack of its own, so that depth is bounded by us and not by Python."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Steps, Place] = {}
        self.root: list[Data] = []

    def build(self, loader: yaml.CSafeLoader) -> Source:
        # one entry a level: the container, the steps that lead to it, the key that waits for its value
        stack: list[tuple[dict[str, Data] | list[Data], Steps, list[str]]] = [(self.root, (), [])]
        while True:
            event = loader.get_event()
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, stack)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(event, stack, {})
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(event, stack, [])
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, f"the alias `*{event.anchor}`", "write the value out, or name a definition")
            elif isinstance(event, yaml.DocumentStartEvent):
                if self.root:
                    self._refuse(event, "a second document", "one file holds one document")
            elif event is None or isinstance(event, yaml.StreamEndEvent):
                break
        return Source(self.name, self.root[0] if self.root else None, self.places)

    def _scalar(
        self, event: yaml.ScalarEvent, stack: list[tuple[dict[str, Data] | list[Data], Steps, list[str]]]
    ) -> None:
        container, _, key = stack[-1]
        if event.tag:
            self._refuse(event, f"the tag `{event.tag}`", "write plain values")
        if isinstance(container, dict) and not key:
            if event.value in container:
                self._refuse(event, f"the key `{event.value}`, which stands twice", "keep one of them")
            key.append(event.value)
            return
        plain = event.style is None or event.style == ""
        self._place(event, stack, self._meaning(event) if plain else event.value)

    def _meaning(self, event: yaml.ScalarEvent) -> Data:
        word = event.value
        if word in _NULL:
            return None
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
        if len(word) <= 100:
            if _WHOLE.fullmatch(word):
                return int(word)
            if _DECIMAL.fullmatch(word):
                try:
                    return Decimal(word)
                except ArithmeticError:
                    self._refuse(event, f"`{word}`", "amounts are finite numbers")
        if _NOT_A_NUMBER.fullmatch(word):
            self._refuse(event, f"`{word}`", "amounts are finite numbers")
        return str(word)

    def _open(
        self,
        event: yaml.MappingStartEvent | yaml.SequenceStartEvent,
        stack: list[tuple[dict[str, Data] | list[Data], Steps, list[str]]],
        container: dict[str, Data] | list[Data],
    ) -> None:
        parent, _, key = stack[-1]
        if event.tag:
            self._refuse(event, f"the tag `{event.tag}`", "write plain values")
        if isinstance(parent, dict) and not key:
            self._refuse(event, "a key that is not a word", "keys are plain words")
        if len(stack) > MAX_DEPTH:
            self._refuse(event, f"nesting deeper than {MAX_DEPTH} levels", "flatten it")
        steps = self._place(event, stack, container)
        stack.append((container, steps, []))

    def _place(
        self,
        event: yaml.NodeEvent,
        stack: list[tuple[dict[str, Data] | list[Data], Steps, list[str]]],
        value: Data,
    ) -> Steps:
        container, steps, key = stack[-1]
        if isinstance(container, dict):
            steps = (*steps, key[0])
            container[key.pop()] = value
        elif container is not self.root:
            steps = (*steps, len(container))
            container.append(value)
        else:
            container.append(value)
        self.places[steps] = _place_of(event)
        return steps

    def _refuse(self, event: yaml.Event, what: str, hint: str) -> NoReturn:
        line, column = _place_of(event)
        raise InputInvalidError([Fault(self.name, line, column, "", f"found {what}", hint)])


def _place_of(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
