"""Redlines of files that others worked on: their changes stay theirs, what their program wrote anew is no change."""

from __future__ import annotations

import random
import shutil
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from document_readers import W, part_of
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx_plus.fields import add_field
from docx_plus.notes import add_endnote, add_footnote
from schedule_sample import schedule

from tenderlaw.documents.formats import write_document
from tenderlaw.documents.redlining import changes, changes_html, changes_text, redline_docx

THEIRS = ("Smith LLP", "2026-05-01T00:00:00Z")


def written(folder: Path, name: str, **fill_ins: str) -> Path:
    file = folder / name
    file.write_bytes(write_document(schedule(fill_ins), "docx"))
    return file


def saved(folder: Path, name: str, change: Any = None) -> Path:
    """A small document, changed."""
    doc = docx.Document()
    for words in ("The first paragraph stays.", "Wages are paid within thirty days.", "The last paragraph stays."):
        doc.add_paragraph(words)
    if change:
        change(doc)
    doc.save(str(folder / name))
    return folder / name


def tracked(kind: str, *runs: Any, author: tuple[str, str] = THEIRS) -> Any:
    element: Any = OxmlElement(f"w:{kind}")
    for name, value in zip(("w:id", "w:author", "w:date"), ("1", *author), strict=True):
        element.set(qn(name), value)
    for run in runs:
        element.append(run)
    return element


def run(words: str, tag: str = "t") -> Any:
    made: Any = OxmlElement("w:r")
    text: Any = OxmlElement(f"w:{tag}")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(text)
    return made


def theirs(doc: DocxDocument) -> None:
    """They put `forty` for `thirty`, and a paragraph after it."""
    second: Any = doc.paragraphs[1]._p
    for one in list(second.iter(qn("w:r"))):
        second.remove(one)
    second.append(run("Wages are paid within "))
    second.append(tracked("del", run("thirty", "delText")))
    second.append(tracked("ins", run("forty")))
    second.append(run(" days."))
    own: Any = OxmlElement("w:p")
    properties, looks = OxmlElement("w:pPr"), OxmlElement("w:rPr")
    looks.append(tracked("ins"))
    properties.append(looks)
    own.append(properties)
    own.append(tracked("ins", run("Interest runs from the day after.")))
    second.addnext(own)


def ours(doc: DocxDocument) -> None:
    doc.paragraphs[0].runs[0].text = "The first paragraph changes."


def found(data: bytes) -> list[tuple[str, str, str]]:
    """The changes of a redline: kind, author, words."""
    body = part_of(data, "word/document.xml")
    return [
        (
            str(one.tag).removeprefix(W),
            one.get(f"{W}author") or "",
            "".join(text.text or "" for text in one.iter(f"{W}t", f"{W}delText")),
        )
        for one in body.iter(f"{W}ins", f"{W}del")
    ]


def test_changes_that_others_tracked_keep_their_author_and_day(tmp_path: Path) -> None:
    def both(doc: DocxDocument) -> None:
        theirs(doc)
        ours(doc)

    made = redline_docx(saved(tmp_path, "old.docx"), saved(tmp_path, "new.docx", both), author="The buyer")
    changes_ = found(made.data)
    assert ("ins", "Smith LLP", "forty") in changes_
    assert ("del", "Smith LLP", "thirty") in changes_
    assert ("ins", "Smith LLP", "Interest runs from the day after.") in changes_
    assert ("ins", "The buyer", "changes") in changes_
    assert ("del", "The buyer", "stays") in changes_
    assert {author for _, author, words in changes_ if words} == {"Smith LLP", "The buyer"}
    dates = {one.get(f"{W}date") for one in part_of(made.data, "word/document.xml").iter(f"{W}ins")
             if one.get(f"{W}author") == "Smith LLP"}  # fmt: skip
    assert dates == {"2026-05-01T00:00:00Z"}


def test_changes_that_are_still_open_in_both_stay_open(tmp_path: Path) -> None:
    def both(doc: DocxDocument) -> None:
        theirs(doc)
        ours(doc)

    made = redline_docx(saved(tmp_path, "old.docx", theirs), saved(tmp_path, "new.docx", both), author="The buyer")
    changes_ = found(made.data)
    assert [one for one in changes_ if one[1] == "Smith LLP" and one[2]] == [
        ("del", "Smith LLP", "thirty"),
        ("ins", "Smith LLP", "forty"),
        ("ins", "Smith LLP", "Interest runs from the day after."),
    ]
    assert {one[2] for one in changes_ if one[1] == "The buyer" and one[2]} == {"changes", "stays"}
    words = [
        "".join(text.text or "" for text in paragraph.iter(f"{W}t", f"{W}delText"))
        for paragraph in part_of(made.data, "word/document.xml").iter(f"{W}p")
    ]
    assert words[1:3] == ["Wages are paid within thirtyforty days.", "Interest runs from the day after."]


