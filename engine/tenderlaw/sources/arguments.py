"""What a program hands over: checked as what a person writes is, and refused in the same words."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import cast

from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted

__all__ = ["a_day", "a_list", "a_mapping_of_words", "a_path", "a_truth", "a_whole", "a_word", "refused"]


def refused(name: str, given: object, wrong: str, hint: str = "") -> InputInvalidError:
    """The error for an argument: what was given, and what is wrong with it."""
    said = quoted(given) if isinstance(given, str) else f"`{given!r:.80}`" if isinstance(given, int) else "this value"
    return InputInvalidError([Fault("arguments", 0, 0, name, f"{said} {wrong}", hint)])


def a_day(given: object, name: str) -> date | None:
    """A day of the calendar, or None where none was given; a moment in time is none."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    if isinstance(given, datetime):
        raise refused(name, given.isoformat(), "is a moment, not a day", "give its `.date()`")
    raise refused(name, given, "is no day", "give a `datetime.date`, such as `date(2026, 2, 1)`")


def a_truth(given: object, name: str) -> bool:
    """True or false."""
    if not isinstance(given, bool):
        raise refused(name, given, "is neither true nor false")
    return given


def a_whole(given: object, name: str, least: int = 0) -> int:
    """A whole number from `least` on."""
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        raise refused(name, given, f"is no whole number from {least} on")
    return given


def a_word(given: object, name: str, known: Collection[str] = ()) -> str:
    """Text; where `known` says which words there are, one of them."""
    if not isinstance(given, str) or not given:
        raise refused(name, given, "is no text")
    if known and given not in known:
        raise refused(name, given, "is not known", nearest(given, known))
    return given


def a_path(given: object, name: str) -> Path:
    """The path of a file or folder, as text or as a path."""
    try:
        path = os.fspath(cast("PathLike[str]", given))
    except Exception as error:  # what says that it is a path runs its own program
        raise refused(name, given, "is no path of a file") from error
    if not isinstance(path, str) or not path:
        raise refused(name, given, "is no path of a file")
    return Path(path)


def a_list(given: object, name: str, example: str) -> list[object]:
    """What is listed, in its order; text is no list, and what is used up by reading it once is none either.

    `example` is a list as it would be right; where one word was given, a list of that is.
    """
    if isinstance(given, str) and given.isprintable() and 0 < len(given) < 80:
        raise refused(name, given, "is no list", f'write `["{given}"]`')
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise refused(name, given, "is no list", f"write `{example}`")
    return list(given)


def a_mapping_of_words(given: object, name: str) -> dict[str, str]:
    """Text by text."""
    if not isinstance(given, Mapping):
        raise refused(name, given, "is no mapping", 'write `{"id": "words"}`')
    return {a_word(key, name): a_word(value, f"{name}.{key}") for key, value in given.items()}
