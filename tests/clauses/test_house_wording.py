"""House wording: a body in the place of the shipped one, what it changes, and by whom a wording was reviewed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from small_library import CLAUSE, findings, write_library

import commands
import tenderlaw
from tenderlaw.clauses.differences import Difference, differences, house_differences
from tenderlaw.clauses.library import load_library
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.documents.layout import Table, laid_out
from tenderlaw.documents.model import Document, plain
from tenderlaw.facts.case import Case

ROOT = Path(__file__).resolve().parents[2]
NAME = "eu-termination-for-exclusion-ground"
SHIPPED = ROOT / "clause_templates" / NAME


def house(folder: Path, *, whole: bool = False, name: str = NAME) -> Path:
    """A folder in which one line of a clause reads otherwise; `whole` with metadata."""
    (folder / name).mkdir()
    text = (SHIPPED / "en.md.j2").read_text(encoding="utf-8")
    (folder / name / "en.md.j2").write_text(f"{text}\n{{#law}} The law of the <buyer> applies.\n", encoding="utf-8")
    if whole:
        metadata = (SHIPPED / "clause.yaml").read_text(encoding="utf-8").split("languages:")[0]
        languages = "languages: {en: {title: Termination, status: reviewed, by: A. Example, on: 2026-01-15}}\n"
        (folder / name / "clause.yaml").write_text(metadata + languages, encoding="utf-8")
    return folder


def case() -> Case:
    return tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")


def schedule(*folders: Path, kind: DocumentKind = "contract-terms") -> Document:
    return clause_schedule(case(), kind=kind, packs=["eu-2014-24"], draft=True, library=load_library(folders))


def test_a_body_alone_stands_in_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    made = schedule(house(tmp_path))
    (clause,) = [one for one in made.clauses if one.id == NAME]
    (shipped,) = [one for one in schedule().clauses if one.id == NAME]
    assert (clause.cite, clause.version, clause.title) == (shipped.cite, shipped.version, shipped.title)
    assert clause.digest != shipped.digest
    assert "House wording stands in the place of the library's." in clause.why
    assert "House wording" not in shipped.why


def test_other_languages_keep_their_shipped_wording(tmp_path: Path) -> None:
    own, known = load_library((house(tmp_path),)).clauses[NAME], load_library().clauses[NAME]
    assert {language for language in known.bodies if own.bodies[language].text != known.bodies[language].text} == {"en"}


def test_a_whole_clause_of_a_house_says_who_reviewed_it_and_when(tmp_path: Path) -> None:
    (clause,) = [one for one in schedule(house(tmp_path, whole=True)).clauses if one.id == NAME]
    assert (clause.title, clause.status) == ("Termination", "reviewed")
    assert "reviewed by A. Example on 15 January 2026." in clause.why


def test_the_difference_is_shown_as_people_read_it(tmp_path: Path) -> None:
    library = load_library((house(tmp_path),))
    found = house_differences(library.clauses[NAME], "en", library.definitions)
    assert found == (Difference("", "The law of the Buyer applies."),)
    assert house_differences(load_library().clauses[NAME], "en", library.definitions) == ()
    tables = [piece for piece in laid_out(schedule(tmp_path, kind="authority-file")) if isinstance(piece, Table)]
    assert ["", "The law of the Buyer applies."] in [
        [plain(cell) for cell in row] for one in tables for row in one.rows
    ]


def test_lines_that_replace_one_another_stand_side_by_side() -> None:
    assert list(differences(["a", "b", "c"], ["a", "B", "c", "d"])) == [Difference("b", "B"), Difference("", "d")]


def test_a_body_that_changes_no_shipped_clause_is_refused(tmp_path: Path) -> None:
    house(tmp_path, name="eu-termination-for-exclusion-grund")
    with pytest.raises(
        tenderlaw.PackInvalidError, match=rf"no shipped clause has this name \(did you mean `{NAME}`\?\)"
    ):
        load_library((tmp_path,))


def test_two_houses_cannot_put_their_wording_in_the_same_place(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        house(tmp_path / name, whole=True)
    with pytest.raises(tenderlaw.PackInvalidError, match=f"the clause `{NAME}` stands twice"):
        load_library((tmp_path / "one", tmp_path / "two"))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("status: reviewed", "is reviewed, and does not say `by`"),
        ("status: reviewed, by: A", "is reviewed, and does not say `on`"),
        ("status: drafted, by: A", "says `by`, and is drafted"),
    ],
)
def test_a_review_has_a_person_and_a_day_and_nothing_else_has(tmp_path: Path, said: str, fault: str) -> None:
    write_library(tmp_path, clause=CLAUSE.replace("status: drafted", said))
    assert fault in [finding.fault.message for finding in findings(tmp_path) if finding.lint == "form"]


def test_the_verb_shows_the_difference(tmp_path: Path) -> None:
    def tenderlaw_(*words: str) -> subprocess.CompletedProcess[str]:
        return commands.tenderlaw("clauses", *words)

    folder = str(house(tmp_path))
    assert tenderlaw_("--diff", NAME, "--clauses-in", folder).stdout == "+ The law of the Buyer applies.\n"
    same = tenderlaw_("--diff", "zero-tolerance", "--clauses-in", folder).stdout
    assert same == "no differences: the wording of zero-tolerance is the library's own\n"
    wrong = tenderlaw_("--diff", NAME)
    assert (wrong.returncode, "--clauses-in FOLDER" in wrong.stderr) == (2, True)
