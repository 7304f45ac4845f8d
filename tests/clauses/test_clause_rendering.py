"""Clauses: selected by prescription, filled strictly, printed as given."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

import tenderlaw
from tenderlaw.clauses.environment import environment, escaped
from tenderlaw.clauses.library import load_clauses
from tenderlaw.documents import clause_schedule
from tenderlaw.facts.case import Case

ROOT = Path(__file__).resolve().parents[2]
CLAUSE = "social-and-labour-performance-conditions"
FILLED = {"contact": "concerns@example.org", "report_days": "5", "remedy_days": "30"}
AS_OF = date(2026, 2, 1)


def case(**procurement: object) -> Case:
    """The shipped example, with another procurement."""
    known = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    return known.model_copy(update={"procurement": known.procurement.model_copy(update=procurement)})


def clause_folder(folder: Path, body: str, metadata: str = "") -> tuple[Path]:
    clause = folder / "own"
    clause.mkdir()
    text = (
        "id: own\nversion: '1'\nfrom: 2014-01-01\ncite: art. 1\nsource: art. 1\nobligation: discretionary\n"
        "fill_ins: [{id: name, title: a name, kind: text}]\nalternates: [{id: long, title: long}]\n"
        "languages: {en: {title: Own, status: drafted}}\n"
    )
    (clause / "clause.yaml").write_text(metadata or text, encoding="utf-8")
    (clause / "en.md.j2").write_text(body, encoding="utf-8")
    return (folder,)


def test_a_full_render_is_what_it_was(snapshot: object) -> None:
    assert tenderlaw.render(case(), fill_ins=FILLED) == snapshot


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert tenderlaw.render(case(), fill_ins=FILLED) == tenderlaw.render(case(), fill_ins=FILLED)


def test_missing_fill_ins_are_listed_by_clause_before_anything_is_rendered() -> None:
    with pytest.raises(tenderlaw.InputInvalidError) as found:
        tenderlaw.render(case(), fill_ins={"contact": "x"})
    assert [(fault.file, fault.field) for fault in found.value.faults] == [
        (CLAUSE, "remedy_days"),
        (CLAUSE, "report_days"),
    ]


def test_a_draft_shows_what_is_to_be_completed() -> None:
    text = tenderlaw.render(case(), draft=True)
    assert r"\[TO BE COMPLETED: days within which the contractor reports a finding\]" in text
    assert "Draft" in text


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        ({**FILLED, "report_days": "soon"}, "write a whole number"),
        ({**FILLED, "contct": "x"}, "did you mean `contact`?"),
    ],
)
def test_a_wrong_fill_in_is_refused(fill: dict[str, str], said: str) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=said.replace("?", r"\?")):
        tenderlaw.render(case(), fill_ins=fill)


def test_a_language_that_a_clause_lacks_is_an_error() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match="has no `fr` version"):
        tenderlaw.render(case(), language="fr", fill_ins=FILLED)


def test_the_alternate_follows_its_condition() -> None:
    named = tenderlaw.render(case(), fill_ins=FILLED)
    on_request = tenderlaw.render(case(services_at_authority_facility=False), fill_ins=FILLED)
    assert ("**Subcontractors named.**" in named, "**Subcontractors on request.**" in named) == (True, False)
    assert ("**Subcontractors named.**" in on_request, "**Subcontractors on request.**" in on_request) == (False, True)


def test_an_open_prescription_puts_nothing_in_and_names_its_facts() -> None:
    schedule = clause_schedule(case(services_at_authority_facility=None), draft=True)
    assert schedule.clauses == ()
    assert schedule.undecided[0].missing == ("procurement.services_at_authority_facility",)


def test_out_of_scope_there_is_no_clause() -> None:
    small = case().procurement.estimated_value_excluding_vat
    assert small is not None
    value = small.model_copy(update={"amount": small.amount / 1000})
    text = tenderlaw.render(case(estimated_value_excluding_vat=value), draft=True)
    assert "No clause is prescribed" in text


HOSTILE = [
    '<&"{{%}}`',
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "\u202eabc",
    "a\u0301\u0328",
    "x" * 10_000,
    "# head\n1. list",
    "[^1]: note",
    "| a | b |",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_gives_is_printed_as_text(text: str) -> None:
    rendered = tenderlaw.render(case(), fill_ins={**FILLED, "contact": text})
    assert f"({escaped(text)})" in rendered
    assert "49" not in rendered.split("[^1]:")[0]


@given(st.text())
def test_escaping_loses_nothing_but_white_space(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escaped(text), flags=re.DOTALL) == " ".join(text.split())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ fill.nme }}", "uses `fill.nme`"),
        ("{{ buyer }}", "uses `buyer`"),
        ("{% for i in range(9) %}x{% endfor %}", "uses `range`"),
        ("{{ alternate.short }}", "uses `alternate.short`"),
        ("a\n{% if %}", "en.md.j2:2:1"),
    ],
)
def test_a_body_that_reaches_outside_its_context_is_refused(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(tenderlaw.PackInvalidError, match=said.replace(".", r"\.")):
        load_clauses(clause_folder(tmp_path, body))


@pytest.mark.parametrize("body", ["{{ ''.__class__.__mro__ }}", "{{ fill.__class__ }}", "{{ fill.update({}) }}"])
def test_a_body_cannot_leave_the_sandbox(body: str) -> None:
    with pytest.raises((TemplateError, TypeError)):
        environment().from_string(body).render(fill={"name": "x"}, alternate={})


def test_a_clause_without_its_body_is_refused(tmp_path: Path) -> None:
    folders = clause_folder(tmp_path, "x")
    (tmp_path / "own" / "en.md.j2").unlink()
    with pytest.raises(tenderlaw.PackInvalidError, match=r"there is no `en\.md\.j2`"):
        load_clauses(folders)


def test_every_shipped_clause_is_prescribed_by_some_pack() -> None:
    from tenderlaw.decisions.decide import installed_regimes  # noqa: PLC0415

    prescribed = {typed.rule.clause for regime in installed_regimes() for typed in regime.typed.clauses}
    assert set(load_clauses()) <= prescribed
