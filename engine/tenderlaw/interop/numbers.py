"""Official numbers as text: letters and digits of every script, without what is written around them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tenderlaw.interop.registers import registers

__all__ = ["looks_made_up", "number_in", "plain", "without_zeros"]

_WORDS: Final = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
_NOT_AVAILABLE: Final = re.compile(r"(?<!\w)n\s*[./\\-]\s*a(?!\w)")
_COUNTED: Final = "01234567890123456789" + "9876543210"
_MADE_UP: Final = 6
"""Shorter ones may be real: registers began to count somewhere."""
_ZEROS: Final = re.compile(r"(\D*)0+(?=[0-9])")


def plain(value: str) -> str:
    """Letters and digits alone, of whatever script, in capitals; digits as 0 to 9."""
    if value.isascii():
        return "".join(filter(str.isalnum, value.upper()))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).upper())
    # marks are parts of letters: two numbers that differ in one are two numbers
    kept = (one for one in text if unicodedata.category(one)[0] in "LMN")
    return "".join(str(unicodedata.decimal(one, one)) for one in kept)


def number_in(value: str) -> str | None:
    """A number's letters and digits without the label before it; none where the words say that no number is known."""
    word = plain(value)
    if not word.strip("0"):  # nothing, or `000000`
        return None
    if word.isdigit():
        return word
    if word.isalpha() and len(set(word)) == 1:  # `xxx`
        return None
    held = registers()
    if word.isalpha() or not value.isalnum():  # otherwise no word stands apart from digits
        text = unicodedata.normalize("NFKC", value).casefold()
        if _NOT_AVAILABLE.search(text) or not held.placeholder_words.isdisjoint(_WORDS.findall(text)):
            return None
    while word[0] in held.label_letters and (found := held.label_pattern.fullmatch(word)):
        word = found[1]
    return word


def looks_made_up(word: str) -> bool:
    """Whether a number is one digit again and again, or counts: such stand where somebody had to write something."""
    return len(word) >= _MADE_UP and (len(set(word)) == 1 or word in _COUNTED)


def without_zeros(word: str) -> str:
    """The number without leading zeros, also behind letters: some write them, others lose them."""
    found = _ZEROS.match(word)
    return word if found is None else found[1] + word[found.end() :]
