"""YAML 1.2 read into plain data, with the place of every value.

The C parser of ruamel.yaml delivers the events and their places; what a plain word means (`no` is a word, `1.10` a
decimal) is settled here by the YAML 1.2 core schema, so that Norway stays Norway and money stays exact.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NoReturn, TypeAlias

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.places import Data, Place, Source, Steps

__all__ = ["MAX_DEPTH", "read_yaml"]

MAX_DEPTH: Final = 64

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC: Final = frozenset("0123456789+-.")
"""What a number, or what is none, may begin with."""
_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_DECIMAL: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

_Container: TypeAlias = dict[str, Data] | list[Data]


def read_yaml(text: str, name: str) -> Source:
    """Read one YAML 1.2 document. Aliases, tags, repeated keys and non-numbers are faults."""
    if any(character in text for character in _NO_BREAKS):
        return _with_no_breaks(text, name)
    try:
        data = _Builder(name).build(CParser(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = (error.problem or error.context or "cannot be read").strip()
        raise InputInvalidError([Fault(name, line, column, "", f"is not YAML: {problem}")]) from error
    except (ReaderError, UnicodeEncodeError) as error:
        raise InputInvalidError([Fault(name, 0, 0, "", "holds a character that YAML does not allow")]) from error
    return Source(name, data, lambda: _places(CParser(text)))


_NO_BREAKS: Final = "\x85\u2028\u2029"
"""Characters that end a line in YAML 1.1, as the parser has it, and end none in YAML 1.2 (5.4)."""


def _with_no_breaks(text: str, name: str) -> Source:
    """Read a text that holds such characters: letters that it does not use stand for them while it is parsed."""
    unused = (one for one in map(chr, range(0xE000, 0xF900)) if one not in text)
    stand_ins = {ord(character): next(unused) for character in _NO_BREAKS}
    back = {ord(letter): chr(character) for character, letter in stand_ins.items()}

    def whole(data: Data) -> Data:
        if isinstance(data, dict):
            return {key.translate(back): whole(value) for key, value in data.items()}
        return (
            [whole(one) for one in data]
            if isinstance(data, list)
            else (data.translate(back) if isinstance(data, str) else data)
        )

    read = read_yaml(text.translate(stand_ins), name)
    return Source(
        name,
        whole(read.data),
        lambda: {
            tuple(step.translate(back) if isinstance(step, str) else step for step in steps): place
            for steps, place in read.places.items()
        },
    )


class _Builder:
    """Builds data from events with a stack of its own, so that depth is bounded by us and not by Python."""

    __slots__ = ("container", "key", "name", "outer", "root")

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: list[Data] = []
        self.container: _Container = self.root
        self.key: str | None = None
        """In a mapping, the key that waits for its value."""
        self.outer: list[_Container] = []

    def build(self, parser: CParser) -> Data:
        next_event = parser.get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent:
                self._open(event, {})
            elif kind is SequenceStartEvent:
                self._open(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.container = self.outer.pop()
            elif kind is AliasEvent:
                self._refuse(event, f"the alias `*{event.anchor}`", "write the value out, or name a definition")
            elif kind is DocumentStartEvent and self.root:
                self._refuse(event, "a second document", "one file holds one document")
            elif event is None or kind is StreamEndEvent:
                return self.root[0] if self.root else None

    def _scalar(self, event: ScalarEvent) -> None:
        word: str = event.value
        if event.ctag is not None:
            self._refuse(event, f"the tag `{event.tag}`", "write plain values")
        container, key = self.container, self.key
        said = event.style or not (word in _WORDS or word[0] in _NUMERIC)  # in quotes, or what can be a word alone
        if isinstance(container, list):
            container.append(word if said else self._meaning(event, word))
        elif key is None:
            if word in container:
                self._refuse(event, f"the key `{word}`, which stands twice", "keep one of them")
            self.key = word
        else:
            container[key] = word if said else self._meaning(event, word)
            self.key = None

    def _meaning(self, event: ScalarEvent, word: str) -> Data:
        """What a plain word means that may be more than a word."""
        if word in _WORDS:
            return _WORDS[word]
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
        return word

    def _open(self, event: MappingStartEvent | SequenceStartEvent, opened: _Container) -> None:
        container, key = self.container, self.key
        if event.ctag is not None:
            self._refuse(event, f"the tag `{event.tag}`", "write plain values")
        if len(self.outer) >= MAX_DEPTH:
            self._refuse(event, f"nesting deeper than {MAX_DEPTH} levels", "flatten it")
        if isinstance(container, list):
            container.append(opened)
        elif key is None:
            self._refuse(event, "a key that is not a word", "keys are plain words")
        else:
            container[key] = opened
            self.key = None
        self.outer.append(container)
        self.container = opened

    def _refuse(self, event: Event, what: str, hint: str) -> NoReturn:
        line, column = _place_of(event)
        raise InputInvalidError([Fault(self.name, line, column, "", f"found {what}", hint)])


def _places(parser: CParser) -> dict[Steps, Place]:
    """The place of every value of a text that was read without fault."""
    places: dict[Steps, Place] = {}
    # one entry a level: the steps to the container, how many entries a list has so far, the key that waits
    levels: list[tuple[Steps, list[int], list[str]]] = []
    while not isinstance(event := parser.get_event(), StreamEndEvent):
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            levels.pop()
        if not isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            continue
        steps: Steps = ()
        if levels:
            outer, count, key = levels[-1]
            if count:
                steps = (*outer, count[0])
                count[0] += 1
            elif key:
                steps = (*outer, key.pop())
            elif isinstance(event, ScalarEvent):
                key.append(event.value)
                continue
        places[steps] = _place_of(event)
        if not isinstance(event, ScalarEvent):
            levels.append((steps, [0] if isinstance(event, SequenceStartEvent) else [], []))
    return places


def _place_of(event: Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
