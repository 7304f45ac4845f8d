"""`--list` on the command line: the case is completed, and what stays open is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import read_file

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "jurisdictions" / "us-far" / "cases" / "9.4-9.1-eligibility.yaml"
UEI = "AAAA AAAA AAA1"
HEADER = (
    "Classification,Name,First,Middle,Last,Unique Entity ID,Exclusion Program,Exclusion Type,"
    "Additional Comments,Active Date,Termination Date,SAM Number"
)
ROW = "Firm,ANY,,,,AAAAAAAAAAA1,Reciprocal,Voluntary Exclusion,,01/02/2024,Indefinite,S1"


def files(folder: Path, uei: str = UEI) -> tuple[str, str]:
    given = cast("Any", read_file(CASES).data)["given"]
    del given["operator"]["listings"]
    given["operator"]["identifiers"] = [{"scheme": "uei", "value": uei}]
    YAML(typ="safe", pure=True).dump(json.loads(json.dumps(given, default=str)), folder / "case.yaml")
    (folder / "extract.csv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    return str(folder / "case.yaml"), str(folder / "extract.csv")


@pytest.mark.parametrize("verb", ["check", "explain"])
def test_a_case_is_decided_with_what_the_list_says(tmp_path: Path, verb: str) -> None:
    case, extract = files(tmp_path)
    words = [verb, case, "--as-of", "2026-03-20", "--json"]
    assert json.loads(CliRunner().invoke(app, words).stdout)["outcome"] == "undetermined"
    done = CliRunner().invoke(app, [*words, "--list", extract])
    assert done.exit_code == 3
    assert json.loads(done.stdout)["outcome"] == "must_exclude"


def test_what_stays_open_is_said_beside_the_decision(tmp_path: Path) -> None:
    case, extract = files(tmp_path, "no number")
    done = CliRunner().invoke(app, ["check", case, "--as-of", "2026-03-20", "--list", extract])
    assert done.exit_code == 5
    assert "whether an entry of `sam-exclusions` names it stays unknown" in done.stderr


def test_a_file_that_is_no_list_decides_nothing(tmp_path: Path) -> None:
    case, _ = files(tmp_path)
    done = CliRunner().invoke(app, ["check", case, "--list", case])
    assert isinstance(done.exception, InputInvalidError)
    assert "is no list that can be read" in str(done.exception)
