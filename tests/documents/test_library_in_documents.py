"""The shipped library in documents: remedies that are there, terms in the law's own sense, one language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from tenderlaw import load_case
from tenderlaw.clauses.library import load_library
from tenderlaw.documents import Document, clause_schedule
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.documents.markdown import to_markdown
from tenderlaw.documents.questionnaire import values_asked

ROOT = Path(__file__).resolve().parents[2]
FREQUENT = frozenset(
    re.findall(
        r"\w+",
        "the of and to for with by from that which this these those is are be been has have had shall must may not or "
        "if any each other every under within after before until where who whose their they its only such than as at "
        "into between against during without also",
    )
)
"""Frequent words of English; those that another language writes, too, are not looked for in it."""
SHARED = {
    "fr": {"or", "as"},
    "de": {"also"},
    "es": {"has", "as", "be"},
    "nl": {"of", "is", "are", "had", "at"},
}
NAMES = re.compile(r"Cleaning of municipal offices|City of Example|EX-8|\b[a-z]+(?:[_.-][a-z]+)+\b")
"""Names of the case, and ids: of clauses, fill-ins and facts."""
ENGLISH = re.compile(r"\b(?:the|which|shall|within|after|every|and|paper|paragraph|subcontractor|drafted|worker)\b")


@lru_cache
def made(
    example: str,
    pack: str,
    day: date,
    language: str = "en",
    policy: str | None = None,
    kind: DocumentKind = "contract-terms",
) -> Document:
    case = load_case(ROOT / "examples" / example / "case.yaml")
    policies = [policy] if policy else []
    return clause_schedule(case, kind=kind, as_of=day, packs=[pack], policies=policies, language=language, draft=True)


def european(language: str = "en") -> Document:
    return made("policy-tiers", "eu-2014-24", date(2026, 2, 1), language)


def american(kind: DocumentKind = "contract-terms") -> Document:
    return made("us-clauses", "us-far", date(2026, 1, 15), "en", "zero-tolerance", kind)


def test_the_interpretation_comes_first_and_the_remedies_that_are_named_are_there() -> None:
    clauses = european().clauses
    assert clauses[0].id == "interpretation"
    (remedies,) = [clause for clause in clauses if clause.id == "remedies-ladder"]
    assert "eu-replacement-of-subcontractors" in remedies.comes_with
    assert remedies.prescribed_by == ""


def english_in(text: str, language: str) -> list[str]:
    """The lines of a text in which a frequent word of English stands."""
    plain = re.sub(r"\(#[^)]*\)|<a id=[^>]*>", "", text)  # anchors are no words
    wanted = FREQUENT - SHARED[language]
    return [line for line in NAMES.sub("", plain).splitlines() if wanted & set(re.findall(r"[^\W\d_]+", line.lower()))]


@pytest.mark.parametrize("kind", ["contract-terms", "instructions", "award-criteria"])
@pytest.mark.parametrize("language", ["fr", "de", "es", "nl"])
def test_what_the_library_words_in_a_language_has_no_english_in_it(language: str, kind: DocumentKind) -> None:
    """Clauses that stand in English because the language has no wording are left aside: they are marked as such."""
    case = load_case(ROOT / "examples" / "policy-tiers" / "case.yaml")
    options = {"kind": kind, "packs": ["eu-2014-24"], "policies": ["baseline"], "language": language}
    whole = clause_schedule(case, draft=True, fallback_language="en", **options)  # type: ignore[arg-type]
    document = replace(
        whole,
        clauses=tuple(one for one in whole.clauses if one.language == language),
        definitions=tuple(one for one in whole.definitions if one.language == language),
        footnotes=tuple(one for one in whole.footnotes if one.language == language),
    )
    assert english_in(to_markdown(document), language) == []
    titles = [one.title for one in whole.clauses if one.language != language]
    assert titles == [] or kind != "instructions" or language == "nl"
    asked = values_asked(case, fallback_language="en", **options)  # type: ignore[arg-type]
    blocks = [one for one in asked.split("\n\n") if not any(title in " ".join(one.split("\n# ")) for title in titles)]
    assert english_in("\n\n".join(blocks), language) == []
    assert kind != "contract-terms" or len(blocks) > 6


@pytest.mark.parametrize("language", ["fr", "de", "es", "nl"])
def test_a_schedule_of_the_union_has_no_english_in_another_language(language: str) -> None:
    text = re.sub(r"Cleaning of municipal offices|City of Example", "", to_markdown(european(language)))
    # ids, anchors and digests are no words
    lines = [re.sub(r"\(#[^)]*\)|<a id=[^>]*>", "", line) for line in text.splitlines() if "SHA-256" not in line]
    assert [line for line in lines if ENGLISH.search(line)] == []
    assert {clause.language for clause in european(language).clauses} == {language}


def test_french_wording_has_typographic_apostrophes() -> None:
    library = load_library()
    texts = [
        re.sub(r"\{[{%].*?[%}]\}", "", one.bodies["fr"].text) for one in library.clauses.values() if "fr" in one.bodies
    ]
    texts += [one.said.meanings["fr"] for one in library.definitions.values() if "fr" in one.said.meanings]
    assert [text for text in texts if "'" in text] == []


def test_a_contract_under_the_acquisition_regulation_has_its_terms_and_its_spelling() -> None:
    document = american()
    cites = {one.id: one.cite for one in document.definitions}
    for name in ("forced-labour", "trafficking-in-persons", "child-labour", "recruitment-fee", "subcontractor"):
        assert cites[name].startswith("FAR 22."), name
    said = to_markdown(document) + to_markdown(american("instructions"))
    assert "Forced Labor" in said
    assert "Offeror" in said
    assert re.findall(r"\b(?:[Ll]abour|[Oo]rganisation|[Pp]rogramme|[Ll]icence|ILO|2011/36)\b", said) == []


def test_a_contract_of_the_united_kingdom_cites_no_law_of_the_union_for_its_terms() -> None:
    document = made("scottish-clauses", "gb-sct-2015", date(2026, 3, 2), "en", "zero-tolerance")
    cites = {one.id: one.cite for one in document.definitions}
    assert cites["forced-labour"].startswith("Modern Slavery Act 2015, s. 1")
    assert cites["trafficking-in-persons"].startswith("Modern Slavery Act 2015, s. 2")
    assert [cite for cite in cites.values() if "(EU)" in cite or "/EU" in cite] == []


def test_the_same_clauses_under_the_directive_keep_the_terms_of_the_conventions() -> None:
    cites = {one.id: one.cite for one in european().definitions}
    assert cites["forced-labour"].startswith("ILO Convention No. 29")
    assert "Forced Labour" in to_markdown(european())


@pytest.mark.parametrize("clause", ["social-and-labour-performance-conditions", "no-use-of-services-of-victims"])
def test_no_clause_bars_the_employment_of_victims(clause: str) -> None:
    for body in load_library().clauses[clause].bodies.values():
        assert re.search(r"\{#(?:victims|employment)\}", body.text), body.language
    english = load_library().clauses[clause].bodies["en"].text
    assert "no work of a <victim>" not in english
    assert "bars the <contractor> from employing" in english


def test_explanations_of_official_clauses_are_for_the_buyers_file() -> None:
    kinds = {clause.id: clause.kind for clause in american("authority-file").clauses}
    notes = ("us-compliance-plan", "us-certificate-before-award", "us-flow-down-reminder")
    assert {kinds[name] for name in notes} == {"buyer-duty"}
