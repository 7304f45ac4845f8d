"""Options of verbs about documents that nothing would read, or that contradict one another, are refused with 2."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner, Result

from tenderlaw.cli.app import app
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).resolve().parents[2]
CASE = str(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
DOCUMENT = ("document", CASE, "--pack", "eu-2014-24", "--draft")


def ran(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def usage(done: Result) -> str:
    """What a wrong use of the verb is told, on one line."""
    assert done.exit_code == 2, done.output
    return " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize("kind", ["exclusion", "invitation", "termination", "file-note"])
@pytest.mark.parametrize(
    "words",
    [
        ("--with", "zero-tolerance"),
        ("--without", "zero-tolerance", "--reason", "x"),
        ("--clauses-in", "clauses"),
        ("--fallback-language", "en"),
    ],
    ids=lambda words: words[0],
)
def test_options_about_clauses_are_refused_where_there_are_none(kind: str, words: tuple[str, ...]) -> None:
    said = usage(ran(*DOCUMENT, "--kind", kind, *words))
    assert f"nothing reads {words[0]}" in said
    assert f"a document of --kind {kind} has no clauses" in said


def test_a_policy_has_no_say_in_a_letter_and_is_told_in_the_file_note() -> None:
    said = usage(ran(*DOCUMENT, "--kind", "exclusion", "--policy", "baseline"))
    assert "nothing reads --policy baseline here: a letter rests on the law alone" in said
    assert ran(*DOCUMENT, "--kind", "file-note", "--policy", "baseline").exit_code == 0


def test_the_file_note_has_no_blanks() -> None:
    assert "nothing reads --fill here" in usage(ran(*DOCUMENT, "--kind", "file-note", "--fill", "place=here"))


def test_a_clause_of_another_document_is_named(tmp_path: Path) -> None:
    done = ran(*DOCUMENT, "--kind", "instructions", "--with", "zero-tolerance", "-o", tmp_path / "x.md")
    assert done.exit_code == 0
    assert "zero-tolerance: stands in the document of --kind contract-terms, and changes nothing in this one" in (
        done.stderr
    )
    assert ran(*DOCUMENT, "--with", "zero-tolerance", "-o", tmp_path / "x.md").stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "x.docx", "--format", "md"), "`x.docx` is no name of a file for --format md"),
        (("-o", "x.PDF", "--format", "docx"), "`x.PDF` is no name of a file for --format docx"),
        (("-o", "x.htm", "--format", "json"), "`x.htm` is no name of a file for --format json"),
        (("-o", "x.html", "--fonts", "."), "only a PDF is set with fonts of yours"),
        (("-o", "x.pdf", "--negotiators"), "give a .docx file"),
    ],
)
def test_an_ending_and_a_format_say_the_same(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    placed = [str(tmp_path / word) if word.startswith("x.") else word for word in words]
    assert said in usage(ran(*DOCUMENT, *placed))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("x.htm",), ("x.markdown",), ("x.html", "--format", "html"), ("x", "--format", "md")]
)
def test_other_endings_of_a_format_are_known(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert ran(*DOCUMENT, "-o", tmp_path / words[0], *words[1:]).exit_code == 0


@pytest.mark.parametrize(
    ("name", "said"), [("absent", "is no folder; name one with fonts"), ("empty", r"holds no font \(\.ttf"),
                       ("a.ttf", "is no folder; name one with fonts")]
)  # fmt: skip
def test_fonts_that_are_not_there_are_said_before_anything_is_written(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.ttf").touch()
    done = ran(*DOCUMENT, "-o", tmp_path / "x.pdf", "--fonts", tmp_path / name)
    with pytest.raises(InputInvalidError, match=said):
        raise done.exception or AssertionError(done.output)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.ttf", "empty"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--list", "--with", "zero-tolerance"), "nothing reads --with here: --list and --show"),
        (("--show", "zero-tolerance", CASE), "nothing reads CASE here"),
        (("--lint", "--fill", "a=b"), "nothing reads --fill here: --lint checks the library"),
        (("--diff", "zero-tolerance", "--pack", "eu-2014-24"), "nothing reads --pack here"),
        ((CASE, "--why-not", "zero-tolerance", "--draft"), "nothing reads --draft here"),
        (("--list", "--lint"), "--list and --lint ask for different things; give one of them"),
    ],
)
def test_what_a_look_at_the_library_has_no_use_for_is_refused(words: tuple[str, ...], said: str) -> None:
    assert said in usage(ran("clauses", *words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--text", "--words-only"), "nothing reads --words-only here: only tracked changes (.docx) have it"),
        (("--html", "--author", "A"), "nothing reads --author here"),
        (("--text", "--language", "de"), "only clauses of a library are there in several languages"),
    ],
)
def test_what_a_redline_has_no_use_for_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    for name in ("old.docx", "new.docx"):
        docx.Document().save(str(tmp_path / name))
    assert said in usage(ran("redline", tmp_path / "old.docx", tmp_path / "new.docx", *words))


def test_a_value_that_nothing_asks_for_is_told_in_a_letter(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("signatry: A. Example\nreport_days: 5\nplace: Exampleton\n", encoding="utf-8")
    done = ran(*DOCUMENT, "--kind", "invitation", "--values", file, "-o", tmp_path / "x.md")
    assert done.exit_code == 0
    assert [line for line in done.stderr.splitlines() if "before it is sent" not in line] == [
        f"{file}:1:11: signatry: is left unused: no letter and no shipped clause has the fill-in `signatry` "
        "(did you mean `signatory`?)"
    ]


def test_a_language_to_fall_back_on_is_one_of_the_library() -> None:
    done = ran(*DOCUMENT, "--fallback-language", "xx")
    with pytest.raises(InputInvalidError, match="no clause is worded in `xx`"):
        raise done.exception or AssertionError(done.output)


def test_a_role_goes_with_an_espd() -> None:
    assert "--role goes with --espd: write the role into the case" in usage(ran(*DOCUMENT, "--role", "tenderer"))
