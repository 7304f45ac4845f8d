"""The decision: a pure function of facts, packs and as-of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import cast

from tenderlaw._version import __version__
from tenderlaw.decisions.compose import outcome_of, strictest
from tenderlaw.decisions.findings import Judged, findings_of
from tenderlaw.decisions.governing import Governing, deciding, governing
from tenderlaw.decisions.missing import Wait, rank
from tenderlaw.decisions.model.decision import Decision, PackUsed
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.outcome import Award, Outcome
from tenderlaw.decisions.model.regimes import RegimeDecision, ReviewNote
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.policies import installed_policies, policy_decision
from tenderlaw.decisions.prescriptions import prescriptions_of, risks_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.requirements import award_of, replacement_of, requirements_of
from tenderlaw.decisions.settling import some_answer_settles
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import Field
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import Record, case_records
from tenderlaw.packs import calendars
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.rete import available
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = [
    "as_of_date",
    "choose_policies",
    "choose_regimes",
    "day_of_procurement",
    "decide",
    "installed_regimes",
    "regimes_of",
]


@lru_cache(maxsize=8)
def installed_regimes(ids: tuple[str, ...] | None = None) -> tuple[Regime, ...]:
    """The packs shipped with the engine, compiled once a process."""
    return regimes_of(load_packs(ids).values())


def regimes_of(packs: Iterable[TypedPack]) -> tuple[Regime, ...]:
    """Compile packs, in the order given."""
    return tuple(Regime.of(pack) for pack in packs)


def decide(
    case: Case,
    *,
    as_of: date | None = None,
    packs: Sequence[str] | Sequence[Regime] | None = None,
    policies: Sequence[str] | Sequence[Regime] = (),
    detailed: bool = False,
) -> Decision:
    """Decide a case under each pack: ids of installed packs, compiled regimes, or all that are installed.

    `policies` are the authority's own: ids of installed ones, or compiled.

    `as_of` is the day of the decision; left out, it is the case's `procurement.decision_on`. `detailed` also
    explains the grounds that are not triggered. Raises InputInvalidError without an as-of date,
    PackInvalidError for a faulty pack, InternalError where the evaluators disagree.
    """
    day, regimes, own = as_of_date(case, as_of), choose_regimes(packs), choose_policies(policies)
    records = case_records(case)
    decided = [_decide_regime(regime, case, records, day, detailed) for regime in regimes]
    results = [result for result, _ in decided]
    outcome = strictest(result.outcome for result in results)
    waits = [wait for _, found in decided for wait in found]

    def settles(path: str, field: Field) -> bool | None:
        return some_answer_settles(case, path, field, day, lambda answered: _outcome(answered, regimes, day))

    return Decision(
        outcome=outcome,
        as_of=day,
        review=any(result.review_notes for result in results),
        award=_award(results),
        regimes=tuple(results),
        missing_facts=rank(waits, case, settles if outcome == "undetermined" else None),
        policies=tuple(
            policy_decision(policy, records[1][0], records[0], _name(case.operator, 0), day, detailed=detailed)
            for policy in own
        ),
        packs=tuple(_used(regime.typed) for regime in (*regimes, *own)),
        evaluators=("rete", "explainer") if available() else ("explainer",),
        calendar=_calendar(regimes),
        engine_version=__version__,
        case=case,
    )


def _outcome(case: Case, regimes: Sequence[Regime], day: date) -> Outcome:
    """The strictest outcome of a case, and nothing else."""
    records = case_records(case)
    return strictest(_decide_regime(regime, case, records, day, False)[0].outcome for regime in regimes)


def as_of_date(case: Case, as_of: date | None) -> date:
    """The day of the decision: the one given, or the case's own. Raises InputInvalidError without one."""
    return day_of_procurement(case.procurement, as_of)


def day_of_procurement(procurement: Procurement, as_of: date | None) -> date:
    """The day given, or the procurement's own day of decision. Raises InputInvalidError without one."""
    day = as_of or procurement.decision_on
    if day is None:
        fault = Fault("facts", 0, 0, "procurement.decision_on", "no as-of date", "state the day: `--as-of`, or here")
        raise InputInvalidError([fault])
    return day


