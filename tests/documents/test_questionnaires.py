"""Every kind of document says what it asks a person for; the file completed and given back leaves nothing open."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from ruamel.yaml import YAML
from schedule_sample import ROOT

import tenderlaw
from tenderlaw.clauses.values import OF_LETTERS, load_values
from tenderlaw.decisions import Decision
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.kinds import OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters import blanks_of, letter
from tenderlaw.documents.letters.blanks import DAYS
from tenderlaw.documents.questionnaire import values_asked, values_asked_for_file_note, values_asked_for_letter
from tenderlaw.facts.case import Case
from tenderlaw.packs.model.remedies import Letter

PACK = ["eu-2014-24"]
BORNE: dict[Letter, tuple[str, list[str]]] = {
    "invitation": ("trafficking-conviction", PACK),
    "exclusion": ("trafficking-conviction", PACK),
    "request-for-documents": ("missing-facts", PACK),
    "non-exclusion": ("policy-tiers", PACK),
    "replacement": ("relied-on-entity", PACK),
}
"""A case for each of these letters, whose decision bears it."""


def loaded(text: str) -> dict[str, object] | None:
    return cast("dict[str, object] | None", YAML(typ="safe", pure=True).load(text))


def case(example: str) -> Case:
    return tenderlaw.load_case(ROOT / "examples" / example / "case.yaml")


def decided(kind: Letter) -> Decision:
    example, packs = BORNE[kind]
    return tenderlaw.decide(case(example), packs=packs)


def completed(text: str) -> dict[str, str]:
    """An answer to each question: a number that fits any range, a day for days, somebody for the rest."""
    asked = loaded(text) or {}
    blocks = {block.splitlines()[-1].rstrip(":"): block for block in text.rstrip("\n").split("\n\n")}
    answers = {}
    for name in asked:
        said = blocks[name]
        answers[name] = "5" if "whole number" in said else "2032-01-31" if "YYYY" in said else "Someone"
    return answers


@pytest.mark.parametrize("kind", OF_CLAUSES)
def test_a_document_of_clauses_asks_for_all_that_it_needs_and_for_no_more(kind: DocumentKind) -> None:
    options = {"packs": PACK, "policies": ["un-wg-2021"], "fallback_language": "en"}
    answers = completed(values_asked(case("policy-tiers"), kind=kind, **options))  # type: ignore[arg-type]
    made = clause_schedule(case("policy-tiers"), kind=kind, fill_ins=answers, **options)  # type: ignore[arg-type]
    assert not [one for one in made.fill_ins if one.missing]
    assert set(answers) <= {one.id for one in made.fill_ins}


def test_the_file_of_the_authority_asks_for_what_any_document_needs() -> None:
    asked = {
        kind: set(loaded(values_asked(case("policy-tiers"), kind=kind, packs=PACK, policies=["un-wg-2021"])) or ())
        for kind in OF_CLAUSES
    }
    assert set().union(*asked.values()) == asked["authority-file"]
    assert asked["contract-terms"] != asked["authority-file"]


def test_the_buyer_is_asked_for_where_the_case_does_not_name_it() -> None:
    known = case("policy-tiers")
    bought = known.procurement.model_copy(update={"authority": None})
    nameless = known.model_copy(update={"procurement": bought})
    for kind in OF_CLAUSES:
        text = values_asked(nameless, kind=kind, packs=PACK)
        assert "\nauthority:\n" in text
        assert text.count("procurement.authority.name") == 1


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "nl"])
@pytest.mark.parametrize("kind", BORNE)
def test_a_letter_asks_for_all_that_it_needs_and_for_no_more(kind: Letter, language: str, tmp_path: Path) -> None:
    decision, file = decided(kind), tmp_path / "values.yaml"
    text = values_asked_for_letter(kind, decision, language=language)
    asked = loaded(text)
    assert set(asked) < set(OF_LETTERS)
    days = {name: "2032-01-31" if name in DAYS else "Someone" for name in asked}
    file.write_text("".join(f'{name}: "{said}"\n' for name, said in days.items()), encoding="utf-8")
    assert not letter(kind, decision, language=language, fill_ins=load_values(file)).draft
    for name in asked:
        with pytest.raises(tenderlaw.InputInvalidError, match=f"{name}: is missing"):
            letter(kind, decision, language=language, fill_ins={k: v for k, v in days.items() if k != name})


def test_an_answer_of_several_lines_goes_back_and_forth(tmp_path: Path) -> None:
    given = {"authority_address": "1 Example Square\nExampleton", "reply_by": "2032-01-31", "contact": 'a: "b" # c'}
    file = tmp_path / "values.yaml"
    file.write_text(values_asked_for_letter("invitation", decided("invitation"), fill_ins=given), encoding="utf-8")
    assert dict(load_values(file)) == given


def test_facts_that_a_letter_needs_of_the_case_are_named() -> None:
    known = case("trafficking-conviction")
    nameless = known.model_copy(
        update={
            "operator": known.operator.model_copy(update={"name": None}),
            "procurement": known.procurement.model_copy(update={"id": None}),
        }
    )
    text = values_asked_for_letter("exclusion", tenderlaw.decide(nameless, packs=PACK))
    assert text.endswith("\n# To be given in the case: procurement.id, operator.name.\n")


def test_a_letter_that_the_decision_does_not_bear_has_no_questions() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="cannot be written"):
        values_asked_for_letter("exclusion", decided("non-exclusion"))


def test_a_value_that_does_not_fit_is_refused_with_the_questions() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="`soon` is no day"):
        blanks_of("invitation", decided("invitation"), fill_ins={"reply_by": "soon"})


def test_the_file_note_has_nothing_to_fill_in() -> None:
    text = values_asked_for_file_note(decided("exclusion"))
    assert text.endswith("\n\n# Nothing is left to be answered.\n")
    assert loaded(text) is None
