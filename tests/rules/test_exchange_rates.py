"""Figures in another currency: they compare by a rate of their year, exactly, and by nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tenderlaw
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.accounts import with_derived
from tenderlaw.facts.currencies import amount_in, said_of
from tenderlaw.sources.faults import InputInvalidError

PACK = """
id: means
title: Means Act (made up)
version: "1"
in_force: {from: 2020-01-01, by: [as_of], cite: s. 1}
counting: {event_day: not-counted, cite: s. 2}
scope: {procurement.authority.country: SE}
scope_cite: s. 1
roles: [{role: tenderer, consequence: exclusion, cite: s. 3}]
values:
  - id: least
    title: Least
    cite: s. 3
    currency: EUR
    by: [as_of]
    versions: [{from: 2020-01-01, amount: 100, cite: s. 3}]
grounds:
  - id: a-small-year
    cite: s. 3
    title: A small year
    statement: has a small year
    obligation: mandatory
    effect: must_exclude
    when: {some: financial_years, where: {own.turnover: {less_than: {value: least}}}}
  - id: little-together
    cite: s. 4
    title: Little together
    statement: has little
    obligation: discretionary
    effect: may_exclude
    when: {sum: financial_years, of: own.turnover, at_most: {value: least}}
"""
DAY = date(2026, 2, 1)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Regime, ...]:
    folder = tmp_path_factory.mktemp("rates")
    (folder / "means").mkdir()
    (folder / "means" / "pack.yaml").write_text(PACK, "utf-8")
    return tenderlaw.load_packs(["means"], folders=[folder])


def money(amount: Decimal | int, currency: str = "USD") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def rate(
    to: str = "EUR", by: Decimal | int = 2, currency: str = "USD", on: date = date(2025, 12, 31)
) -> dict[str, Any]:
    return {"currency": currency, "to": to, "rate": by, "on": on, "source": "the central bank"}


def decided(packs: tuple[Regime, ...], *years: dict[str, Any]) -> tenderlaw.Decision:
    listed = [{"ends_on": date(2025 - n, 12, 31), **year} for n, year in enumerate(years)]
    operator = {"name": "Alder", "role": "tenderer", "financial_years": listed}
    case = {"procurement": {"authority": {"country": "SE"}}, "operator": operator, "entities": []}
    return tenderlaw.decide(case, as_of=DAY, packs=packs)


AMOUNTS = st.integers(0, 200).map(Decimal)
BY = st.integers(1, 40_000).map(lambda n: Decimal(n) / 10_000)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(AMOUNTS, BY), min_size=1, max_size=3))
def test_a_figure_at_a_rate_is_decided_as_what_it_comes_to_is(
    packs: tuple[Regime, ...], figures: list[tuple[Decimal, Decimal]]
) -> None:
    at_a_rate = [{"own": {"turnover": money(amount)}, "exchange_rates": [rate(by=by)]} for amount, by in figures]
    stated = [{"own": {"turnover": money(amount * by, "EUR")}} for amount, by in figures]
    one, other = decided(packs, *at_a_rate), decided(packs, *stated)
    assert one.outcome == other.outcome != "undetermined"
    states = [[finding.state for finding in found.regimes[0].findings] for found in (one, other)]
    assert states[0] == states[1]


def test_without_a_rate_it_is_not_known_and_the_rate_is_what_is_missing(packs: tuple[Regime, ...]) -> None:
    found = decided(packs, {"own": {"turnover": money(90)}})
    assert found.outcome == "undetermined"
    (missing,) = found.missing_facts
    assert missing.path == "operator.financial_years[0].exchange_rates"
    assert missing.paste is not None
    assert missing.paste.endswith(
        "exchange_rates: [{currency: EUR, to: USD, rate: 1, on: 2026-01-31, source: a central bank}]"
    )


@pytest.mark.parametrize(
    "rates",
    [
        [rate("USD", 2, "EUR")],
        [rate("GBP")],
        [rate(on=date(2026, 2, 2))],
        [rate(), rate(by=3)],
    ],
    ids=["the other way round", "to another currency", "of a day to come", "two of them"],
)
def test_what_is_no_rate_for_it_converts_nothing(packs: tuple[Regime, ...], rates: list[dict[str, Any]]) -> None:
    found = decided(packs, {"own": {"turnover": money(90)}, "exchange_rates": rates})
    assert (found.outcome, found.missing_facts[0].path) == (
        "undetermined",
        "operator.financial_years[0].exchange_rates",
    )


@pytest.mark.parametrize("by", [0, Decimal("0.0"), Decimal("-0.5")])
def test_nothing_is_worth_nothing_or_less(packs: tuple[Regime, ...], by: Decimal | int) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="greater than 0") as found:
        decided(packs, {"own": {"turnover": money(90)}, "exchange_rates": [rate(by=by)]})
    assert found.value.faults[0].field == "operator.financial_years[0].exchange_rates[0].rate"


def test_a_rate_of_one_year_converts_no_figure_of_another(packs: tuple[Regime, ...]) -> None:
    year: dict[str, Any] = {"own": {"turnover": money(90)}}
    found = decided(packs, {**year, "exchange_rates": [rate()]}, year)
    assert [fact.path for fact in found.missing_facts] == ["operator.financial_years[1].exchange_rates"]


def test_the_explanation_says_the_rate_and_what_the_figure_comes_to(packs: tuple[Regime, ...]) -> None:
    found = decided(packs, {"own": {"turnover": money(90)}, "exchange_rates": [rate(by=Decimal("1.1111111111"))]})
    said = "90 USD, 99.9999999990 EUR (1 USD = 1.1111111111 EUR on 2025-12-31, the central bank)"
    assert said in repr(found.regimes[0].findings[0].explanation)


def test_figures_of_subsidiaries_add_up_in_every_currency_in_which_all_are_known() -> None:
    year = {
        "ends_on": date(2025, 12, 31),
        "own": {"turnover": money(Decimal(5), "GBP")},
        "subsidiaries": (
            {"turnover": money(Decimal(7), "USD")},
            {"turnover": money(Decimal(11), "EUR")},
        ),
        "exchange_rates": (rate("EUR", Decimal("0.5")), rate("EUR", Decimal("1.2"), "GBP")),
    }
    (record,) = with_derived([year])
    whole: Any = record["with_subsidiaries"]
    assert said_of(whole["turnover"]) == "20.5 EUR (the rates of its parts)"
    assert [amount_in(whole["turnover"], one) for one in ("EUR", "GBP", "USD")] == [Decimal("20.5"), None, None]
    (unknown,) = with_derived([{**year, "exchange_rates": ()}])
    assert "with_subsidiaries" not in unknown


@pytest.mark.parametrize("taken_out", ["a-small-year", "little-together"])
def test_a_screening_refuses_figures_that_a_rate_may_convert(tmp_path: Path, taken_out: str) -> None:
    head, *grounds = PACK.split("  - id: ")
    (tmp_path / "means").mkdir()
    text = "  - id: ".join([head, *(one for one in grounds if not one.startswith(taken_out))])
    (tmp_path / "means" / "pack.yaml").write_text(text, "utf-8")
    packs = tenderlaw.load_packs(["means"], folders=[tmp_path])
    table = pa.table({"supplier": ["A"], "tenders_alone": [True]})
    with pytest.raises(InputInvalidError, match=r"financial_years\.own\.turnover.*work out of other figures"):
        tenderlaw.screen(table, {"authority": {"country": "SE"}}, as_of=DAY, packs=packs)
