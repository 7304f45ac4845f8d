"""An authority's own policies in columns: tier, conditions and what is missing are those of single cases."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from anything import any_suppliers, words_in
from hypothesis import given, settings
from hypothesis import strategies as st
from sparks import spark_engine

import tenderlaw
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.choosing import installed_policies, installed_regimes
from tenderlaw.decisions.policy_cases import policy_cases
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.targets import targets_of
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.engine import Engine, Here
from tenderlaw.screening.regimes import policy_answers
from tenderlaw.screening.regimes.policy_columns import AFTER_AWARD
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import screened as screened_run
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema
from tenderlaw.sources.faults import InputInvalidError, InternalError

LAW = installed_regimes(("eu-2014-24",))


def policy(pack: str) -> Regime:
    return installed_policies((pack,))[0]


def cases(pack: str) -> list[tuple[Procurement, EconomicOperator, date]]:
    """What is bought and who tenders in the policy's worked cases."""
    read = [(case_in(source, [policy(pack)]), case.as_of) for case, source in policy_cases(policy(pack).typed)]
    return [(case.procurement, case.operator, day) for case, day in read]


def codes(pack: str) -> dict[str, list[str]]:
    typed = policy(pack).typed
    conditions = [condition for _, _, condition in targets_of(typed)]
    if typed.tiering is not None:
        conditions += [condition for _, condition in typed.tiering.targets]
    return words_in(conditions)


def screened(
    folder: Path, screening: Screening, suppliers: Sequence[EconomicOperator], engine: Engine | None = None
) -> list[dict[str, object]]:
    """What columns say of suppliers; all of it is what single cases say."""
    model = screening.models.operator_given
    rows = [
        {"row": number, "supplier": f"S{number}", **one.model_dump(exclude_none=True)}
        for number, one in enumerate(suppliers)
    ]
    file = folder / "in.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(model)).drop_columns(["row"]), file)
    part = Part(file, file.name, 0, len(rows), tuple(pq.read_schema(file).names), numbered=False)
    target = folder / (engine or Here()).name
    (engine or Here()).decide(screening.program(pq.read_schema(file)), part, target)
    found: list[dict[str, object]] = pq.read_table(target).sort_by("row").to_pylist()
    assert not any(row["faulty"] for row in found)
    assert agree(screening, (Checked(*pair) for pair in zip(rows, found, strict=True)), "in.parquet") == len(rows)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("policies")


@pytest.mark.parametrize("pack", ["un-wg-2021", "zero-tolerance"])
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_what_a_policy_says_in_columns_is_what_it_says_case_by_case(
    folder: Path, pack: str, data: st.DataObject
) -> None:
    bought, _, day = data.draw(st.sampled_from(cases(pack)))
    seed = data.draw(st.integers(0, 10_000))
    screening = Screening.of(bought, day, LAW, [policy(pack)])
    screened(folder, screening, any_suppliers(seed, 40, day, codes(pack), screening.models.operator_given))


NOTHING = Procurement.model_validate({
    "authority": {"country": "SE", "kind": "sub-central"}, "contract_kind": "services", "cpv_codes": ["79100000-5"],
    "supply_chain": {"tiers": "one", "known": "fully"}, "decision_on": "2026-02-01", "tenders_due_on": "2026-03-02",
})  # fmt: skip
DAY = date(2026, 2, 1)
FEES = [{"kind": "recruitment-fees", "found": True, "made_good": False}]


