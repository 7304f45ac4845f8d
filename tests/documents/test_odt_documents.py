"""ODT: native structure that LibreOffice computes to the numbers that are cached, and one value behind each blank."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from document_readers import TEXT, libreoffice_pdf
from lxml import etree
from pypdf import PdfReader
from schedule_sample import schedule

from tenderlaw.documents.formats import write_document
from tenderlaw.documents.model import Passage, Record, Section, Table, Text, plain
from tenderlaw.documents.spaces import tied

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def content(**how: object) -> etree._Element:
    return part("content.xml", **how)


def part(name: str, **how: object) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(write_document(schedule(**how), "odt"))) as archive:  # type: ignore[arg-type]
        return etree.fromstring(archive.read(name))


def test_the_kind_of_the_file_stands_first_as_it_is() -> None:
    data = write_document(schedule(), "odt")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        listing = etree.fromstring(archive.read("META-INF/manifest.xml"))
        listed = {str(one.get(next(key for key in one.attrib if str(key).endswith("full-path")))) for one in listing}
        assert listed == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}
    assert data[30:38] == b"mimetype"
    assert data[38:77] == b"application/vnd.oasis.opendocument.text"


def test_every_style_that_is_used_is_there() -> None:
    for how in ({}, {"draft": True}, {"language": "fr", "fallback_language": "en"}):
        body, styles = part("content.xml", **how), part("styles.xml", **how)
        there = {
            one.get(f"{STYLE}name")
            for root in (body, styles)
            for one in root.iter(f"{STYLE}style", f"{TEXT}list-style")
        }
        used = {
            value
            for root in (body, styles)
            for one in root.iter()
            for key, value in one.attrib.items()
            if str(key).endswith("}style-name") or str(key).endswith("}parent-style-name")
        }
        assert used <= there


def test_references_lead_to_places_that_are_there_and_have_their_numbers() -> None:
    body = content()
    places = [one.get(f"{TEXT}name") for one in body.iter(f"{TEXT}bookmark-start")]
    assert len(set(places)) == len(places)
    assert sorted(places, key=str) == sorted(
        (one.get(f"{TEXT}name") for one in body.iter(f"{TEXT}bookmark-end")), key=str
    )
    shown: dict[str, set[str]] = {}
    for one in body.iter(f"{TEXT}bookmark-ref"):
        if one.get(f"{TEXT}reference-format") != "page":
            shown.setdefault(one.get(f"{TEXT}ref-name") or "", set()).add(one.text or "")
    assert set(shown) <= set(places)
    assert shown["c_no-fees__rule"] == {"1.1"}
    assert shown["c_reporting"] == {"3"}


def test_one_value_stands_behind_each_blank_and_party() -> None:
    for draft in (False, True):
        body = content(draft=draft)
        declared = {
            one.get(f"{TEXT}name"): one.get(f"{OFFICE}string-value") for one in body.iter(f"{TEXT}user-field-decl")
        }
        fields = [(one.get(f"{TEXT}name"), one.text) for one in body.iter(f"{TEXT}user-field-get")]
        assert {name for name, _ in fields} == set(declared)
        assert all(declared[name] == words for name, words in fields)
        assert [name for name, _ in fields].count("fill.reimbursement_days") == 2
        assert [name for name, _ in fields].count("buyer") > 2


def test_places_to_sign_have_the_anchors_of_the_other_formats() -> None:
    words = "".join(str(one) for one in content().itertext())
    expected = {f"/sign_{place}_{line}/" for place in (1, 2) for line in ("name", "position", "date", "signature")}
    assert set(re.findall(r"/sign_\w+/", words)) == expected


def test_languages_title_and_manifest_are_in_the_file() -> None:
    document = schedule(language="fr", fallback_language="en", kind="authority-file")
    with zipfile.ZipFile(io.BytesIO(write_document(document, "odt"))) as archive:
        meta, styles = archive.read("meta.xml").decode(), archive.read("styles.xml").decode()
        body = archive.read("content.xml").decode()
    assert "<dc:title>Dossier de l’acheteur</dc:title>" in meta
    assert "<dc:language>fr-FR</dc:language>" in meta
    assert f'meta:name="tenderlaw decision" meta:value-type="string">{document.manifest.decision}<' in meta
    assert 'fo:language="fr" fo:country="FR"' in styles
    assert 'fo:language="en" fo:country="GB"' in body


def _numbered(passages: tuple[Passage | Table, ...]) -> list[tuple[str, str]]:
    found = []
    for one in passages:
        if isinstance(one, Passage):
            found += [(one.number, plain(one.content)), *_numbered(one.children)]
    return found


def opened(folder: Path, **how: object) -> list[str]:
    """The pages that LibreOffice shows, everything computed anew."""
    file = folder / "x.odt"
    file.write_bytes(write_document(schedule(**how), "odt"))  # type: ignore[arg-type]
    read = PdfReader(io.BytesIO(libreoffice_pdf(file, folder))).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in read]


def test_libreoffice_computes_the_numbers_that_are_cached(tmp_path: Path) -> None:
    document = schedule()
    words = " ".join(opened(tmp_path))
    for clause in document.clauses:
        assert f"{clause.number}. {clause.title}" in words
        for number, text in _numbered(clause.content):
            assert f"{number} {' '.join(text.split())[:24]}" in words
    assert "clause 1.1, and City of Example" in words
    assert "clause 3 applies" in words
    for note in document.footnotes:
        assert f"{note.number} {' '.join(tied(plain(note.content)).split())}" in words


def test_the_contents_show_the_page_of_every_heading_when_the_file_is_opened(tmp_path: Path) -> None:
    pages = opened(tmp_path)
    for heading in ("Contract clauses", "Signatures", "Definitions"):
        found = re.search(rf"{heading}\.+ ?(\d+)", pages[0])
        assert found, heading
        assert heading in pages[int(found[1]) - 1]


def test_it_is_read_again_as_the_same_words(tmp_path: Path) -> None:
    """LibreOffice reads the file and writes it anew: nothing was in it that it drops."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    file = tmp_path / "x.odt"
    file.write_bytes(write_document(schedule(), "odt"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = etree.parse(str(tmp_path / "x.fodt")).getroot()
    for tag in ("note", "bookmark-start", "user-field-get", "user-field-decl", "table-of-content"):
        assert len(list(again.iter(f"{TEXT}{tag}"))) == len(list(content().iter(f"{TEXT}{tag}"))), tag


def test_places_to_sign_stay_with_a_record_before_them_and_have_no_empty_page_behind_them() -> None:
    note = Section("On what it rests", (Record((("Evaluators", (Text("two"),)),)),))
    document = replace(schedule(), kind="exclusion", clauses=(), definitions=(), footnotes=(), sections=(note,))
    with zipfile.ZipFile(io.BytesIO(write_document(document, "odt"))) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    looks = {one.get(f"{STYLE}name"): dict(one[0].attrib) for one in root.iter(f"{STYLE}style") if len(one)}
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    tables = [one for one in body if one.tag == f"{TABLE}table"]
    kept = [looks[one.get(f"{TABLE}style-name")].get(f"{FO}keep-with-next") for one in tables]
    assert kept == [None, "always", None]  # the parties, the record, the places
    between = [one for one in tables[1].itersiblings(f"{TEXT}p") if "".join(map(str, one.itertext())) == ""]
    assert looks[between[0].get(f"{TEXT}style-name")][f"{FO}keep-with-next"] == "always"
    assert looks[body[-1].get(f"{TEXT}style-name")][f"{FO}line-height"] == "1pt"
