"""The decision: a pure function of facts, packs and as-of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from tenderlaw._version import __version__
from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.as_of import as_of_date
from tenderlaw.decisions.cases import given_of, models_of
from tenderlaw.decisions.choosing import Packs, choose_policies, choose_regimes
from tenderlaw.decisions.compose import strictest
from tenderlaw.decisions.governing import cannot_govern, in_its_place
from tenderlaw.decisions.missing import Wait, rank
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.outcome import Award
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.own_conditions import own_conditions
from tenderlaw.decisions.policies import policy_decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.regime_decision import decide_regime, ruled_out
from tenderlaw.decisions.sentences.operators import name_of
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.decisions.settling import Trials
from tenderlaw.decisions.unread import unread_facts
from tenderlaw.facts.case import Case
from tenderlaw.packs import calendars
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.periods import is_near
from tenderlaw.rules.rete import available
from tenderlaw.sources.arguments import a_truth

__all__ = ["award_over", "decide"]

_YES: Final = Award("yes")


def decide(
    case: Case | Mapping[str, object],
    *,
    as_of: date | None = None,
    packs: Packs | None = None,
    policies: Packs = (),
    detailed: bool = False,
) -> Decision:
    """Decide a case under each pack: ids of installed packs, what `load_packs` gives, or all that are installed.

    A case is a `Case`, or the same facts as plain data, which are checked alike; of plain data without nulls it
    takes less time. `policies` are the authority's own: ids of installed ones, or what `load_policies` gives.

    `as_of` is the day of the decision; left out, it is the case's `procurement.decision_on`. `detailed` also
    explains the grounds that are not triggered. Raises InputInvalidError for faulty plain data, without an as-of
    date, for an unknown pack and any other argument that cannot be meant, PackInvalidError for a faulty pack,
    InternalError where the evaluators disagree.
    """
    a_truth(detailed, "detailed")
    own = choose_policies(policies)
    # a policy may be asked alone: of no pack at all nothing would be said
    regimes = () if own and packs is not None and not packs else choose_regimes(packs)
    given = given_of(case, (*regimes, *own))
    stated: Any = given.held["procurement"]
    day = as_of_date(stated.get("decision_on"), as_of)
    procurement, operators = records = given.records(day)
    entities_known = "entities" in given.held
    results: list[RegimeDecision] = []
    waits: list[Wait] = []
    possible: list[Regime] = []
    silent = in_its_place(regimes, operators[0], procurement, day) if len(regimes) > 1 else {}
    for regime in regimes:
        out = silent.get(regime.id) or cannot_govern(regime, operators[0], procurement, day)
        if out is not None:
            results.append(ruled_out(out))
            continue
        possible.append(regime)
        result, found = decide_regime(regime, records, entities_known, day, detailed)
        results.append(result)
        waits += found
    outcome = strictest([result.outcome for result in results])
    chains = [chain for regime in possible for chain in regime.day_chains]
    models = models_of(possible, given.models)
    tried = Trials(given.held, possible, day, models).verdict if outcome == "undetermined" else None
    missing = rank(waits, given.held, tried, chains, _packs(regimes, results), models)
    award, name = award_over(results), name_of(operators[0], 0)
    adds = tuple(
        [policy_decision(policy, given, operators[0], procurement, name, day, detailed=detailed) for policy in own]
    )
    return Decision(
        outcome=outcome,
        as_of=day,
        review=any(result.review_notes for result in results),
        award=award,
        regimes=tuple(results),
        missing_facts=answerable(missing, chains, procurement, models),
        policies=adds,
        own_conditions=own_conditions(award, adds, procurement, day) if adds else None,
        packs=tuple([regime.used for regime in (*regimes, *own)]),
        evaluators=("rete", "explainer") if available() else ("explainer",),
        calendar=_calendar(regimes, results, day),
        engine_version=__version__,
        given=given,
        find_models=partial(models_of, tuple(possible), given.models),
        find_unread=partial(unread_facts, given, regimes, own, day),
    )


def _packs(regimes: Sequence[Regime], results: Sequence[RegimeDecision]) -> list[Pack]:
    """The packs that govern or may."""
    pairs = zip(regimes, results, strict=True)
    return [regime.typed.pack for regime, result in pairs if result.outcome != "out_of_scope"]


def award_over(results: Sequence[RegimeDecision]) -> Award:
    """The award over all regimes that may govern: one `no` stops it, one `unknown` leaves it open."""
    if len(results) == 1:
        return results[0].award
    answers = [result.award for result in results if result.outcome != "out_of_scope"]
    answers = answers or [result.award for result in results]
    words = [award.may_proceed for award in answers]
    for word in ("no", "unknown"):
        if word in words:
            found = [award for award in answers if award.may_proceed == word]
            because = dict.fromkeys([reason for award in found for reason in award.because])
            cure = dict.fromkeys([reason for award in found for reason in award.cure])
            return Award(word, tuple(because), tuple(cure))
    return _YES if answers else Award("unknown", (Sentence("no_pack"),))


def _calendar(regimes: Sequence[Regime], results: Sequence[RegimeDecision], day: date) -> str | None:
    """Where the holidays come from, if a pack counts working days or they were looked at beside a last day."""
    for regime, result in zip(regimes, results, strict=True):
        if result.outcome == "out_of_scope":
            continue
        ends = [one.until for one in result.findings] if regime.looks_at_holidays else []
        if regime.counts_days or any(end is not None and is_near(end, day) for end in ends):
            return calendars.version()
    return None
