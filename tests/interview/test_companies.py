"""What a company owes, asked for from nothing: until nothing that is left can change it, and then as `duties` says."""

from __future__ import annotations

from datetime import date

import pytest
from begun import told
from oracles import MOST, answer_from

from tenderlaw.decisions.cases import company_in
from tenderlaw.decisions.duties import Duties, duties_of
from tenderlaw.decisions.duty_cases import duty_cases
from tenderlaw.decisions.installed import installed_duties
from tenderlaw.decisions.regime import Regime
from tenderlaw.interview import (
    Interview,
    Standing,
    answered,
    answers_to_check,
    begin,
    case_of,
    company_alone,
    from_plain,
    settled_by,
    standing,
    to_plain,
)
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Source

DAY = date(2026, 8, 1)


def about_nobody(*packs: str) -> Interview:
    return begin(as_of=DAY, packs=packs or None, aim="duties")


def states(found: Duties) -> list[object]:
    laws = [law for company in found.companies for law in company.regimes]
    return [(law.pack, law.outcome, [(one.duty, one.of, one.owed, one.state) for one in law.duties]) for law in laws]


def answered_from(case: object, packs: tuple[Regime, ...], as_of: date) -> Standing:
    now = standing(begin(as_of=as_of, packs=packs, aim="duties"))
    for _ in range(MOST):
        if now.next is None:
            return now
        path, answer = answer_from(case, now.next, now.interview)  # type: ignore[arg-type]
        said = answered(now.interview, path, answer)
        assert said.faults == (), (path, answer)
        now = said.standing
    raise AssertionError("it never stops")


@pytest.mark.parametrize("pack", installed_duties(), ids=lambda pack: pack.id)
def test_a_worked_company_is_led_to_what_it_owes(pack: Regime) -> None:
    for case, source in [one for one, _ in zip(duty_cases(pack.typed), range(2), strict=False)]:
        company, _ = company_in(source, [pack])
        whole = {"operator": company.operator.model_dump(mode="json", exclude_none=True)}
        now = answered_from(whole, (pack,), case.as_of)
        expected = duties_of(company, as_of=case.as_of, packs=[pack])
        assert states(now.interview.owed)[:1] == states(expected)[:1], case.id
        kept, _ = company_in(Source("facts", case_of(now.interview), {}), [pack])  # type: ignore[arg-type]
        assert states(duties_of(kept, as_of=case.as_of, packs=[pack])) == states(now.interview.owed)


def test_what_rules_laws_out_is_asked_first_and_said() -> None:
    now = standing(about_nobody())
    assert now.next is not None and (now.next.stage, now.why) == ("duty", "asks")
    assert [one.path for one in now.questions][-1] == "operator.financial_years"
    said = told(now.interview, ("operator.swiss_seat", "no"), ("operator.swiss_public_interest_company", "no"))
    assert [(one.about, one.key, one.after) for one in said.settled] == [("duty", "ch-ddtro", "owes_nothing")]
    assert "owes nothing under it" in said.settled[0].said
    again = settled_by(said.interview, "operator.swiss_public_interest_company", "de")
    assert "schuldet danach nichts" in again[0].said
    assert "ch-ddtro" not in {one.pack for one in said.standing.regimes if one.governs != "false"}
    assert from_plain(to_plain(said.interview)) == said.interview


def test_a_year_is_added_and_whether_there_is_another_is_asked_last() -> None:
    answers = (
        ("operator.business_in", "GB"), ("operator.legal_form", "body-corporate"),
        ("operator.supplies_goods_or_services", "yes"), ("operator.financial_years", "add"),
    )  # fmt: skip
    said = told(about_nobody("gb-msa-2015"), *answers)
    assert [one.path for one in said.standing.questions] == ["operator.financial_years[0].ends_on"]
    said = told(said.interview, ("operator.financial_years[0].ends_on", "31 December 2025"))
    turnover, another = said.standing.questions
    assert turnover.path == "operator.financial_years[0].with_subsidiaries.turnover" and not turnover.another
    assert another.path == "operator.financial_years" and another.another
    said = told(said.interview, (turnover.path, "12 GBP"))
    assert [one.path for one in said.standing.questions] == ["operator.financial_years"]
    said = told(said.interview, ("operator.financial_years", "none"))
    assert (said.standing.why, said.standing.questions) == ("settled", ())
    assert next(iter(answers_to_check(said.interview))).path == "operator.business_in"


def test_a_sum_that_nobody_knows_is_asked_for_by_its_parts() -> None:
    begun = begin(
        {"operator": {"business_in": ["GB"], "legal_form": "body-corporate", "supplies_goods_or_services": True}},
        as_of=DAY, packs=["gb-msa-2015"], aim="duties",
    )  # fmt: skip
    year = "operator.financial_years[0]"
    said = told(
        begun, ("operator.financial_years", "add"), (f"{year}.ends_on", "2025-12-31"),
        (f"{year}.with_subsidiaries.turnover", "not known"), (f"{year}.own.turnover", "40000000 GBP"),
        (f"{year}.subsidiaries", "none"),
    )  # fmt: skip
    assert ("gb-msa-2015", "owes") in [one[:2] for one in states(said.interview.owed)]  # type: ignore[index]


def test_of_an_unfinished_entry_what_is_no_such_fact_is_refused_at_once() -> None:
    rate = "operator.financial_years[0].exchange_rates"
    begun = begin({"operator": {"financial_years": [{"ends_on": "2025-12-31"}]}}, as_of=DAY, aim="duties")
    one = told(begun, (rate, "add")).interview
    refused = answered(one, f"{rate}[0].currency", "pounds")
    assert [(fault.field, fault.message) for fault in refused.faults] == [
        (f"{rate}[0].currency", "`pounds` must be the three capitals of a currency (ISO 4217)")
    ]
    assert answered(one, f"{rate}[0].currency", "GBP").faults == ()


def test_what_is_given_beside_the_company_is_refused_and_not_passed_over_in_silence() -> None:
    for facts in ({"procurement": {"title": "x"}}, {"entities": [{"role": "subcontractor"}]}):
        with pytest.raises(InputInvalidError, match="is asked of it alone"):
            begin(facts, as_of=DAY, aim="duties")
    group = Source("c.yaml", {"operator": {}, "group": [{"name": "Other"}]}, {})
    with pytest.raises(InputInvalidError, match=r"c\.yaml: group: is not read"):
        company_alone(group, installed_duties())
