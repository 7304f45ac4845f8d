"""Mutants of a comparison: its bound, what a fact is compared with, the words among which it is looked for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, cast

from tenderlaw.mutants.model import At, Change, Mutant, mutant
from tenderlaw.packs.operands import is_operand
from tenderlaw.sources.tree import Data

__all__ = ["BOUNDS", "further", "listed", "moved_amount", "moved_day", "of_bound", "of_days", "of_test", "quoted_value"]

_CENT: Final = Decimal("0.01")

BOUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "at_least": ("more_than",),
    "more_than": ("at_least",),
    "at_most": ("less_than",),
    "less_than": ("at_most",),
    "before": ("on_or_before",),
    "on_or_before": ("before",),
    "after": ("on_or_after",),
    "on_or_after": ("after",),
    "on": ("on_or_before", "on_or_after"),
}
"""Each bound, and those that differ from it on the very day or at the very figure."""

_FURTHER: Final[Mapping[str, int]] = {
    "at_least": -1, "more_than": 1, "at_most": 1, "less_than": -1,
    "before": -1, "on_or_before": 1, "after": 1, "on_or_after": -1,
}  # fmt: skip
"""Which way a literal moves to come to another answer than the other bound does."""


def quoted_value(value: Data) -> str:
    """A value of a pack in few words, in backticks."""
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {_short(inner)}" for key, inner in value.items())
    else:
        text = _short(value)
    return f"`{text}`" if len(text) <= 100 else f"`{text[:97]}...`"


def _short(value: Data) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_short(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_short(inner) for inner in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def of_test(raw: Data, at: At) -> Iterator[Mutant]:
    """Mutants of what a fact is held against: a literal, an operand, or one operator with its operand."""
    if isinstance(raw, dict) and not is_operand(raw) and len(raw) == 1:
        operator, operand = next(iter(raw.items()))
        yield from of_bound(raw, operator, at)
        yield from _of_operand(operator, operand, at.key(operator))
    else:
        yield from _of_operand("is", raw, at)


def of_bound(holder: Mapping[str, Data], operator: str, at: At) -> Iterator[Mutant]:
    """Mutants with another bound in the mapping at `at` that holds `operator`."""
    for other in BOUNDS.get(operator, ()):
        to: Data = {other if key == operator else key: value for key, value in holder.items()}
        yield mutant(at.key(operator), other, f"`{other}` instead of `{operator}`", changes=[Change(at.steps, to)])


def _of_operand(operator: str, operand: Data, at: At) -> Iterator[Mutant]:
    if isinstance(operand, list):
        yield from listed(operand, at)
    elif isinstance(operand, dict) and "amount" in operand:
        amount = operand["amount"]
        if isinstance(amount, int | Decimal):
            yield moved_amount(amount, _FURTHER.get(operator, 1), at.key("amount"))
    elif isinstance(operand, dict) and is_operand(operand):
        yield from _of_named(operand, at)
    elif operator in _FURTHER and isinstance(operand, int | Decimal) and not isinstance(operand, bool):
        yield from further(operand, _FURTHER[operator], at)
    elif operator in _FURTHER and isinstance(operand, str):
        yield from moved_day(operand, at, _FURTHER[operator])


def _of_named(operand: Mapping[str, Data], at: At) -> Iterator[Mutant]:
    plus = operand.get("plus")
    if isinstance(plus, dict):
        for unit, number in plus.items():
            if isinstance(number, int):
                for by in (1, -1):
                    yield from further(number, by, at.key("plus").key(unit))
    if "on" in operand:
        days = operand["on"]
        yield mutant(at.key("on"), "dropped", f"the day that decides by itself, not {quoted_value(days)}")
        if isinstance(days, list):
            yield from of_days(days, at.key("on"))


def listed(words: list[Data], at: At, kind: str = "dropped") -> Iterator[Mutant]:
    """Mutants of a list with each of its words left out; the only one stays."""
    for number, word in enumerate(words if len(words) > 1 else ()):
        name = word if isinstance(word, str) else str(number)
        yield mutant(at.entry(number, name), kind, f"without {quoted_value(word)}")


def of_days(days: list[Data], at: At) -> Iterator[Mutant]:
    """Mutants of a list of days of which the first known decides: one left out, or the order turned."""
    yield from listed(days, at)
    if len(days) > 1:
        yield mutant(at, "turned", f"{quoted_value(days[::-1])} instead of {quoted_value(days)}", days[::-1])


def moved_day(day: Data, at: At, *ways: int) -> Iterator[Mutant]:
    """Mutants with the day one earlier or later."""
    held = _day(day)
    for way in ways if held is not None else ():
        other = (held + datetime.timedelta(days=way)).isoformat() if held else ""
        yield mutant(at, "day-later" if way > 0 else "day-earlier", f"`{other}` instead of `{day}`", other)


def _day(text: Data) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def moved_amount(amount: int | Decimal, way: int, at: At) -> Mutant:
    """The mutant with a cent more or less."""
    to = amount + way * _CENT
    return mutant(at, "cent-more" if way > 0 else "cent-less", f"`{to}` instead of `{amount}`", to)


def further(number: int | Decimal, way: int, at: At) -> Iterator[Mutant]:
    """The mutant with a figure one more or less in its last place, unless that is below nothing."""
    to = number + way * (
        Decimal((0, (1,), cast("int", number.as_tuple().exponent))) if isinstance(number, Decimal) else 1
    )
    if to >= 0:
        yield mutant(at, "one-more" if way > 0 else "one-less", f"`{to}` instead of `{number}`", to)
