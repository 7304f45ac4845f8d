"""What negotiators need of a Word file: one value for each blank, pages in the contents, places to sign to be found."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from document_readers import W, libreoffice_pdf, part_of
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree
from pypdf import PdfReader
from schedule_sample import schedule

from tenderlaw.documents.docx.template import into_template
from tenderlaw.documents.formats import write_document
from tenderlaw.documents.model import Document, Reference, Text
from tenderlaw.documents.spaces import tied, tied_content

VALUES = "{urn:tenderlaw:values}"


def values_of(data: bytes) -> dict[str, str]:
    """The values of the XML part to which the controls are bound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read(name)) for name in archive.namelist()
                 if re.fullmatch(r"customXml/item\d+\.xml", name)]  # fmt: skip
    (root,) = [root for root in roots if root.tag == f"{VALUES}values"]
    return {one.get("id") or "": one.text or "" for one in root}


def controls_of(data: bytes) -> list[tuple[str, str, str]]:
    """Controls: key, what it is called, what it shows."""
    found = []
    for control in part_of(data, "word/document.xml").iter(f"{W}sdt"):
        binding = control.find(f"{W}sdtPr/{W}dataBinding")
        assert binding is not None
        key = re.fullmatch(r"/v:values\[1\]/v:value\[@id='(.+)'\]\[1\]", binding.get(f"{W}xpath") or "")
        assert key is not None
        title = control.find(f"{W}sdtPr/{W}alias")
        shown = "".join(text.text or "" for text in control.iter(f"{W}t"))
        found.append((key[1], "" if title is None else title.get(f"{W}val") or "", shown))
    return found


def test_every_blank_and_party_is_a_control_that_shows_the_one_value_of_its_key() -> None:
    data = write_document(schedule(), "docx")
    values, controls = values_of(data), controls_of(data)
    assert {key: shown for key, _, shown in controls} == values
    assert all(values[key] == shown for key, _, shown in controls)
    assert values["fill.reimbursement_days"] == "30"
    assert [key for key, *_ in controls].count("fill.reimbursement_days") == 2, "in the clause and in its table"
    buyers = [shown for key, _, shown in controls if key == "buyer"]
    assert len(buyers) > 2, "as a party and in the clauses"
    assert set(buyers) == {"City of Example"}
    assert ("party.3", "Contractor", "the economic operator to which the contract is awarded") in controls


def test_the_values_hang_on_the_document_under_the_name_that_controls_use() -> None:
    doc = docx.Document(io.BytesIO(write_document(schedule(), "docx")))
    items = [rel.target_part for rel in doc.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_XML]
    (item,) = [item for item in items if b"urn:tenderlaw:values" in item.blob]
    (about,) = [rel.target_part.blob for rel in item.rels.values()]
    stores = {one.get(f"{W}storeItemID") for one in doc.element.iter(f"{W}dataBinding")}
    assert len(stores) == 1
    assert f'ds:itemID="{stores.pop()}"'.encode() in about


def test_blanks_of_a_draft_are_controls_too_so_that_each_is_filled_once() -> None:
    controls = controls_of(write_document(schedule(draft=True), "docx"))
    days = [shown for key, _, shown in controls if key == "fill.reimbursement_days"]
    assert len(days) == 2
    assert all(shown.startswith("[TO BE COMPLETED") for shown in days)


def test_words_that_could_be_of_two_blanks_are_bound_to_neither() -> None:
    document = schedule({"contact": "x", "cap": "EUR 30.00"})
    same = tuple(
        replace(fill, value="x") if fill.clause == "reporting" or fill.id == "start" else fill
        for fill in document.fill_ins
    )
    twice = (*same, replace(same[-1], id="other", clause="reporting", value="x"))
    keys = [key for key, *_ in controls_of(write_document(replace(document, fill_ins=twice), "docx"))]
    assert "fill.contact" not in keys
    assert "fill.other" not in keys


def test_words_with_markup_come_through_the_values_as_they_are() -> None:
    values = values_of(write_document(schedule({"contact": "<&\"'> ]]>"}), "docx"))
    assert values["fill.contact"] == "<&\"'> ]]>"


