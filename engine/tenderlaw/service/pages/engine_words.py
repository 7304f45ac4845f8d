"""What the engine says of files and answers, in the language of the page: it says it in English, in few patterns.

A message that has no pattern stays in English, marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from markupsafe import Markup, escape

from tenderlaw.service.pages.phrases import DEFAULT_LANGUAGE, phrases_in
from tenderlaw.sources.faults import Fault

__all__ = ["declared", "fault_said", "is_known", "refusal_said", "told", "unread"]

_ROOM: Final = "engine."
_NAMED: Final = re.compile(r"\\\{(\w+)\\\}")
_CODED: Final = re.compile(r"`([^`]+)`")
_DEEPEST: Final = 3


def told(message: str, language: str) -> Markup:
    """A message in a language: escaped, with what stands between backticks as code."""
    return _told(message, language) if language != DEFAULT_LANGUAGE else _coded(message)


def is_known(message: str) -> bool:
    """Whether a message is said in every language."""
    return any(pattern.fullmatch(message) for _, pattern in _patterns())


def refusal_said(fault: Fault, language: str) -> Markup:
    """What was refused and what would be right, without its place: a sentence."""
    text = told(fault.message, language) + (Markup(" ({})").format(told(fault.hint, language)) if fault.hint else "")
    return Markup(text[:1].upper() + text[1:])  # noqa: S704 - marked up already


def unread(faults: Iterable[Fault], language: str) -> Markup:
    """That a file cannot be read, and why."""
    why = Markup("; ").join(fault_said(one, language) for one in faults)
    return escape(phrases_in(language)["errors.file_unread"]).format(why=why)


def declared(text: str, language: str) -> str:
    """A note that the reader of ESPD Responses made of what was declared."""
    before, here = (str(phrases_in(one)["engine.espd_note"]).partition("{")[0] for one in (DEFAULT_LANGUAGE, language))
    return text.replace(before, here)


def fault_said(fault: Fault, language: str) -> Markup:
    """A fault with its place in the file, and what would be right."""
    where = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
    parts = [one for one in (where, fault.field) if one]
    hint = Markup(" ({})").format(told(fault.hint, language)) if fault.hint else ""
    return Markup(": ").join([*map(escape, parts), told(fault.message, language)]) + hint


@lru_cache(maxsize=2048)
def _told(message: str, language: str, depth: int = 0) -> Markup:
    for key, pattern in _patterns() if depth < _DEEPEST else ():
        found = pattern.fullmatch(message)
        if found is not None:
            values = {name: _value(name, text, language, depth) for name, text in found.groupdict().items()}
            return _coded(str(phrases_in(language)[key])).format(**values)
    return Markup('<span lang="en">{}</span>').format(_coded(message))


def _value(name: str, text: str, language: str, depth: int) -> Markup:
    if name.startswith("part"):
        return _told(text, language, depth + 1)
    return Markup('<span lang="en">{}</span>').format(text) if name == "why" else _coded(text)


def _coded(text: str) -> Markup:
    return Markup(_CODED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped just now


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The messages by their keys, in the order of their file."""
    said = {key: str(one) for key, one in phrases_in(DEFAULT_LANGUAGE).items() if key.startswith(_ROOM)}
    return tuple(
        (key, re.compile(_NAMED.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL)) for key, text in said.items()
    )
