"""`tenderlaw redline`: the ending says the form, and clauses of libraries and schedules are compared, too."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import docx
import pytest

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]
CLAUSE = "remedies-ladder"
LIBRARY = ROOT / "clause_templates"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    for name, words in (("old.docx", "Thirty days."), ("new.docx", "Forty days.")):
        doc = docx.Document()
        doc.add_paragraph(words)
        doc.save(str(tmp_path / name))
    return tmp_path / "old.docx", tmp_path / "new.docx"


@pytest.mark.parametrize(
    ("name", "begins"), [("x.docx", b"PK"), ("x.html", b"<!DOCTYPE html>"), ("x.txt", b"[-Thirty -]{+Forty +}days.")]
)
def test_the_ending_says_the_form(tmp_path: Path, files: tuple[Path, Path], name: str, begins: bytes) -> None:
    assert tenderlaw("redline", *files, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "x.pdf"), "does not say its format; known: .docx, .html, .htm, .txt"),
        (("-o", "x"), "does not say its format"),
        (("-o", "x.docx", "--text"), "is no file for --text"),
        (("-o", "x.docx", "--html"), "is no file for --html"),
        (("-o", "x.html", "--text"), "is no file for --text"),
    ],
)
def test_an_ending_that_says_no_form_or_another_one_is_refused(
    tmp_path: Path, files: tuple[Path, Path], words: tuple[str, ...], said: str
) -> None:
    placed = [str(tmp_path / word) if word.startswith("x") else word for word in words]
    done = tenderlaw("redline", *files, *placed)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new.docx", "old.docx"]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one's own with one clause of the shipped one, its wording changed."""
    folder = tmp_path / "mine" / CLAUSE
    shutil.copytree(LIBRARY / CLAUSE, folder)
    body = folder / "en.md.j2"
    text = body.read_text(encoding="utf-8")
    assert "a written warning" in text
    body.write_text(text.replace("a written warning", "a formal warning"), encoding="utf-8")
    return tmp_path / "mine"


@pytest.mark.parametrize("old", [LIBRARY, LIBRARY / CLAUSE, Path("shipped")])
def test_a_clause_of_two_libraries_is_compared_by_words(library: Path, old: Path) -> None:
    for new in (library, library / CLAUSE):
        done = tenderlaw("redline", "--clause", CLAUSE, old, new)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "- give a [-written -]{+formal +}warning; \n"


def test_faults_of_other_clauses_do_not_stand_in_the_way_of_one(library: Path) -> None:
    (library / "other").mkdir()
    (library / "other" / "clause.yaml").write_text("id: [", encoding="utf-8")
    assert tenderlaw("redline", "--clause", CLAUSE, "shipped", library).returncode == 0
    assert tenderlaw("redline", "shipped", library).returncode == 7


def test_whole_libraries_are_compared_without_naming_a_clause(tmp_path: Path, library: Path) -> None:
    done = tenderlaw("redline", library, library)
    assert (done.returncode, done.stdout) == (0, "no changes\n")
    shutil.copytree(LIBRARY / "zero-tolerance", library / "zero-tolerance")
    page = tmp_path / "x.html"
    assert tenderlaw("redline", library / CLAUSE, library, "-o", page).returncode == 0
    assert "<ins>(zero-tolerance, version" in page.read_text(encoding="utf-8")


def test_a_clause_of_two_schedules_is_compared(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tests" / "documents"))
    from schedule_sample import schedule  # noqa: PLC0415

    from tenderlaw.documents.formats import write_document  # noqa: PLC0415

    for name, days in (("old.json", "30"), ("new.json", "45")):
        (tmp_path / name).write_bytes(write_document(schedule({"reimbursement_days": days}), "json"))
    done = tenderlaw("redline", "--clause", "no-fees", tmp_path / "old.json", tmp_path / "new.json")
    assert done.returncode == 0
    assert "1.2 The Contractor reimburses within [-30 -]{+45 +}days" in done.stdout
    assert done.stdout.count("[-") == 2, "in the clause and in its table"
    done = tenderlaw("redline", "--clause", "reporting", tmp_path / "old.json", tmp_path / "new.json")
    assert done.stdout == "no changes\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--clause", "remedies-lader", "shipped", "{library}"), "has no clause `remedies-lader` (did you mean"),
        (("--clause", CLAUSE, "shipped", "{folder}/old.docx"), "holds no clauses"),
        (("--clause", CLAUSE, "shipped", "{folder}/x.json"), "is no schedule of clauses in JSON"),
        (("--clause", CLAUSE, "--language", "pl", "shipped", "{library}"), "has no wording in `pl` (known: de, en"),
        (("--clause", CLAUSE, "shipped", "{library}", "-o", "{library}/x.html"), "lies in the folder of inputs"),
    ],
)
def test_what_holds_no_such_clause_is_said(
    tmp_path: Path, files: tuple[Path, Path], library: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = tenderlaw("redline", *(word.format(library=library, folder=tmp_path) for word in words))
    assert (done.returncode, said in done.stderr) == (7, True), done.stderr


def test_clauses_are_no_tracked_changes(tmp_path: Path, library: Path) -> None:
    done = tenderlaw("redline", "--clause", CLAUSE, "shipped", library, "-o", tmp_path / "x.docx")
    assert done.returncode == 2
    assert "clauses are compared as .html or .txt" in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize("name", ["house", f"house/{CLAUSE}"], ids=["a library", "a clause"])
def test_a_body_alone_is_compared_with_the_clause_that_it_changes(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "house" / CLAUSE
    folder.mkdir(parents=True)
    text = (LIBRARY / CLAUSE / "en.md.j2").read_text(encoding="utf-8").replace("withhold up", "keep back up")
    (folder / "en.md.j2").write_text(text, encoding="utf-8")
    for old in ("shipped", LIBRARY):
        done = tenderlaw("redline", "--clause", CLAUSE, old, tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("- [-withhold -]{+keep back +}up to")
        assert len(done.stdout.splitlines()) == 1
    other = tenderlaw("redline", "--clause", "zero-tolerance", "shipped", tmp_path / "house")
    assert (other.returncode, "has no clause `zero-tolerance`" in other.stderr) == (7, True)


def test_a_body_that_changes_no_shipped_clause_is_compared_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "nowhere" / "en.md.j2").write_text("Words.\n", encoding="utf-8")
    done = tenderlaw("redline", "--clause", "nowhere", LIBRARY, tmp_path)
    assert done.returncode == 7
    done = tenderlaw("redline", tmp_path, tmp_path / "nowhere")
    assert (done.returncode, "no shipped clause has this name" in done.stderr) == (7, True)
