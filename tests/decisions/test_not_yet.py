"""What is dated after the as-of date: neither there nor over, and never silently left out."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final, cast

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))
from case_strategies import AS_OF, CLEAN, SURE_CONVICTION, Given, at_steps, case_of, decided, partial_cases
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import TINY, agreeing, typed

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import worked_cases
from tenderlaw.facts.case import Case, parse_case
from tenderlaw.facts.catalogue import begin_days
from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.packs.conditions import All

law = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LATER: Final = date(2032, 6, 1)
LISTS: Final = {
    "convictions": "final_on",
    "linked_persons": "link_from",
    "misconduct": "occurred_on",
    "insolvency": "opened_on",
    "exclusions_by_judgment": "excluded_from",
    "listings": "listed_from",
    "statements": "given_on",
}
"""The lists whose entries begin on a day, each with one of these days."""
OF_ANOTHER_DAY: Final = (
    "final",
    "given",
    "issued_on",
    "convicted_on",
    "judgment_sets_exclusion",
    "judgment_excludes_until",
    "excluded_until",
    "link_until",
    "listed_until",
    "penalised_by_authority",
    "penalised_on",
    "valid_until",
)
"""What an entry could not say beside a begin day that it did not have."""


def coming(decision: Decision) -> list[Finding]:
    return [one for regime in decision.regimes for one in regime.findings if one.state == "not_yet"]


def said_later(decision: Decision) -> set[str]:
    return {note.cite for regime in decision.regimes for note in regime.review_notes if note.about == "not-yet"}


def plainly(decision: Decision) -> tuple[object, ...]:
    """All that a decision says, but what is not there yet."""
    regimes = [
        (
            one.outcome,
            one.award,
            one.requirements,
            one.clauses,
            one.risks,
            [found for found in one.findings if found.state not in ("not_yet", "not_triggered")],
            [note for note in one.review_notes if note.about != "not-yet"],
        )
        for one in decision.regimes
    ]
    return decision.outcome, decision.award, decision.missing_facts, regimes


def test_the_lists_whose_entries_begin_are_all_there() -> None:
    # financial years are figures, which no event is
    names = {name for name in EconomicOperator.model_fields if name in COLLECTIONS} - {"financial_years"}
    assert set(LISTS) == {name for name in names if begin_days(COLLECTIONS[name].model)}
    assert all(day in begin_days(COLLECTIONS[name].model) for name, day in LISTS.items())


# A conviction of the year 2032 ------------------------------------------------------------------------------


def convicted(**facts: object) -> Given:
    return case_of({**CLEAN, "convictions": [{**SURE_CONVICTION, **facts}]})


def test_a_conviction_dated_later_is_a_finding_that_is_not_yet() -> None:
    decision = decided(convicted(final_on=LATER))
    (finding,) = coming(decision)
    assert (decision.outcome, decision.review) == ("not_excluded", True)
    assert (finding.cite, finding.since, finding.until) == ("art. 57(1)(b)", LATER, None)
    assert finding.entry == "operator.convictions[0]"
    assert "does not apply yet" in finding.reason
    assert "1 June 2032" in finding.reason
    assert said_later(decision) == {"operator.convictions[0].final_on"}


def test_its_twin_of_the_as_of_date_applies() -> None:
    decision = decided(convicted(final_on=AS_OF))
    assert (decision.outcome, coming(decision), said_later(decision)) == ("must_exclude", [], set())


def test_a_judgment_that_ends_on_the_day_on_which_it_begins_is_still_said() -> None:
    decision = decided(convicted(final_on=LATER, judgment_sets_exclusion=True, judgment_excludes_until=LATER))
    assert [finding.state for finding in coming(decision)] == ["not_yet"]


def test_what_no_ground_would_reach_on_its_day_is_a_note_and_no_finding() -> None:
    decision = decided(convicted(final_on=LATER, offence="other"))
    assert coming(decision) == []
    assert said_later(decision) == {"operator.convictions[0].final_on"}


def test_a_director_of_tomorrow_is_none_today() -> None:
    tomorrow = AS_OF + timedelta(days=1)
    person: Given = {
        "link": "controller",
        "link_from": tomorrow,
        "link_until": "open",
        "convictions": [SURE_CONVICTION],
    }
    decision = decided(case_of({**CLEAN, "linked_persons": [person]}))
    (finding,) = coming(decision)
    assert (decision.outcome, finding.since) == ("not_excluded", tomorrow)
    assert decided(case_of({**CLEAN, "linked_persons": [person | {"link_from": AS_OF}]})).outcome == "must_exclude"
    nobody_knows = person | {"convictions": None}
    decision = decided(case_of({**CLEAN, "linked_persons": [nobody_knows]}))
    assert (decision.outcome, coming(decision)) == ("not_excluded", [])
    assert decision.review


def test_a_penalty_of_tomorrow_is_not_imposed_and_the_event_counts() -> None:
    event: Given = {
        "kind": "labour-law", "demonstrated": True, "occurred_on": "2024-01-01",
        "penalised_by_authority": True, "penalised_on": LATER, "self_cleaning": {"claimed": False},
    }  # fmt: skip
    decision = decided(case_of({**CLEAN, "misconduct": [event]}))
    assert decision.outcome == "may_exclude"
    assert decision.review
    assert coming(decision) == []  # the ground applies already
    over = decided(case_of({**CLEAN, "misconduct": [event | {"occurred_on": "2015-01-01"}]}))
    assert over.outcome == "not_excluded"
    assert [finding.since for finding in coming(over)] == [LATER]


def test_a_ground_about_the_whole_case_counts_what_is_to_come() -> None:
    """A ground that joins lists is no finding on an entry; that one of them is to come is said all the same."""
    condition = typed({"any": [{"some": "misconduct", "where": {"grave": True}}, {"evidence_verified": True}]})
    pattern = TINY.grounds[1]
    ground = replace(pattern, ground=pattern.ground.model_copy(update={"id": "either", "period": None}),
                     collection=None, when=condition, lifts=(), bars=(), review_when=None)  # fmt: skip
    regime = Regime.of(replace(TINY, grounds=(ground,), scope=All(()), requirements=(), reviews=(), clauses=()))
    facts: Given = {
        "role": "tenderer",
        "evidence_verified": False,
        "misconduct": [{"grave": True, "occurred_on": LATER}],
    }
    decision = decided(case_of(facts, {"call_sent_on": "2024-01-01"}), regime=regime)
    (finding,) = coming(decision)
    assert (decision.outcome, finding.entry, finding.since) == ("not_excluded", None, LATER)
    facts["misconduct"] = [{"grave": False, "occurred_on": LATER}]
    decision = decided(case_of(facts, {"call_sent_on": "2024-01-01"}), regime=regime)
    assert (coming(decision), decision.review) == ([], True)


def test_an_award_of_tomorrow_has_not_been_made() -> None:
    facts = case_of({**CLEAN, "convictions": [SURE_CONVICTION]})
    planned = {**facts, "procurement": {**cast("Given", facts["procurement"]), "stage": None, "awarded_on": LATER}}
    decision = decided(planned)
    assert said_later(decision) == {"procurement.awarded_on"}
    assert plainly(decision) == plainly(decided(facts))


# Laws ------------------------------------------------------------------------------------------------------


@law
@given(partial_cases, st.sampled_from(sorted(LISTS)), st.data())
def test_an_entry_dated_later_counts_for_nothing_and_calls_for_a_look(
    case: Given, name: str, data: st.DataObject
) -> None:
    operator = cast("Given", case["operator"])
    entries = cast("list[Given]", operator.get(name) or [])
    assume(entries and name in operator)
    *others, last = entries
    if name == "convictions":
        assume(last.get("final") is not False)
    later = {**last, LISTS[name]: data.draw(st.dates(AS_OF + timedelta(days=1), date(2040, 1, 1)))}
    (later,) = cast("list[Given]", agreeing(EconomicOperator, {name: [later]})[name])
    less, more = ({**case, "operator": {**operator, name: held}} for held in (others, [*others, later]))
    decision = decided(more)
    assert plainly(decision) == plainly(decided(less))
    assert decision.review is (decision.outcome != "out_of_scope")


@cache
def donors() -> dict[str, list[Given]]:
    """Entries of every list, from the worked cases of all packs."""
    found: dict[str, list[Given]] = {name: [] for name in LISTS}
    for regime in installed_regimes():
        for _, source in worked_cases(regime.typed):
            given = parse_case(source, regime.typed.pack.models.case)
            operator = given.operator.model_dump(mode="json", exclude_none=True)
            for name in LISTS:
                # without what one pack alone declares, which another would not read
                known = COLLECTIONS[name].model.model_fields
                entries = [{key: entry[key] for key in entry if key in known} for entry in operator.get(name, ())]
                found[name] += [entry for entry in entries if entry not in found[name]]
    return found


@cache
def cases_of_pack(regime: Regime) -> list[tuple[Case, date]]:
    model = regime.typed.pack.models.case
    return [(parse_case(source, model), case.as_of) for case, source in worked_cases(regime.typed)]


@settings(law, max_examples=150)
@given(st.sampled_from(installed_regimes()), st.sampled_from(sorted(LISTS)), st.data())
def test_under_every_pack_an_entry_dated_later_counts_for_nothing(
    regime: Regime, name: str, data: st.DataObject
) -> None:
    case, day = data.draw(st.sampled_from(cases_of_pack(regime)))
    facts = case.model_dump(mode="json", exclude_none=True)
    entry = {**data.draw(st.sampled_from(donors()[name])), LISTS[name]: (day + timedelta(days=1)).isoformat()}
    for other in OF_ANOTHER_DAY:
        entry.pop(other, None)
    facts["operator"].setdefault(name, [])
    before = decide(facts, as_of=day, packs=[regime])
    facts["operator"][name].append(entry)
    after = decide(facts, as_of=day, packs=[regime])
    assert plainly(after) == plainly(before)
    if after.outcome != "out_of_scope":
        assert after.review


@law
@given(st.sampled_from(installed_regimes()), st.sampled_from(sorted(LISTS)), st.data())
def test_once_its_day_has_come_an_entry_counts_as_one_without_a_day_still_to_come(
    regime: Regime, name: str, data: st.DataObject
) -> None:
    case, day = data.draw(st.sampled_from(cases_of_pack(regime)))
    facts = case.model_dump(mode="json", exclude_none=True)
    entry = {**data.draw(st.sampled_from(donors()[name])), LISTS[name]: day.isoformat()}
    for other in OF_ANOTHER_DAY:
        entry.pop(other, None)
    facts["operator"][name] = [entry]
    decision = decide(facts, as_of=day, packs=[regime])
    assert not any(path.endswith(LISTS[name]) for path in said_later(decision))
    assert coming(decision) == [] or said_later(decision)


@law
@given(partial_cases)
def test_a_fact_that_begins_later_is_not_given_yet(case: Given) -> None:
    operator = cast("Given", case["operator"])
    events = cast("list[Given]", operator.get("misconduct") or [])
    assume(events)
    *others, last = events
    later = {**last, "penalised_by_authority": True, "penalised_on": LATER}
    spared = {name: value for name, value in last.items() if name != "penalised_on"} | {"penalised_by_authority": False}
    one, other = (decided({**case, "operator": {**operator, "misconduct": [*others, e]}}) for e in (later, spared))
    assert (one.outcome, one.award, one.missing_facts) == (other.outcome, other.award, other.missing_facts)
    assert one.review


def test_reasons_on_file_stand_although_the_decision_to_derogate_is_of_tomorrow() -> None:
    facts = case_of({**CLEAN, "derogations": [{"decided": True, "decided_on": LATER, "reasons_recorded": True}]})
    _, (operator,) = decided(facts).given.records(AS_OF)
    (entry,) = cast("tuple[Given]", operator["derogations"])
    assert (entry["decided"], entry["reasons_recorded"]) == (False, True)
    assert said_later(decided(facts)) == {"operator.derogations[0].decided_on"}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_each_begin_day_is_named_where_it_stands(name: str) -> None:
    entry: Given = {"listings": {"list": "a-list"}, "statements": {"kind": "a-plan"}}.get(name, {})
    facts = case_of({**CLEAN, name: [{**entry, LISTS[name]: LATER}]})
    assert said_later(decided(facts)) == {f"operator.{name}[0].{LISTS[name]}"}
    assert at_steps(facts, ("operator", name, 0, LISTS[name])) == LATER


def test_a_member_of_the_group_has_its_own_days() -> None:
    member = {**CLEAN, "role": "group-member", "convictions": [{**SURE_CONVICTION, "final_on": LATER}]}
    decision = decided(case_of(CLEAN, entities=[member]))
    assert said_later(decision) == {"entities[0].convictions[0].final_on"}
    assert [finding.operator for finding in coming(decision)] == ["entities[0]"]


def test_a_person_is_named_with_the_conviction_of_its_own_later_day() -> None:
    person = {"link": "controller", "link_from": LATER, "convictions": [{**SURE_CONVICTION, "final_on": LATER}]}
    decision = decided(case_of({**CLEAN, "linked_persons": [person]}))
    wanted = {"operator.linked_persons[0].link_from", "operator.linked_persons[0].convictions[0].final_on"}
    assert said_later(decision) == wanted
