"""Financial years that a single case would refuse are set aside in columns, and no others."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import tenderlaw
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.sources.faults import InputInvalidError

MONEY = pa.struct([("amount", pa.decimal128(20, 4)), ("currency", pa.string())])
FIGURES = pa.struct([("turnover", MONEY), ("employees", pa.decimal128(20, 4))])
PART = pa.struct([("turnover", MONEY), ("employees", pa.decimal128(20, 4))])
RATE = pa.struct(
    [
        *((name, pa.string()) for name in ("currency", "to", "source")),
        ("rate", pa.decimal128(20, 4)),
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
