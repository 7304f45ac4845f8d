"""Playbooks: the positions of a house as comments for its negotiating team, and nowhere else."""

from __future__ import annotations

import io
import stat
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

import commands
import tenderlaw
from tenderlaw.clauses.differences import lost_positions
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.lint import lint_library
from tenderlaw.clauses.reading import read_library
from tenderlaw.cli.app import app
from tenderlaw.documents import Document, clause_schedule
from tenderlaw.documents.docx.template import into_template
from tenderlaw.documents.formats import write_document

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
LADDER = "remedies-ladder"
SHIPPED = ("remedies-ladder", "independent-audits", "subcontractor-register", "no-recruitment-fees")
OWN = """\
positions:
  - title: The whole clause
    preferred: {text: as it stands}
    walk_away: {text: none of it, who: the head}
  - on: steps
    title: Withholding
    preferred: {text: {en: all of it, de: alles}}
    acceptable: [{text: half of it, who: the manager}]
    walk_away: {text: nothing, who: the head}
"""


def schedule(
    *folders: Path, negotiators: bool = True, language: str = "en", added: tuple[str, ...] = (LADDER,)
) -> Document:
    return clause_schedule(
        tenderlaw.load_case(CASE),
        packs=["eu-2014-24"],
        draft=True,
        language=language,
        with_clauses=added,
        library=load_library(folders),
        negotiators=negotiators,
    )


def own(folder: Path, text: str = OWN) -> Path:
    """A house with its own playbook for a shipped clause."""
    (folder / LADDER).mkdir()
    (folder / LADDER / "playbook.yaml").write_text(text, encoding="utf-8")
    return folder


def reworded(folder: Path, *, whole: bool = False) -> None:
    """A house that drops two of the passages on which the shipped playbook has positions."""
    shipped = ROOT / "clause_templates" / LADDER
    (folder / LADDER).mkdir()
    (folder / LADDER / "en.md.j2").write_text("{#steps} The <buyer> may withhold payments.\n", encoding="utf-8")
    if whole:
        metadata = (shipped / "clause.yaml").read_text(encoding="utf-8").split("languages:")[0]
        languages = "languages: {en: {title: Remedies, status: drafted}}\n"
        (folder / LADDER / "clause.yaml").write_text(metadata + languages, encoding="utf-8")