def choose_regimes(packs: Sequence[str] | Sequence[Regime] | None) -> tuple[Regime, ...]:
    """Compiled regimes: those given, the packs of these ids, or all that are installed."""
    if packs is None:
        return installed_regimes()
    ids = [pack for pack in packs if isinstance(pack, str)]
    if ids:
        return installed_regimes(tuple(ids))
    return tuple(cast("Sequence[Regime]", packs))


def choose_policies(policies: Sequence[str] | Sequence[Regime]) -> tuple[Regime, ...]:
    """Compiled policies: those given, or the installed ones of these ids."""
    ids = [policy for policy in policies if isinstance(policy, str)]
    return installed_policies(tuple(ids)) if ids else tuple(cast("Sequence[Regime]", policies))


def _used(typed: TypedPack) -> PackUsed:
    pack = typed.pack
    return PackUsed(pack.id, pack.title, pack.version, pack.digest, pack.layers)


def _award(results: Sequence[RegimeDecision]) -> Award:
    """The award over all regimes that may govern: one `no` stops it, one `unknown` leaves it open."""
    governing = [result for result in results if result.outcome != "out_of_scope"] or list(results)
    answers = [result.award for result in governing]
    for word in ("no", "unknown"):
        found = [award for award in answers if award.may_proceed == word]
        if found:
            because = dict.fromkeys(reason for award in found for reason in award.because)
            cure = dict.fromkeys(reason for award in found for reason in award.cure)
            return Award(word, tuple(because), tuple(cure))
    return Award("yes") if answers else Award("unknown", ("no pack was asked",))


def _calendar(regimes: Sequence[Regime]) -> str | None:
    """Where the holidays come from, if one of the packs counts working days."""
    counted = any(period.holidays for regime in regimes for period in regime.typed.periods.values())
    return calendars.version() if counted else None


def _decide_regime(
    regime: Regime, case: Case, records: tuple[Record, list[Record]], day: date, detailed: bool
) -> tuple[RegimeDecision, list[Wait]]:
    procurement, operators = records
    scope, why = governing(regime, operators[0], procurement, day, detailed=detailed)
    pack = regime.typed.pack
    said = (why.governs, why.reason, why.missing, why.explanation, why.thresholds)
    if scope is False:
        award = award_of("out_of_scope", (), ())
        return RegimeDecision(pack.id, pack.title, "out_of_scope", *said, award=award), []
    people = (case.operator, *(case.entities or ()))
    judged = [
        _judged(regime, record, procurement, person, number, day, detailed)
        for number, (record, person) in enumerate(zip(operators, people, strict=True))
    ]
    main = judged[0]
    findings, notes, requirements, excluding = _operators(judged, people)
    requirements += _unknown_entities(case, regime)
    members = _unknown_members(case, regime)
    outcome = outcome_of(scope, excluding, others=members is not None)
    waits = [Wait(pack.scope_cite or pack.id, why.missing, "scope")] if scope is None else []
    if members is not None and outcome in ("undetermined", "may_exclude"):
        waits.append(members)
    waits += _waits(excluding, requirements, outcome)
    decided = RegimeDecision(
        pack.id,
        pack.title,
        outcome,
        *said,
        findings=tuple(findings),
        requirements=tuple(requirements),
        clauses=tuple(prescriptions_of(main, scope)),
        risks=tuple(risks_of(main)),
        review_notes=tuple(dict.fromkeys([*_regime_notes(main), *_threshold_notes(why), *notes])),
        award=award_of(outcome, requirements, excluding),
    )
    return decided, waits


def _judged(
    regime: Regime,
    record: Record,
    procurement: Record,
    person: EconomicOperator,
    number: int,
    day: date,
    detailed: bool,
) -> Judged:
    prefix = "operator" if number == 0 else f"entities[{number - 1}]"
    evaluation = regime.evaluator.evaluate(record, procurement, day, prefix)
    return Judged(regime, evaluation, prefix, _name(person, number), day, detailed)


