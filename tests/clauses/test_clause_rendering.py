"""Clauses: selected by prescription, filled strictly, printed as given."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

import tenderlaw
from tenderlaw.clauses.environment import environment, filled
from tenderlaw.clauses.library import Library, load_library
from tenderlaw.clauses.words import fault_of, literal
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.markdown import escaped
from tenderlaw.facts.case import Case

ROOT = Path(__file__).resolve().parents[2]
CLAUSE = "social-and-labour-performance-conditions"
FILLED = {"contact": "concerns@example.org", "report_days": "5", "remedy_days": "30"}
PACKS = ["eu-2014-24"]


def case(**procurement: object) -> Case:
    """The shipped example, with another procurement."""
    known = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    return known.model_copy(update={"procurement": known.procurement.model_copy(update=procurement)})


def render(fill_ins: dict[str, str] | None = None, *, draft: bool = False, **procurement: object) -> str:
    return tenderlaw.render(case(**procurement), packs=PACKS, fill_ins=fill_ins, draft=draft)


def test_each_missing_fill_in_is_listed_once_with_its_clauses_before_anything_is_rendered() -> None:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        render({"contact": "x", "comment_days": "5", "termination_provision": "x"})
    assert [str(fault) for fault in found.value.faults] == [
        f"fill-ins: remedy_days: is missing for `{CLAUSE}`, `remedies-ladder`: "
        "Time for the contractor to submit a corrective plan (give `--fill remedy_days=...`)",
        "fill-ins: replacement_days: is missing for `remedies-ladder`: "
        "Time for the contractor to replace a subcontractor (give `--fill replacement_days=...`)",
        f"fill-ins: report_days: is missing for `{CLAUSE}`, `eu-termination-for-exclusion-ground`: "
        "Time for the contractor to report a finding (give `--fill report_days=...`)",
        "fill-ins: withheld_percent: is missing for `remedies-ladder`: "
        "Greatest share of the payments due that may be withheld (give `--fill withheld_percent=...`)",
    ]


def test_a_draft_shows_what_is_to_be_completed() -> None:
    text = render(draft=True)
    assert re.search(r"\\\[TO BE COMPLETED: .*report a finding\\\]", text)
    assert "Draft: passages in square brackets" in text


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        ({"report_days": "soon"}, r"`soon` does not fit \(write a whole number from 1, in working days\)"),
        ({"report_days": "0"}, r"`0` does not fit \(write a whole number from 1, in working days\)"),
        ({"report_days": "5\u0665"}, "does not fit"),
        ({"contct": "x"}, r"did you mean `contact`\?"),
        ({"contact": "bell\a"}, "holds the character U\\+0007, which no document can show"),
        ({"contact": "x" * 10_001}, "is 10001 characters long; at most 10000 fit"),
        ({"contact": " \n "}, "is missing"),
    ],
)
def test_a_wrong_fill_in_is_refused(fill: dict[str, str], said: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=said):
        render({**FILLED, **fill})


def test_a_language_that_a_clause_lacks_is_an_error_that_lists_what_is_there() -> None:
    library = load_library()
    known = library.clauses[CLAUSE]
    english = replace(known, bodies={"en": known.bodies["en"]})
    only = Library({**library.clauses, CLAUSE: english}, library.definitions)
    with pytest.raises(tenderlaw.InputInvalidError, match=rf"{CLAUSE}: languages: has no `es` version \(it has en\)"):
        clause_schedule(case(), packs=PACKS, language="es", fill_ins=FILLED, library=only)


def test_the_alternate_follows_its_condition() -> None:
    for at_the_facility in (True, False):
        schedule = clause_schedule(case(services_at_authority_facility=at_the_facility), packs=PACKS, draft=True)
        (clause,) = [clause for clause in schedule.clauses if clause.id == CLAUSE]
        assert [name for name, _ in clause.alternates] == (["subcontractors-named"] if at_the_facility else [])


def test_an_open_prescription_puts_nothing_in_and_names_its_facts() -> None:
    schedule = clause_schedule(case(services_at_authority_facility=None), packs=PACKS, draft=True)
    assert CLAUSE not in [clause.id for clause in schedule.clauses]
    (waiting,) = [one for one in schedule.undecided if one.clause == CLAUSE]
    assert waiting.missing == ("procurement.services_at_authority_facility",)


def test_out_of_scope_there_is_no_clause() -> None:
    small = case().procurement.estimated_value_excluding_vat
    assert small is not None
    value = small.model_copy(update={"amount": small.amount / 1000})
    assert "Nothing of this kind is prescribed" in render(draft=True, estimated_value_excluding_vat=value)


@given(st.text())
def test_escaping_for_markdown_loses_nothing_but_white_space(text: str) -> None:
    expected = re.sub(r"[ \t\r\n\x85\u2028\u2029]+", " ", text).strip(" ")
    assert re.sub(r"\\(.)", r"\1", escaped(text), flags=re.DOTALL) == expected


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])))
def test_words_from_outside_keep_every_character_but_line_breaks(text: str) -> None:
    assert fault_of(text) is None
    kept = literal(text).rstrip("\u202c\u2069")
    assert kept == re.sub("[ \u2028\u2029]+", " ", text).strip(" ").rstrip("\u202c\u2069")


def test_a_direction_that_was_opened_ends_with_the_words() -> None:
    assert literal("\u202eabc") == "\u202eabc\u202c"
    assert literal("\u2067abc\u2069") == "\u2067abc\u2069"


def test_private_characters_from_outside_are_neutralised() -> None:
    assert literal("a\ue0000\ue001b") == "a\ufffd0\ufffdb"


@pytest.mark.parametrize("body", ["{{ ''.__class__.__mro__ }}", "{{ fill.__class__ }}", "{{ fill.update }}"])
def test_a_body_cannot_leave_the_sandbox(body: str) -> None:
    with pytest.raises((TemplateError, TypeError)):
        filled(environment().from_string(body), {"fill": {"name": "x"}, "alternate": {}})


def test_what_is_printed_never_meets_the_markup() -> None:
    text, printed = filled(environment().from_string("a {{ fill.x }}"), {"fill": {"x": "<worker> {#key} ^[note]"}})
    assert "<" not in text
    assert printed == ["<worker> {#key} ^[note]"]


def test_the_official_text_is_the_one_current_on_the_day_of_solicitation() -> None:
    from tenderlaw.clauses.model import Incorporates  # noqa: PLC0415

    versions = [
        {"label": "NEW", "from": date(2025, 10, 1), "cite": "art. 1"},
        {"label": "OLD", "from": date(2020, 1, 1), "to": date(2025, 9, 30), "cite": "art. 1"},
    ]
    official = Incorporates.model_validate({"number": "1", "title": "t", "versions": versions})
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2025, 9, 30), date(2025, 10, 1))
    found = [official.on(day) for day in days]
    assert [one.label if one else None for one in found] == [None, "OLD", "OLD", "NEW"]


def test_every_shipped_clause_is_prescribed_by_some_pack_or_comes_along() -> None:
    from tenderlaw.clauses.companions import companions_of  # noqa: PLC0415
    from tenderlaw.decisions.choosing import installed_regimes  # noqa: PLC0415
    from tenderlaw.decisions.policies import installed_policies  # noqa: PLC0415

    prescribed = {rule.rule.clause for by in (*installed_regimes(), *installed_policies()) for rule in by.typed.clauses}
    library = load_library().clauses
    assert set(library) <= prescribed | companions_of(sorted(prescribed), library).keys()
