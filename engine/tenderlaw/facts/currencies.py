"""Figures in another currency, by rates that are given as facts: nothing else converts them, and nothing is rounded.

A figure is written out beside itself in each currency to which its financial year gives a rate. Whoever compares it
asks for the currency that is wanted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Final, TypeAlias, cast

from tenderlaw.facts.base import Begins, Currency, Day, Facts, Rate, Record, Text
from tenderlaw.facts.beginnings import NOT_YET
from tenderlaw.facts.exact import product, total

__all__ = ["RATES", "ExchangeRate", "added_up", "amount_in", "rates_beside", "said_of", "with_conversions"]

RATES: Final = "exchange_rates"
"""The fact of a financial year that holds its rates."""
_IN: Final = "(in other currencies)"
"""Of an amount as rules read it: what it is in other currencies, and by which rate."""
_MONEY: Final = {"amount", "currency"}

_Rates: TypeAlias = dict[str, dict[str, Record]]


class ExchangeRate(Facts):
    """What one unit of a currency is in another, for the figures of a financial year."""

    currency: Currency
    """The currency of the figures."""
    to: Currency
    """The currency in which a law states its amounts; a rate counts in this direction alone."""
    rate: Rate
    """How many units of it one unit of the first currency is, more than 0."""
    on: Annotated[Day, Begins()]
    """The day of the rate, or the last of those of which it is the average; until then it counts for nothing."""
    source: Text
    """Who publishes it."""


def rates_beside(path: str) -> str | None:
    """The path of the rates that convert the figure at a path; None where it is none of a financial year."""
    found = re.match(r"(.*\bfinancial_years\[\d+\])\.", path)
    return found and f"{found[1]}.{RATES}"


def with_conversions(year: Record) -> Record:
    """A financial year with its figures in the currencies to which it gives a rate.

    Of two rates for the same currencies nobody knows which counts: neither does.
    """
    given = [one for one in cast("Sequence[Record]", year.get(RATES, ())) if NOT_YET not in one]
    pairs = Counter((one["currency"], one["to"]) for one in given)
    rates: _Rates = {}
    for one in given:
        if pairs[one["currency"], one["to"]] == 1:
            rates.setdefault(str(one["currency"]), {})[str(one["to"])] = one
    return cast("Record", _converted(year, rates)) if rates else year


def _converted(value: object, rates: _Rates) -> object:
    if isinstance(value, tuple):
        return tuple(_converted(one, rates) for one in value)
    if not isinstance(value, dict):
        return value
    if value.keys() != _MONEY:
        return {name: _converted(one, rates) for name, one in value.items()}
    found = {to: _one(value, rate) for to, rate in rates.get(value["currency"], {}).items()}
    return {**value, _IN: found} if found else value


def _one(money: Record, rate: Record) -> Record:
    by = f"1 {rate['currency']} = {rate['rate']:f} {rate['to']} on {rate['on']}, {rate['source']}"
    return {"amount": product(cast("Decimal", money["amount"]), cast("Decimal", rate["rate"])), "by": by}


def amount_in(money: Record, currency: str) -> Decimal | None:
    """An amount in a currency: its own, or one to which a rate converts it."""
    if money["currency"] == currency:
        return cast("Decimal", money["amount"])
    other = cast("dict[str, Record]", money.get(_IN, {})).get(currency)
    return None if other is None else cast("Decimal", other["amount"])


def added_up(amounts: Sequence[Record]) -> Record | None:
    """The sum of amounts, in the currency of the first if all are known in it; None where they share no currency."""
    found: dict[str, Decimal] = {}
    for currency in dict.fromkeys(one for money in amounts for one in _currencies(money)):
        parts = [amount_in(money, currency) for money in amounts]
        if None not in parts:
            found[currency] = total(cast("Iterable[Decimal]", parts))
    if not found:
        return None
    first = next(iter(found))
    by = {one: {"amount": amount, "by": "the rates of its parts"} for one, amount in found.items()}
    if all(money["currency"] == first for money in amounts):
        del by[first]
    return {"amount": found[first], "currency": first, **({_IN: by} if by else {})}


def _currencies(money: Record) -> tuple[str, ...]:
    return (str(money["currency"]), *cast("dict[str, Record]", money.get(_IN, {})))


def said_of(money: Record) -> str:
    """An amount in words, with what it is in other currencies and by which rate."""
    others = cast("dict[str, Record]", money.get(_IN, {})).items()
    said = [f"{one['amount']:f} {currency} ({one['by']})" for currency, one in others if currency != money["currency"]]
    own = dict(others).get(str(money["currency"]))
    return ", ".join([f"{money['amount']:f} {money['currency']}" + (f" ({own['by']})" if own else ""), *said])
