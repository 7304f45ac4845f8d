"""Small damage to a text, as hands, programs and attackers do it."""

from __future__ import annotations

import random
import re

WORDS = [
    b"null", b"true", b"yes", b"~", b"[]", b"{}", b"-1", b"1e999", b"9" * 40, b"0x1F", b"NaN", b"2026-02-30",
    b"0001-01-01", b"9999-12-31", b"10000-01-01", b"open", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\r",
    b"\x00", b"'", b'"', b": ", b"- ", b"&a", b"*a", b"!!python/object:os.system", b"<<: *x", b"{{", b"}}", b"%}",
    b"\\ud800", b"\xf0\x9f\x98\x80", b"a" * 5000, b"900.000", b"1,5", b"EUR", b"operator", b"../../etc", b"$(id)",
    b"\x1b[31m", b"[" * 200, b"{a: " * 120,
]  # fmt: skip


def damaged(chance: random.Random, text: bytes) -> bytes:
    """The text with one to four kinds of damage."""
    for _ in range(chance.choice([1, 1, 2, 4])):
        text = chance.choice([_word, _line_gone, _line_twice, _swapped, _cut, _byte, _token, _number])(chance, text)
    return text


def _word(chance: random.Random, text: bytes) -> bytes:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(WORDS) + text[at:]


def _lines(text: bytes) -> list[bytes]:
    return text.split(b"\n")


def _line_gone(chance: random.Random, text: bytes) -> bytes:
    lines = _lines(text)
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _line_twice(chance: random.Random, text: bytes) -> bytes:
    lines = _lines(text)
    at = chance.randrange(len(lines))
    return b"\n".join([*lines[: at + 1], *lines[at:]])


def _swapped(chance: random.Random, text: bytes) -> bytes:
    lines = _lines(text)
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _cut(chance: random.Random, text: bytes) -> bytes:
    return text[: chance.randrange(len(text) + 1)]


def _byte(chance: random.Random, text: bytes) -> bytes:
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]


def _token(chance: random.Random, text: bytes) -> bytes:
    """A value replaced by another word, or by one that stands elsewhere."""
    tokens = [match.span() for match in re.finditer(rb"[\w.-]+", text)]
    if not tokens:
        return text
    start, end = chance.choice(tokens)
    first, last = chance.choice(tokens)
    return text[:start] + chance.choice([text[first:last], chance.choice(WORDS)]) + text[end:]


def _number(chance: random.Random, text: bytes) -> bytes:
    found = [match.span() for match in re.finditer(rb"\d+", text)]
    if not found:
        return text
    start, end = chance.choice(found)
    return text[:start] + str(chance.choice([0, 1, 2**63, 10**30, 12, 31, 99])).encode() + text[end:]
