"""`tenderlaw questionnaire`: asked and read back as the documentation prints it."""

from __future__ import annotations

import difflib
import os
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "questionnaires.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_of_the_page_prints_what_it_says(folder: Path) -> None:
    """`UPDATE_EXAMPLES=1` writes what is printed anew."""
    head, title, said = PAGE.read_text(encoding="utf-8").partition("## An example\n")
    found = []
    for command in re.findall(r"^    \$ (.*)$", said, re.MULTILINE):
        name, *arguments = shlex.split(command)
        if name == "diff":
            one, other = (Path(file).read_text(encoding="utf-8").splitlines() for file in arguments)
            lines = list(difflib.unified_diff(one, other, lineterm="", n=0))[3:]
        else:
            lines = CliRunner().invoke(app, arguments).output.splitlines()
        found.append("\n".join((f"    $ {command}", *(f"    {line}" for line in lines))))
    printed = "\n".join(found) + "\n"
    if os.environ.get("UPDATE_EXAMPLES"):
        PAGE.write_text(f"{head}{title}{said.partition('    $ ')[0]}{printed}", encoding="utf-8")
        return
    assert said.endswith(printed), "UPDATE_EXAMPLES=1 writes it anew"


def test_what_cannot_be_read_writes_nothing(folder: Path) -> None:
    answers = folder / "answers.json"
    answers.write_text('{"supplier_questionnaire": 1, "questions": [{"path": "operator.recruiters", "answer": 1}]}')
    arguments = ["questionnaire", "examples/policy-tiers/case.yaml", "--answers", "answers.json", "-o", "case-2.yaml"]
    assert "`1` is no answer to a list" in str(CliRunner().invoke(app, arguments).exception)
    assert not (folder / "case-2.yaml").exists()


@pytest.mark.parametrize("name", ["q.pdf", "q"])
def test_another_ending_is_refused(folder: Path, name: str) -> None:
    arguments = ["questionnaire", "examples/policy-tiers/case.yaml", "-o", name]
    assert "is no form of a questionnaire (a questionnaire ends in .json, .xlsx, .docx)" in str(
        CliRunner().invoke(app, arguments).exception
    )