def comments(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


@pytest.mark.parametrize("clause", SHIPPED)
def test_shipped_clauses_have_playbooks_that_end_where_the_house_walks_away(clause: str) -> None:
    playbook = load_library().clauses[clause].playbook
    assert playbook is not None
    said = [remark.lines for remark in schedule(added=(clause,)).remarks if clause in remark.anchor]
    assert len(said) == len(playbook.positions) > 1
    assert all(lines[0].startswith("Preferred: ") and lines[-1].startswith("Walk away: ") for lines in said)


def test_a_comment_stands_beside_its_passage_with_who_may_concede(tmp_path: Path) -> None:
    data = write_document(schedule(own(tmp_path)), "docx")
    assert comments(data) == [
        "The whole clause\nPreferred: as it stands\nWalk away: none of it (decided by the head)",
        "Withholding\nPreferred: all of it\nAcceptable: half of it (to be conceded by the manager)\n"
        "Walk away: nothing (decided by the head)",
    ]
    read = docx.Document(io.BytesIO(data))
    marked = [one.text for one in read.paragraphs if one._p.xpath(".//w:commentReference")]
    assert marked[1].startswith("Where the Contractor breaches a clause")
    assert [comment.timestamp.isoformat() for comment in read.comments] == ["2026-02-01T00:00:00+00:00"] * 2


def test_the_same_positions_give_the_same_bytes(tmp_path: Path) -> None:
    folder = own(tmp_path)
    assert write_document(schedule(folder), "docx") == write_document(schedule(folder), "docx")


def test_nothing_of_a_playbook_is_in_what_is_sent() -> None:
    sent = schedule(negotiators=False)
    assert sent.remarks == ()
    data = write_document(sent, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        words = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if "comment" in name]
    for form in ("md", "html", "json"):
        words += write_document(sent, form)  # type: ignore[arg-type]
    assert b"How much may be withheld" not in words
    assert b"Preferred" not in words


def test_a_clause_reads_and_counts_as_the_same_with_and_without_a_playbook(tmp_path: Path) -> None:
    with_it, without = (load_library(folders).clauses[LADDER] for folders in ((own(tmp_path),), ()))
    assert (with_it.digest, with_it.instead_of) == (without.digest, None)


@pytest.mark.parametrize("form", ["md", "html", "json", "pdf"])
def test_positions_are_written_into_no_other_format(form: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=f"`{form}` has no margin for the positions of a playbook"):
        write_document(schedule(), form)  # type: ignore[arg-type]


def test_the_file_of_the_negotiators_says_that_it_is_not_to_be_sent() -> None:
    assert schedule().notes[0].startswith("For the negotiating team only")
    assert not [note for note in schedule(negotiators=False).notes if "negotiating" in note]


def test_positions_are_said_in_the_language_of_the_document_where_they_are_there(tmp_path: Path) -> None:
    remarks = schedule(own(tmp_path), language="de").remarks
    assert remarks[1].lines[0] == "Bevorzugt: alles"


def test_a_position_on_a_passage_that_was_not_chosen_is_left_out(tmp_path: Path) -> None:
    fees = tmp_path / "no-recruitment-fees"
    fees.mkdir()
    text = OWN.replace("on: steps", "on: found")
    (fees / "playbook.yaml").write_text(text, encoding="utf-8")
    found = {
        added: [one.title for one in schedule(tmp_path, added=(added,)).remarks if fees.name in one.anchor]
        for added in ("no-recruitment-fees", "no-recruitment-fees:fees-found")
    }
    assert found == {
        "no-recruitment-fees": ["The whole clause"],
        "no-recruitment-fees:fees-found": ["The whole clause", "Withholding"],
    }


def test_a_template_that_would_lose_the_comments_is_refused(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("{{p clauses }}")
    template.save(str(tmp_path / "house.docx"))
    with pytest.raises(tenderlaw.InputInvalidError, match="a template takes no comments of a playbook"):
        into_template(schedule(own(tmp_path)), tmp_path / "house.docx")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("who: the manager", "whom: the manager", "unknown field `whom`"),
        ("    walk_away: {text: nothing, who: the head}\n", "", "the field `walk_away` is required"),
        ("half of it, who: the manager", "half of it", "the field `who` is required"),
    ],
)
def test_a_playbook_that_leaves_something_open_is_a_fault_of_form(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in OWN
    found = lint_library(read_library((own(tmp_path, OWN.replace(before, after)),)))
    assert said in " ".join(finding.fault.message for finding in found if finding.lint == "form")


@pytest.mark.parametrize("whole", [False, True], ids=["a body alone", "with metadata"])
def test_house_wording_is_not_held_by_the_shipped_playbook(tmp_path: Path, whole: bool) -> None:
    reworded(tmp_path, whole=whole)
    made = schedule(tmp_path)
    assert [one.title for one in made.remarks if LADDER in one.anchor] == ["How much may be withheld"]
    assert "has positions; these are left out: " in made.notes[1]
    library = load_library((tmp_path,))
    assert [one.on for one in lost_positions(library.clauses[LADDER], "en")] == ["hearing", "termination"]
    own_file = clause_schedule(
        tenderlaw.load_case(CASE), kind="authority-file", packs=["eu-2014-24"], draft=True, library=library,
        with_clauses=(LADDER,),
    )  # fmt: skip
    assert any("has positions; these are left out: Contract terms" in note for note in own_file.notes)
    assert not [one for one in lint_library(read_library((tmp_path,))) if one.lint == "dangling-positions"]


def test_a_house_is_held_by_its_own_playbook(tmp_path: Path) -> None:
    reworded(tmp_path)
    (tmp_path / LADDER / "playbook.yaml").write_text(OWN.replace("on: steps", "on: hearing"), encoding="utf-8")
    with pytest.raises(tenderlaw.PackInvalidError, match="is about the passage `hearing`, which the body in `en`"):
        load_library((tmp_path,))


def test_the_verb_says_which_shipped_positions_are_left_out(tmp_path: Path) -> None:
    reworded(tmp_path)
    done = CliRunner().invoke(app, ["clauses", "--diff", LADDER, "--clauses-in", str(tmp_path)])
    said = done.stderr
    assert done.exit_code == 0
    assert [line.split(":")[0] for line in said.splitlines()] == [LADDER, LADDER]
    assert "the shipped position on the passage `hearing` is left out" in said


def test_the_verb_writes_a_file_for_its_owner_alone_and_no_other_format(tmp_path: Path) -> None:
    def tenderlaw_(*words: str) -> subprocess.CompletedProcess[str]:
        return commands.tenderlaw("document", CASE, "--draft", "--negotiators", *words)

    file = tmp_path / "ours.docx"
    assert tenderlaw_("--negotiators", "--with", LADDER, "-o", str(file)).returncode == 0
    assert len(comments(file.read_bytes())) == 3
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    refused = tenderlaw_("--negotiators", "-o", str(tmp_path / "ours.pdf"))
    assert (refused.returncode, "give a .docx file" in refused.stderr) == (2, True)
