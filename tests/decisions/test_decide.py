"""One decision at a time: what it carries, what it refuses, what it asks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias, cast

import pytest
import rfc8785
from case_strategies import AS_OF, CLEAN, DIRECTIVE, PROCUREMENT, SURE_CONVICTION, Given, case_of, decided

from tenderlaw import __version__
from tenderlaw.decisions import decide, governing
from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.compose import outcome_of, state_of, strictest
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.packs.installed import load_packs
from tenderlaw.rules.periods import Span
from tenderlaw.rules.rete import Body, Matcher, available
from tenderlaw.sources.faults import InputInvalidError, InternalError

Lie: TypeAlias = Callable[[Regime, Sequence[Body], list[tuple[int, int]]], list[tuple[int, int]]]

needs_rete = pytest.mark.skipif(not available(), reason="the Rete engine does not run on this Python")


def tenderer(**facts: object) -> Given:
    return {**CLEAN, "name": "Example Builders Ltd", **facts}


def case(**facts: object) -> Case:
    return Case.model_validate(case_of(tenderer(**facts)))


# The as-of date ------------------------------------------------------------------------------------------


def test_without_a_day_nothing_is_decided() -> None:
    with pytest.raises(InputInvalidError) as refused:
        decide(case(), packs=[DIRECTIVE])
    (fault,) = refused.value.faults
    assert (fault.field, fault.message) == ("procurement.decision_on", "no as-of date")


def test_the_day_of_the_decision_is_the_as_of_date_unless_another_is_given() -> None:
    dated = Case.model_validate(case_of(tenderer(), {**PROCUREMENT, "decision_on": "2025-03-01"}))
    assert decide(dated, packs=[DIRECTIVE]).as_of == date(2025, 3, 1)
    assert decide(dated, as_of=AS_OF, packs=[DIRECTIVE]).as_of == AS_OF


# Packs ---------------------------------------------------------------------------------------------------


def test_packs_are_given_by_id_compiled_or_all() -> None:
    by_id = decide(case(), as_of=AS_OF, packs=["eu-2014-24"])
    assert by_id.json() == decide(case(), as_of=AS_OF, packs=[DIRECTIVE]).json()
    assert "eu-2014-24" in [pack.id for pack in decide(case(), as_of=AS_OF).packs]
    with pytest.raises(InputInvalidError, match="did you mean `eu-2014-24`"):
        decide(case(), as_of=AS_OF, packs=["eu-2014-23"])


def test_a_decision_carries_what_it_was_made_from() -> None:
    decision = decide(case(), as_of=AS_OF, packs=[DIRECTIVE])
    (pack,) = decision.packs
    assert (pack.id, pack.digest) == ("eu-2014-24", DIRECTIVE.typed.pack.digest)
    assert decision.engine_version == __version__
    assert decision.evaluators == (("rete", "explainer") if available() else ("explainer",))
    assert Case.model_validate(decision.facts) == case()


def test_the_id_is_the_digest_of_facts_packs_day_and_engine() -> None:
    decision = decide(case(), as_of=AS_OF, packs=[DIRECTIVE])
    held = {
        "as_of": "2025-06-01",
        "calendar": None,
        "engine_version": __version__,
        "facts": decision.facts,
        "packs": [{"id": "eu-2014-24", "digest": DIRECTIVE.typed.pack.digest}],
    }
    assert decision.id == hashlib.sha256(rfc8785.dumps(held)).hexdigest()  # type: ignore[arg-type]


def test_the_id_changes_with_the_digest_of_a_pack() -> None:
    typed = DIRECTIVE.typed
    other = replace(typed, pack=typed.pack.model_copy(update={"digest": "0" * 64}))
    (regime,) = regimes_of([other])
    ids = {decide(case(), as_of=AS_OF, packs=[one]).id for one in (DIRECTIVE, regime)}
    assert len(ids) == 2


def test_the_id_changes_with_the_engine() -> None:
    decision = decide(case(), as_of=AS_OF, packs=[DIRECTIVE])
    assert replace(decision, engine_version="0.0.0").id != decision.id


def test_words_of_any_script_are_canonical() -> None:
    decision = decide(case(name='Ωμέγα "AE" \\ \U0001f3d7 é\u2028'), as_of=AS_OF, packs=[DIRECTIVE])
    assert decision.json() == rfc8785.dumps(decision.data())  # type: ignore[arg-type]


def test_two_regimes_give_the_stricter_outcome() -> None:
    twice = decide(case(convictions=[SURE_CONVICTION]), as_of=AS_OF, packs=[DIRECTIVE, DIRECTIVE])
    assert len(twice.regimes) == 2
    assert twice.outcome == "must_exclude"


def test_loading_again_gives_the_same_bytes() -> None:
    (again,) = regimes_of(load_packs(["eu-2014-24"]).values())
    facts = case(convictions=[SURE_CONVICTION])
    first, second = (decide(facts, as_of=AS_OF, packs=[one]).json() for one in (DIRECTIVE, again))
    assert first == second


# Two evaluators ------------------------------------------------------------------------------------------


def forgets(regime: Regime, bodies: Sequence[Body], fired: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leaves out everything that the first target that held was known by."""
    targets = regime.evaluator.plan.target_of_rule
    return [pair for pair in fired if targets[pair[0]] != targets[fired[0][0]]]