def _operators(
    judged: Sequence[Judged], people: Sequence[EconomicOperator]
) -> tuple[list[Finding], list[ReviewNote], list[RequirementState], list[Finding]]:
    """Findings on every operator, and what each means in its role."""
    findings: list[Finding] = []
    notes: list[ReviewNote] = []
    requirements: list[RequirementState] = []
    excluding: list[Finding] = []
    rules = {rule.role: rule for rule in judged[0].regime.typed.pack.roles}
    for one, person in zip(judged, people, strict=True):
        found, more = findings_of(one)
        findings += found
        notes += more
        rule = rules.get(person.role)
        if rule is None or rule.consequence == "exclusion":
            excluding += [finding for finding in found if finding.state != "not_triggered"]
        elif rule.consequence == "replacement":
            requirements += replacement_of(rule, one, found)
        requirements += requirements_of(one, person.role)
    return findings, notes, requirements, excluding


def _unknown_members(case: Case, regime: Regime) -> Wait | None:
    """Where nobody said which entities the tenderer brings along, one may be a member of its group, to be excluded."""
    rule = next((rule for rule in regime.typed.pack.roles if rule.role == "group-member"), None)
    if case.entities is not None or case.operator.role not in ("tenderer", "group-member"):
        return None
    if case.operator.tenders_alone is True:
        return None
    if rule is not None and rule.consequence != "exclusion":
        return None
    return Wait(rule.cite if rule else regime.typed.pack.title, ("entities",), "mandatory")


def _unknown_entities(case: Case, regime: Regime) -> list[RequirementState]:
    """Where nobody said which entities the tenderer brings along, replacement stays an open question."""
    rules = [rule for rule in regime.typed.pack.roles if rule.consequence == "replacement"]
    if case.entities is not None or not rules or case.operator.role not in ("tenderer", "group-member"):
        return []
    rule = rules[0]
    return [
        RequirementState(
            requirement=f"replace-{rule.role}",
            title=rule.requirement or "Replacement of an entity",
            cite=rule.cite,
            obligation="mandatory",
            state="unknown",
            follows="replace_entity",
            operator="entities",
            reason=f"It is not known on which entities {_name(case.operator, 0)} relies ({rule.cite}).",
            cure="the entities are named, or it is stated that there are none",
            missing=("entities",),
        )
    ]


def _regime_notes(judged: Judged) -> list[ReviewNote]:
    """Notes of the whole regime: its first, unsettled time, and the readings that its text leaves open."""
    pack, scope = judged.regime.typed.pack, judged.scope()
    day = deciding(judged.regime, scope.operator, scope.procurement, judged.as_of)
    notes = [
        ReviewNote(review.id, review.cite, review.reason)
        for review, _ in judged.regime.typed.reviews
        if judged.truth(f"review-note:{review.id}") is True and in_force(judged.as_of, review.from_, review.to)
    ]
    force = pack.in_force
    if force is not None and force.review and force.review_until and day is not None and day <= force.review_until:
        notes.append(ReviewNote("in-force", force.cite, force.review))
    return notes


def _threshold_notes(why: Governing) -> list[ReviewNote]:
    return [ReviewNote(found.value, found.cite, found.review) for found in why.thresholds if found.review]


def _waits(excluding: Sequence[Finding], requirements: Sequence[RequirementState], outcome: str) -> list[Wait]:
    waits = []
    for finding in excluding:
        must = finding.effect == "must_exclude" or finding.heavier
        open_ = finding.state == "possible" and (outcome == "undetermined" or (outcome == "may_exclude" and must))
        if open_ or (finding.state == "applies" and finding.heavier and outcome == "may_exclude"):
            waits.append(Wait(finding.cite, finding.missing, "mandatory" if must else "discretionary"))
    return waits + [Wait(r.cite, r.missing, "requirement") for r in requirements if r.missing]


def _name(operator: EconomicOperator, number: int) -> str:
    return operator.name or ("the operator" if number == 0 else f"entity {number}")
