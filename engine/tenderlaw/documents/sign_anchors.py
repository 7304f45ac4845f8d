"""Anchors for electronic signatures: words that a service looks for to know where who signs, and where the day goes."""

from __future__ import annotations

from typing import Final

from tenderlaw.documents.phrases import phrases_in

__all__ = ["sign_anchor"]

_LINES: Final = ("name", "position", "date", "signature")


def sign_anchor(place: int, line: str, number: int, language: str) -> str:
    """The anchor of a line of the place to sign with this number, such as `/sign_1_date/`.

    It is named for what the line asks for, in every language alike; a line that asks for something else by its own
    number.
    """
    phrases = phrases_in(language)
    name = next((known for known in _LINES if phrases[known] == line), str(number))
    return f"/sign_{place}_{name}/"
