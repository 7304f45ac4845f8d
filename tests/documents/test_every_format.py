"""What holds of every format: the same words, nothing dropped, nothing unselected, the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys

import pytest
from document_readers import words_of
from pypdf import PdfReader
from schedule_sample import HERE, HOSTILE, ROOT, schedule

import tenderlaw
from tenderlaw.clauses.words import literal
from tenderlaw.documents.formats import FORMATS, write_document

PRINTED = tuple(form for form in FORMATS if form != "json")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_the_model_says(form: str) -> None:
    words = words_of(form, write_document(schedule(), form))  # type: ignore[arg-type]
    for expected in (
        "No recruitment fees",
        "no fee is charged for any of these:",
        "EUR 12,500.50",
        "1 March 2026",
        "Plan of reimbursement",
        "any sum that a Worker pays to be recruited" if form != "json" else "any sum that a",
        "Fair Work Act s. 10(2)(a)",
        "City of Example",
    ):
        assert expected in words


@pytest.mark.parametrize("form", FORMATS)
def test_the_authority_s_file_tells_why_in_every_format(form: str) -> None:
    words = words_of(form, write_document(schedule(kind="authority-file"), form))  # type: ignore[arg-type]
    for expected in ("Why each clause is there", "How this document was made", "Fair Work Act, s. 10 (mandatory)")[
        2 * (form == "json") :
    ]:
        assert expected in words
    sent = words_of(form, write_document(schedule(), form))  # type: ignore[arg-type]
    assert "Why each clause is there" not in sent
    assert "How this document was made" not in sent


@pytest.mark.parametrize("form", PRINTED)
def test_printed_references_and_passages_carry_the_same_numbers(form: str) -> None:
    words = words_of(form, write_document(schedule(), form))  # type: ignore[arg-type]
    compact = words.replace(" ", "")
    assert "clause1.1" in compact.replace("[", "").replace("]", "")
    if form not in ("docx", "odt"):  # there the numbers of passages are native
        for number in ("1.1", "(a)", "(i)", "1.2", "3.2"):
            assert number in words


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_words_from_outside_come_out_as_they_are(form: str, text: str) -> None:
    document = schedule({"contact": text})
    words = words_of(form, write_document(document, form))  # type: ignore[arg-type]
    expected = " ".join(literal(text).split())
    if form == "pdf":  # text extraction reorders right-to-left words and composes characters
        if any(ord(sign) > 0x2FF for sign in text):
            return
        words, expected = words.replace(" ", ""), expected.replace(" ", "")
    assert expected in words


@pytest.mark.parametrize("form", FORMATS)
def test_ten_thousand_characters_come_out_whole(form: str) -> None:
    text = "".join(chr(ord("a") + i % 26) for i in range(9_990)) + " <&>{{}}"
    words = words_of(form, write_document(schedule({"contact": text}), form))  # type: ignore[arg-type]
    compact = words.replace(" ", "")
    if form == "pdf":  # the passage runs over pages, with header and footer between
        assert sum(chunk in compact for chunk in (text[i : i + 20] for i in range(0, 9_980, 20))) > 450
    else:
        assert text.replace(" ", "") in compact


def test_hostile_names_of_the_procurement_come_out_in_every_format() -> None:
    name = "Smith & Sons <Ltd> {{ x }} \u2067\u05d0"
    for form in FORMATS:
        words = words_of(form, write_document(schedule(title=name), form))
        assert "Smith & Sons <Ltd> {{ x }}" in words


def test_what_no_document_can_show_is_an_error_not_a_gap() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"bell.*which no document can show"):
        write_document(schedule(title="bell\a"), "html")


def test_letters_that_no_font_has_are_an_error_of_the_pdf_alone() -> None:
    document = schedule({"contact": "\u6f22\u5b57"})
    with pytest.raises(tenderlaw.InputInvalidError, match=r"no font at hand can show `\u6f22` \(give a folder"):
        write_document(document, "pdf")
    for form in ("docx", "html", "md", "json"):
        assert "\u6f22\u5b57" in words_of(form, write_document(document, form))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_not_selected_appears_nowhere(form: str) -> None:
    words = words_of(form, write_document(schedule(services_at_authority_facility=False), form))  # type: ignore[arg-type]
    assert "Fees found before" not in words
    assert "Where fees were found" not in words
    assert "Performance starts on" in words


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_every_language_is_written_in_every_format(form: str, language: str) -> None:
    document = schedule(language=language, fallback_language="en")
    assert len(write_document(document, form)) > 1000  # type: ignore[arg-type]


def test_what_a_french_document_says_itself_has_french_colons() -> None:
    document = schedule(language="fr", fallback_language="en", title="Nettoyage", kind="authority-file")
    text = write_document(document, "md").decode("utf-8")
    assert text.startswith("# Dossier de l’acheteur\u00a0: Nettoyage\n")
    assert "<title>Dossier de l’acheteur\u00a0: Nettoyage</title>" in write_document(document, "html").decode("utf-8")
    set_ = PdfReader(io.BytesIO(write_document(document, "pdf"))).metadata
    assert set_ is not None
    assert set_.title == "Dossier de l’acheteur\u00a0: Nettoyage"
    assert all(label in text for label in ("- **Acheteur\u00a0:** ", "- **Langue\u00a0:** ", "Source\u00a0: "))
    assert "- Signature\u00a0: ...." in write_document(schedule(language="fr", fallback_language="en"), "md").decode()


def test_a_term_of_another_language_has_the_colon_of_its_own() -> None:
    french = schedule(language="fr", fallback_language="en")
    english = write_document(french, "md").decode("utf-8")
    assert "- **Contractor**: " in english
    assert "- **Travailleur** désigne " in english
    assert "Contractor: " in words_of("docx", write_document(french, "docx"))


_BUILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from schedule_sample import schedule
from tenderlaw.documents.formats import FORMATS, write_document
document = schedule({"contact": "Smith & Sons"}, language="fr", fallback_language="en")
print({form: hashlib.sha256(write_document(document, form)).hexdigest() for form in FORMATS})
"""


def test_the_same_inputs_give_the_same_bytes_in_every_process() -> None:
    found = set()
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "C.UTF-8"), ("77", "America/Lima", "POSIX")):
        env = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        command = [sys.executable, "-c", _BUILD, str(HERE)]
        found.add(subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout)
    assert len(found) == 1
    document = schedule({"contact": "Smith & Sons"}, language="fr", fallback_language="en")
    here = {form: hashlib.sha256(write_document(document, form)).hexdigest() for form in FORMATS}
    assert found == {f"{here}\n"}


def test_the_schedule_is_what_it_was(snapshot: object) -> None:
    text = write_document(schedule(), "md").decode("utf-8")
    assert re.sub(r"\b[0-9a-f]{64}\b", "(64 digits)", text) == snapshot


def test_the_schedule_in_french_is_what_it_was(snapshot: object) -> None:
    text = write_document(schedule(language="fr", fallback_language="en", draft=True), "md").decode("utf-8")
    assert re.sub(r"\b[0-9a-f]{64}\b", "(64 digits)", text) == snapshot
