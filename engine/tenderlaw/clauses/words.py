"""Words from outside, literally; and values as people write them in a language (`facts.written`)."""

from __future__ import annotations

import re
from typing import Final

from tenderlaw.clauses.environment import PRIVATE
from tenderlaw.facts.written import country, day, is_one, listed, money, number
from tenderlaw.sources.printing import UNWRITABLE

__all__ = ["MAX_WORDS", "country", "day", "fault_of", "is_one", "listed", "literal", "money", "number"]

MAX_WORDS: Final = 10_000
"""The longest fill-in, in characters."""

_REFUSED: Final = re.compile(f"[{UNWRITABLE}\ud800-\udfff]")
"""Control characters, halves of pairs and non-characters, which no document format can show."""
_SPACE: Final = re.compile("[ \t\r\n\x85\u2028\u2029]+")
_OPENED: Final = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
                  "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip


def fault_of(text: str) -> str | None:
    """Why words from outside cannot stand in a document; none where they can."""
    if found := _REFUSED.search(text):
        return f"holds the character U+{ord(found[0]):04X}, which no document can show"
    if len(text) > MAX_WORDS:
        return f"is {len(text)} characters long; at most {MAX_WORDS} fit"
    return None


def literal(text: str) -> str:
    """Words from outside as one line that shows exactly them and changes nothing around them.

    Line breaks become spaces, our private characters become U+FFFD, and directions that were opened and not
    closed are closed, so that they end with the words.
    """
    text = PRIVATE.sub("\ufffd", _SPACE.sub(" ", text).strip(" "))
    pending: list[str] = []
    for sign in text:
        if sign in _OPENED:
            pending.append(_OPENED[sign])
        elif pending and sign == pending[-1]:
            pending.pop()
    return text + "".join(reversed(pending))
