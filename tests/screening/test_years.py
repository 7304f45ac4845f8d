"""Financial years that a single case would refuse are set aside in columns, and no others."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import tenderlaw
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.tables.fitting import fitted
from tenderlaw.screening.tables.folders import files_of
from tenderlaw.screening.tables.rows import converted
from tenderlaw.sources.faults import InputInvalidError

MONEY = pa.struct([("amount", pa.decimal128(20, 4)), ("currency", pa.string())])
FIGURES = pa.struct([("turnover", MONEY), ("employees", pa.decimal128(20, 4))])
PART = pa.struct([("turnover", MONEY), ("employees", pa.decimal128(20, 4))])
RATE = pa.struct(
    [
        *((name, pa.string()) for name in ("currency", "to", "source")),
        ("rate", pa.decimal128(20, 10)),
        ("on", pa.date32()),
    ]
)
YEARS = pa.list_(
    pa.struct(
        [
            ("begins_on", pa.date32()),
            ("ends_on", pa.date32()),
            *((name, FIGURES) for name in ("own", "with_subsidiaries", "consolidated")),
            ("subsidiaries", pa.list_(PART)),
            ("exchange_rates", pa.list_(RATE)),
        ]
    )
)
DAYS = st.integers(0, 6).map(lambda n: date(2024, 6, 30) + timedelta(days=90 * n))
NUMBERS = st.integers(0, 3).map(Decimal)
AMOUNTS = st.fixed_dictionaries({"amount": NUMBERS, "currency": st.sampled_from(["GBP", "GBP", "EUR"])})
FIGURE = st.fixed_dictionaries({}, optional={"turnover": AMOUNTS, "employees": NUMBERS})
RATES = st.fixed_dictionaries(
    {
        **{name: st.just(said) for name, said in (("currency", "GBP"), ("to", "EUR"), ("source", "a central bank"))},
        "rate": st.integers(-1, 6).map(Decimal),
        "on": DAYS,
    }
)
YEAR = st.fixed_dictionaries(
    {"ends_on": DAYS},
    optional={
        "begins_on": DAYS,
        **dict.fromkeys(("own", "with_subsidiaries", "consolidated"), FIGURE),
        "subsidiaries": st.lists(FIGURE, max_size=2),
        "exchange_rates": st.lists(RATES, max_size=1),
    },
)


def refused(years: list[dict[str, Any]]) -> bool:
    try:
        EconomicOperator.model_validate({"role": "tenderer", "financial_years": years})
    except ValidationError:
        return True
    return False


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(YEAR, max_size=3), min_size=1, max_size=12))
def test_columns_set_aside_the_years_that_a_single_case_refuses(rows: list[list[dict[str, Any]]]) -> None:
    table = pa.table({"supplier": [str(n) for n in range(len(rows))], "financial_years": pa.array(rows, YEARS)})
    answers = tenderlaw.screen(
        table, {"authority": {"country": "DE"}}, as_of=date(2026, 2, 1), packs=["eu-2014-24"], sample=len(rows)
    )
    assert answers["faulty"].to_pylist() == [refused(years) for years in rows]


PACK = """
id: sums
title: Sums Act (made up)
version: "1"
in_force: {from: 2020-01-01, cite: s. 1}
counting: {event_day: not-counted, cite: s. 2}
scope: {procurement.authority.country: SE}
scope_cite: s. 1
grounds:
  - {id: g, cite: s. 3, title: T, statement: t, obligation: mandatory, effect: may_exclude, when: {tenders_alone: true}}
reviews:
  - id: large
    cite: s. 4
    reason: a person must look
    when: {some: financial_years, where: {with_subsidiaries.employees: {at_least: 10}}}
"""


def test_a_review_of_figures_that_single_cases_work_out_is_refused_as_a_ground_is(tmp_path: Path) -> None:
    (tmp_path / "sums").mkdir()
    (tmp_path / "sums" / "pack.yaml").write_text(PACK, "utf-8")
    packs = tenderlaw.load_packs(["sums"], folders=[tmp_path])
    table = pa.table({"supplier": ["A"], "tenders_alone": [False]})
    with pytest.raises(InputInvalidError, match="which single cases work out of other figures"):
        tenderlaw.screen(table, {"authority": {"country": "SE"}}, as_of=date(2026, 2, 1), packs=packs)


def with_rate(rate: Decimal, kind: pa.DataType) -> pa.Table:
    said = {"currency": "GBP", "to": "EUR", "source": "a central bank", "rate": rate, "on": date(2024, 12, 31)}
    wide = pa.struct([one if one.name != "rate" else pa.field("rate", kind) for one in RATE])
    years = pa.list_(pa.struct([("ends_on", pa.date32()), ("exchange_rates", pa.list_(wide))]))
    held = pa.array([[{"ends_on": date(2024, 12, 31), "exchange_rates": [said]}]], years)
    return pa.table({"supplier": ["S0"], "financial_years": held})


@pytest.mark.parametrize("kind", [pa.decimal128(20, 10), pa.decimal128(38, 12)])
def test_a_rate_keeps_in_columns_every_place_that_it_has_in_a_single_case(kind: pa.DataType) -> None:
    rate = Decimal("1.1234567891")
    found = fitted(with_rate(rate, kind))
    assert not found.wrong
    (year,) = found.table["financial_years"].to_pylist()[0]
    assert year["exchange_rates"][0]["rate"] == rate
    assert not arrow_answers(with_rate(rate, kind))["faulty"]


def test_a_rate_with_more_places_than_a_single_case_reads_sets_its_row_aside() -> None:
    assert arrow_answers(with_rate(Decimal("1.12345678912"), pa.decimal128(38, 12)))["faulty"]
    assert arrow_answers(with_rate(Decimal("12345678901"), pa.decimal128(38, 12)))["faulty"]


def test_lines_of_a_file_keep_every_place_of_a_rate(tmp_path: Path) -> None:
    said = {"currency": "GBP", "to": "EUR", "source": "a central bank", "rate": "1.1234567891", "on": "2024-12-31"}
    path, target = tmp_path / "s.jsonl", tmp_path / "s.parquet"
    line = {"supplier": "S0", "financial_years": [{"ends_on": "2024-12-31", "exchange_rates": [said]}]}
    path.write_text(json.dumps(line) + "\n")
    total, rejects, _ = converted(files_of(path).files[0], target)
    (year,) = pq.read_table(target)["financial_years"].to_pylist()[0]
    assert (total, rejects, year["exchange_rates"][0]["rate"]) == (1, [], Decimal("1.1234567891"))


def arrow_answers(table: pa.Table) -> dict[str, Any]:
    bought = {"authority": {"country": "SE"}, "decision_on": "2026-02-01"}
    found: dict[str, Any] = tenderlaw.screen(table, bought, packs=["eu-2014-24"]).to_pylist()[0]
    return found
