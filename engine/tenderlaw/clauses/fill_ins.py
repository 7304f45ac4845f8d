"""Fill-ins: the kinds of value that go in, and how a language writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenderlaw.clauses import words
from tenderlaw.clauses.inline import Placeholder
from tenderlaw.clauses.model import FillIn, Unit
from tenderlaw.clauses.units import open_quantity, quantity, units_in
from tenderlaw.decisions.model.prescriptions import SaidOfEntry
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.wording import said_in

__all__ = ["Entries", "FilledIn", "placeholder", "shape", "typed", "words_of"]

_SHAPES = {"day": "a day YYYY-MM-DD", "money": "such as `EUR 1000.00`", "text": "text"}
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
    unit: Unit | None = None
    """What it counts."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a list that a pack fills in."""

    of: tuple[tuple[SaidOfEntry, ...], ...]


def typed(fill: FillIn, word: str) -> object:
    """A word as the value of its kind; none where it does not fit."""
    if fill.kind == "text":
        return word
    word = word.strip()
    if fill.kind == "number":
        least, most = fill.allowed
        value = Decimal(word) if _NUMBER.fullmatch(word) and word.isascii() else None
        return None if value is None or value < least or (most is not None and value > most) else value
    if fill.kind == "money":
        parts = _MONEY.fullmatch(word)
        return {"amount": Decimal(parts[2]), "currency": parts[1]} if parts else None
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if day.isoformat() == word else None


def shape(fill: FillIn) -> str:
    """What a value of a fill-in looks like, for people: `a whole number from 1 to 100, in per cent`."""
    if fill.kind != "number":
        return _SHAPES[fill.kind]
    least, most = fill.allowed
    bounds = f" from {least} to {most}" if most is not None else f" from {least}" if least else ""
    return f"a whole number{bounds}" + (f", in {units_in('en')[fill.unit].other}" if fill.unit else "")


def placeholder(fill: FillIn, phrase: str, language: str) -> Placeholder:
    """What a draft prints where a fill-in is missing."""
    words_ = phrase.format(title=said_in(fill.title, language))
    return Placeholder(words_) if fill.unit is None else open_quantity(words_, fill.unit, language)


def words_of(value: object, fill: FillIn, language: str) -> str:
    """A value as it stands in a document of this language."""
    if fill.unit is not None and isinstance(value, Decimal | int):
        return quantity(value, fill.unit, language)
    return words.literal(_words(value, language))


def _words(value: object, language: str) -> str:
    if isinstance(value, Entries):
        return "; ".join(_entry(entry, language) for entry in value.of)
    if isinstance(value, date):
        return words.day(value, language)
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        return words.money(value["amount"], str(value["currency"]), language)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return words.number(value, language)
    if isinstance(value, tuple | list):
        return words.listed([_words(one, language) for one in value], language)
    return str(value)


def _entry(entry: tuple[SaidOfEntry, ...], language: str) -> str:
    """An entry of a list: the first fact of it, the others in brackets."""
    first, *others = [_said(one, language) for one in entry]
    return f"{first} ({', '.join(others)})" if others else first


def _said(one: SaidOfEntry, language: str) -> str:
    match one.kind:
        case "country":
            return words.country(one.value, language)
        case "day":
            return words.day(OPEN if one.value == "open" else date.fromisoformat(one.value), language)
        case "number":
            return words.number(Decimal(one.value), language)
        case "money":
            currency, amount = one.value.split(" ")
            return words.money(Decimal(amount), currency, language)
    return said_in(one.value, language)
