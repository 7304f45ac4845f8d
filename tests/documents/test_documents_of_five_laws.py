"""One case under each of five laws, in every kind of document: what a reader sees, kept as snapshots.

A letter that the decision does not bear stands there as the refusal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pytest
from schedule_sample import ROOT
from syrupy.assertion import SnapshotAssertion

import tenderlaw
from tenderlaw.decisions import Decision
from tenderlaw.documents import clause_schedule, to_markdown
from tenderlaw.documents.kinds import LETTERS, OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters import file_note, letter
from tenderlaw.documents.letters.passages import sentence
from tenderlaw.facts.case import Case


@dataclass(frozen=True)
class Law:
    pack: str
    language: str
    authority: tuple[tuple[str, str], ...]


LAWS = (
    Law("eu-2014-24", "fr", (("country", "SE"), ("kind", "sub-central"))),
    Law("de-gwb", "de", (("country", "DE"), ("kind", "sub-central"))),
    Law("gb-sct-2015", "en", (("country", "GB"), ("devolved_to", "GB-SCT"))),
    Law("us-far", "en", (("country", "US"), ("kind", "central"))),
    Law(
        "un-supplier",
        "en",
        (("country", "ZZ"), ("kind", "international-organisation"), ("organization", "united-nations")),
    ),
)
DAY = date(2026, 2, 1)
EVERY = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.pack)


@lru_cache
def case(law: Law) -> Case:
    """Office cleaning, offered by a firm of whose board a member was finally convicted of trafficking."""
    known = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    facts = known.model_dump(mode="json", exclude_none=True)
    facts["procurement"]["authority"] = {"name": "City of Example", **dict(law.authority)}
    facts["operator"]["derogations"] = []
    return Case.model_validate(facts)


@lru_cache
def decided(law: Law) -> Decision:
    return tenderlaw.decide(case(law), as_of=DAY, packs=[law.pack])


def masked(words: str) -> str:
    return re.sub(r"\b[0-9a-f]{12,64}\b", "<digest>", words)


@EVERY
@pytest.mark.parametrize("kind", OF_CLAUSES)
def test_documents_of_clauses_read_as_they_did(kind: DocumentKind, law: Law, snapshot: SnapshotAssertion) -> None:
    made = clause_schedule(
        case(law), kind=kind, as_of=DAY, packs=[law.pack], language=law.language, fallback_language="en", draft=True
    )
    assert masked(to_markdown(made)) == snapshot


@EVERY
@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_letters_read_as_they_did(kind: DocumentKind, law: Law, snapshot: SnapshotAssertion) -> None:
    try:
        text = to_markdown(letter(kind, decided(law), language=law.language, draft=True))  # type: ignore[arg-type]
    except tenderlaw.InputInvalidError as refused:
        text = str(refused)
    assert text == snapshot


@EVERY
def test_file_notes_read_as_they_did(law: Law, snapshot: SnapshotAssertion) -> None:
    assert masked(to_markdown(file_note(decided(law), law.language))) == snapshot


@pytest.mark.parametrize("law", [law for law in LAWS if law.language != "en"], ids=lambda law: law.pack)
def test_the_authority_s_file_cites_as_its_language_does_and_says_what_was_presumed_in_words(law: Law) -> None:
    made = clause_schedule(
        case(law), kind="authority-file", as_of=DAY, packs=[law.pack], language=law.language, draft=True
    )
    text = to_markdown(made)
    assert not re.search(r"\b[Aa]rt\. \d+\(", text)
    assert not re.search(r"\| (true|false|none) \| [A-ZÀ-Ü]", text)


def test_a_path_at_the_beginning_of_a_sentence_stays_as_it_is() -> None:
    assert sentence("operator.linked_persons[0]: it is open") == "operator.linked_persons[0]: it is open."
    assert sentence("it is open") == "It is open."
    assert sentence("met.") == "Met."
