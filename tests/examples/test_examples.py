"""Every example: its command as its README prints it, the exit code, and the whole decision.

`UPDATE_EXAMPLES=1` writes `expected.json` and `values.yaml` anew; read the difference before it is kept.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(folder for folder in (ROOT / "examples").iterdir() if folder.is_dir())


def run(command: str) -> subprocess.CompletedProcess[str]:
    name, *arguments = shlex.split(command)
    assert name == "tenderlaw"
    return tenderlaw(*arguments)


def stated(folder: Path) -> tuple[str, int]:
    """The command and the exit code that the README of an example states."""
    words = (folder / "README.md").read_text(encoding="utf-8")
    stated = re.findall(r"^    \$ (tenderlaw .*)\n    \(exit code (\d+)\)$", words, re.MULTILINE)
    assert len(stated) == 1, f"{folder.name} states one command and its exit code"
    return stated[0][0], int(stated[0][1])


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_decides_what_it_says(folder: Path) -> None:
    command, code = stated(folder)
    expected = folder / "expected.json"
    found = run(f"{command} --json")
    assert found.stderr == ""
    assert found.returncode == code
    if os.environ.get("UPDATE_EXAMPLES"):
        expected.write_text(found.stdout, encoding="utf-8")
    assert found.stdout == expected.read_text(encoding="utf-8"), "UPDATE_EXAMPLES=1 writes it anew"
    for_people = run(command)
    assert for_people.returncode == code
    assert for_people.stdout.startswith(f"Outcome: {json.loads(found.stdout)['outcome']}\n")


def changed(tmp_path: Path, example: str, before: str, after: str) -> dict[str, object]:
    """The decision on an example's case in which one passage is changed."""
    words = (ROOT / "examples" / example / "case.yaml").read_text(encoding="utf-8")
    assert words.count(before) == 1
    case = tmp_path / "case.yaml"
    case.write_text(words.replace(before, after), encoding="utf-8")
    decision: dict[str, object] = json.loads(run(f"tenderlaw check {shlex.quote(str(case))} --json").stdout)
    return decision


@pytest.mark.parametrize(
    ("example", "before", "after", "outcome"),
    [
        ("missing-facts", "link_until: open}", "link_until: open, convictions: []}", "not_excluded"),
        ("tax-debt-arranged", "      binding_arrangement: true\n", "", "undetermined"),
        ("tax-debt-arranged", "binding_arrangement: true", "paid_or_arranged: false", "must_exclude"),
        ("below-threshold", "amount: 215999.99", "amount: 216000.00", "not_excluded"),
        ("relied-on-entity", "role: relied-on-entity", "role: subcontractor", "not_excluded"),
    ],
)
def test_what_a_readme_says_of_a_changed_case_is_so(
    example: str, before: str, after: str, outcome: str, tmp_path: Path
) -> None:
    decision = changed(tmp_path, example, before, after)
    assert decision["outcome"] == outcome
    if example == "relied-on-entity":
        assert decision["award"]["may_proceed"] == "no"  # type: ignore[index]


def test_below_the_higher_band_the_lower_one_governs(tmp_path: Path) -> None:
    words = (ROOT / "examples" / "regimes-by-value" / "case.yaml").read_text(encoding="utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(words.replace("400000", "80000").replace("480000", "96000"), encoding="utf-8")
    decision = json.loads(run(f"tenderlaw check {shlex.quote(str(case))} --json").stdout)
    governing = {one["pack"]: one["outcome"] for one in decision["regimes"] if one["outcome"] != "out_of_scope"}
    assert governing == {"gb-sct-2016": "must_exclude"}


def test_the_period_of_the_conviction_lapses_on_the_day_stated() -> None:
    command, _ = stated(ROOT / "examples" / "trafficking-conviction")
    decision = json.loads(run(f"{command} --as-of 2028-06-02 --json").stdout)
    assert decision["outcome"] == "not_excluded"
    (directive,) = (one for one in decision["regimes"] if one["pack"] == "eu-2014-24")
    (finding,) = (found for found in directive["findings"] if found["state"] != "not_triggered")
    assert (finding["state"], finding["until"]) == ("lapsed", "2028-06-01")


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})  # noqa: S102 - the README's own example
    printed = capsys.readouterr().out
    assert printed.startswith(
        "must_exclude\nChild labour and other forms of trafficking in human beings (art. 57(1)(f))"
    )


def test_the_python_of_the_page_of_documents_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/documents.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(code, {})  # noqa: S102 - the page's own example
    assert (tmp_path / "schedule.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_an_example_of_values_answers_every_question_and_are_what_is_asked(tmp_path: Path) -> None:
    readme = (ROOT / "examples" / "policy-tiers" / "README.md").read_text(encoding="utf-8")
    asking, writing = re.findall(r"^    (tenderlaw document .*)$", readme, re.MULTILINE)
    completed = ROOT / "examples" / "policy-tiers" / "values.yaml"
    asked = run(f"{asking.replace('values.yaml', str(tmp_path / 'values.yaml'))} --values {completed}")
    assert (asked.returncode, asked.stderr) == (0, "")
    again = (tmp_path / "values.yaml").read_text(encoding="utf-8")
    if os.environ.get("UPDATE_EXAMPLES"):
        completed.write_text(again, encoding="utf-8")
    assert again == completed.read_text(encoding="utf-8"), "UPDATE_EXAMPLES=1 writes it anew; complete what is new"
    written = run(writing)
    assert (written.returncode, written.stderr) == (0, "")
    assert "within 5\u00a0working days" in written.stdout
    assert "TO BE COMPLETED" not in written.stdout
