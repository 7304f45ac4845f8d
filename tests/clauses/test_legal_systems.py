"""Legal systems: terms in the sense of the law to which the clauses of a document belong, and its spelling."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_library import CLAUSE, write_library

from tenderlaw.clauses.environment import environment
from tenderlaw.clauses.legal_systems import definitions_in, spelling_of, system_of
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Clause, FillIn, Library
from tenderlaw.clauses.render import RenderOptions, render_clauses
from tenderlaw.clauses.select import SelectedClause
from tenderlaw.clauses.values import Values
from tenderlaw.documents.assemble import assemble
from tenderlaw.documents.model import Passage, plain

DEFINITIONS = """\
legal_systems:
  - {id: overseas, title: Overseas, spelling: {en: {labour: labor, "a tender": an offer}}}
  - {id: inland, title: Inland}
definitions:
  - id: worker
    cite: art. 1
    terms: {en: Worker, fr: Travailleur}
    meanings: {en: any person who works, fr: toute personne qui travaille}
    variants:
      - {of: overseas, cite: sec. 7, terms: {en: Employee}, meanings: {en: an employee in the sense of sec. 7}}
"""


def library(folder: Path) -> Library:
    return load_library((write_library(folder, definitions=DEFINITIONS, clause=CLAUSE),), shipped=False)


def test_a_term_has_the_sense_of_the_legal_system_that_has_its_own(tmp_path: Path) -> None:
    held = library(tmp_path)
    said = {
        name: definitions_in(held.legal_systems.get(name), held.definitions)["worker"].said
        for name in ("overseas", "inland", "none")
    }
    assert (said["overseas"].terms["en"], said["overseas"].cite) == ("Employee", "sec. 7")
    assert said["overseas"].meanings["en"] == "an employee in the sense of sec. 7"
    assert said["overseas"].terms["fr"] == "Travailleur"
    assert said["inland"] == said["none"] == held.definitions["worker"].said


def test_clauses_of_one_legal_system_decide_and_clauses_of_two_do_not(tmp_path: Path) -> None:
    held = library(tmp_path)
    assert system_of([None, "overseas", "overseas"], held) == held.legal_systems["overseas"]
    assert system_of([None], held) is None
    assert system_of(["overseas", "inland"], held) is None


def test_words_are_spelt_as_the_legal_system_spells_them_in_that_language_alone(tmp_path: Path) -> None:
    held = library(tmp_path)
    spelt = spelling_of(held.legal_systems["overseas"], "en")
    assert spelt("Labour law, with a tender; labourers") == "Labor law, with an offer; labourers"
    for same in (spelling_of(held.legal_systems["overseas"], "fr"), spelling_of(None, "en")):
        assert same("labour") == "labour"


def test_a_unit_is_spelt_as_the_legal_system_does_and_what_a_person_wrote_is_not() -> None:
    selected = load_library().clauses["us-compliance-plan"]
    options = RenderOptions(fill_ins=Values({"withheld_percent": "10", "reason": "10 per cent"}))
    clause = next(
        iter(render_clauses([with_body(selected, "{{ fill.withheld_percent }}; {{ fill.reason }}\n")], {}, options))
    )
    made = assemble([clause], load_library(), "en", "authority-file")
    (passage,) = made.clauses[0].content
    assert isinstance(passage, Passage)
    assert plain(passage.content) == "10\u00a0percent; 10 per cent"
    assert [one.value for one in made.fill_ins] == ["10\u00a0percent", "10 per cent"]


def with_body(clause: Clause, text: str) -> SelectedClause:
    """A clause with another body, which asks for a quantity and for words."""
    fills = ({"id": "withheld_percent", "title": "x", "kind": "number", "unit": "per-cent"},
             {"id": "reason", "title": "x", "kind": "text"})  # fmt: skip
    said = clause.said.model_copy(update={"fill_ins": tuple(map(FillIn.model_validate, fills)), "alternates": ()})
    body = replace(clause.bodies["en"], text=text, template=environment().from_string(text))
    return SelectedClause(replace(clause, said=said, bodies={"en": body}), (), "Act", "mandatory")
