"""Regimes side by side: for each topic what every regime asks, for how long, and what it comes to in this case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.findings import Finding
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.decisions.model.regimes import RegimeDecision, Threshold
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.thresholds import all_thresholds
from tenderlaw.facts.case import Case
from tenderlaw.packs.model.grounds import Ground
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.model.periods import Period

__all__ = ["Comparison", "Provision", "RegimeSummary", "Row", "compare", "period_in_words"]


@dataclass(frozen=True, slots=True)
class Provision:
    """What one regime says on a topic."""

    id: str
    cite: str
    title: str
    obligation: str
    effect: str
    """For a ground, what it comes to where it applies; for a requirement, what follows."""
    period: str | None
    """How long, in words; none where the regime counts none."""
    self_cleaning: bool | None
    """Whether measures of self-cleaning lift it; none for a requirement."""
    lifted_by: tuple[str, ...]
    state: str
    """The heaviest state in this case."""
    until: date | None
    """The last day of the exclusion in this case."""


@dataclass(frozen=True, slots=True)
class Row:
    """A topic and, for each regime in order, its provisions."""

    topic: str
    provisions: tuple[tuple[Provision, ...], ...]


@dataclass(frozen=True, slots=True)
class RegimeSummary:
    """A regime as a whole, for this case."""

    pack: str
    title: str
    governs: str
    reason: str
    outcome: Outcome
    """What the regime comes to; `out_of_scope` where it does not govern."""
    award: str
    thresholds: tuple[Threshold, ...]
    """Those on which the scope turns in this case; where it fails for another reason, all that it has."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Regimes side by side."""

    as_of: date
    regimes: tuple[RegimeSummary, ...]
    rows: tuple[Row, ...]


_HEAVIEST = (
    "applies", "unmet", "possible", "unknown", "not_yet", "derogated", "cured", "self_cleaned", "lapsed", "met",
    "not_in_force", "not_triggered",
)  # fmt: skip


_STARTS: Mapping[str, str] = {
    "final_on": "the final judgment",
    "occurred_on": "the event",
    "opened_on": "the opening of proceedings",
    "penalised_on": "the decision that penalises it",
}
"""The days from which periods run, in words."""


def compare(case: Case, regimes: Sequence[Regime], as_of: date | None = None) -> Comparison:
    """Put `regimes` side by side for a case.

    A regime that does not govern still shows what it says, its thresholds too; its states are then `not_governing`.
    """
    decision = decide(case, as_of=as_of, packs=regimes)
    day = decision.as_of
    columns = [dict(_provisions(regime, result)) for regime, result in zip(regimes, decision.regimes, strict=True)]
    topics = dict.fromkeys(topic for column in columns for topic in column)
    rows = tuple(Row(topic, tuple(column.get(topic, ()) for column in columns)) for topic in topics)
    procurement, (operator, *_) = decision.given.records(day)
    summaries = [
        _summary(result, result.thresholds or all_thresholds(regime, operator, procurement, day))
        for regime, result in zip(regimes, decision.regimes, strict=True)
    ]
    return Comparison(day, tuple(summaries), rows)


def _summary(result: RegimeDecision, thresholds: tuple[Threshold, ...]) -> RegimeSummary:
    award = result.award.may_proceed
    return RegimeSummary(
        result.pack, result.title, result.scope, result.scope_reason, result.outcome, award, thresholds
    )


def _provisions(regime: Regime, result: RegimeDecision) -> Iterator[tuple[str, tuple[Provision, ...]]]:
    found: dict[str, list[Provision]] = {}
    for ground in regime.grounds:
        said = ground.typed.ground
        found.setdefault(said.topic or said.id, []).append(_ground(regime, said, ground.typed.must, result))
    for requirement in regime.typed.pack.requirements:
        states = [one.state for one in result.requirements if one.requirement == requirement.id]
        provision = Provision(
            id=requirement.id,
            cite=requirement.cite,
            title=requirement.title,
            obligation=requirement.obligation,
            effect=requirement.follows,
            period=None,
            self_cleaning=None,
            lifted_by=(),
            state=_heaviest(states, result),
            until=None,
        )
        found.setdefault(requirement.topic or requirement.id, []).append(provision)
    yield from ((topic, tuple(held)) for topic, held in found.items())


def _ground(regime: Regime, said: Ground, must: bool, result: RegimeDecision) -> Provision:
    pack = regime.typed.pack
    lifts = [lift for lift in pack.lifts if lift.id in said.lifted_by]
    held = [finding for finding in result.findings if finding.ground == said.id]
    return Provision(
        id=said.id,
        cite=said.cite,
        title=said.title,
        obligation="mandatory" if must else said.obligation,
        effect="must_exclude" if must else "may_exclude",
        period=period_in_words(pack, said.period),
        self_cleaning=any(lift.state == "self_cleaned" for lift in lifts),
        lifted_by=tuple(f"{lift.title} ({lift.cite})" for lift in lifts),
        state=_heaviest([finding.state for finding in held], result),
        until=_until(held),
    )


def period_in_words(pack: Pack, name: str | None) -> str | None:
    """How long a period lasts and from when, with its citation; None where there is none."""
    period: Period | None = next((period for period in pack.periods if period.id == name), None)
    if period is None:
        return None
    starts = " or ".join(
        dict.fromkeys(_STARTS.get(start.date, start.date.replace("_", " ")) for start in period.starts)
    )
    years = pack.years(period)
    return f"{years} year{'s' if years != 1 else ''} from {starts} ({period.cite})"


def _heaviest(states: Sequence[str], result: RegimeDecision) -> str:
    if result.scope == "false":
        return "not_governing"
    return min(states, key=_HEAVIEST.index, default="not_triggered")


def _until(findings: Sequence[Finding]) -> date | None:
    return max((finding.until for finding in findings if finding.state == "applies" and finding.until), default=None)
