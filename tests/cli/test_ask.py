"""`tenderlaw ask`: the questionnaire in the terminal, through a pipe, and as lines of JSON; it writes a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from tenderlaw.cli import ask_dialogue
from tenderlaw.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
HOW = ["--pack", "eu-2014-24", "--as-of", "2026-02-01"]
BOUGHT = """
procurement:
  authority: {country: SE, kind: sub-central}
  contract_kind: works
  call_sent_on: 2026-01-05
  estimated_value_excluding_vat: {amount: 9000000, currency: EUR}
"""
CONVICTED = ("add", "child-labour", "yes", "no", "31.1.2024", "no")


def run(*arguments: object, lines: tuple[object, ...] = ()) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], input="".join(f"{one}\n" for one in lines))


@pytest.fixture
def bought(tmp_path: Path) -> Path:
    file = tmp_path / "p.yaml"
    file.write_text(BOUGHT, encoding="utf-8")
    return file


def test_answers_through_a_pipe_become_a_case_that_check_decides_alike(bought: Path) -> None:
    out = bought.with_name("case.yaml")
    said = run("ask", "--procurement", bought, *HOW, "-o", out, lines=CONVICTED)
    assert said.exit_code == 3
    assert "Convictions 1: Child labour" in said.output
    assert "  = 31 January 2024" in said.output
    assert "Outcome: the bidder must be excluded (before: not determined yet)." in said.output
    assert f"The same answer comes from: tenderlaw check {out} --as-of 2026-02-01 --pack eu-2014-24" in said.output
    assert yaml.safe_load(out.read_text())["operator"]["convictions"][0]["final_on"] == "2024-01-31"
    assert run("check", out, *HOW).exit_code == 3
    assert not out.with_name("case.yaml.draft").exists()
    assert out.stat().st_mode & 0o077 == 0


def test_it_asks_on_where_an_answer_cannot_be_read(bought: Path) -> None:
    out = bought.with_name("case.yaml")
    said = run("ask", "--procurement", bought, *HOW, "-o", out, lines=(*CONVICTED[:4], "1.2.2024", "2024-02-01", "no"))
    assert "  ! `1.2.2024` may be read as 2024-02-01 and as 2024-01-02 (write 2024-02-01 or 2024-01-02)" in said.output
    assert said.exit_code == 3


def test_what_is_not_known_stands_above_the_case(bought: Path) -> None:
    out = bought.with_name("case.yaml")
    said = run("ask", "--procurement", bought, *HOW, "--until", "outcome", "-o", out, lines=("not known",) * 40)
    assert said.exit_code == 5
    assert "Nothing more can be asked" in said.output
    assert "# asked, and not known: operator.convictions\n" in out.read_text()
    assert run("check", out, *HOW).exit_code == 5


def test_one_may_go_back_change_check_and_stop(bought: Path) -> None:
    out = bought.with_name("case.yaml")
    answers = (
        "none",
        ":back",
        "add",
        "child-labour",
        ":check",
        ":remove operator.convictions[0]",
        ":choices",
        "?!",
        ":stop",
    )
    said = run("ask", "--procurement", bought, *HOW, "-o", out, lines=answers)
    assert said.exit_code == 5
    assert "Of which offence was the person or company convicted? Child labour" in said.output
    assert "  ! `?!` is no answer to a list" in said.output
    assert "convictions" not in yaml.safe_load(out.read_text())["operator"]


def test_an_interruption_keeps_the_answers_and_says_how_to_go_on(bought: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = bought.with_name("case.yaml")
    answers = iter(CONVICTED[:3])

    def typed(_: str) -> str:
        for one in answers:
            return one
        raise KeyboardInterrupt

    monkeypatch.setattr(ask_dialogue, "_line", typed)
    said = run("ask", "--procurement", bought, *HOW, "-o", out)
    monkeypatch.undo()
    draft = out.with_name("case.yaml.draft")
    assert f"go on with: tenderlaw ask --resume {draft} -o {out} --pack eu-2014-24" in said.output
    assert draft.stat().st_mode & 0o077 == 0
    assert not out.exists()
    again = run("ask", "--resume", draft, "-o", out, "--pack", "eu-2014-24", lines=CONVICTED[3:])
    assert again.exit_code == 3
    assert not draft.exists()


def test_programs_ask_in_lines_of_json(bought: Path) -> None:
    out = bought.with_name("case.json")
    lines = (
        "not json",
        json.dumps({"path": "operator.tax_breaches", "answer": []}),
        json.dumps({"path": "operator.nothing", "answer": True}),
        *map(json.dumps, CONVICTED),
    )
    said = run("ask", "--procurement", bought, *HOW, "-o", out, "--json", lines=lines)
    found = [json.loads(line) for line in said.stdout.splitlines()]
    assert found[0]["standing"]["questions"][0]["path"] == "operator.convictions"
    assert found[1]["faults"][0]["message"] == "is no line of JSON"
    assert [one["about"] for one in found[2]["settled"]] == ["finding", "finding"]
    assert found[3]["faults"][0]["path"] == "operator.nothing"
    assert (found[-1]["standing"]["outcome"], found[-1]["standing"]["questions"]) == ("must_exclude", [])
    assert json.loads(out.read_text())["operator"]["tax_breaches"] == []


def test_it_asks_in_the_language_of_the_person(bought: Path) -> None:
    out = bought.with_name("case.yaml")
    said = run(
        "ask", "--procurement", bought, *HOW, "-o", out, "--language", "de", lines=("keine", "nicht bekannt", ":stop")
    )
    assert "Wegen welcher Straftaten wurde das Unternehmen selbst verurteilt" in said.output
    assert "höchstens" in said.output
    assert "nobody is asked in `es`" in str(run("ask", *HOW, "-o", out, "--language", "es").exception)


def test_an_espd_alone_is_enough_to_begin_with(tmp_path: Path) -> None:
    espd, out = ROOT / "examples" / "espd-response" / "response.xml", tmp_path / "case.yaml"
    said = run("ask", "--espd", espd, *HOW, "-o", out, lines=(":stop",))
    assert said.exit_code == 5, said.output
    assert "In which country is the contracting authority?" in said.output
    assert yaml.safe_load(out.read_text())["operator"]["role"] == "tenderer"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name the case to write with -o FILE"),
        (("-o", "case.yaml"), "give the day with --as-of"),
        (("-o", "case.yaml", "--until", "dawn"), "`dawn` is none of outcome, award, policy"),
        (("-o", "case.yaml", "--resume", "d", "--as-of", "2026-02-01"), "--resume goes on with a draft"),
    ],
)
def test_what_cannot_be_meant_is_a_matter_of_usage(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d").write_text("{}")
    said = run("ask", "--pack", "eu-2014-24", *arguments)
    assert said.exit_code == 2
    assert message in said.output


def test_what_a_company_owes_is_asked_for_from_nothing(tmp_path: Path) -> None:
    out, day = tmp_path / "company.yaml", ("--as-of", "2026-08-01")
    answers = ("body-corporate", "GB", "yes", "add", "31.12.2025", "40000000 GBP", "steps-taken", "company", ":stop")
    said = run("ask", "--duties", "--pack", "gb-msa-2015", *day, "-o", out, lines=answers)
    assert said.exit_code == 0, said.output
    assert "Modern Slavery Act 2015, section 54: the company owes something under it." in said.output
    assert f"What it owes comes from: tenderlaw duties {out} --as-of 2026-08-01 --pack gb-msa-2015" in said.output
    assert "(s.54(1)): it is not known" not in run("duties", out, *day, "--pack", "gb-msa-2015").output
    more = run("ask", out, "--duties", "--pack", "gb-msa-2015", *day, "-o", tmp_path / "c2.yaml", lines=(":stop",))
    assert "What the company owes; " in more.output and "supply goods or services?" not in more.output
    assert run("ask", "--duties", "--until", "award", *day, "-o", out).exit_code == 2
