"""An authority's own conditions: whether each is met, by when, what follows, and how all stand beside the law.

They never change the outcome, nor what the law says of the award. What is not known is asked for; what is not met has
what the authority itself may decide: a request for completion, no award before it is met, a note in the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.missing import Wait, rank
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.outcome import Award
from tenderlaw.decisions.model.policies import FactorScore, PolicyDecision, TierResult
from tenderlaw.decisions.model.prescriptions import Prescription
from tenderlaw.decisions.model.requirements import RequirementState
from tenderlaw.decisions.requirements import requirements_of
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.facts.given import Given
from tenderlaw.facts.operator import Role
from tenderlaw.facts.records import Record
from tenderlaw.packs.model.requirements import DueDay, Requirement
from tenderlaw.rules.dated import deciding_day

__all__ = ["missing_to", "own_conditions", "own_requirements"]


def own_requirements(judged: Judged, role: Role) -> Iterator[RequirementState]:
    """The conditions of a policy that arise, or may arise, with the day by which each is to be met."""
    said = {one.requirement.id: one.requirement for one in judged.regime.typed.requirements}
    for state in requirements_of(judged, role):
        yield _with_due(state, said[state.requirement], judged)


def _with_due(state: RequirementState, said: Requirement, judged: Judged) -> RequirementState:
    due: Literal["day", "award"] | None = None
    day: date | None = None
    missing = state.missing
    if isinstance(said.due, DueDay):
        scope = judged.scope()
        due, day = "day", deciding_day((said.due.fact,), scope.operator, scope.procurement, judged.as_of, assume=False)
        if day is None and state.state != "met":
            missing = tuple(dict.fromkeys((*missing, said.due.fact)))
    elif said.due == "award":
        due = "award"
    dated = replace(state, due=due, due_on=day, missing=missing)
    head = Sentence("head", title=state.title, cite=state.cite)
    follows = _what_follows(dated, judged.as_of, awarded=is_awarded(judged.scope().procurement))
    return replace(dated, reason=Sentence(f"condition_{state.state}", head=head, **follows))


def is_awarded(procurement: Record) -> bool:
    """Whether the contract is awarded on the day of the decision: then no award waits for anything any more."""
    return procurement.get("stage") == "awarded"


def _what_follows(state: RequirementState, as_of: date, *, awarded: bool) -> dict[str, Parameter]:
    """What an open condition entails, and by when it is to be met."""
    if state.state == "met":
        return {}
    if awarded and state.follows != "record":
        return {"follows": Sentence("then_after_award"), "due": ""}
    return {"follows": Sentence(f"then_{state.follows}"), "due": "" if awarded else _by(state, as_of)}


def _by(state: RequirementState, as_of: date) -> str:
    if state.due_on is not None:
        return Sentence("by_day_passed" if state.due_on < as_of else "by_day", day=state.due_on)
    if state.due == "day":
        return Sentence("by_unknown_day")
    # that there is no award before it is met says already by when
    return Sentence("by_award") if state.due == "award" and state.follows != "no_award_until_met" else ""


def own_conditions(award: Award, policies: Sequence[PolicyDecision], procurement: Record, as_of: date) -> str | None:
    """What is said beside the law's answer on the award; None where no policy asks for anything here."""
    asked = [one for policy in policies for one in policy.requirements]
    if not asked:
        return None
    # two policies may ask for the same
    awarded = is_awarded(procurement)
    open_ = dict.fromkeys([_open(one, as_of, awarded=awarded) for one in asked if one.state != "met"])
    law = "awarded" if awarded else award.may_proceed
    return Sentence(f"own_open_{law}", open=tuple(open_)) if open_ else Sentence(f"own_met_{law}")


def _open(one: RequirementState, as_of: date, *, awarded: bool) -> str:
    return Sentence(f"open_{one.state}", title=one.title, **_what_follows(one, as_of, awarded=awarded))


def missing_to(
    judged: Judged,
    given: Given,
    procurement: Record,
    tier: TierResult | None,
    requirements: Sequence[RequirementState],
    clauses: Sequence[Prescription],
) -> tuple[MissingFact, ...]:
    """What a policy lacks: first for its conditions, then for its tier and its clauses."""
    regime = judged.regime
    factors = () if tier is None else tier.factors
    asking: tuple[RequirementState | FactorScore | Prescription, ...] = (*requirements, *factors, *clauses)
    waits = [Wait(one.cite, one.missing, "requirement") for one in asking if one.missing]
    if not waits:
        return ()
    models = models_of((regime,), given.models)
    ranked = rank(waits, given.held, None, regime.day_chains, (regime.typed.pack,), models)
    return answerable(ranked, regime.day_chains, procurement, models)
