"""`--values` and `--ask`: the values of a contract as a file that goes back and forth."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ("document", "examples/trafficking-conviction/case.yaml", "--pack", "eu-2014-24")


def completed(text: str) -> str:
    """A file of values with an answer to each question: five of what is counted, somebody for the rest."""
    blocks = []
    for block in text.rstrip("\n").split("\n\n"):
        answer = "5" if "A whole number" in block else "someone"
        blocks.append(f"{block} {answer}" if block.endswith(":") else block)
    return "\n\n".join(blocks) + "\n"


def test_a_file_is_asked_for_completed_and_given_back(tmp_path: Path) -> None:
    asked, schedule = tmp_path / "values.yaml", tmp_path / "schedule.md"
    assert tenderlaw(*DOCUMENT, "--ask", "-o", str(asked)).returncode == 0
    asked.write_text(completed(asked.read_text(encoding="utf-8")), encoding="utf-8")
    done = tenderlaw(*DOCUMENT, "--values", str(asked), "-o", str(schedule))
    assert (done.returncode, done.stderr) == (0, "")
    assert "within 5\u00a0days" in schedule.read_text(encoding="utf-8")


def test_a_fill_counts_before_the_last_file_and_that_before_the_others(tmp_path: Path) -> None:
    for name, text in (("house", "report_days: 1\nremedy_days: 1\ncomment_days: 1\n"), ("own", "remedy_days: 2\n")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    files = ("--values", str(tmp_path / "house.yaml"), "--values", str(tmp_path / "own.yaml"))
    done = tenderlaw(*DOCUMENT, "--ask", *files, "--fill", "comment_days=3")
    lines = done.stdout.splitlines()
    assert {"report_days: 1", "remedy_days: 2", "comment_days: 3"} <= set(lines)


def test_a_wrong_value_is_said_with_its_file_and_line_and_exits_with_7(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("contact: x\nreport_day: 5\n", encoding="utf-8")
    for words in (DOCUMENT, ("clauses", *DOCUMENT[1:])):
        done = tenderlaw(*words, "--draft", "--values", str(file))
        assert done.returncode == 7
        assert f"{file}:2:13: report_day: no clause has the fill-in `report_day` (did you mean `report_days`?)" in (
            done.stderr
        )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ask", "-o", "values.docx"), "`values.docx` is no name of a file of values; end it in .yaml"),
        (("--ask", "--draft"), "nothing reads --draft here: --ask writes YAML"),
        (("--ask", "--format", "md"), "nothing reads --format here: --ask writes YAML"),
    ],
)
def test_what_asking_has_no_use_for_is_refused(words: tuple[str, ...], said: str) -> None:
    done = tenderlaw(*DOCUMENT, *words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_the_values_that_are_read_are_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("report_days: 5\n", encoding="utf-8")
    done = tenderlaw(*DOCUMENT, "--ask", "--values", str(file), "-o", str(file))
    assert done.returncode != 0
    assert file.read_text(encoding="utf-8") == "report_days: 5\n"


def test_clauses_are_put_in_and_left_out_by_both_verbs() -> None:
    allowed = "social-and-labour-performance-conditions"
    words = ("--draft", "--with", "zero-tolerance", "--without", allowed, "--reason", "the framework has it")
    for verb in ("document", "clauses"):
        done = tenderlaw(verb, *DOCUMENT[1:], *words)
        assert done.returncode == 0
        assert "Zero tolerance" in done.stdout
        assert "Labour and social conditions of performance" not in done.stdout
        if verb == "clauses":
            continue
        done = tenderlaw(verb, *DOCUMENT[1:], "--kind", "authority-file", *words)
        assert "- **Clauses added by choice:** zero-tolerance\n" in done.stdout
        assert f"| {allowed} |" in done.stdout
        assert "| the framework has it |" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--without", "zero-tolerance"), "1 times --without needs as many times --reason, or one for all; found 0"),
        (("--reason", "x"), "--reason says why a clause is left out: --without CLAUSE"),
        (("--without", "zero-tolerance", "--reason", " "), "--reason is empty; say why the clause is left out"),
    ],
)
def test_a_clause_is_left_out_with_a_reason_alone(words: tuple[str, ...], said: str) -> None:
    done = tenderlaw(*DOCUMENT, *words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
