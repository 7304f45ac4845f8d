"""Every construct of the pack language: random conditions of a small pack, as columns and case by case."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))
from strategies import AS_OF, LEAVES, TINY, any_conditions, operators, procurements, typed

from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.packs import load_pack
from tenderlaw.packs.conditions import All, Condition, Fact, Given, Ref, Some, Sum, YearsSince
from tenderlaw.packs.conditions import Test as Compared
from tenderlaw.packs.typed import TypedPack, TypedPeriod, TypedStart
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema


def regime_of(conditions: Sequence[tuple[str | None, Condition]], **facts: object) -> Regime:
    """The tiny pack with a ground for each condition, governing whatever the procurement; each has `facts`."""
    pattern = TINY.grounds[0]
    grounds = tuple(
        replace(
            pattern, ground=pattern.ground.model_copy(update={"id": f"ground-{n}", "period": None, **facts}),
            collection=name, when=condition, lifts=(), bars=(), review_when=None, must=n % 2 == 0,
        )
        for n, (name, condition) in enumerate(conditions)
    )  # fmt: skip
    return Regime.of(replace(TINY, grounds=grounds, scope=All(()), requirements=(), reviews=(), clauses=(), risks=()))


FIXTURES = Path(__file__).resolve().parents[1] / "packs" / "fixtures"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("constructs")


@settings(max_examples=12, deadline=None)
@given(
    conditions=st.lists(any_conditions(), min_size=6, max_size=6),
    suppliers=st.lists(operators(), min_size=15, max_size=15),
    bought=procurements(),
)
def test_random_conditions_are_in_columns_what_they_are_case_by_case(
    folder: Path,
    conditions: list[tuple[str | None, Condition]],
    suppliers: list[dict[str, object]],
    bought: dict[str, object],
) -> None:
    compared_with_single_cases(folder, conditions, suppliers, bought)


@settings(max_examples=8, deadline=None)
@given(suppliers=st.lists(operators(), min_size=25, max_size=25), bought=procurements())
def test_each_comparison_about_the_whole_case_is_in_columns_what_it_is_case_by_case(
    folder: Path, suppliers: list[dict[str, object]], bought: dict[str, object]
) -> None:
    alone: list[tuple[str | None, Condition]] = [(None, typed(leaf)) for leaf in LEAVES[None]]
    compared_with_single_cases(folder, alone, suppliers, bought)


def test_what_a_sum_lacks_of_an_amount_of_zero_is_in_columns_what_it_is_in_the_case(folder: Path) -> None:
    here = Compared(Ref("item", ("country",)), "word", "is", Given("AA"))
    total = Sum("tax_breaches", ("amount",), here, "more_than", Fact(Ref("operator", ("turnover",))))
    breaches = [[{"kind": "tax", "amount": {"amount": amount, "currency": "EUR"}}] for amount in ("0", "5")]
    suppliers = [{"role": "tenderer", "tax_breaches": one} for one in breaches]
    compared_with_single_cases(folder, [(None, total)], suppliers, {})


_TENDERS = st.fixed_dictionaries({}, optional={
    "appears_abnormally_low": st.booleans(), "abnormally_low": st.booleans(),
    "low_through_breach_of_obligations": st.booleans(),
})  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(tenders=st.lists(_TENDERS, min_size=12, max_size=12))
def test_what_follows_within_a_tender_is_in_columns_what_it_is_case_by_case(
    folder: Path, tenders: list[dict[str, object]]
) -> None:
    names = ("appears_abnormally_low", "abnormally_low", "low_through_breach_of_obligations")
    alone = [typed({f"tender.{name}": True}) for name in names]
    suppliers = [{"role": "tenderer", "tender": one} for one in tenders if agrees(one)]
    compared_with_single_cases(folder, [(None, one) for one in (*alone, All(tuple(alone)))], suppliers, {})


def agrees(tender: dict[str, object]) -> bool:
    try:
        return EconomicOperator.model_validate({"role": "tenderer", "tender": tender}) is not None
    except ValueError:
        return False


def test_a_tender_that_is_low_through_a_breach_lacks_no_word_that_it_is_low(folder: Path) -> None:
    found = compared_with_single_cases(
        folder, [(None, typed({"tender.abnormally_low": True}))],
        [{"role": "tenderer", "tender": {"low_through_breach_of_obligations": True}}], {},
    )  # fmt: skip
    missing = found[0]["missing"]
    assert isinstance(missing, list) and "operator.tender.abnormally_low" not in missing


ELSEWHERE = [
    ("convictions", {"procurement.contract_kind": "works"}),
    ("convictions", {"operator.evidence_verified": True}),
    ("convictions", {"link_until": {"after": {"fact": "final_on"}}}),
    ("tax_breaches", {"amount": {"at_most": {"fact": "procurement.estimated_value_excluding_vat"}}}),
    ("performance", {"procurement.contract_kind": "works"}),
    ("performance", {"operator.evidence_verified": True}),
    ("subcontract_performance", {"operator.subcontract.awarded_on": {"before": "as_of"}}),
]


@pytest.mark.parametrize(("collection", "where"), ELSEWHERE)
def test_what_stands_outside_a_list_that_nobody_gave_is_missing_in_columns_as_in_the_case(
    folder: Path, collection: str, where: dict[str, object]
) -> None:
    person: dict[str, object] = {"link": "controller"}
    suppliers: list[dict[str, object]] = [{}, {"linked_persons": [{}]}, {"convictions": [], "linked_persons": [person]}]
    suppliers = [{"role": "tenderer", **one} for one in suppliers]
    counted = Some(collection, typed(where, collection))
    compared_with_single_cases(folder, [(None, All((counted,)))], suppliers, {})


@settings(max_examples=8, deadline=None)
@given(suppliers=st.lists(operators(), min_size=15, max_size=15), bought=procurements())
def test_a_period_of_entries_of_the_procurement_is_in_columns_what_it_is_case_by_case(
    folder: Path, suppliers: list[dict[str, object]], bought: dict[str, object]
) -> None:
    begins = TypedStart(Ref("procurement", ("call_sent_on",)), None, typed({"operator.evidence_verified": True}))
    after = TypedStart(Ref("procurement", ("decision_on",)), None, None)
    period = TypedPeriod("after-conviction", "performance", 3, True, None, (begins, after), None)
    pattern = TINY.grounds[0]
    ground = replace(
        pattern, ground=pattern.ground.model_copy(update={"id": "entry", "period": period.period_id}),
        collection="performance", when=typed({"country": "AA"}, "performance"), lifts=(), bars=(), review_when=None,
    )  # fmt: skip
    pack = replace(TINY, grounds=(ground,), periods={period.period_id: period}, scope=All(()), requirements=(),
                   reviews=(), clauses=(), risks=())  # fmt: skip
    compared(folder, Regime.of(pack), suppliers, bought)


@settings(max_examples=8, deadline=None)
@given(
    suppliers=st.lists(operators(), min_size=15, max_size=15),
    bought=procurements(),
    days=st.lists(st.none() | st.dates(AS_OF - timedelta(1500), AS_OF + timedelta(90)), min_size=15, max_size=15),
)
def test_years_since_a_day_of_the_supplier_are_in_columns_what_they_are_case_by_case(
    folder: Path, suppliers: list[dict[str, object]], bought: dict[str, object], days: list[date | None]
) -> None:
    since = Ref("operator", ("subcontract", "awarded_on"))
    given_, held = typed({"given": True}, "statements"), typed({"country": "AA"}, "performance")
    conditions: list[tuple[str | None, Condition]] = [
        (None, Some(name, where, YearsSince(since, event_day_counted)))
        for name, where in (("statements", given_), ("performance", held))
        for event_day_counted in (True, False)
    ]
    for one, day in zip(suppliers, days, strict=True):
        one["subcontract"] = {**(one.get("subcontract") or {}), **({} if day is None else {"awarded_on": day})}  # type: ignore[dict-item]
    compared_with_single_cases(folder, conditions, suppliers, bought)


@settings(max_examples=10, deadline=None)
@given(
    suppliers=st.lists(operators(), min_size=20, max_size=20),
    bought=procurements(),
    days=st.lists(st.none() | st.sampled_from([date(2019, 1, 1), date(2024, 2, 29), AS_OF]), min_size=20, max_size=20),
)
def test_a_day_of_the_supplier_decides_in_columns_what_it_decides_case_by_case(
    folder: Path, suppliers: list[dict[str, object]], bought: dict[str, object], days: list[date | None]
) -> None:
    """A version of a dated value, and whether a ground is in force."""
    chains: list[list[str]] = [["operator.subcontract.awarded_on"]]
    chains += [[*chains[0], "procurement.decision_on"], ["procurement.decision_on", *chains[0]], [*chains[0], "as_of"]]
    conditions: list[tuple[str | None, Condition]] = []
    for on in chains:
        value, band = {"value": "threshold", "on": on}, {"value": "band", "on": on}
        conditions += [
            (None, typed({"turnover": {"at_least": value}})),
            (None, typed({"procurement.estimated_value": {"at_least": band}})),
            (None, typed({"country": {"in": {"value": "risky-countries", "on": on}}})),
            (None, typed({"sum": "tax_breaches", "of": "amount", "where": {"kind": "tax"}, "at_most": value})),
            ("tax_breaches", typed({"amount": {"more_than": value}}, "tax_breaches")),
        ]
    for one, day in zip(suppliers, days, strict=True):
        one["subcontract"] = {**(one.get("subcontract") or {}), **({} if day is None else {"awarded_on": day})}  # type: ignore[dict-item]
    compared_with_single_cases(folder, conditions, suppliers, bought)
    held = [conditions[0], conditions[4]]
    for on in chains:
        compared(
            folder, regime_of(held, by=tuple(on), from_=date(2020, 1, 1), to=date(2024, 12, 31)), suppliers, bought
        )


def load(name: str) -> TypedPack:
    return load_pack(FIXTURES / name, load)


@settings(max_examples=12, deadline=None)
@given(suppliers=st.lists(operators(), min_size=25, max_size=25), bought=procurements())
def test_bars_grounds_asked_and_what_is_passed_over_are_in_columns_what_they_are_case_by_case(
    folder: Path, suppliers: list[dict[str, object]], bought: dict[str, object]
) -> None:
    asks = Regime.of(replace(load("tiny-asks"), scope=All(())))
    compared(folder, asks, suppliers, bought)


@settings(max_examples=12, deadline=None)
@given(suppliers=st.lists(operators(), min_size=25, max_size=25), bought=procurements())
def test_what_is_presumed_and_the_days_beside_the_last_are_in_columns_what_they_are_case_by_case(
    folder: Path, suppliers: list[dict[str, object]], bought: dict[str, object]
) -> None:
    presumes = Regime.of(replace(load("tiny-presumes"), scope=All(())))
    compared(folder, presumes, suppliers, bought)


def compared_with_single_cases(
    folder: Path,
    conditions: Sequence[tuple[str | None, Condition]],
    suppliers: Sequence[dict[str, object]],
    bought: dict[str, object],
) -> list[dict[str, object]]:
    return compared(folder, regime_of(conditions), suppliers, bought)


def compared(
    folder: Path,
    regime: Regime,
    suppliers: Sequence[dict[str, object]],
    bought: dict[str, object],
) -> list[dict[str, object]]:
    """Screens the suppliers, and decides each of them alone: what columns say of them."""
    screening = Screening.of(Procurement.model_validate(bought), AS_OF, [regime])
    facts = [EconomicOperator.model_validate(one).model_dump(exclude_none=True) for one in suppliers]
    rows = [{"row": n, "supplier": f"S{n}", **one} for n, one in enumerate(facts)]
    file, target = folder / "in.parquet", folder / "out.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"]), file)
    part = Part(file, file.name, 0, len(rows), tuple(pq.read_schema(file).names), numbered=False)
    Here().decide(screening.program(pq.read_schema(file)), part, target)
    found: list[dict[str, object]] = pq.read_table(target).sort_by("row").to_pylist()
    assert agree(screening, [Checked(row, answer) for row, answer in zip(rows, found, strict=True)], "in") == len(rows)
    return found
