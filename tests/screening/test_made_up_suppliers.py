"""Made-up suppliers: the same from the same seed in whatever pieces, readable as single cases, of every outcome."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import tenderlaw
from tenderlaw.cli.app import app
from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import screened
from tenderlaw.screening.synthetic import generate
from tenderlaw.screening.synthetic.generate import write_suppliers
from tenderlaw.screening.synthetic.made_up import Maker
from tenderlaw.screening.tables.rows import operator_of
from tenderlaw.screening.tables.schema import misfits
from tenderlaw.screening.tables.vocabulary import vocabulary_of

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 2, 1)
MAKER = Maker(7, DAY, vocabulary_of(one.typed for one in installed_regimes()))


def rows(count: int, maker: Maker = MAKER) -> list[dict[str, Any]]:
    return list(maker.suppliers(0, count).to_pylist())


def written(maker: Maker, count: int, target: Path) -> bytes:
    write_suppliers(maker, count, target, lambda done, total: None)
    return target.read_bytes()


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "GROUP_ROWS", 100)
    first = written(MAKER, 350, tmp_path / "a.parquet")
    assert written(MAKER, 350, tmp_path / "b.parquet") == first
    assert written(Maker(8, DAY, MAKER.words), 350, tmp_path / "c.parquet") != first
    assert pq.read_metadata(tmp_path / "a.parquet").num_row_groups == 4


def test_a_row_is_the_same_in_whatever_piece_it_is_made() -> None:
    whole = MAKER.suppliers(0, 400)
    pieces = pa.concat_tables([MAKER.suppliers(0, 1), MAKER.suppliers(1, 150), MAKER.suppliers(151, 249)])
    assert pieces.to_pylist() == whole.to_pylist()


def test_a_row_is_what_it_was_when_this_was_written() -> None:
    """On any machine: what is drawn is arithmetic of whole numbers."""
    (made,) = Maker(1, DAY, MAKER.words).suppliers(5, 1).to_pylist()
    found = (made["supplier"], made["country"], made["legal_form"], str(made["turnover"]["amount"]))
    assert found == ("S000000005", "GB", "other", "17833.1900")


def test_no_column_is_refused_and_none_is_unknown_to_the_facts() -> None:
    assert list(misfits(MAKER.suppliers(0, 0).schema, "made up")) == []


def test_every_row_is_one_that_a_single_case_reads() -> None:
    operators = [operator_of(row, "made up") for row in rows(3000)]
    assert all(isinstance(one, EconomicOperator) for one in operators)


def test_most_are_clean_a_few_have_a_past_and_some_have_gaps() -> None:
    made = rows(20_000)
    lists = ["convictions", "tax_breaches", "misconduct", "insolvency", "listings", "violations"]
    for name in lists:
        held = sum(bool(row[name]) for row in made) / len(made)
        unknown = sum(row[name] is None for row in made) / len(made)
        assert 0.005 < held < 0.05, name
        assert 0.01 < unknown < 0.03, name
    persons = Counter(len(row["linked_persons"] or ()) for row in made)
    assert set(persons) == set(range(13))
    assert sum(all(row[name] == [] for name in lists) for row in made) > 0.8 * len(made)
    assert 0.005 < sum(row["country"] is None for row in made) / len(made) < 0.1


@pytest.mark.parametrize("near", [-1, 0, 1])
def test_links_end_on_the_day_of_the_decision_and_beside_it(near: int) -> None:
    ends = [person["link_until"] for row in rows(20_000) for person in row["linked_persons"] or ()]
    assert ends.count(DAY + timedelta(days=near)) > 50


@pytest.mark.parametrize("near", [-1, 0, 1])
def test_judgments_became_final_on_anniversaries_of_the_day_and_beside_them(near: int) -> None:
    days = [one["final_on"] for row in rows(20_000) for one in row["convictions"] or ()]
    assert days.count(date(2020, 2, 1) + timedelta(days=near)) >= 1


def test_the_words_are_those_of_the_packs() -> None:
    made = rows(3000)
    offences = {one["offence"] for row in made for one in row["convictions"] or ()} - {None, "other"}
    catalogues = {offence.id for regime in installed_regimes() for offence in regime.typed.pack.offences}
    assert len(offences) > 20
    assert offences <= catalogues
    lists = {one["list"] for row in made for one in row["listings"] or ()}
    assert lists == set(MAKER.words.lists)
    assert Maker(7, DAY, vocabulary_of([])).suppliers(0, 50).num_rows == 50


@pytest.mark.parametrize(
    ("pack", "example", "outcomes"),
    [
        ("eu-2014-24", "trafficking-conviction", {"must_exclude", "may_exclude", "undetermined", "not_excluded"}),
        ("gb-sct-2015", "scottish-clauses", {"must_exclude", "may_exclude", "undetermined", "not_excluded"}),
        ("us-far", "us-clauses", {"must_exclude", "undetermined", "not_excluded"}),
    ],
)
def test_outcomes_are_a_mix_and_columns_agree_with_single_cases(
    pack: str, example: str, outcomes: set[str], tmp_path: Path
) -> None:
    maker = Maker(7, DAY, MAKER.words, models_of(installed_regimes((pack,))))
    written(maker, 2000, tmp_path / "in.parquet")
    bought = {example: tenderlaw.load_case(ROOT / "examples" / example / "case.yaml").procurement}
    order = Order(tmp_path / "in.parquet", bought, installed_regimes((pack,)), DAY, sample=60, cap=10)
    done = screened(order, Here(), tmp_path / "out.parquet")
    counts: Any = done.manifest["outcomes"]
    assert done.rejects == 0
    assert set(counts[example]) == outcomes
    assert counts[example]["not_excluded"] > 1600


def test_the_command_writes_a_file_that_can_be_screened(tmp_path: Path) -> None:
    target = tmp_path / "suppliers.parquet"
    command = ["suppliers", "120", "-o", str(target), "--as-of", "2025-02-01", "--seed", "7"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    regimes = installed_regimes()
    assert pq.read_table(target).to_pylist() == rows(120, Maker(7, DAY, MAKER.words, models_of(regimes)))


def test_a_regime_without_any_ground_is_screened(tmp_path: Path) -> None:
    (tmp_path / "bought.yaml").write_text(
        "procurement: {authority: {country: GB, kind: sub-central}, commenced_on: 2026-06-01, trafficking_risk: high,"
        " for_health_service_in_england: true, stage: before-award}",
        "utf-8",
    )
    written(MAKER, 200, tmp_path / "in.parquet")
    command = ["screen", str(tmp_path / "in.parquet"), "--procurement", str(tmp_path / "bought.yaml"), "--as-of"]
    command += ["2026-07-01", "--regimes", "gb-nhs-2025", "-o", str(tmp_path / "out.parquet"), "--sample", "50"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "outcome not_excluded: 200" in done.output
    assert "all agree" in done.output
