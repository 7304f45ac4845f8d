"""Accounts of companies and groups, a financial year at a time, and what follows from one figure for another.

Figures are those of the operator itself, of it with its subsidiaries (each added, nothing eliminated), or of its group
as consolidated. A law says which it asks for. Amounts of different currencies add up and compare by the rates that the
year gives alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Final, cast

from tenderlaw.facts.agreeing import Agreeing, Conflict, Get, fact_of
from tenderlaw.facts.base import Amount, Begins, Country, Day, Facts, Informs, Items, Money, Record, Text
from tenderlaw.facts.currencies import ExchangeRate, added_up, with_conversions
from tenderlaw.facts.exact import total

__all__ = [
    "WORKED_OUT",
    "YEAR_BEFORE",
    "Figures",
    "FinancialYear",
    "FinancialYearRecord",
    "Subsidiary",
    "conflicting_years",
    "place_of_year_before",
    "with_derived",
]


class Figures(Facts):
    """What a company, or several together, come to in a financial year."""

    turnover: Money | None = None
    """Turnover of the year, as the law that asks for it counts it: net of discounts and of taxes on sales."""
    balance_sheet_total: Money | None = None
    """Total of the balance sheet at the end of the year."""
    employees: Amount | None = None
    """Employees, as the law that asks for them counts them: at the end of the year or on average, full-time or all."""


class Subsidiary(Facts):
    """A company that the operator controls, and what it adds."""

    name: Text | None = None
    """Its name."""
    country: Annotated[Country | None, Informs()] = None
    """Where its seat is."""
    turnover: Money | None = None
    """Its own turnover of the year."""
    balance_sheet_total: Money | None = None
    """The total of its own balance sheet."""
    employees: Amount | None = None
    """Its own employees."""


class FinancialYear(Agreeing):
    """A financial year of an operator that has ended."""

    begins_on: Day | None = None
    """First day of the year."""
    ends_on: Annotated[Day, Begins()]
    """Last day of the year; until then the year counts for nothing."""
    own: Figures | None = None
    """Figures of the operator alone."""
    subsidiaries: Items[Subsidiary] | None = None
    """Every company that the operator controls, anywhere; empty where there is none."""
    with_subsidiaries: Figures | None = None
    """Figures of the operator and of every subsidiary, added up. Where it is left out, it is the sum of those given."""
    consolidated: Figures | None = None
    """Figures of the consolidated accounts of the operator and what it controls. Of one that controls nothing, they are
    its own."""
    exchange_rates: Annotated[Items[ExchangeRate] | None, Informs()] = None
    """Rates by which the figures of the year count in other currencies; without one, what they come to is not known."""

    about: ClassVar[frozenset[str]] = frozenset({"with_subsidiaries", "consolidated"})

    @classmethod
    def conflicts(cls, get: Get) -> Iterator[Conflict]:
        """What cannot be so: a sum that is less than a part of it, or not the sum of all its parts."""
        yield from super().conflicts(get)
        own, subsidiaries = get("own"), get("subsidiaries")
        for name in _FIGURES:
            stated = _of(get("with_subsidiaries"), name)
            parts = [_of(own, name), *(_of(one, name) for one in subsidiaries or ())]
            whole = None if subsidiaries is None else _sum(parts)
            known = [(n, part) for n, part in enumerate(parts) if part is not None and stated is not None]
            too_much = next((n for n, part in known if _is_less(stated, part)), None)
            if too_much is not None or (stated is not None and whole is not None and whole != stated):
                message = f"`with_subsidiaries.{name}` is not what the operator and its subsidiaries come to"
                part = ("subsidiaries", too_much - 1, name) if too_much else ("own", name)
                yield Conflict(message, ("with_subsidiaries", name), part)
            alone, as_group = parts[0], _of(get("consolidated"), name)
            if subsidiaries == () and alone is not None and as_group is not None and alone != as_group:
                message = f"`consolidated.{name}` is not that of the operator, which has no subsidiaries"
                yield Conflict(message, ("consolidated", name), ("own", name))


class FinancialYearRecord(FinancialYear):
    """A financial year as rules read it."""

    year_before: FinancialYear | None = None
    """The year that ended before this one began."""


YEAR_BEFORE: Final = "year_before"
"""By what name rules read the year that ended before another began."""
WORKED_OUT: Final = ("with_subsidiaries", "consolidated", YEAR_BEFORE)
"""Figures of a year that single cases work out of others, where they were not given."""
_FIGURES: Final = tuple(Figures.model_fields)
_A_YEAR: Final = (timedelta(days=350), timedelta(days=380))
"""So much lies between the ends of two whole financial years that follow one another: 365 days, or 52 or 53 weeks."""


def conflicting_years(get: Get) -> Iterator[Conflict]:
    """Financial years of an operator that overlap: each day lies in one of them."""
    years = sorted(enumerate(get("financial_years") or ()), key=lambda one: cast("date", fact_of(one[1], "ends_on")))
    for (at, earlier), (number, year) in pairwise(years):
        begin, end = fact_of(year, "begins_on"), fact_of(earlier, "ends_on")
        same = end == fact_of(year, "ends_on")
        if same or (begin is not None and begin <= end):
            here = ("financial_years", number, "ends_on" if same else "begins_on")
            message = f"the financial year overlaps `financial_years[{at}]`"
            yield Conflict(message, here, ("financial_years", at, "ends_on"))


def with_derived(years: Sequence[Record]) -> tuple[Record, ...]:
    """Financial years with their sums written out, each with the year before."""
    summed = [_summed(with_conversions(year)) for year in years]
    out: list[Record] = []
    for year in summed:
        before = _before(year, summed)
        out.append({**year, "year_before": before} if before else year)
    return tuple(out)


def place_of_year_before(year: Record, years: Sequence[Record]) -> int | None:
    """The number of the year that ended before this one began; None where it was not given."""
    before = _before(year, years)
    return None if before is None else next(n for n, one in enumerate(years) if one is before)


def _before(year: Record, years: Sequence[Record]) -> Record | None:
    """The year that ended the day before this one began; where that is not known, the last that ended a year before.

    A short year in between is the year before, and whether it was a whole one is not guessed.
    """
    end, begin = cast("date | None", year.get("ends_on")), cast("date | None", year.get("begins_on"))
    ended = [(cast("date", one["ends_on"]), one) for one in years if end and "ends_on" in one]
    ended = [(day, one) for day, one in ended if end and day < end]
    last = max((day for day, _ in ended), default=None)
    if last is None or end is None:
        return None
    least, most = _A_YEAR
    follows = last + timedelta(days=1) == begin if begin else least <= end - last <= most
    found = [one for day, one in ended if day == last]
    return found[0] if follows and len(found) == 1 else None


def _summed(year: Record) -> Record:
    own = cast("Record | None", year.get("own"))
    subsidiaries = cast("Sequence[Record] | None", year.get("subsidiaries"))
    if own is None or subsidiaries is None:
        return year
    sums = {name: _sum([own.get(name), *(one.get(name) for one in subsidiaries)]) for name in _FIGURES}
    out = _with_figures(year, "with_subsidiaries", sums)
    return out if subsidiaries else _with_figures(out, "consolidated", own)


def _with_figures(year: Record, group: str, figures: Mapping[str, object]) -> Record:
    """The year with those of the figures that it does not give itself."""
    given = cast("Mapping[str, object]", year.get(group, {}))
    found = {name: value for name, value in figures.items() if value is not None and name not in given}
    return {**year, group: {**given, **found}} if found else year


def _of(of: Any, name: str) -> Any:  # noqa: ANN401 - a model, or the same as plain data
    """A figure as plain data; None where it was not given."""
    value = None if of is None else fact_of(of, name)
    return value.model_dump() if isinstance(value, Money) else value


def _is_less(whole: Any, part: Any) -> bool:  # noqa: ANN401 - an amount or a number
    if isinstance(whole, dict):
        return bool(whole["currency"] == part["currency"] and whole["amount"] < part["amount"])
    return bool(whole < part)


def _sum(values: Sequence[Any]) -> object:
    """The sum of amounts, or of numbers; None where one is not known, or there is no currency in which all are."""
    if any(value is None for value in values):
        return None
    if not isinstance(values[0], dict):
        return total(cast("Sequence[Decimal]", values))
    return added_up(cast("Sequence[Record]", values))