def test_words_of_ours_beside_theirs_are_told_apart(tmp_path: Path) -> None:
    def beside(doc: DocxDocument) -> None:
        theirs(doc)
        doc.paragraphs[1]._p.append(run(" Sundays count."))

    made = redline_docx(saved(tmp_path, "old.docx"), saved(tmp_path, "new.docx", beside), author="The buyer")
    by_author: dict[str, str] = {}
    for kind, author, words in found(made.data):
        if kind == "ins":
            by_author[author] = by_author.get(author, "") + words
    assert by_author["Smith LLP"] == "fortyInterest runs from the day after."
    assert by_author["The buyer"].strip() == "Sundays count."


def test_a_paragraph_that_others_took_out_in_both_is_still_there_to_be_kept(tmp_path: Path) -> None:
    def gone(doc: DocxDocument) -> None:
        paragraph: Any = doc.paragraphs[1]._p
        looks: Any = OxmlElement("w:rPr")
        looks.append(tracked("del"))
        paragraph.get_or_add_pPr().append(looks)
        paragraph.remove(paragraph.r_lst[0])
        paragraph.append(tracked("del", run("Wages are paid within thirty days.", "delText")))

    def both(doc: DocxDocument) -> None:
        gone(doc)
        ours(doc)

    made = redline_docx(saved(tmp_path, "old.docx", gone), saved(tmp_path, "new.docx", both), author="The buyer")
    assert ("del", "Smith LLP", "Wages are paid within thirty days.") in found(made.data)


def test_every_change_has_a_number_of_its_own(tmp_path: Path) -> None:
    made = redline_docx(saved(tmp_path, "old.docx", ours), saved(tmp_path, "new.docx", theirs))
    body = part_of(made.data, "word/document.xml")
    numbers = [one.get(f"{W}id") for one in body.iter(f"{W}ins", f"{W}del")]
    assert len(set(numbers)) == len(numbers) > 3


