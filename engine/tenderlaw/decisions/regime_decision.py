"""The decision under one regime: scope, findings on every operator, requirements, award, and what waits for facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tenderlaw.decisions.compose import outcome_of
from tenderlaw.decisions.findings import findings_of
from tenderlaw.decisions.governing import Governing, deciding, governing
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.missing import Wait
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.regimes import RegimeDecision, ReviewNote, Threshold
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.not_yet import notes_of_later
from tenderlaw.decisions.passed_over import notes_of_passed_over
from tenderlaw.decisions.prescriptions import prescriptions_of, risks_of
from tenderlaw.decisions.presumed import presumed_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.remedies import remedies_of
from tenderlaw.decisions.requirements import award_of, replacement_of, requirements_of
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.decisions.stand_ins import stand_ins
from tenderlaw.facts.records import Record
from tenderlaw.packs.facts_asked import asks_an_operator
from tenderlaw.packs.model.grounds import RoleRule
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.explain import Explanation, TruthWord
from tenderlaw.sources.faults import InternalError

__all__ = ["decide_regime", "ruled_out", "unknown_members"]


def ruled_out(why: Governing) -> RegimeDecision:
    """The decision under a regime that does not govern: nothing more of its pack is asked."""
    award = award_of("out_of_scope", (), ())
    return RegimeDecision(
        why.pack,
        why.title,
        "out_of_scope",
        *_said(why),
        review_notes=why.elsewhere,
        award=award,
        presumed=why.presumed,
    )


def _said(why: Governing) -> tuple[TruthWord, str, tuple[str, ...], tuple[Explanation, ...], tuple[Threshold, ...]]:
    """What a decision says of the scope."""
    return why.governs, why.reason, why.missing, why.explanation, why.thresholds


def decide_regime(
    regime: Regime, records: tuple[Record, list[Record]], entities_known: bool, day: date, detailed: bool
) -> tuple[RegimeDecision, list[Wait]]:
    """Decide the records of a case under one regime; and what waits for which missing facts.

    `entities_known`: whether it was said which entities the tenderer brings along.
    """
    procurement, operators = records
    scope, why = governing(regime, operators[0], procurement, day, detailed=detailed, goes_on=True)
    if scope is False:
        return ruled_out(why), stand_ins(regime, operators, procurement, day, scope, ())
    pack = regime.typed.pack
    judged = [
        _judged(regime, operator, procurement, number, day, detailed) for number, operator in enumerate(operators)
    ]
    main = judged[0]
    if scope is True and regime.plain_scope and regime.within(main.evaluation, regime.evaluator) is not True:
        raise InternalError(f"the scope of `{pack.id}` was decided twice, and not alike")
    findings, notes, requirements, excluding = _operators(judged, operators)
    notes += notes_of_later(procurement, "procurement")
    members = None if entities_known else unknown_members(operators[0], regime)
    if not entities_known:
        requirements += _unknown_entities(operators[0], regime)
    outcome = outcome_of(scope, excluding, others=members is not None)
    waits = [Wait(pack.scope_cite or pack.id, why.missing, "scope")] if scope is None else []
    if members is not None and outcome in ("undetermined", "may_exclude"):
        waits.append(members)
    waits += _waits(regime, excluding, requirements, outcome)
    waits += stand_ins(regime, operators, procurement, day, scope, judged)
    decided = RegimeDecision(
        pack.id,
        pack.title,
        outcome,
        *_said(why),
        findings=tuple(findings),
        requirements=tuple(requirements),
        clauses=tuple(prescriptions_of(main, scope)),
        risks=tuple(risks_of(main)),
        review_notes=tuple(dict.fromkeys([*_regime_notes(main), *_threshold_notes(why), *notes])),
        presumed=tuple(presumed_of(judged)),
        award=award_of(outcome, requirements, excluding),
        national_law=_national_law(pack),
        law=pack.law,
        remedies=tuple(remedies_of(main, scope, why.missing)),
    )
    return decided, waits


def _national_law(pack: Pack) -> str | None:
    """What is to be said where a pack that binds through national law was asked itself, and not a State's layer."""
    said = pack.through_national_law
    return (
        None
        if said is None or pack.layers[-1:] != (said.pack,)
        else Sentence("national_law", reason=said.reason, cite=said.cite)
    )


def _judged(regime: Regime, operator: Record, procurement: Record, number: int, day: date, detailed: bool) -> Judged:
    prefix = "operator" if number == 0 else f"entities[{number - 1}]"
    evaluation = regime.evaluator.evaluate(operator, procurement, day, prefix)
    return Judged(regime, evaluation, prefix, name_of(operator, number), day, detailed)


def _operators(
    judged: Sequence[Judged], operators: Sequence[Record]
) -> tuple[list[Finding], list[ReviewNote], list[RequirementState], list[Finding]]:
    """Findings on every operator, and what each means in its role."""
    findings: list[Finding] = []
    notes: list[ReviewNote] = []
    requirements: list[RequirementState] = []
    excluding: list[Finding] = []
    roles = judged[0].regime.typed.roles
    for one, operator in zip(judged, operators, strict=True):
        role: Any = operator["role"]
        found, triggered, more = findings_of(one)
        findings += found
        rule, unless = next(((rule, unless) for rule, unless in roles if rule.role == role), (None, None))
        notes += notes_of_later(operator, one.operator)
        if unless is not None and one.truth(f"role:{role}") is True:
            notes += _without_consequence(one, found, rule, (), ())
            continue
        notes += more
        notes += notes_of_passed_over(one)
        # what the text leaves open is open of whoever is looked at, whatever follows in its role
        notes += _reviews(one, of_entity=one is not judged[0])
        asked = list(requirements_of(one, role))
        if rule is None or rule.consequence == "exclusion":
            excluding += triggered
        elif rule.consequence == "replacement":
            asked = [*replacement_of(rule, one, found), *asked]
        else:
            notes += _without_consequence(one, found, rule, asked, more)
        requirements += asked
    return findings, notes, requirements, excluding


