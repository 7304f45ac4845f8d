"""Requirements besides exclusion: replacement of entities, rejection, termination, evidence; and the award."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.outcome import Award, Outcome
from tenderlaw.decisions.model.requirements import FactorState, Follows, RequirementState, gives_power
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.operator import Role
from tenderlaw.packs.model.grounds import RoleRule
from tenderlaw.packs.typed import TypedRequirement
from tenderlaw.rules.explain import Explanation, explain, truth_word

__all__ = ["award_of", "replacement_of", "requirements_of"]

BLOCKING = ("no_award_until_met", "reject_tender", "replace_entity")

_YES: Final = Award("yes")
_WAITS_FOR: Mapping[Outcome, str] = {
    "may_exclude": "waits_for_choice",
    "undetermined": "waits_for_facts",
    "out_of_scope": "does_not_govern",
}


def requirements_of(judged: Judged, role: Role) -> Iterator[RequirementState]:
    """The requirements of the regime that arise, or may arise, for an operator in this role."""
    for typed in judged.regime.typed.requirements:
        said = typed.requirement
        if role not in said.roles:
            continue
        arises = judged.truth(f"requirement:{said.id}")
        if arises is False:
            continue
        met = False if typed.met is None else judged.truth(f"met:{said.id}")
        state = "met" if met is True else "unmet" if met is False and arises is True else "unknown"
        missing: list[str] = []
        if state == "unknown":
            missing = judged.missing(typed.when, judged.scope())
            if typed.met is not None and met is None:
                missing += judged.missing(typed.met, judged.scope())
        yield RequirementState(
            requirement=said.id,
            title=said.title,
            cite=said.cite,
            obligation=said.obligation,
            state=state,  # type: ignore[arg-type]
            follows=said.follows,
            operator=judged.operator,
            reason=Sentence(_code(state, said.follows), head=Sentence("head", title=said.title, cite=said.cite)),
            clause=said.clause,
            cure=said.cure if state != "met" else None,
            met_by="bidder" if state == "met" else judged.regime.met_by[said.id],
            topic=said.topic,
            notice_first=said.notice_first,
            notice_says=said.notice_says,
            stated_in=said.stated_in,
            rests_on=tuple(
                ground
                for target, ground in judged.regime.resting_on.get(said.id, ())
                if target in judged.evaluation.answers
            ),
            factors=tuple(
                FactorState(
                    factor.id,
                    factor.title,
                    factor.cite,
                    factor.weighs,
                    truth_word(judged.truth(f"factor:{said.id}:{factor.id}")),
                )
                for factor, _ in typed.factors
            ),
            missing=tuple(dict.fromkeys(missing)),
            explanation=_explained(judged, typed) if judged.detailed else (),
        )


def _explained(judged: Judged, typed: TypedRequirement) -> tuple[Explanation, ...]:
    conditions = [typed.when] if typed.met is None else [typed.when, typed.met]
    return tuple(explain(part, judged.scope(), judged.regime.evaluator, judged.evaluation) for part in conditions)


def _code(state: str, follows: Follows) -> str:
    return "requirement_power" if state == "unmet" and gives_power(follows) else f"requirement_{state}"


def replacement_of(rule: RoleRule, judged: Judged, findings: Sequence[Finding]) -> Iterator[RequirementState]:
    """What grounds mean for an entity that the tenderer brings along: replacement, not exclusion."""
    options = judged.regime.typed.pack
    duty = rule.must_if is not None and options.option(rule.must_if) is True
    for effect in ("must_exclude", "may_exclude"):
        found = [f for f in findings if f.effect == effect and f.state in ("applies", "possible")]
        if not found:
            continue
        sure = [f for f in found if f.state == "applies"]
        must = effect == "must_exclude" or duty
        cites = tuple(dict.fromkeys(f.cite for f in sure or found))
        title = rule.requirement or Sentence("replacement")
        head = Sentence("head", title=title, cite=rule.cite)
        code = ("must" if must else "may") + "_be_replaced" + ("" if sure else "_if")
        yield RequirementState(
            requirement=f"replace-{rule.role}",
            title=title,
            cite=rule.cite,
            obligation="mandatory" if must else "discretionary",
            state="unmet" if sure else "unknown",
            follows="replace_entity" if must else "may_replace_entity",
            operator=judged.operator,
            reason=Sentence(code, head=head, grounds=cites, name=judged.name),
            cure=Sentence("is_replaced", name=judged.name),
            missing=tuple(dict.fromkeys(path for f in found for path in f.missing)),
        )


def award_of(outcome: Outcome, requirements: Sequence[RequirementState], findings: Sequence[Finding]) -> Award:
    """Whether award may proceed under one regime."""
    if outcome == "not_excluded" and not requirements:
        return _YES
    blocking = [r for r in requirements if r.follows in BLOCKING]
    stops = [r for r in blocking if r.state == "unmet"]
    open_ = [r for r in blocking if r.state == "unknown"]
    if outcome == "must_exclude" or stops:
        grounds = [f for f in findings if f.state == "applies" and f.effect == "must_exclude"]
        because = [
            *(Sentence("named", title=f.title, cite=f.cite) for f in grounds if outcome == "must_exclude"),
            *(r.reason for r in stops),
        ]
        offered = [lift for f in grounds for lift in f.lifts if lift.leaves == "nothing" and lift.barred_by is None]
        lifts = [Sentence("needed", needs=lift.needs, cite=lift.cite) for lift in offered]
        cures = [*lifts, *(r.cure for r in stops if r.cure)]
        return Award("no", tuple(dict.fromkeys(because)), tuple(dict.fromkeys(cures)))
    choices = [r for r in requirements if r.state in ("unmet", "unknown") and r.follows.startswith("may_")]
    waits: list[str] = [Sentence(_WAITS_FOR[outcome])] if outcome in _WAITS_FOR else []
    waits += [r.reason for r in (*open_, *choices)]
    return Award("unknown", tuple(waits)) if waits else _YES