def again(folder: Path, file: Path) -> Path:
    """The file as LibreOffice saves it again."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder / "again"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "again" / file.name


def test_a_file_that_was_only_saved_again_has_no_change_of_words(tmp_path: Path) -> None:
    old = written(tmp_path, "old.docx")
    new = again(tmp_path, old)
    assert redline_docx(old, new).revisions > 100, "looks and structure, which nobody wants to read"
    assert redline_docx(old, new, words_only=True).revisions == 0
    assert changes_text(changes(old, new)) == "no changes\n"


def test_of_a_file_that_was_changed_and_saved_again_the_changed_words_alone_are_marked(tmp_path: Path) -> None:
    old, new = written(tmp_path, "old.docx"), again(tmp_path, written(tmp_path, "new.docx", reimbursement_days="45"))
    made = redline_docx(old, new, words_only=True, author="The buyer")
    days = [("ins", "The buyer", "45"), ("del", "The buyer", "30")]
    assert found(made.data) == days * 2, "in the clause and in its table"
    codes = "".join(one.text or "" for one in part_of(made.data, "word/document.xml").iter(f"{W}instrText"))
    assert " REF " in f" {codes}", "the fields of the new document are still fields"


def test_words_only_hides_no_word_of_a_table_row_that_changed_its_sum(tmp_path: Path) -> None:
    def priced(sum_: str) -> Any:
        def change(doc: DocxDocument) -> None:
            doc.add_paragraph(f"Price\t{sum_}")

        return change

    old, new = saved(tmp_path, "old.docx", priced("100")), saved(tmp_path, "new.docx", priced("250"))
    assert [words for _, _, words in found(redline_docx(old, new, words_only=True).data)] == ["250", "100"]


def furnished(doc: DocxDocument, header: str = "Contract 1", note: str = "See section 4.", wide: bool = False) -> None:
    section = doc.sections[0]
    section.header.paragraphs[0].text = header
    section.footer.paragraphs[0].text = "Page "
    add_field(section.footer.paragraphs[0], instruction="PAGE", initial_text="7" if wide else "1")
    add_footnote(doc.paragraphs[0], f" {note}")
    add_endnote(doc.paragraphs[1], f" End: {note}")
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda doc: furnished(doc, header="Contract 2"), "(header of section 1) Contract [-1 -]{+2 +}"),
        (lambda doc: furnished(doc, note="See section 5."), "(footnote) See section [-4. -]{+5. +}"),
        (lambda doc: furnished(doc, note="See section 5."), "(endnote) End: See section [-4.-]{+5.+}"),
        (lambda doc: furnished(doc, wide=True), "mm, [-portrait; -]{+landscape; +}margins"),
    ],
)
def test_the_text_shows_headers_notes_and_sections(tmp_path: Path, change: Any, said: str) -> None:
    old, new = saved(tmp_path, "old.docx", furnished), saved(tmp_path, "new.docx", change)
    found_ = changes(old, new)
    assert said in changes_text(found_)
    assert "Page" not in changes_text(found_), "numbers of pages are counted anew"
    assert "<del>" in changes_html(found_, "x")


def test_a_list_level_that_changes_is_shown_and_one_that_does_not_is_no_noise(tmp_path: Path) -> None:
    def level(number: int) -> Any:
        def change(doc: DocxDocument) -> None:
            paragraph: Any = doc.add_paragraph("An item of a list.", style="List Number")._p
            num_pr = paragraph.get_or_add_pPr().get_or_add_numPr()
            num_pr.get_or_add_ilvl().val, num_pr.get_or_add_numId().val = number, 1

        return change

    old, new = saved(tmp_path, "old.docx", level(0)), saved(tmp_path, "new.docx", level(1))
    assert changes_text(changes(old, new)) == "[-(list level 1) -]{+(list level 2) +}An item of a list. \n"
    assert changes_text(changes(old, old)) == "no changes\n"
    assert "list level" not in changes_html(changes(old, old), "x")


def test_words_in_a_box_are_read_once(tmp_path: Path) -> None:
    def boxed(doc: DocxDocument) -> None:
        outer: Any = doc.paragraphs[0]._p
        box = OxmlElement("w:txbxContent")
        box.append(deepcopy(doc.paragraphs[1]._p))
        holder: Any = OxmlElement("w:r")
        holder.append(box)
        outer.append(holder)

    lines = [one.text for one in changes(saved(tmp_path, "old.docx", boxed), saved(tmp_path, "new.docx", boxed))]
    assert "".join(lines).count("Wages are paid within thirty days.") == 2


NAMES = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]


def said(data: bytes, without: str) -> str:
    """The letters of a document where changes of one kind are left out."""
    texts = part_of(data, "word/document.xml").iter(f"{W}t", f"{W}delText")
    kept = [text.text or "" for text in texts if not any(one.tag == f"{W}{without}" for one in text.iterancestors())]
    return "".join("".join(kept).split())


@pytest.mark.parametrize("seed", range(4))
def test_accepting_gives_the_new_words_and_rejecting_the_old_ones_whoever_changed_what(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    paragraphs = [[chance.choice(NAMES) + str(chance.randrange(50)) for _ in range(chance.randrange(3, 14))]
                  for _ in range(6)]  # fmt: skip
    old, new, theirs_ = docx.Document(), docx.Document(), ""
    for words in paragraphs:
        old.add_paragraph(" ".join(words))
        element: Any = new.add_paragraph()._p
        for word in words:
            drawn = chance.random()
            if drawn < 0.07:
                element.append(tracked("del", run(f"{word} ", "delText")))
            elif drawn < 0.14:
                own = f"S{chance.randrange(10**6)}"
                theirs_ += own
                element.append(tracked("ins", run(f"{own} ")))
                element.append(run(f"{word} "))
            elif drawn < 0.2:
                element.append(run(f"M{chance.randrange(10**6)} "))
            elif drawn > 0.24:
                element.append(run(f"{word} "))
    for doc, name in ((old, "old.docx"), (new, "new.docx")):
        doc.save(str(tmp_path / name))
    made = redline_docx(tmp_path / "old.docx", tmp_path / "new.docx", author="The buyer").data
    assert said(made, "del") == said((tmp_path / "new.docx").read_bytes(), "del")
    assert said(made, "ins") == said((tmp_path / "old.docx").read_bytes(), "ins")
    by_them = "".join(words for kind, author, words in found(made) if (kind, author) == ("ins", "Smith LLP"))
    assert "".join(by_them.split()) == theirs_
