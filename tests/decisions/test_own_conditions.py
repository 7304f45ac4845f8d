"""An authority's own conditions: met, unmet or not known beside the law, which they never change."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tenderlaw.clauses.library import load_clauses
from tenderlaw.clauses.unasked import unasked_conditions
from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.policies import installed_policies
from tenderlaw.decisions.schema import decision_schema
from tenderlaw.decisions.sentences.phrases import LANGUAGES, phrases_in
from tenderlaw.facts.wording import said_in
from tenderlaw.packs.model.requirements import OWN_FOLLOWS

AS_OF = date(2026, 2, 1)
BRICKS = {
    "name": "bricks", "country": "PK", "supplied_as": "delivered", "listed": True, "country_listed": True,
    "listed_for_country": True, "forced_labour_for_country": True,
}  # fmt: skip
NOTHING = {
    "procurement": {
        "authority": {"country": "SE", "kind": "sub-central"}, "contract_kind": "supplies", "goods": [BRICKS],
        "tenders_due_on": "2026-03-02", "stage": "before-award",
        "estimated_value_excluding_vat": {"amount": 1000000, "currency": "EUR"}, "call_sent_on": "2026-01-05",
        "framework_call_off": False,
        "supply_chain": {"tiers": "one", "known": "fully"},
        "workforce": {"migrant_or_low_skilled_through_brokers": False},
    },
    "operator": {
        "role": "tenderer", "tenders_alone": True, "convictions": [], "linked_persons": [], "tax_breaches": [],
        "misconduct": [], "insolvency": [], "listings": [], "evidence_verified": True,
        "tender": {"abnormally_low": False, "appears_abnormally_low": False},
    },
    "entities": [],
}  # fmt: skip
EVERYTHING = {
    "statements": [
        {"kind": kind, "given": True}
        for kind in ("supply-chain-statement", "due-diligence-outline", "compliance-plan-certificate")
    ],
    "owners_known": True, "subcontractors_complete": "yes", "subcontractors": [], "audit_reports": [],
    "recruiters": [], "practices": [], "policy_documents": [{"kind": "anti-trafficking", "published": True}],
}  # fmt: skip


def decided(*policies: str, as_of: date = AS_OF, **operator: object) -> Decision:
    facts = {**NOTHING, "operator": {**NOTHING["operator"], **operator}}
    return decide(facts, as_of=as_of, packs=["eu-2014-24"], policies=list(policies))


def states(decision: Decision) -> dict[str, RequirementState]:
    return {one.requirement: one for policy in decision.policies for one in policy.requirements}


def test_a_bidder_who_hands_in_nothing_is_never_told_that_all_is_well() -> None:
    decision = decided("baseline")
    assert decision.award.may_proceed == "yes"
    assert {one.state for one in states(decision).values()} == {"unknown"}
    assert decision.own_conditions is not None
    assert decision.own_conditions.startswith(
        "the law lets the award proceed; the authority's own conditions are open: Statement on the supply chain "
        "(not known, to be asked: completion is requested, due by 2 March 2026), "
    )
    assert "Certificate of a compliance plan (not known, to be asked: no award before it is met)" in (
        decision.own_conditions
    )


def test_whoever_hands_in_everything_meets_all_conditions() -> None:
    decision = decided("un-wg-2021", **EVERYTHING)
    assert {one.state for one in states(decision).values()} == {"met"}
    assert decision.own_conditions == "the law lets the award proceed, and the authority's own conditions are met"


def test_without_a_policy_nothing_is_said_of_conditions() -> None:
    assert decided().own_conditions is None


def test_a_condition_that_two_policies_share_is_said_once() -> None:
    said = str(decided("baseline", "zero-tolerance").own_conditions)
    assert said.count("Certificate of a compliance plan") == 1


def test_a_day_that_has_passed_is_said_to_have_passed() -> None:
    late = states(decided("baseline", as_of=date(2026, 3, 3), statements=[]))["supply-chain-statement"]
    on_the_day = states(decided("baseline", as_of=date(2026, 3, 2), statements=[]))["supply-chain-statement"]
    assert late.reason.endswith("not met: completion is requested; it was due by 2 March 2026.")
    assert on_the_day.reason.endswith("not met: completion is requested, due by 2 March 2026.")
    assert (late.state, late.due, late.due_on) == ("unmet", "day", date(2026, 3, 2))


def test_what_conditions_lack_stands_apart_from_what_the_law_lacks() -> None:
    with_policy, without = decided("baseline"), decided()
    assert with_policy.missing_facts == without.missing_facts
    lacks = {fact.path: fact for fact in with_policy.policies[0].missing_facts}
    assert {"operator.statements", "operator.subcontractors", "operator.audit_reports"} <= set(lacks)
    asked = lacks["operator.audit_reports"]
    assert asked.meaning.startswith("Which social or labour audit reports does the company hold")
    assert (asked.ask, asked.paste) == ("bidder", "operator.audit_reports: []")


def test_evidence_that_a_condition_reads_is_read() -> None:
    read = decided("baseline", audit_reports=[{"site": "Kiln 4", "findings": "minor"}])
    unread = decided(audit_reports=[{"site": "Kiln 4", "findings": "minor"}])
    assert [one.path for one in read.unread if "audit" in one.path] == []
    assert [one.path for one in unread.unread if "audit" in one.path] == [
        "operator.audit_reports[0].site", "operator.audit_reports[0].findings",
    ]  # fmt: skip


def test_what_is_dated_later_was_not_handed_in_yet() -> None:
    audit = {"site": "Kiln 4", "auditor": "Clear Audit", "scope": ["labour"], "findings": "critical"}
    later = states(decided("baseline", audit_reports=[{**audit, "audited_on": "2026-02-02"}]))
    today = states(decided("baseline", audit_reports=[{**audit, "audited_on": "2026-02-01"}]))
    assert "grave-findings-closed" not in later
    assert today["grave-findings-closed"].state == "unknown"


def test_a_decision_with_conditions_is_as_its_schema_says() -> None:
    Draft202012Validator(decision_schema()).validate(json.loads(decided("un-wg-2021", "uk-msa-2015").json()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_conditions_are_said_in_every_language(language: str) -> None:
    for decision in (decided("baseline"), decided("baseline", statements=[]), decided("un-wg-2021", **EVERYTHING)):
        texts = [str(decision.own_conditions), *(one.reason for one in states(decision).values())]
        said = [said_in(decision.own_conditions or "", language), *(said_in(one, language) for one in texts[1:])]
        assert all(said)
        assert language == "en" or not set(said) & set(texts)


def entries(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[list[dict[str, object]]]:
    """A short list of entries of which some facts are known."""
    return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=2)


STATEMENT = st.fixed_dictionaries(
    {"kind": st.sampled_from(["supply-chain-statement", "compliance-plan-certificate", "other"])},
    optional={"given": st.booleans()},
)
EVIDENCE = st.fixed_dictionaries(
    {},
    optional={
        "statements": st.lists(STATEMENT, max_size=3),
        "owners_known": st.booleans(),
        "subcontractors_complete": st.sampled_from(["yes", "no", "unknown-to-the-bidder"]),
        "subcontractors": entries(name=st.just("A"), tier=st.just(1)),
        "audit_reports": entries(findings=st.sampled_from(["none", "critical"])),
        "recruiters": entries(licence_required=st.booleans(), licensed=st.booleans()),
    },
)


@settings(max_examples=25)
@given(operator=EVIDENCE)
def test_law_own_conditions_never_change_what_the_law_says(operator: dict[str, object]) -> None:
    with_policy, without = decided("un-wg-2021", **operator), decided(**operator)
    assert (with_policy.outcome, with_policy.award, with_policy.regimes) == (
        without.outcome, without.award, without.regimes,
    )  # fmt: skip


@settings(max_examples=25)
@given(operator=EVIDENCE, also=EVIDENCE)
def test_law_an_answer_settles_a_condition_and_turns_none(operator: dict[str, object], also: dict[str, object]) -> None:
    """What was met or unmet stays so, whatever else is answered."""
    fewer = states(decided("baseline", **operator))
    more = states(decided("baseline", **{**also, **operator}))
    assert {name: one.state for name, one in fewer.items() if one.state != "unknown"}.items() <= {
        name: one.state for name, one in more.items()
    }.items()


TOLD = {"jp-human-rights-notice"}
"""What tells bidders something and asks nothing of them."""


def test_every_condition_of_submission_has_its_requirement() -> None:
    """Whatever tender documents ask for, somebody is told whether it was handed in."""
    packs = [one.typed.pack for one in (*installed_regimes(), *installed_policies())]
    asked = {requirement.clause for pack in packs for requirement in pack.requirements}
    library = load_clauses()
    conditions = {name for name, clause in library.items() if clause.said.kind == "submission-condition"}
    assert conditions - asked == TOLD


@pytest.mark.parametrize("policy", installed_policies(), ids=lambda policy: policy.id)
def test_a_policy_asks_for_every_condition_of_submission_that_it_prescribes(policy: object) -> None:
    pack = policy.typed.pack  # type: ignore[attr-defined]
    assert unasked_conditions(pack, load_clauses()) == ()
    assert {one.follows for one in pack.requirements} <= set(OWN_FOLLOWS)


def test_a_condition_without_a_requirement_is_told() -> None:
    pack = next(one for one in installed_policies() if one.id == "afdb").typed.pack
    assert unasked_conditions(pack.model_copy(update={"requirements": ()}), load_clauses()) == (
        "afdb-beneficial-ownership",
    )


def test_after_the_award_no_award_waits_for_a_condition() -> None:
    bought = {**NOTHING["procurement"], "stage": "awarded", "awarded_on": "2026-01-20"}
    decision = decide({**NOTHING, "procurement": bought}, as_of=AS_OF, packs=["eu-2014-24"], policies=["baseline"])
    said = str(decision.own_conditions)
    assert said.startswith("the contract is awarded; of the authority's own conditions these are open: ")
    assert "Certificate of a compliance plan (not known, to be asked: it was to be met before the award)" in said
    assert "no award before" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_phrase_for_whatever_follows_and_for_every_answer_of_the_law(language: str) -> None:
    answers = ("yes", "no", "unknown", "awarded")
    codes = {f"own_{how}_{answer}" for how in ("open", "met") for answer in answers}
    codes |= {f"then_{follows}" for follows in (*OWN_FOLLOWS, "after_award")}
    codes |= {"by_day", "by_day_passed", "by_unknown_day", "by_award"}
    assert codes <= set(phrases_in(language))


def test_what_a_policy_presumes_of_a_statement_is_listed_until_somebody_says_it() -> None:
    (policy,) = decided("un-wg-2021", statements=[{"kind": "supply-chain-statement", "given": True}]).policies
    assert [(one.path, one.value) for one in policy.presumed] == [
        ("operator.statements[0].known_to_be_false", "false"),
        ("operator.statements[0].valid_until", "open"),
    ]
    said = {"kind": "supply-chain-statement", "given": True, "known_to_be_false": True, "valid_until": "open"}
    decision = decided("un-wg-2021", statements=[said])
    assert (decision.policies[0].presumed, states(decision)["supply-chain-statement"].state) == ((), "unmet")
