"""Fill-ins: gathered from what was given and from facts, checked against their kinds, written in a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenderlaw.clauses import words
from tenderlaw.clauses.inline import Placeholder
from tenderlaw.clauses.model import FillIn
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import Fault, quoted

__all__ = ["FilledIn", "how", "placeholder", "value_of"]

_SHAPES = {"number": "a whole number", "day": "a day YYYY-MM-DD", "money": "such as `EUR 1000.00`", "text": "text"}
_NUMBER = re.compile(r"[0-9]{1,15}")
_MONEY = re.compile(r"([A-Z]{3}) ([0-9]{1,15}(?:\.[0-9]{1,4})?)")


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A fill-in as a document carries it."""

    id: str
    title: str
    clause: str
    value: str
    """As it stands in the document."""
    missing: bool
    """Whether a placeholder stands there."""


def value_of(
    fill: FillIn, clause: str, given: Mapping[str, str], facts: Mapping[str, Record], language: str
) -> str | Fault | None:
    """The words of a fill-in, what is wrong with it, or none where nobody gave it."""
    found: object
    if fill.id in given:
        word = given[fill.id]
        if not word.strip():
            return None
        found = _typed(fill, word)
        if found is None:
            fault = f"{quoted(word)} does not fit"
            return Fault(clause, 0, 0, fill.id, fault, f"write {_SHAPES[fill.kind]}")
    else:
        found = _fact(fill.fact, facts)
    if found is None:
        return None
    text = _words(found, language)
    fault_ = words.fault_of(text)
    return Fault(clause, 0, 0, fill.id, fault_, "") if fault_ else words.literal(text)


def placeholder(fill: FillIn, phrase: str) -> Placeholder:
    """What a draft prints where a fill-in is missing."""
    return Placeholder(phrase.format(title=fill.title))


def how(fill: FillIn) -> str:
    """What a person can do about a missing fill-in."""
    return f"give the fact `{fill.fact}`, or `--fill {fill.id}=...`" if fill.fact else f"give `--fill {fill.id}=...`"


def _fact(path: str | None, facts: Mapping[str, Record]) -> object:
    if path is None:
        return None
    found: object = facts
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _typed(fill: FillIn, word: str) -> object:
    """A word as the value of its kind; none where it does not fit."""
    word = word if fill.kind == "text" else word.strip()
    if fill.kind == "text":
        return word
    if fill.kind == "number":
        return Decimal(word) if _NUMBER.fullmatch(word) and word.isascii() else None
    if fill.kind == "money":
        parts = _MONEY.fullmatch(word)
        return {"amount": Decimal(parts[2]), "currency": parts[1]} if parts else None
    try:
        value = date.fromisoformat(word)
    except ValueError:
        return None
    return value if value.isoformat() == word else None


def _words(value: object, language: str) -> str:
    if isinstance(value, date):
        return words.day(value, language)
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        return words.money(value["amount"], str(value["currency"]), language)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return words.number(value, language)
    if isinstance(value, tuple | list):
        return words.listed([_words(one, language) for one in value], language)
    return str(value)