def table(*suppliers: dict[str, object]) -> pa.Table:
    model = Screening.of(NOTHING, DAY, LAW, [policy("un-wg-2021")]).models.operator_given
    read = [model.model_validate({"role": "tenderer", **one}) for one in suppliers]
    rows = [{"supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(read)]
    return pa.Table.from_pylist(rows, schema=arrow_schema(model)).drop_columns(["row"])


def test_the_tier_of_a_supplier_decides_which_conditions_it_is_asked() -> None:
    found = tenderlaw.screen(
        table({"practices": []}, {"practices": FEES}, {"role": "subcontractor"}),
        NOTHING, as_of=DAY, packs=LAW, policies=["un-wg-2021"],
    )  # fmt: skip
    few, many, other = (row["un-wg-2021"] for row in found.to_pylist())
    assert many["tier"] == "high" and few["tier"] != "high"
    assert bin(few["unknown"]).count("1") < bin(many["unknown"] | many["unmet"]).count("1")
    assert (other["met"], other["unmet"], other["unknown"]) == (0, 0, 0)
    assert found["own_conditions"].to_pylist() == ["open", "open", None]


def test_who_handed_in_nothing_is_not_told_that_all_is_well() -> None:
    named = pa.table({"supplier": ["S0"]})
    alone = tenderlaw.screen(named, NOTHING, as_of=DAY, packs=LAW)
    found = tenderlaw.screen(named, NOTHING, as_of=DAY, packs=LAW, policies=["un-wg-2021", "zero-tolerance"])
    row = found.to_pylist()[0]
    assert row["own_conditions"] == "open"
    assert row["un-wg-2021"]["follows"] is not None and row["un-wg-2021"]["missing"]
    assert found.select(alone.column_names).equals(alone), "policies change no outcome"


def test_after_the_award_a_condition_that_was_open_awaits_no_award() -> None:
    awarded = NOTHING.model_copy(update={"stage": "awarded"})
    found = tenderlaw.screen(table({}), awarded, as_of=DAY, packs=LAW, policies=["un-wg-2021"]).to_pylist()[0]
    assert found["un-wg-2021"]["follows"] == AFTER_AWARD


def test_a_run_says_in_its_manifest_what_policies_were_asked_and_what_their_bits_stand_for(tmp_path: Path) -> None:
    file = tmp_path / "in.parquet"
    pq.write_table(table({}, {"practices": FEES}), file)
    order = Order(file, {"P": NOTHING}, LAW, DAY, date(2025, 2, 1), policies=(policy("un-wg-2021"),))
    done = screened_run(order, Here(), tmp_path / "out.csv").manifest
    assert done["policies"] == [
        {"id": "un-wg-2021", "version": policy("un-wg-2021").version, "digest": policy("un-wg-2021").digest}
    ]
    assert done["own_conditions"] == {"P": {"open": 2}}
    assert "operator.practices.kind" not in done["unread"]["P"]  # type: ignore[index]
    conditions = done["bits_of_policies"]["P"]["un-wg-2021"]["conditions"]  # type: ignore[index]
    assert conditions[0] == {
        "id": "supply-chain-statement", "title": "Statement on the supply chain", "follows": "request_completion",
        "due": "procurement.tenders_due_on",
    }  # fmt: skip
    heading, first, *_ = (tmp_path / "out.csv").read_text().splitlines()
    said = dict(zip(heading.split(","), next(csv.reader([first])), strict=True))
    assert int(said["un-wg-2021.unknown"]) and said["own_conditions"] == "open"


def test_columns_that_differ_from_the_single_case_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "in.parquet"
    pq.write_table(table({}), file)
    monkeypatch.setattr(policy_answers, "_first_missing", lambda policy, result: ["operator.name"])
    with pytest.raises(InternalError, match=r"un-wg-2021\.missing is .* in columns"):
        screened_run(
            Order(file, {"P": NOTHING}, LAW, DAY, policies=(policy("un-wg-2021"),)), Here(), tmp_path / "o.csv"
        )
    assert not (tmp_path / "o").exists()


def test_a_policy_with_more_conditions_than_a_word_has_bits_is_refused() -> None:
    own = policy("zero-tolerance").typed
    wide = Regime.of(replace(own, requirements=own.requirements * 40))
    with pytest.raises(InputInvalidError, match="and columns hold 62"):
        Screening.of(NOTHING, DAY, LAW, [wide])


def test_a_policy_that_bears_the_id_of_a_pack_is_refused() -> None:
    with pytest.raises(InputInvalidError, match="is the id of a pack and of a policy"):
        Screening.of(NOTHING, DAY, LAW, [replace_id(policy("zero-tolerance"), LAW[0].id)])


def replace_id(regime: Regime, name: str) -> Regime:
    return Regime.of(replace(regime.typed, pack=regime.typed.pack.model_copy(update={"id": name})))


def test_policies_come_to_the_same_on_spark(tmp_path: Path) -> None:
    bought, operator, day = cases("un-wg-2021")[0]
    screening = Screening.of(bought, day, LAW, [policy("un-wg-2021")])
    model = screening.models.operator_given
    suppliers = [operator, *any_suppliers(3, 20, day, codes("un-wg-2021"), model)]
    assert screened(tmp_path, screening, suppliers, spark_engine()) == screened(tmp_path, screening, suppliers)
