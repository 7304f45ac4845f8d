"""Values: read with their places, checked against what the clauses ask for, and never against law or fact."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from small_library import CLAUSE, write_library

import tenderlaw
from tenderlaw.clauses.answers import Answer, answer_of
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import FillIn
from tenderlaw.clauses.values import NO_VALUES, Values, load_values, wrong_values
from tenderlaw.decisions.model.prescriptions import Filled
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.manifest import manifest_of
from tenderlaw.documents.questionnaire import values_asked
from tenderlaw.facts.case import Case

ROOT = Path(__file__).resolve().parents[2]
PACKS = ["eu-2014-24"]
STANDING = {
    "contact": "concerns@example.org",
    "report_days": "5",
    "remedy_days": "30",
    "comment_days": "14",
    "replacement_days": "30",
    "termination_provision": "section 12 of the Model Act",
    "withheld_percent": "10",
}


def fill(**more: object) -> FillIn:
    return FillIn.model_validate({"id": "x", "title": "an x", "kind": "text", **more})


def written(folder: Path, text: str, name: str = "values.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def case() -> Case:
    return tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")


def test_a_file_of_values_is_read_as_it_is_written_and_blanks_are_no_answers(tmp_path: Path) -> None:
    text = "contact: concerns@example.org\nreport_days: 5\nfrom: 2026-03-01\nlimit: EUR 1000.00\nempty:\nblank: ' '\n"
    expected = {"contact": "concerns@example.org", "report_days": "5", "from": "2026-03-01", "limit": "EUR 1000.00"}
    assert dict(load_values(written(tmp_path, text))) == expected
    assert dict(load_values(written(tmp_path, json.dumps({"report_days": 5}), "values.json"))) == {"report_days": "5"}
    assert dict(load_values(written(tmp_path, "# nothing yet\n"))) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- report_days\n", "values.yaml:1:1: holds no values (write `report_days: 5`, one a line)"),
        ("a: true\n", "values.yaml:1:4: a: `true` is no value (write a text, a number, a day or an amount)"),
        ("a: [x]\n", "values.yaml:1:4: a: this value is no value (write a text, a number, a day or an amount)"),
    ],
)
def test_a_file_that_holds_no_values_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        load_values(written(tmp_path, text))
    assert str(found.value).removeprefix(f"{tmp_path}/") == said


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("y: 1", {"kind": "text"}, "values.yaml:1:4: y: no clause has the fill-in `y` (known: x)"),
        ("x: 49123", {"kind": "text"}, 'x: `49123` is a number, where a text goes in (write `"49123"`)'),
        ("x: soon", {"kind": "number"}, "x: `soon` does not fit (write a whole number)"),
        ("x: 1.5", {"kind": "number", "unit": "days"}, "x: `1.5` does not fit (write a whole number from 1, in days)"),
        ("x: 0", {"kind": "number", "unit": "days"}, "x: `0` does not fit (write a whole number from 1, in days)"),
        (
            "x: 101",
            {"kind": "number", "unit": "per-cent"},
            "x: `101` does not fit (write a whole number from 1 to 100, in per cent)",
        ),
        (
            "x: 5",
            {"kind": "number", "range": {"at_least": 6, "at_most": 36}},
            "x: `5` does not fit (write a whole number from 6 to 36)",
        ),
        ("x: 1 March", {"kind": "day"}, "x: `1 March` does not fit (write a day YYYY-MM-DD)"),
        ("x: 1000", {"kind": "money"}, "x: `1000` does not fit (write such as `EUR 1000.00`)"),
    ],
)
def test_a_value_that_does_not_fit_is_said_at_its_place(
    tmp_path: Path, text: str, kind: dict[str, object], said: str
) -> None:
    values = load_values(written(tmp_path, f"{text}\n"))
    (fault,) = wrong_values(values, {"x": fill(**kind)})
    assert (fault.line, fault.column) == (1, 4)
    assert str(fault).endswith(said)


def test_all_faults_of_a_file_are_said_at_once_and_used_or_not(tmp_path: Path) -> None:
    values = load_values(written(tmp_path, "report_days: soon\nprice_weight: 500\ncontct: x\n"))
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        clause_schedule(case(), packs=PACKS, fill_ins=values, draft=True)
    assert [(fault.line, fault.field) for fault in found.value.faults] == [
        (1, "report_days"),
        (2, "price_weight"),  # no clause of this contract asks for it
        (3, "contct"),
    ]


def test_a_standing_value_that_this_contract_does_not_need_is_no_error() -> None:
    schedule = clause_schedule(case(), packs=PACKS, fill_ins={**STANDING, "hotline": "0800 000"})
    assert "hotline" not in {one.id for one in schedule.fill_ins}


def test_values_of_a_program_and_of_a_file_are_the_same(tmp_path: Path) -> None:
    values = load_values(written(tmp_path, json.dumps(STANDING)))
    assert clause_schedule(case(), packs=PACKS, fill_ins=values) == clause_schedule(
        case(), packs=PACKS, fill_ins=STANDING
    )


def test_the_last_values_count_and_the_others_stay() -> None:
    early = Values({"a": "1", "b": "1"}, {"a": ("early", 1, 1), "b": ("early", 2, 1)}, frozenset({"a", "b"}))
    late = Values({"b": "2"}, {"b": ("late", 9, 1)})
    both = late.over(early)
    assert (dict(both), both.places["b"], both.numbers) == ({"a": "1", "b": "2"}, ("late", 9, 1), {"a"})


def test_what_a_fact_says_is_not_asked_and_a_value_against_it_is_refused_with_both() -> None:
    facts = {"procurement": {"title": "Cleaning"}}
    titled = fill(fact="procurement.title")
    assert answer_of(titled, NO_VALUES, facts) == Answer("Cleaning", "fact", "procurement.title")
    assert answer_of(titled, Values({"x": "Cleaning"}), facts) == Answer("Cleaning", "given")
    refused = answer_of(titled, Values({"x": "Painting"}), facts)
    assert str(refused) == (
        "fill-ins: x: `Painting` is not what the case says "
        "(`procurement.title` says `Cleaning`; leave it out, or put the fact right)"
    )


def test_an_amount_is_the_same_however_many_digits_it_is_written_with() -> None:
    limit = fill(kind="money", fact="procurement.limit")
    facts = {"procurement": {"limit": {"amount": Decimal(1000), "currency": "EUR"}}}
    assert isinstance(answer_of(limit, Values({"x": "EUR 1000.00"}), facts), Answer)
    assert "is not what the case says" in str(answer_of(limit, Values({"x": "EUR 1000.01"}), facts))


def test_a_figure_of_the_law_is_not_asked_and_a_value_against_it_is_refused_with_the_provision() -> None:
    days, held = fill(kind="number", unit="days"), Filled("x", "number", ("10",), cite="art. 5")
    found = answer_of(days, NO_VALUES, {}, held)
    assert isinstance(found, Answer)
    assert (found.value, found.by, found.source) == (10, "law", "art. 5")
    assert str(answer_of(days, Values({"x": "30"}), {}, held)) == (
        "fill-ins: x: `30` is not what the law says (it says 10 (art. 5); leave it out)"
    )


def test_a_default_goes_in_where_nobody_says_otherwise(tmp_path: Path) -> None:
    days = fill(kind="number", unit="days", default="5")
    assert answer_of(days, NO_VALUES, {}) == Answer(5, "default")
    assert answer_of(days, Values({"x": "7"}), {}) == Answer(7, "given")
    wrong = "kind: number, unit: days, default: soon"
    write_library(tmp_path, clause=CLAUSE.replace("kind: text", wrong))
    with pytest.raises(tenderlaw.PackInvalidError, match=r"`soon` does not fit \(write a whole number from 1, in days"):
        load_library((tmp_path,), shipped=False)


def test_the_values_asked_for_can_be_completed_and_given_back(tmp_path: Path) -> None:
    text = values_asked(case(), packs=PACKS, fill_ins={"report_days": "5", "contact": "a: b # c"})
    for name, value in STANDING.items():
        text = text.replace(f"\n{name}:\n", f"\n{name}: {value}\n")
    values = load_values(written(tmp_path, text))
    assert dict(values) == {**STANDING, "contact": "a: b # c"}
    assert clause_schedule(case(), packs=PACKS, fill_ins=values).clauses


def test_each_question_stands_once_with_what_goes_in_and_who_uses_it() -> None:
    text = values_asked(case(), packs=PACKS)
    assert text.count("\nreport_days:") == 1
    assert "# Time for the contractor to report a finding\n# A whole number from 1, in working days. Used by: " in text
    assert "\n# Answered already, and not asked:\n# authority: City of Example (procurement.authority.name)\n" in text
    assert "\nauthority:" not in text


def test_questions_are_asked_in_the_language_of_the_document() -> None:
    text = values_asked(case(), packs=PACKS, language="de", fallback_language="en")
    assert text.startswith("# Werte für: Vertragsbedingungen (Cleaning of municipal offices")
    assert "# Eine ganze Zahl ab 1, in Tagen. Verwendet in: " in text
    assert "\n# Schon beantwortet und nicht gefragt:\n" in text


def test_a_fact_that_would_answer_is_named_where_it_is_not_given() -> None:
    known = case()
    nameless = known.model_copy(update={"procurement": known.procurement.model_copy(update={"title": None})})
    assert "# Text. Or complete the case: procurement.title. Used by: " in values_asked(nameless, packs=PACKS)


def test_words_of_a_case_cannot_leave_the_comment_of_a_file_of_values(tmp_path: Path) -> None:
    known = case()
    bought = known.procurement.model_copy(update={"title": "Cleaning\nreport_days: 99"})
    text = values_asked(known.model_copy(update={"procurement": bought}), packs=PACKS)
    assert dict(load_values(written(tmp_path, text))) == {}


def test_the_manifest_covers_values_and_wording() -> None:
    one = clause_schedule(case(), packs=PACKS, fill_ins=STANDING).manifest
    same = clause_schedule(case(), packs=PACKS, fill_ins={**STANDING, "hotline": "unused"}).manifest
    other = clause_schedule(case(), packs=PACKS, fill_ins={**STANDING, "report_days": "6"}).manifest
    assert one == same
    assert (one.values != other.values, one.wording != other.wording, one.clauses == other.clauses) == (True,) * 3
    known = load_library()
    clause = known.clauses["eu-termination-for-exclusion-ground"]
    titled = replace(clause, bodies={"en": replace(clause.bodies["en"], title="Termination")})
    library = replace(known, clauses={**known.clauses, clause.said.id: titled})
    reworded = clause_schedule(case(), packs=PACKS, fill_ins=STANDING, library=library).manifest
    assert (one.values == reworded.values, one.wording != reworded.wording) == (True, True)


def test_a_document_without_clauses_has_neither_values_nor_wording() -> None:
    manifest = manifest_of(tenderlaw.decide(case(), as_of=date(2026, 2, 1), packs=PACKS), "en")
    assert (manifest.values, manifest.wording) == (None, None)
