"""Grounds by topic and regime: what the packs say, and a picture that says the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.matrix import Matrix, in_short, matrix_of
from tenderlaw.documents.matrix_svg import matrix_svg

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 29)


def matrix(day: date | None = DAY) -> Matrix:
    return matrix_of(installed_regimes(), day)


def test_every_ground_of_every_regime_stands_in_one_cell() -> None:
    whole = matrix(None)
    for number, (pack, _) in enumerate(whole.regimes):
        held = [ground.id for row in whole.rows for ground in row.cells[number].grounds]
        (regime,) = [one for one in installed_regimes() if one.id == pack]
        assert sorted(held) == sorted(ground.typed.ground.id for ground in regime.grounds)
    without = {one.id for one in installed_regimes()} - {pack for pack, _ in whole.regimes}
    assert all(not one.grounds for one in installed_regimes() if one.id in without)


def test_a_cell_is_as_heavy_as_its_heaviest_ground() -> None:
    for row in matrix().rows:
        for cell in row.cells:
            weights = {ground.weight for ground in cell.grounds}
            assert cell.weight == ("mandatory" if "mandatory" in weights else "discretionary" if weights else "none")
            assert in_short(cell)[0] == cell.weight


def test_a_ground_of_another_time_is_left_out_on_a_day() -> None:
    def held(of: Matrix) -> dict[tuple[str, str], date | None]:
        cells = [(pack, cell) for row in of.rows for (pack, _), cell in zip(of.regimes, row.cells, strict=True)]
        return {(pack, ground.id): ground.to for pack, cell in cells for ground in cell.grounds}

    over = {name for name, to in held(matrix(None)).items() if to is not None and to < DAY}
    assert over
    assert over.isdisjoint(held(matrix()))


def test_the_picture_says_in_words_what_the_matrix_holds() -> None:
    picture = etree.fromstring(matrix_svg(matrix()))
    said = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    for pack, _ in matrix().regimes:
        assert pack in said
    for row in matrix().rows:
        assert row.topic.replace("-", " ") in said
    wanted = [line for row in matrix().rows for cell in row.cells for line in in_short(cell)]
    assert [line for line in said if line in set(wanted)] == wanted
    assert matrix_svg(matrix()) == matrix_svg(matrix())


def test_the_picture_of_the_documentation_is_that_of_the_packs() -> None:
    # `tenderlaw compare --all --as-of 2026-11-29 --svg docs/regimes.svg` draws it anew
    assert (ROOT / "docs" / "regimes.svg").read_bytes() == matrix_svg(matrix())


def test_the_command_shows_the_matrix_without_a_case(tmp_path: Path) -> None:
    words = ["compare", "--all", "--as-of", DAY.isoformat(), "--regimes", "eu-2014-24,us-far"]
    told = CliRunner().invoke(app, [*words, "--svg", str(tmp_path / "m.svg")])
    assert told.exit_code == 0, told.output
    assert "mandatory 5 y +" in told.output
    assert (tmp_path / "m.svg").read_bytes().startswith(b"<?xml")
    rows = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)["rows"]
    assert {"topic", "cells"} == set(rows[0])


@pytest.mark.parametrize("words", [[], ["--all", "case.yaml"], ["x.yaml", "--svg", "m.svg"]])
def test_a_case_and_the_whole_matrix_do_not_go_together(words: list[str]) -> None:
    assert CliRunner().invoke(app, ["compare", *words]).exit_code == 2
