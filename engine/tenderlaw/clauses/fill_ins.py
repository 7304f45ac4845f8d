"""Fill-ins: gathered from what was given, from facts and from packs, checked, and written in a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenderlaw.clauses import words
from tenderlaw.clauses.inline import Placeholder
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.units import open_quantity, quantity, units_in
from tenderlaw.decisions.model.prescriptions import Filled, SaidOfEntry
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.records import Record
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.faults import Fault, quoted

__all__ = ["FilledIn", "how", "placeholder", "shape", "value_of"]

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


def value_of(
    fill: FillIn,
    clause: str,
    given: Mapping[str, str],
    facts: Mapping[str, Record],
    language: str,
    held: Filled | None = None,
) -> str | Fault | None:
    """The words of a fill-in, what is wrong with it, or none where nobody gave it.

    `held` is what the pack fills in. A figure of the law cannot be given otherwise; words and lists can, for a person
    may say them better.
    """
    found: object
    of_pack = None if held is None else _of_pack(held, fill, language)
    if of_pack is not None and (fill.id not in given or not given[fill.id].strip()):
        found = of_pack
    elif fill.id in given:
        word = given[fill.id]
        if not word.strip():
            return None
        found = _typed(fill, word)
        if found is None:
            return Fault(clause, 0, 0, fill.id, f"{quoted(word)} does not fit", f"write {shape(fill)}")
        if of_pack is not None and fill.kind in ("money", "number") and found != of_pack:
            said = f"{', '.join(held.values)} ({held.cite})" if held else ""
            hint = f"it says {said}; leave it out"
            return Fault(clause, 0, 0, fill.id, f"{quoted(word)} is not what the law says", hint)
    else:
        found = _fact(fill.fact, facts)
    if found is None:
        return None
    if fill.unit is not None and isinstance(found, Decimal | int):
        return quantity(found, fill.unit, language)
    text = _words(found, language)
    fault_ = words.fault_of(text)
    return Fault(clause, 0, 0, fill.id, fault_, "") if fault_ else words.literal(text)


def placeholder(fill: FillIn, phrase: str, language: str) -> Placeholder:
    """What a draft prints where a fill-in is missing."""
    words_ = phrase.format(title=said_in(fill.title, language))
    return Placeholder(words_) if fill.unit is None else open_quantity(words_, fill.unit, language)


def shape(fill: FillIn) -> str:
    """What a value of a fill-in looks like, for people: `a whole number from 1 to 100, in per cent`."""
    if fill.kind != "number":
        return _SHAPES[fill.kind]
    least, most = fill.allowed
    bounds = f" from {least} to {most}" if most is not None else f" from {least}" if least else ""
    return f"a whole number{bounds}" + (f", in {units_in('en')[fill.unit].other}" if fill.unit else "")


def how(fill: FillIn, held: Filled | None = None) -> str:
    """What a person can do about a missing fill-in."""
    facts = [f"`{path}`" for path in (*([fill.fact] if fill.fact else []), *(held.missing if held else ()))]
    noun = "fact" if len(facts) == 1 else "facts"
    return f"give the {noun} {', '.join(facts)}, or `--fill {fill.id}=...`" if facts else f"give `--fill {fill.id}=...`"


def _of_pack(held: Filled, fill: FillIn, language: str) -> object:
    """What the pack fills in, as the value of its kind."""
    if held.kind == "entries":
        return "; ".join(_entry(entry, language) for entry in held.entries) or None
    if held.kind == "words" or not held.values:
        return held.values or None
    return _typed(fill, held.values[0])


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
    return one.value


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