def test_controls_keep_their_values_in_a_template_with_controls_of_its_own(tmp_path: Path) -> None:
    doc = docx.Document()
    doc.add_paragraph("{{p body }}")
    own: Any = etree.SubElement(doc.paragraphs[0]._p, f"{W}sdt")
    etree.SubElement(etree.SubElement(own, f"{W}sdtPr"), f"{W}id").set(f"{W}val", "5")
    etree.SubElement(own, f"{W}sdtContent")
    doc.element.body.insert(0, doc.add_paragraph("Own: ")._p)
    doc.paragraphs[0]._p.append(own)
    doc.save(str(tmp_path / "house.docx"))
    data = into_template(schedule(), tmp_path / "house.docx")
    assert values_of(data)["buyer"] == "City of Example"
    numbers = [one.get(f"{W}val") for one in part_of(data, "word/document.xml").iter(f"{W}id")
               if one.getparent() is not None and one.getparent().tag == f"{W}sdtPr"]  # type: ignore[union-attr]  # fmt: skip
    assert "5" in numbers
    assert len(set(numbers)) == len(numbers) > 5


def test_the_contents_ask_for_the_page_of_every_entry_and_show_none_before() -> None:
    body = part_of(write_document(schedule(), "docx"), "word/document.xml")
    names = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    entries = [one for one in body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    for entry in entries:
        code = "".join(one.text or "" for one in entry.iter(f"{W}instrText")).split()
        assert code == ["PAGEREF", entry.get(f"{W}anchor"), "\\h"]
        assert code[1] in names
    dirty = [one for one in body.iter(f"{W}fldChar") if one.get(f"{W}dirty") == "true"]
    assert len(dirty) == 1
    instruction = next(one for one in body.iter(f"{W}instrText"))
    assert (instruction.text or "").split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z", "\\u"]
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_places_to_sign_have_anchors_that_are_alike_in_every_language() -> None:
    expected = {f"/sign_{place}_{line}/" for place in (1, 2) for line in ("name", "position", "date", "signature")}
    for language in ("en", "fr", "de", "es"):
        body = part_of(write_document(schedule(language=language, fallback_language="en"), "docx"), "word/document.xml")
        assert set(re.findall(r"/sign_\w+/", "".join(text.text or "" for text in body.iter(f"{W}t")))) == expected


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("within 30 days of 1 March 2026", "within_30 days of_1 March_2026"),
        ("art. 57(1)(a), and Art. L. 2141-1", "art._57(1)(a), and Art._L._2141-1"),
        ("§ 124 Abs. 1 Nr. 2", "§_124 Abs._1 Nr._2"),
        ("s. 4; ss. 5 and 6; para. 2", "s._4; ss._5 and_6; para._2"),
        ("Workers. No one pays.", "Workers. No one pays."),
        ("the parts. 5 of them", "the parts._5 of them"),
        ("in a chart. It shows", "in a chart. It shows"),
    ],
)
def test_no_line_ends_before_a_number_or_after_an_abbreviation(given: str, shown: str) -> None:
    assert tied(given) == shown.replace("_", "\u00a0")


def test_a_number_that_begins_another_part_of_the_line_stays_with_the_words_before_it() -> None:
    line = tied_content((Text("within "), Text("30", "given"), Text(" days, see "), Reference("a", "clause", "3")))
    assert line[0] == Text("within\u00a0")
    assert line[2] == Text(" days, see ")


def pages(document: Document, folder: Path) -> list[str]:
    file = folder / "x.docx"
    file.write_bytes(write_document(document, "docx"))
    read = PdfReader(io.BytesIO(libreoffice_pdf(file, folder))).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in read]


def test_places_to_sign_are_never_alone_on_a_page(tmp_path: Path) -> None:
    """Wherever on a page they would fall: the end of the last clause is on theirs."""
    whole = schedule()
    last = whole.clauses[-1].content[0]
    ending = replace(last, content=(Text("Words of a line that goes on and on. " * 6 + "End of it."),))
    clauses = (*whole.clauses[:-1], replace(whole.clauses[-1], content=(ending,)))
    for notes in range(0, 48, 6):
        document = replace(whole, clauses=clauses, notes=("A note of one line.",) * notes)
        (signing,) = [page for page in pages(document, tmp_path) if "For the Contractor" in page]
        assert "End of it." in signing, f"after {notes} lines"
        assert all(word in signing for word in ("Signatures", "For the Buyer", "Name", "Position", "Date", "Signature"))


def test_the_parties_stand_on_one_page_under_their_heading(tmp_path: Path) -> None:
    whole = schedule()
    for notes in range(20, 50, 5):
        document = replace(whole, notes=("A note of one line." * 3,) * notes)
        (page,) = [page for page in pages(document, tmp_path) if "Reference EX-1" in page]
        assert "Parties Reference EX-1 Buyer City of Example Contractor the economic operator" in page
