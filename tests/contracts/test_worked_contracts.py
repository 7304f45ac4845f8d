"""Worked contracts a year later: each with what is expected of it on its days, in a file beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from tenderlaw.clauses.values import load_values
from tenderlaw.contracts import ContractRecord, contract_record
from tenderlaw.decisions.cases import load_case
from tenderlaw.sources.tree import read_file

FOLDER = Path(__file__).parent
CASES = sorted(path.name.removesuffix(".case.yaml") for path in (FOLDER / "cases").glob("*.case.yaml"))


def found_on(name: str, day: date, packs: list[str]) -> ContractRecord:
    """The record of a worked contract on a day."""
    case = load_case(FOLDER / "cases" / f"{name}.case.yaml")
    return contract_record(case, as_of=day, packs=packs, fill_ins=load_values(FOLDER / "values.yaml"))


def told(record: ContractRecord) -> dict[str, object]:
    """What a record says, as the files of expectations write it."""
    duties = [
        f"{one.duty}{f' of {one.name}' if one.name else ''}: {_said(one.state, one.due)}" for one in record.duties
    ]
    rungs = {
        one.name: {f"{rung.passage} {rung.rung}{' (next)' if rung.next else ''}": rung.state for rung in one.rungs}
        for one in record.incidents
    }
    return {
        "outcome": record.outcome,
        "duties": sorted(duties),
        "incidents": {one.name: one.state for one in record.incidents},
        "measures": rungs,
        "plans": {
            one.plan: [
                _said(one.state, one.due),
                *(f"{step.step}: {_said(step.state, step.due)}" for step in one.steps),
            ]
            for one in record.plans
        },
        "termination": record.termination.state,
        "ways": [f"{one.source}: {one.state}" for one in record.termination.ways],
        "law": [f"{one.cite}: {one.state}" for one in record.reports],
        "missing": list(record.missing),
        "missing_values": list(record.missing_values),
        "notes": list(record.notes),
    }


def _said(state: str, due: date | None) -> str:
    return f"{state} {due.isoformat()}" if due else state


@pytest.mark.parametrize("name", CASES)
def test_a_contract_comes_to_what_is_expected_of_it(name: str) -> None:
    expected = cast("Mapping[str, object]", read_file(FOLDER / "cases" / f"{name}.expected.yaml").data)
    packs = cast("list[str]", expected["packs"])
    for day, wanted in cast("Mapping[str, object]", expected["on"]).items():
        found = told(found_on(name, date.fromisoformat(day), packs))
        assert found == wanted, f"{name} on {day}"
