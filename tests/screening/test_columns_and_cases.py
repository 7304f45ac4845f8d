"""Columns come to what single cases come to: for every pack, with facts of every kind, whatever is unknown."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from anything import any_suppliers, codes_of
from sparks import spark_engine

from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.screening.engines.engine import Engine, Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree
from tenderlaw.screening.tables.files import Part
from tenderlaw.screening.tables.rows import arrow_schema

SUPPLIERS = int(os.environ.get("TENDERLAW_RANDOM_SUPPLIERS", "180"))
"""How many are decided for each pack: one by one in three screenings, and by Spark in the first of these."""
AGAIN = 30
"""How many of Spark's rows are decided one by one: of those that the first screening does not hold."""
PACKS = [regime.typed.pack.id for regime in installed_regimes()]


@cache
def regime(pack: str) -> Regime:
    return next(one for one in installed_regimes() if one.typed.pack.id == pack)


def screenings(pack: str, number: int) -> Iterator[Screening]:
    """The pack for procurements and days of its own worked cases, in which it governs or may."""
    found: dict[str, tuple[Procurement, date]] = {}
    for case, source in worked_cases(regime(pack).typed):
        procurement = case_in(source, [regime(pack)]).procurement
        found.setdefault(json.dumps([procurement.model_dump(mode="json"), str(case.as_of)]), (procurement, case.as_of))
    held = list(found.values())
    random.Random(1).shuffle(held)
    made = (Screening.of(procurement, day, [regime(pack)]) for procurement, day in held)
    yield from islice((screening for screening in made if screening.regimes), number)


def written(
    suppliers: Sequence[EconomicOperator], folder: Path, model: type[EconomicOperator] = EconomicOperator
) -> tuple[list[dict[str, object]], Part]:
    """The suppliers as rows, and as a file."""
    rows = [
        {"row": number, "supplier": f"S{number}", **one.model_dump(exclude_none=True)}
        for number, one in enumerate(suppliers)
    ]
    file = folder / "in.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(model)).drop_columns(["row"]), file)
    return rows, Part(file, file.name, 0, len(rows), tuple(pq.read_schema(file).names), numbered=False)


def answers(engine: Engine, screening: Screening, part: Part) -> list[dict[str, object]]:
    """What an engine makes of the suppliers, in their order."""
    target = part.file.with_name(engine.name)
    engine.decide(screening.program(pq.read_schema(part.file)), part, target)
    found: list[dict[str, object]] = pq.read_table(target).sort_by("row").to_pylist()
    assert not any(row["faulty"] for row in found)
    return found


def agreed(screening: Screening, rows: Sequence[dict[str, object]], found: Sequence[dict[str, object]]) -> int:
    """How many rows agree with the single case."""
    return agree(screening, (Checked(facts, one) for facts, one in zip(rows, found, strict=True)), "in.parquet")


@pytest.mark.parametrize("pack", PACKS)
def test_columns_decide_as_single_cases_do(pack: str, tmp_path: Path) -> None:
    codes, number = codes_of(installed_regimes()), 0
    for number, screening in enumerate(screenings(pack, 3), 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        rows, part = written(any_suppliers(number, SUPPLIERS // 3, screening.as_of, codes), folder)
        found = answers(Here(), screening, part)
        assert agreed(screening, rows, found) == SUPPLIERS // 3
    assert number == 3


def test_what_several_packs_lack_is_named_in_one_order(tmp_path: Path) -> None:
    """A fact that leaves a later pack alone open stands where the first that asks it has it."""
    day = date(2026, 2, 1)
    screening = Screening.of(Procurement(decision_on=day), day, installed_regimes(("au-cpr", "au-nsw", "gb-sct-2015")))
    known = {"linked_persons": (), "convictions": (), "tax_breaches": (), "insolvency": (), "listings": ()}
    entry = {"demonstrated": False, "penalised_by_authority": True}
    suppliers = [EconomicOperator.model_validate({"role": "tenderer", "misconduct": [entry], **known})]
    rows, part = written(suppliers, tmp_path)
    assert agreed(screening, rows, answers(Here(), screening, part)) == 1


@pytest.mark.parametrize("pack", PACKS)
def test_every_ground_of_a_pack_is_in_question_in_some_screening(pack: str, tmp_path: Path) -> None:
    """The random suppliers are not so poor that a ground is never reached on any day of the worked cases."""
    codes, model = codes_of(installed_regimes()), regime(pack).typed.pack.models.operator
    missed = {one.typed.ground.id for one in regime(pack).grounds}
    for number, screening in enumerate(screenings(pack, 20)):
        legend = screening.legend()[pack]
        if not missed & set(legend):
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        _, part = written(any_suppliers(7, 120, screening.as_of, codes, model), folder, model)
        for row in answers(Here(), screening, part):
            said = row[pack]
            assert isinstance(said, dict)
            missed -= {name for bit, name in enumerate(legend) if said["possibly"] & 1 << bit}
        if not missed:
            break
    assert not missed


@pytest.mark.parametrize("pack", PACKS)
def test_spark_decides_as_single_cases_do(pack: str, tmp_path: Path) -> None:
    screening = next(screenings(pack, 1))
    rows, part = written(any_suppliers(1, SUPPLIERS, screening.as_of, codes_of(installed_regimes())), tmp_path)
    found = answers(spark_engine(), screening, part)
    assert found == answers(Here(), screening, part)
    assert agreed(screening, rows[-AGAIN:], found[-AGAIN:]) == AGAIN