def invents(regime: Regime, bodies: Sequence[Body], fired: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Fires one rule of a target that holds for no entry."""
    plan = regime.evaluator.plan
    held = {plan.target_of_rule[rule] for rule, _ in fired}
    for number, rule in enumerate(plan.rules):
        for fact, body in enumerate(bodies):
            if body.startswith(f'"k":{rule.kind},') and plan.target_of_rule[number] not in held:
                return [*fired, (number, fact)]
    return fired


@needs_rete
@pytest.mark.parametrize("lie", [forgets, invents])
@pytest.mark.parametrize("facts", [{"convictions": [SURE_CONVICTION]}, {"convictions": []}, {"convictions": None}])
def test_where_the_evaluators_disagree_there_is_no_decision(
    facts: Given, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    (regime,) = regimes_of([DIRECTIVE.typed])
    honest = Matcher.match

    def lying(self: Matcher, bodies: Sequence[Body]) -> list[tuple[int, int]]:
        fired = honest(self, bodies)
        ours = self._widths == regime.evaluator.plan.widths  # the scope has a matcher of its own
        return lie(regime, bodies, fired) if fired and ours else fired

    monkeypatch.setattr(Matcher, "match", lying)
    with pytest.raises(InternalError, match="the evaluators disagree on target"):
        decide(case(**facts), as_of=AS_OF, packs=[regime])


@needs_rete
def test_a_scope_of_plain_facts_is_decided_by_both_evaluators(monkeypatch: pytest.MonkeyPatch) -> None:
    (regime,) = regimes_of(load_packs(["us-far"]).values())
    facts = Case.model_validate(case_of(tenderer(), {"authority": {"country": "US", "kind": "central"}}))
    honest, plan = Matcher.match, regime.evaluator.plan
    assert regime.plain_scope

    def lying(self: Matcher, bodies: Sequence[Body]) -> list[tuple[int, int]]:
        fired = honest(self, bodies)
        ours = self._widths == plan.widths
        return [pair for pair in fired if not ours or plan.target_of_rule[pair[0]] != plan.by_name["scope"]]

    assert decide(facts, as_of=AS_OF, packs=[regime]).regimes[0].scope == "true"
    monkeypatch.setattr(Matcher, "match", lying)
    with pytest.raises(InternalError, match="the evaluators disagree on target"):
        decide(facts, as_of=AS_OF, packs=[regime])


def test_a_scope_that_the_evaluators_do_not_confirm_gives_no_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Case.model_validate(case_of(tenderer(), {"authority": {"country": "US", "kind": "sub-central"}}))
    assert decide(facts, as_of=AS_OF, packs=["us-far"]).outcome == "out_of_scope"
    monkeypatch.setattr(governing, "_explained", lambda *_: True)
    with pytest.raises(InternalError, match="the scope of `us-far` was decided twice, and not alike"):
        decide(facts, as_of=AS_OF, packs=["us-far"])


@needs_rete
def test_a_failing_engine_gives_no_decision_and_the_next_case_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    (regime,) = regimes_of([DIRECTIVE.typed])

    def failing(self: Matcher, bodies: Sequence[Body]) -> list[tuple[int, int]]:
        raise InternalError("the Rete engine failed: out of order")

    with monkeypatch.context() as patched, pytest.raises(InternalError, match="out of order"):
        patched.setattr(Matcher, "match", failing)
        decide(case(), as_of=AS_OF, packs=[regime])
    assert decide(case(), as_of=AS_OF, packs=[regime]).outcome == "not_excluded"


# What a decision says ------------------------------------------------------------------------------------


def test_a_clean_tenderer() -> None:
    decision = decide(case(), as_of=AS_OF, packs=[DIRECTIVE])
    (regime,) = decision.regimes
    assert (decision.outcome, decision.award.may_proceed, decision.review) == ("not_excluded", "yes", False)
    assert {finding.state for finding in regime.findings} == {"not_triggered"}
    assert [finding.ground for finding in regime.findings] == [g.ground.id for g in DIRECTIVE.typed.grounds]
    assert decision.missing_facts == ()


def test_a_reason_can_be_sent() -> None:
    decision = decide(case(convictions=[SURE_CONVICTION]), as_of=AS_OF, packs=[DIRECTIVE])
    (finding,) = [f for f in decision.regimes[0].findings if f.state == "applies"]
    assert finding.reason.startswith("Corruption (art. 57(1)(b)): Example Builders Ltd is, itself or through a person")
    assert "It must be excluded." in finding.reason
    assert "ends at the end of 1 June 2029" in finding.reason
    assert "(art. 57(6))" in finding.reason
    assert (finding.since, finding.until, finding.set_by_judgment) == (date(2024, 6, 1), date(2029, 6, 1), False)
    assert finding.entry == "operator.convictions[0]"


def test_a_discretionary_ground_is_never_worded_as_a_duty() -> None:
    misconduct = {"kind": "labour-law", "demonstrated": True, "occurred_on": "2025-01-15"}
    decision = decide(case(misconduct=[{**misconduct, "self_cleaning": {"claimed": False}}]), as_of=AS_OF,
                      packs=[DIRECTIVE])  # fmt: skip
    (finding,) = [f for f in decision.regimes[0].findings if f.state == "applies"]
    assert "It may, after a proportionate assessment, be excluded." in finding.reason
    assert "must be excluded" not in finding.reason
    assert decision.award.may_proceed == "unknown"


def test_a_lift_that_holds_is_named() -> None:
    measures = {"claimed": True, "compensation": True, "collaboration": True, "prevention": True, "accepted": True}
    decision = decide(case(convictions=[{**SURE_CONVICTION, "self_cleaning": measures}]), as_of=AS_OF,
                      packs=[DIRECTIVE])  # fmt: skip
    (finding,) = [f for f in decision.regimes[0].findings if f.state == "self_cleaned"]
    assert "It is not excluded on this ground: Self-cleaning (art. 57(6))." in finding.reason
    assert [(lift.lift, lift.holds) for lift in finding.lifts] == [("self-cleaning", "true")]


def test_an_open_finding_names_what_is_not_known() -> None:
    open_ = {name: value for name, value in SURE_CONVICTION.items() if name not in {"final", "final_on"}}
    decision = decide(case(convictions=[open_]), as_of=AS_OF, packs=[DIRECTIVE])
    (finding,) = [f for f in decision.regimes[0].findings if f.state == "possible"]
    assert finding.missing == ("operator.convictions[0].final", "operator.convictions[0].final_on")
    assert "Not known: operator.convictions[0].final; operator.convictions[0].final_on." in finding.reason
    asked, day = decision.missing_facts
    assert (asked.path, asked.settles) == ("operator.convictions[0].final", True)
    assert (day.path, day.settles) == ("operator.convictions[0].final_on", True)
    assert asked.needed_for == ("art. 57(1)(b)",)
    assert asked.meaning.startswith("The judgment is final")


def test_details_explain_what_is_not_triggered() -> None:
    facts = case(convictions=[{**SURE_CONVICTION, "final": False, "final_on": None}])
    plain, detailed = (decide(facts, as_of=AS_OF, packs=[DIRECTIVE], detailed=d) for d in (False, True))
    assert plain.outcome == detailed.outcome == "not_excluded"
    assert plain.id == detailed.id
    for decision, explained in ((plain, False), (detailed, True)):
        (finding,) = [f for f in decision.regimes[0].findings if f.ground == "corruption"]
        assert bool(finding.explanation) is explained


def test_outside_the_scope_nothing_is_found_and_nothing_asked() -> None:
    small = {**PROCUREMENT, "estimated_value_excluding_vat": {"amount": "1", "currency": "EUR"}}
    decision = decided(case_of({"role": "tenderer"}, small, None))
    (regime,) = decision.regimes
    assert (decision.outcome, regime.scope, regime.findings, regime.requirements) == ("out_of_scope", "false", (), ())
    assert decision.missing_facts == ()
    assert decision.award.may_proceed == "unknown"


def test_an_unknown_scope_comes_before_every_ground() -> None:
    silent = {name: value for name, value in PROCUREMENT.items() if name != "estimated_value_excluding_vat"}
    decision = decided(case_of(tenderer(convictions=[SURE_CONVICTION]), silent))
    assert decision.outcome == "undetermined"
    assert decision.missing_facts[0].path == "procurement.estimated_value_excluding_vat"
    assert decision.missing_facts[0].settles


def test_nothing_known_about_the_operator() -> None:
    decision = decided(case_of({"role": "tenderer"}, entities=None))
    assert decision.outcome == "undetermined"
    paths = [fact.path for fact in decision.missing_facts]
    assert set(paths) >= {f"operator.{name}" for name in ("convictions", "linked_persons", "tax_breaches",
                                                          "misconduct", "insolvency", "evidence_verified")}  # fmt: skip
    assert "entities" in paths


def test_entities_are_named_by_their_place() -> None:
    entity = {**CLEAN, "role": "relied-on-entity", "name": "Example Steel Ltd", "convictions": [SURE_CONVICTION]}
    decision = decided(case_of(tenderer(), entities=[{**CLEAN, "role": "subcontractor"}, entity]))
    (requirement,) = [r for r in decision.regimes[0].requirements if r.requirement == "replace-relied-on-entity"]
    assert (requirement.operator, requirement.state, requirement.follows) == ("entities[1]", "unmet", "replace_entity")
    assert "Example Steel Ltd" in requirement.reason
    assert decision.outcome == "not_excluded"
    assert decision.award.may_proceed == "no"


def test_the_main_operator_may_itself_be_checked_as_a_subcontractor() -> None:
    decision = decided(case_of({**tenderer(convictions=[SURE_CONVICTION]), "role": "subcontractor"}))
    assert decision.outcome == "not_excluded"
    assert [r.requirement for r in decision.regimes[0].requirements if r.state == "unmet"] == ["replace-subcontractor"]


# Composition ---------------------------------------------------------------------------------------------

DAY = date(2025, 6, 1)
RUNNING = Span(True, date(2024, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("when", "span", "lifts", "state"),
    [
        (False, RUNNING, [], "not_triggered"),
        (True, None, [], "applies"),
        (None, None, [], "possible"),
        (True, RUNNING, [("cured", False)], "applies"),
        (True, RUNNING, [("cured", None)], "possible"),
        (True, RUNNING, [("cured", True)], "cured"),
        (True, RUNNING, [("cured", None), ("derogated", True)], "derogated"),
        (None, RUNNING, [("cured", True)], "cured"),
        (True, Span(None), [], "possible"),
        (True, Span(False, date(2019, 1, 1), date(2024, 1, 1)), [("cured", True)], "lapsed"),
        (None, Span(False, date(2019, 1, 1), date(2024, 1, 1)), [], "lapsed"),
        (True, Span(False, date(2026, 1, 1), date(2029, 1, 1)), [], "not_yet"),
    ],
)
def test_the_state_of_a_finding(when: bool | None, span: Span | None, lifts: list[object], state: str) -> None:
    held = cast("list[tuple[str, bool | None]]", lifts)
    assert state_of(when, span, DAY, held) == state


def test_the_outcome_without_findings() -> None:
    assert [outcome_of(scope, []) for scope in (True, None, False)] == ["not_excluded", "undetermined", "out_of_scope"]


def test_the_strictest_outcome() -> None:
    assert strictest(["out_of_scope", "not_excluded", "undetermined"]) == "undetermined"
    assert strictest(["may_exclude", "undetermined", "must_exclude"]) == "must_exclude"
    assert strictest([]) == "out_of_scope"


def test_a_regime_is_compiled_whole() -> None:
    regime = Regime.of(DIRECTIVE.typed)
    assert {f"ground:{g.ground.id}" for g in DIRECTIVE.typed.grounds} <= set(regime.evaluator.plan.by_name)


def test_what_applies_to_somebody_in_whose_role_nothing_follows_calls_for_a_look() -> None:
    """A subcontractor is known to be convicted, and the authority does not check subcontractors."""
    sub = {**CLEAN, "role": "subcontractor", "convictions": [SURE_CONVICTION]}
    decision = decided(case_of(CLEAN, {**PROCUREMENT, "subcontractors_checked": False}, [sub]))
    assert (decision.outcome, decision.review) == ("not_excluded", True)
    assert "no-consequence:corruption" in {note.about for note in decision.regimes[0].review_notes}


def test_of_a_person_whose_convictions_nobody_listed_the_end_of_the_link_is_asked_too() -> None:
    person = {"link": "governing-body-member", "link_from": "2020-01-30"}
    missing = [fact.path for fact in decided(case_of({**CLEAN, "linked_persons": [person]})).missing_facts]
    assert missing == ["operator.linked_persons[0].convictions", "operator.linked_persons[0].link_until"]
    gone = decided(case_of({**CLEAN, "linked_persons": [{**person, "link_until": "2020-02-02"}]}))
    assert (gone.outcome, gone.missing_facts) == ("not_excluded", ())