def unknown_members(operator: Record, regime: Regime) -> Wait | None:
    """Where nobody named the entities of the tenderer, one may exclude it: of its group, or one treated alike."""
    rules = {rule.role: rule for rule in regime.typed.pack.roles}
    group = rules.get("group-member")
    if operator.get("tenders_alone") is not True and (group is None or group.consequence == "exclusion"):
        return Wait(group.cite if group else regime.typed.pack.title, ("entities",), "mandatory")
    others = (rule for role, rule in rules.items() if role not in ("tenderer", "group-member"))
    alike = next((rule for rule in others if rule.consequence == "exclusion"), None)
    return None if alike is None else Wait(alike.cite, ("entities",), "mandatory")


def _unknown_entities(operator: Record, regime: Regime) -> list[RequirementState]:
    """Where nobody said which entities the tenderer brings along, replacement stays an open question."""
    rule = next((rule for rule in regime.typed.pack.roles if rule.consequence == "replacement"), None)
    if rule is None:
        return []
    return [
        RequirementState(
            requirement=f"replace-{rule.role}",
            title=rule.requirement or Sentence("replacement"),
            cite=rule.cite,
            obligation="mandatory",
            state="unknown",
            follows="replace_entity",
            operator="entities",
            reason=Sentence("entities_unknown", name=name_of(operator, 0), cite=rule.cite),
            cure=Sentence("entities_named"),
            missing=("entities",),
        )
    ]


def _regime_notes(judged: Judged) -> list[ReviewNote]:
    """Notes of the whole regime: its first, unsettled time."""
    notes: list[ReviewNote] = []
    force = judged.regime.typed.pack.in_force
    if force is not None and force.review and force.review_until:
        scope = judged.scope()
        day = deciding(judged.regime, scope.operator, scope.procurement, judged.as_of)
        if day is not None and day <= force.review_until:
            notes.append(ReviewNote("in-force", force.cite, force.review))
    return notes


def _reviews(judged: Judged, *, of_entity: bool) -> Iterator[ReviewNote]:
    """The readings that the text leaves open; of an entity, those that speak of an operator, with its name."""
    for review, condition in judged.regime.typed.reviews:
        if judged.truth(f"review-note:{review.id}") is not True or not in_force(judged.as_of, review.from_, review.to):
            continue
        if not of_entity:
            yield ReviewNote(review.id, review.cite, review.reason)
        elif asks_an_operator(condition, judged.regime.typed):
            yield ReviewNote(review.id, review.cite, Sentence("of_entity", name=judged.name, reason=review.reason))


def _without_consequence(
    judged: Judged,
    found: Sequence[Finding],
    rule: RoleRule | None,
    asked: Sequence[RequirementState],
    said: Sequence[ReviewNote],
) -> Iterator[ReviewNote]:
    """A note for each ground that applies to an operator in whose role nothing follows from it.

    None where a requirement on the same topic is open, which says what follows, or the ground has its own note.
    """
    said_of: dict[str, Parameter] = {"name": judged.name} if rule is None else {"name": judged.name, "cite": rule.cite}
    open_, met = ({one.topic for one in asked if one.topic and (one.state == "met") is done} for done in (False, True))
    noted = {note.about for note in said}
    for finding in found:
        if finding.state == "applies" and finding.topic not in open_ and finding.ground not in noted:
            code = "no_more_consequence" if finding.topic in met else "no_consequence"
            words = Sentence(code if rule is None else f"{code}_cite", title=finding.title, **said_of)
            yield ReviewNote(f"no-consequence:{finding.ground}", finding.cite, words)


def _threshold_notes(why: Governing) -> list[ReviewNote]:
    return [ReviewNote(found.value, found.cite, found.review) for found in why.thresholds if found.review]


def _waits(
    regime: Regime, excluding: Sequence[Finding], requirements: Sequence[RequirementState], outcome: str
) -> list[Wait]:
    waits: list[Wait] = []
    for finding in excluding:
        must = finding.effect == "must_exclude" or finding.heavier
        open_ = finding.state == "possible" and (outcome == "undetermined" or (outcome == "may_exclude" and must))
        if open_ or (finding.state == "applies" and finding.heavier and outcome == "may_exclude"):
            waits.append(Wait(finding.cite, finding.missing, "mandatory" if must else "discretionary"))
    asked = {path for wait in waits for path in wait.paths}
    for one in requirements:
        # what depends on a ground waits for the ground, which has asked for its facts already
        besides = regime.asking_grounds.get(one.requirement, False)
        paths = tuple(path for path in one.missing if path not in asked) if besides else one.missing
        if paths:
            waits.append(Wait(one.cite, paths, "requirement"))
    return waits
