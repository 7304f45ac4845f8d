"""Legal systems: terms in the sense of the law to which the clauses of a document belong, and its spelling."""

from __future__ import annotations

from pathlib import Path

from small_library import CLAUSE, write_library

from tenderlaw.clauses.legal_systems import definitions_in, spelling_of, system_of
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Library

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
