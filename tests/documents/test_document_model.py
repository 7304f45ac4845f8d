"""The model: numbers computed once, references resolved, only what was selected, everything told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from schedule_sample import FILLED, case, fair_work, library, schedule

import tenderlaw
from tenderlaw.clauses.library import load_library
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.kinds import OF_CLAUSES
from tenderlaw.documents.layout import SectionStart, laid_out
from tenderlaw.documents.model import Document, Passage, Reference, Table, Text, plain
from tenderlaw.documents.numbering import letters, roman
from tenderlaw.documents.phrases import phrases_in


def passages(content: tuple[Passage | Table, ...]) -> list[Passage]:
    found = []
    for part in content:
        if isinstance(part, Passage):
            found += [part, *passages(part.children)]
    return found


def test_each_document_has_the_clauses_of_its_reader_numbered_from_one() -> None:
    found = {kind: [(one.number, one.id) for one in schedule(kind=kind).clauses] for kind in OF_CLAUSES}
    assert found == {
        "contract-terms": [("1", "no-fees"), ("2", "official-text"), ("3", "reporting")],
        "instructions": [("1", "statement")],
        "award-criteria": [("1", "due-diligence-score")],
        "authority-file": [("1", "buyer-monitoring")],
    }


def test_only_the_contract_is_signed_and_only_the_authority_s_file_says_how_it_was_made() -> None:
    for kind in OF_CLAUSES:
        made = schedule(kind=kind)
        sections = {piece.id for piece in laid_out(made) if isinstance(piece, SectionStart)}
        assert ("signatures" in sections) == (kind == "contract-terms")
        assert {"why", "record"}.isdisjoint(sections) == (kind != "authority-file")
        assert bool(made.notes) == (kind == "authority-file")
    own = schedule(kind="authority-file")
    assert [(one.document, one.number) for one in own.placed] == [
        ("contract-terms", "1"),
        ("contract-terms", "2"),
        ("contract-terms", "3"),
        ("instructions", "1"),
        ("award-criteria", "1"),
        ("authority-file", "1"),
    ]
    told = dict(own.manifest.documents)
    assert all(schedule(kind=kind).manifest.wording == told[kind] for kind in OF_CLAUSES)


def test_a_document_is_a_draft_while_something_that_it_may_have_to_carry_waits_for_facts() -> None:
    made = schedule(services_at_authority_facility=None)
    waits = {one.clause for one in made.undecided}
    assert waits
    assert made.draft
    assert made.notes == (phrases_in("en")["note_waiting"],)
    assert waiting_of(schedule(services_at_authority_facility=None, kind="authority-file")) >= waits


def waiting_of(made: Document) -> set[str]:
    """The clauses that the document tells of as waiting."""
    tables = [piece for piece in laid_out(made) if isinstance(piece, Table)]
    return {plain(row[0]).split(" (")[0] for one in tables for row in one.rows}


def test_passages_of_four_levels_carry_their_numbers() -> None:
    clause = schedule().clauses[0]
    assert [(one.level, one.number, one.full_number) for one in passages(clause.content)][:7] == [
        (2, "1.1", "1.1"),
        (3, "(a)", "1.1(a)"),
        (4, "(i)", "1.1(a)(i)"),
        (4, "(ii)", "1.1(a)(ii)"),
        (3, "(b)", "1.1(b)"),
        (3, "(c)", "1.1(c)"),
        (2, "1.2", "1.2"),
    ]


def test_letters_and_roman_numbers_count_as_word_processors_do() -> None:
    assert [letters(n) for n in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99)] == ["i", "iv", "ix", "xiv", "xl", "xcix"]


def test_a_reference_has_the_number_of_what_it_refers_to() -> None:
    references = {
        one.anchor: f"{one.word} {one.number}"
        for clause in schedule().clauses
        for passage in passages(clause.content)
        for one in passage.content
        if isinstance(one, Reference)
    }
    assert references == {"c_no-fees__rule": "clause 1.1", "c_reporting": "clause 3"}
    scored = schedule(kind="award-criteria").clauses
    told = " ".join(plain(one.content) for clause in scored for one in passages(clause.content))
    assert "see condition\u00a01 of the instructions to tenderers" in told


def test_a_reference_to_a_clause_that_was_not_selected_is_an_error() -> None:
    (regime,) = fair_work()
    kept = tuple(typed for typed in regime.typed.clauses if typed.rule.clause != "reporting")
    without = Regime.of(replace(regime.typed, clauses=kept))
    fill_ins = {name: value for name, value in FILLED.items() if name != "contact"}
    with pytest.raises(tenderlaw.PackInvalidError, match="refers to `reporting`, which this document does not hold"):
        clause_schedule(case(), packs=[without], library=library(), fill_ins=fill_ins)


def test_footnotes_count_in_the_order_in_which_they_are_read() -> None:
    document = schedule()
    assert [note.number for note in document.footnotes] == list(range(1, len(document.footnotes) + 1))
    assert [term.footnote for term in document.definitions] == [1, 2, 3]
    assert [clause.footnote for clause in document.clauses][:1] == [4]
    assert [plain(note.content) for note in document.footnotes][2:6] == [
        "s. 4(2).",
        "Fair Work Act s. 10(1).",
        "Fair Work Act s. 10(2)(a).",
        "Fair Work Act s. 11.",
    ]


def test_only_the_definitions_that_are_needed_are_there_and_those_that_they_need() -> None:
    assert [term.term for term in schedule().definitions] == ["Contractor", "Recruitment Fee", "Worker"]


def test_the_official_version_follows_the_day_of_the_call() -> None:
    from datetime import date  # noqa: PLC0415

    newer, older = schedule(), schedule(call_sent_on=date(2025, 9, 30))
    assert [document.clauses[1].official for document in (newer, older)] == [
        "17.4 Combating Forced Labour (OCT 2025)",
        "17.4 Combating Forced Labour (NOV 2021)",
    ]


def test_a_fallback_language_is_declared_and_told() -> None:
    document = schedule(language="fr", fallback_language="en")
    assert [clause.language for clause in document.clauses] == ["fr", "fr", "en"]
    notes = schedule(language="fr", fallback_language="en", kind="authority-file").notes
    assert any("Clauses du marché 3, Instructions aux soumissionnaires 1, Critères" in note for note in notes)
    assert {(term.id, term.language) for term in document.definitions} >= {("contractor", "fr"), ("contractor", "en")}


def test_machine_drafted_wording_is_told_and_drafted_wording_is_not() -> None:
    french = schedule(language="fr", fallback_language="en", kind="authority-file")
    assert any("Clauses du marché 1 et Clauses du marché 2" in note for note in french.notes)
    assert len(schedule(kind="authority-file").notes) == 1


def test_a_missing_language_is_an_error_that_lists_what_there_is() -> None:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        schedule(language="fr")
    assert [(fault.file, fault.message, fault.hint) for fault in found.value.faults][:1] == [
        ("reporting", "has no `fr` version", "it has en")
    ]


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"not written in `xx` \(known: de, en, es, fr, nl\)"):
        schedule(language="xx")


def test_every_clause_says_why_it_is_here() -> None:
    why = schedule().clauses[0].why
    for words in (
        "Fair Work Act, s. 10 (mandatory)",
        "paragraph 31(h)",
        "Where fees were found",
        "every subcontractor",
    ):
        assert words in why


def test_the_manifest_names_everything_that_went_in() -> None:
    document = schedule()
    manifest = document.manifest
    assert [name for name, _, _ in manifest.packs] == ["fair-work"]
    assert [name for name, _, _ in manifest.clauses] == [clause.id for clause in document.clauses]
    assert {len(sha) for _, _, sha in (*manifest.packs, *manifest.clauses)} == {64}
    assert (len(manifest.decision), len(manifest.facts), manifest.language) == (64, 64, "en")


def test_a_contract_without_a_buyer_is_no_contract() -> None:
    of = {"country": "SE", "kind": "sub-central"}
    with pytest.raises(
        tenderlaw.InputInvalidError,
        match=r"procurement\.authority\.name",
    ):
        schedule(authority=of)
    assert schedule(draft=True, authority=of).buyer is None


def test_a_draft_marks_what_is_missing() -> None:
    document = schedule(draft=True)
    blanks = [one.text for clause in document.clauses for p in passages(clause.content) for one in p.content
              if isinstance(one, Text) and one.role == "blank"]  # fmt: skip
    assert "[TO BE COMPLETED: largest sum retained]" in blanks
    assert [fill.id for fill in document.fill_ins if fill.missing] == ["reimbursement_days", "cap", "start", "contact"]


def test_not_legal_advice_is_said_once() -> None:
    assert sum("not legal advice" in note for note in schedule(draft=True, kind="authority-file").notes) == 1


def test_the_test_library_has_no_lint() -> None:
    from schedule_sample import HERE  # noqa: PLC0415

    from tenderlaw.clauses.lint import lint_library  # noqa: PLC0415
    from tenderlaw.clauses.reading import read_library  # noqa: PLC0415

    assert load_library((HERE / "library",), shipped=False)
    assert lint_library(read_library((HERE / "library",), shipped=False)) == ()
