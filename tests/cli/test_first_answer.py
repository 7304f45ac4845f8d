"""The first answer of `check`: on one screen, in words, with lines that can be pasted as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_command_line import CLEAN, EXAMPLE, ROOT, case_file

from commands import tenderlaw
from tenderlaw.cli.first_answer import first_answer
from tenderlaw.decisions.choosing import installed_regimes
from worked_of_law import results_of

ASKED = "\n".join(line for line in CLEAN.splitlines() if not line.startswith(("operator", "  evidence")))
ASKED += "\noperator: {role: tenderer}\n"


@pytest.mark.parametrize("regime", installed_regimes(), ids=lambda regime: regime.typed.pack.id)
def test_it_fits_a_screen_whatever_the_case(regime: object) -> None:
    for result in results_of(regime.typed.pack.id):  # type: ignore[attr-defined]
        assert len(list(first_answer(result.decision))) < 29, result.case.id


def test_an_undetermined_answer_says_what_to_ask_whom_and_the_line_to_paste(tmp_path: Path) -> None:
    said = tenderlaw("check", case_file(tmp_path, ASKED), "--pack", "eu-2014-24").stdout
    assert "    operator.convictions: []   # if there is none" in said
    assert "  the bidder: Convictions of the operator itself." in said


def test_pasted_lines_are_read_and_settle_the_case(tmp_path: Path) -> None:
    text = ASKED
    for _ in range(8):
        said = tenderlaw("check", case_file(tmp_path, text), "--pack", "eu-2014-24").stdout
        lines = re.findall(r"^    ([a-z_.]+: (?:\[\]|true))", said, re.MULTILINE)
        if said.startswith("Outcome: not_excluded"):
            break
        assert lines, said
        # what stands as an example is completed: nothing was found against the tender
        text += "".join(line.replace("abnormally_low: true", "abnormally_low: false") + "\n" for line in lines)
    assert said.startswith("Outcome: not_excluded")


def test_a_line_for_what_the_file_says_already_is_refused_with_its_place(tmp_path: Path) -> None:
    found = tenderlaw("check", case_file(tmp_path, CLEAN + "operator.misconduct: []\n"))
    assert found.returncode == 7
    assert re.search(r"case\.yaml:14:\d+: .*`operator.misconduct` is given in the file already", found.stderr)


def test_a_line_about_an_entry_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = tenderlaw("check", case_file(tmp_path, CLEAN + "entities[0].role: subcontractor\n"))
    assert found.returncode == 7
    assert "`entities` has no entry 0" in found.stderr


def test_everything_else_is_shown_on_request() -> None:
    brief, full = (tenderlaw("check", EXAMPLE, *more).stdout for more in ((), ("--full",)))
    assert "[not_triggered]" in full
    assert "[not_triggered]" not in brief
    assert brief.splitlines()[0] == full.splitlines()[0]


def test_a_directive_says_that_it_binds_through_national_law() -> None:
    assert "binds authorities through the law of their State" in tenderlaw("check", EXAMPLE).stdout


def test_an_offence_that_is_misspelt_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = (ROOT / EXAMPLE).read_text("utf-8")
    misspelt = re.sub(r"offence: [a-z-]+", "offence: coruption", text, count=1)
    assert "did you mean `corruption`?" in tenderlaw("check", case_file(tmp_path, misspelt), "--full").stdout


def test_a_kind_that_is_misspelt_is_told_with_the_list(tmp_path: Path) -> None:
    text = CLEAN.replace("misconduct: []", "misconduct: [{kind: labor-law}]")
    found = tenderlaw("check", case_file(tmp_path, text))
    assert found.returncode == 7
    assert "did you mean `labour-law`?" in found.stderr
    assert "environmental-law" in found.stderr


def test_offences_lists_the_catalogue_of_a_pack() -> None:
    said = tenderlaw("offences", "eu-2014-24").stdout
    assert re.search(r"^ +corruption: .*art\. 57\(1\)\(b\)", said, re.MULTILINE)


def test_explain_shows_requirements_with_the_facts_that_they_read() -> None:
    said = tenderlaw("explain", EXAMPLE, "--pack", "eu-2014-24").stdout
    assert re.search(r"arises:\n(?:.*\n)*?.*procurement\.stage", said)
