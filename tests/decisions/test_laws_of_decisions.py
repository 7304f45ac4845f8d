"""Laws that every decision obeys, on random cases under the directive."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import orjson
import pytest
import rfc8785
from case_strategies import (
    AS_OF,
    CLEAN,
    DIRECTIVE,
    GROUND_LISTS,
    SURE_CONVICTION,
    Given,
    case_of,
    cases_in_and_out,
    complete_cases,
    decided,
    erased,
    known_facts,
    one_open_entry,
    partial_cases,
    steps_of,
    with_fact,
    without,
)
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.model.findings import Finding

law = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])

DETERMINED = ("must_exclude", "not_excluded", "out_of_scope")
BLOCKING = ("no_award_until_met", "reject_tender", "replace_entity")


def findings(decision: Decision) -> list[Finding]:
    return [f for regime in decision.regimes for f in regime.findings if f.state != "not_triggered"]


def operator_of(case: Given) -> Given:
    return cast("Given", case["operator"])


def states(decision: Decision) -> Counter[tuple[str, str, str]]:
    return Counter((f.operator, f.ground, f.state) for f in findings(decision))


# Evidence ------------------------------------------------------------------------------------------------


@law
@given(partial_cases)
def test_monotone_in_evidence(case: Given) -> None:
    """A conviction that surely applies entails exclusion, whatever else is known or unknown."""
    had = cast("list[Given]", operator_of(case).get("convictions") or [])
    more = with_fact(case, ("operator", "convictions"), [*had, SURE_CONVICTION])
    known = "procurement" in case and decided(case).regimes[0].scope == "true"
    assume(known)
    decision = decided(more)
    assert decision.outcome == "must_exclude"
    assert decision.award.may_proceed == "no"


@law
@given(erased(complete_cases))
def test_unknown_refines_and_never_flips(pair: tuple[Given, Given]) -> None:
    """What is determined stays so when an unknown fact becomes known; a `may` may grow into a `must`."""
    partial, whole = map(decided, pair)
    if partial.outcome in DETERMINED:
        assert whole.outcome == partial.outcome
    if partial.outcome == "may_exclude":
        assert whole.outcome in ("may_exclude", "must_exclude")


@law
@given(erased(cases_in_and_out))
def test_unknown_refines_and_never_flips_the_scope(pair: tuple[Given, Given]) -> None:
    """Whether the directive governs, once determined, does not change when more is known."""
    partial, whole = map(decided, pair)
    if partial.regimes[0].scope != "unknown":
        assert whole.regimes[0].scope == partial.regimes[0].scope
    if partial.outcome == "out_of_scope":
        assert whole.outcome == "out_of_scope"


@law
@given(complete_cases)
def test_nothing_is_undetermined_where_everything_is_known(case: Given) -> None:
    # of another catalogue, broader than what is asked, or found to be none of what was named: not known at all
    unknown = ("an-offence-of-another-catalogue", "offence-of-article-57-1", "'equivalence_confirmed': False")
    assume(not any(words in str(case) for words in unknown))
    assert decided(case).outcome in ("must_exclude", "may_exclude", "not_excluded")
    assert decided(case).missing_facts == ()


@law
@given(erased(complete_cases))
def test_award_refines_and_never_flips(pair: tuple[Given, Given]) -> None:
    partial, whole = (decided(case).award.may_proceed for case in pair)
    assert partial in ("unknown", whole)


@law
@given(partial_cases, st.sampled_from(GROUND_LISTS))
def test_an_unknown_list_is_never_a_no(case: Given, name: str) -> None:
    """Without one of the lists in which a ground may lie, nobody can say that there is none."""
    assume(name in operator_of(case))
    before = decided(case)
    after = decided(without(case, ("operator", name)))
    if before.outcome == "not_excluded":
        assert after.outcome == "undetermined"
        assert f"operator.{name}" in [fact.path for fact in after.missing_facts]
    assert after.outcome != "not_excluded"


@law
@given(complete_cases, st.data())
def test_an_unknown_fact_is_never_a_no(case: Given, data: st.DataObject) -> None:
    """Erasing any fact of an excluded operator never gives `not_excluded`, and of a clean one never `must`."""
    steps = data.draw(st.sampled_from(list(known_facts(case))))
    before, after = decided(case).outcome, decided(without(case, steps)).outcome
    if before in ("must_exclude", "may_exclude"):
        assert after != "not_excluded"
    if before == "not_excluded":
        assert after in ("not_excluded", "undetermined")


# Order and replay ----------------------------------------------------------------------------------------


def shuffled(value: object, data: st.DataObject) -> object:
    if isinstance(value, dict):
        return {name: shuffled(inner, data) for name, inner in value.items()}
    if isinstance(value, list):
        return data.draw(st.permutations([shuffled(inner, data) for inner in value]))
    return value


@law
@given(partial_cases, st.data())
def test_order_of_facts_is_irrelevant(case: Given, data: st.DataObject) -> None:
    again = cast("Given", shuffled(case, data))
    one, other = decided(case), decided(again)
    assert (one.outcome, one.award.may_proceed, states(one)) == (
        other.outcome,
        other.award.may_proceed,
        states(other),
    )
    assert one.review == other.review


@law
@given(partial_cases)
def test_replay_gives_the_same_bytes(case: Given) -> None:
    one, other = decided(case), decided(copy.deepcopy(case))
    assert (one.json(), one.id) == (other.json(), other.id)
    replayed = decided(cast("Given", one.data()["facts"]))
    assert replayed.json() == one.json()


@law
@given(partial_cases)
def test_json_is_canonical(case: Given) -> None:
    decision = decided(case)
    assert decision.json() == rfc8785.dumps(decision.data())  # type: ignore[arg-type]
    assert decision.data()["id"] == decision.id
    assert orjson.loads(decision.json()) == decision.data()


@law
@given(complete_cases, st.data())
def test_the_id_changes_with_every_fact_and_with_the_day(case: Given, data: st.DataObject) -> None:
    steps = data.draw(st.sampled_from(list(known_facts(case))))
    ids = {decided(case).id, decided(without(case, steps)).id, decided(case, AS_OF - timedelta(days=1)).id}
    assert len(ids) == 3


@law
@given(partial_cases)
def test_plain_data_is_decided_as_its_models_are(case: Given) -> None:
    assert decide(case, as_of=AS_OF, packs=[DIRECTIVE]).json() == decided(case).json()


# Missing facts -------------------------------------------------------------------------------------------


@law
@given(partial_cases)
def test_a_must_lists_nothing_that_could_only_matter_for_less(case: Given) -> None:
    decision = decided(case)
    assume(decision.outcome == "must_exclude")
    asked = {requirement.cite for regime in decision.regimes for requirement in regime.requirements}
    assert {cite for fact in decision.missing_facts for cite in fact.needed_for} <= asked
    assert not any(fact.settles for fact in decision.missing_facts)


@law
@given(partial_cases)
def test_a_may_lists_what_could_make_it_a_must(case: Given) -> None:
    decision = decided(case)
    assume(decision.outcome == "may_exclude")
    listed = {fact.path for fact in decision.missing_facts}
    replaceable = {f"entities[{n}]" for n, one in enumerate(cast("list[Given]", case.get("entities") or []))
                   if one["role"] in ("relied-on-entity", "subcontractor")}  # fmt: skip
    for finding in findings(decision):
        if finding.state == "possible" and finding.effect == "must_exclude" and finding.operator not in replaceable:
            assert finding.missing
            assert set(finding.missing) <= listed


@law
@given(partial_cases)
def test_an_undetermined_decision_says_what_to_ask(case: Given) -> None:
    decision = decided(case)
    assume(decision.outcome == "undetermined")
    assert decision.missing_facts
    for fact in decision.missing_facts:
        assert fact.needed_for
        assert fact.meaning, fact.path
    settling = [fact.settles for fact in decision.missing_facts]
    assert settling == sorted(settling, reverse=True)


FILLINGS: dict[str, list[object]] = {
    "link": ["controller", "other"],
    "link_until": ["open", "2020-01-01"],
    "offence": ["corruption", "other"],
    "final_on": ["2025-05-01", "2010-01-01", AS_OF],
    "judgment_excludes_until": ["open", "2015-01-01"],
    "established_by": ["judicial-decision", "other-means"],
    "sanction": ["damages", "none"],
    "occurred_on": ["2025-05-01", "2010-01-01", AS_OF],
    "penalised_on": ["2025-05-01", "2010-01-01", AS_OF],
    "excluded_from": ["2010-01-01", "2025-06-01"],
    "excluded_until": ["open", "2012-01-01"],
    "effective_in": [[], ["SE"]],
    "convictions": [[], [SURE_CONVICTION]],
    "linked_persons": [[], [{"link": "controller", "link_until": "open", "convictions": [SURE_CONVICTION]}]],
    "tax_breaches": [[], [{"established_by": "judicial-decision", "final_and_binding": True, "paid": False,
                           "binding_arrangement": False, "paid_or_arranged": False}]],
    "misconduct": [[]],
    "insolvency": [[]],
    "exclusions_by_judgment": [[], [{"excluded_from": "2020-01-01", "excluded_until": "open",
                                     "effective_in": ["SE", "FI"]}]],
    "entities": [[], [{**CLEAN, "role": "group-member", "convictions": [SURE_CONVICTION]}]],
    "kind": ["sub-central", "not-an-authority", "other", "labour-law", "professional-misconduct", "bankruptcy"],
    "country": ["SE", "FI", "US"],
    "contract_kind": ["works", "services"],
    "call_sent_on": ["2025-01-10", "2014-01-01"],
    "commenced_on": ["2025-01-10", "2014-01-01"],
    "estimated_value_excluding_vat": [{"amount": "1", "currency": "EUR"}, {"amount": "9999999", "currency": "EUR"}],
}  # fmt: skip
"""Answers that one could give to a missing fact, by its name; to all others, yes or no."""


def filled(case: Given, path: str) -> Iterator[Given]:
    steps = steps_of(path)
    for answer in FILLINGS.get(str(steps[-1]), [True, False]):
        yield with_fact(case, steps, answer)


def outcomes_by(case: Given, path: str) -> set[str]:
    out = set()
    for known in filled(case, path):
        try:
            out.add(decided(known).outcome)
        except ValueError:  # an answer that contradicts another fact
            continue
    return out


@law
@given(erased(complete_cases, most=3).map(lambda pair: pair[0]) | erased(cases_in_and_out, most=2).map(lambda p: p[0]))
def test_a_fact_that_settles_can_settle(case: Given) -> None:
    """For every fact marked so there is an answer that determines the outcome."""
    decision = decided(case)
    for fact in decision.missing_facts:
        if fact.settles:
            note(f"{fact.path}: {outcomes_by(case, fact.path)}")
            assert outcomes_by(case, fact.path) - {"undetermined"}, fact.path


@settings(law, max_examples=400)
@given(one_open_entry())
def test_a_fact_of_the_only_open_entry_that_settles_can_settle(case: Given) -> None:
    for fact in decided(case).missing_facts:
        if fact.settles:
            assert outcomes_by(case, fact.path) - {"undetermined"}, fact.path


FROM_WHICH_OTHERS_FOLLOW = {"convicted_on", "claimed", "paid_or_arranged", "self_cleaning", "linked_persons", "stage"}
"""Their answers entail others that are asked: who claims nothing has shown nothing, a conviction of last year
cannot have become final before it."""


@law
@given(complete_cases, st.data())
def test_an_answer_that_changes_the_outcome_was_asked(case: Given, data: st.DataObject) -> None:
    """Where one fact is unknown and its answer changes the outcome, the decision had asked for it."""
    steps = data.draw(st.sampled_from(list(known_facts(case))))
    assume(steps[-1] not in FROM_WHICH_OTHERS_FOLLOW)
    poorer = without(case, steps)
    before, after = decided(poorer), decided(case)
    if before.outcome != after.outcome:
        asked = [steps_of(fact.path) for fact in before.missing_facts]
        assert any(path[: len(steps)] == steps for path in asked), [fact.path for fact in before.missing_facts]


# Reasons -------------------------------------------------------------------------------------------------


@law
@given(partial_cases)
def test_everything_is_cited_and_said_in_sentences(case: Given) -> None:
    decision = decided(case)
    for finding in findings(decision):
        assert finding.cite
        assert finding.cite in finding.reason
        assert finding.reason.endswith(".")
        assert finding.title in finding.reason
        for lift in finding.lifts:
            assert lift.cite
    for regime in decision.regimes:
        assert all(finding.cite for finding in regime.findings)
        for requirement in regime.requirements:
            assert requirement.cite
            assert requirement.cite in requirement.reason
            assert requirement.reason.endswith(".")
        for review in regime.review_notes:
            assert review.cite
            assert review.reason


@law
@given(partial_cases)
def test_the_outcome_is_what_the_findings_come_to(case: Given) -> None:
    decision = decided(case)
    assume(decision.regimes[0].scope == "true")
    people = [case["operator"], *cast("list[Given]", case.get("entities") or [])]
    excluding = {
        "operator" if n == 0 else f"entities[{n - 1}]"
        for n, one in enumerate(cast("list[Given]", people))
        if one["role"] in ("tenderer", "group-member")
    }
    held = {(f.effect, f.state) for f in findings(decision) if f.operator in excluding}
    if ("must_exclude", "applies") in held:
        assert decision.outcome == "must_exclude"
    elif ("may_exclude", "applies") in held:
        assert decision.outcome == "may_exclude"
    elif any(state == "possible" for _, state in held) or "entities" not in case:
        # where nobody said who tenders with it, one of whom nothing is known may have to be excluded
        assert decision.outcome == "undetermined"
    else:
        assert decision.outcome == "not_excluded"


@law
@given(partial_cases)
def test_award_proceeds_only_where_nothing_stands_in_the_way(case: Given) -> None:
    decision = decided(case)
    requirements = [requirement for regime in decision.regimes for requirement in regime.requirements]
    if decision.award.may_proceed == "yes":
        assert decision.outcome == "not_excluded"
        assert all(r.state == "met" for r in requirements if r.follows in BLOCKING)
        assert decision.award.because == ()
    else:
        assert decision.award.because
    if any(r.state == "unmet" and r.follows in BLOCKING for r in requirements):
        assert decision.award.may_proceed == "no"
    if any(r.state == "unmet" and r.follows in ("no_award_until_met", "replace_entity") for r in requirements):
        assert decision.award.cure


@pytest.mark.parametrize("name", GROUND_LISTS)
def test_each_list_decides_alone(name: str) -> None:
    """The clean tenderer lacks one list: the list is named first, and it settles the decision."""
    decision = decided(case_of({key: value for key, value in CLEAN.items() if key != name}))
    assert decision.outcome == "undetermined"
    assert decision.missing_facts[0].path == f"operator.{name}"
    assert decision.missing_facts[0].settles
