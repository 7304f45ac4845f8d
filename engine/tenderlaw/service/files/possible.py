"""Which steps of its own an authority can take on a file: what the decision leaves to it, and what bars the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.model.findings import Finding, LiftState
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents.letters.basis import Basis, basis_of
from tenderlaw.facts.collections import HELD_IN
from tenderlaw.facts.models import FactModels
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.model.grounds import Lift
from tenderlaw.packs.typed import TypedGround
from tenderlaw.service.files.assessing import Assessment, assessment_of
from tenderlaw.service.files.laying import Laid, StepKind, StepSaid, Subject, operators_in, subject_at
from tenderlaw.service.files.offered import VERDICTS, Bar, Barred, Possible, Steps
from tenderlaw.service.files.places import Plain, steps_of, value_at
from tenderlaw.sources.worked_out import worked_out

__all__ = ["VERDICTS", "Bar", "Barred", "Possible", "Steps", "hits_in", "possible_steps"]

_OPEN_TO_LIFT: Final = ("applies", "possible", "self_cleaned", "derogated")
_TO_COMPARE: Final = ("name", "unchecked-identifier", "linked-person")


@dataclass(frozen=True)
class _Looked:
    """What is looked at: the decision, its regimes, and the draft behind its facts."""

    decision: Decision
    draft: Plain
    laid: Laid
    basis: Basis
    models: FactModels

    @worked_out
    def excluding(self) -> frozenset[int]:
        """Which findings may exclude the bidder: the same objects, for to compare them takes long."""
        return frozenset(map(id, self.basis.excluding))


def possible_steps(
    decision: Decision, regimes: Sequence[Regime], draft: Plain, laid: Laid, standing: Iterable[StepSaid]
) -> Steps:
    """The steps that a decision leaves to the authority, with those that stand already taken into account.

    `regimes` are those of the decision, in its order; `laid` are its facts, made of `draft` and of what stands.
    """
    looked = _Looked(decision, draft, laid, basis_of(decision), decision.models)
    found: dict[tuple[str | None, ...], Possible] = {}
    barred: list[Barred] = []
    by_id = {regime.id: regime for regime in regimes}
    for result in decision.regimes:
        if result.scope == "false" or result.pack not in by_id:
            continue
        regime = by_id[result.pack]
        typed = {ground.typed.ground.id: ground.typed for ground in regime.grounds}
        for finding in result.findings:
            if finding.state in _OPEN_TO_LIFT:
                for one in _of_lifts(looked, regime, typed[finding.ground], finding):
                    if isinstance(one, Barred):
                        barred.append(one)
                    else:
                        found.setdefault(one.named, one)
            if finding.state == "applies" and id(finding) in looked.excluding:
                one = _discretion(looked, result.pack, finding)
                if isinstance(one, Barred):
                    barred.append(one)
                else:
                    found.setdefault(one.named, one)
    found |= {one.named: one for one in hits_in(draft)}
    verdicts, more = _final(looked, tuple(standing))
    barred += more
    if verdicts:
        whole = cast("Subject", subject_at(draft, ""))
        last = Possible("decision", "The authority's own decision on the bidder", None, whole, verdicts)
        found[last.named] = last
    return Steps(tuple(found.values()), tuple(dict.fromkeys(barred)))


def _of_lifts(looked: _Looked, regime: Regime, typed: TypedGround, finding: Finding) -> Iterator[Possible | Barred]:
    for (lift, condition), state in zip(typed.lifts, finding.lifts, strict=True):
        asked = assessment_of(lift, condition, typed.collection, looked.models)
        if asked is None:
            continue
        kind: StepKind = "self-cleaning" if lift.state == "self_cleaned" else "derogation"
        at = _entry_of(looked, finding) if asked.form == "entry" else finding.operator
        if at is None:
            continue
        if state.barred_by is not None:
            bar = Bar("lift-barred", lift.title)
            yield Barred(kind, None, at, regime.id, finding.ground, lift.id, state.barred_by, bar)
            continue
        names = () if asked.form == "entry" else _reached(regime, lift)
        subject = subject_at(looked.draft, at, names)
        if subject is not None:
            yield _possible(kind, regime.id, finding, state, (lift, condition), subject, asked)


def _possible(
    kind: StepKind,
    pack: str,
    finding: Finding,
    state: LiftState,
    lifting: tuple[Lift, Condition],
    subject: Subject,
    asked: Assessment,
) -> Possible:
    lift = lifting[0]
    return Possible(
        kind, lift.title, lift.cite, subject, VERDICTS[kind], pack, finding.ground, lift.id,
        needs=state.needs, words=asked.words, more=asked.more, assessment=asked,
    )  # fmt: skip


def _reached(regime: Regime, lift: Lift) -> tuple[str, ...]:
    """The facts of an operator from which a ground may come that the lift would take the effect of.

    A derogation is decided in view of what is known: where anything is added to these, it is to be decided anew.
    """
    lists = [ground.typed.collection for ground in regime.grounds if lift.id in ground.typed.ground.lifted_by]
    return tuple(sorted({name for one in lists if one for name in HELD_IN.get(one, (one,))}))


def _entry_of(looked: _Looked, finding: Finding) -> str | None:
    """The place of a finding's entry in the draft; None where it speaks of a list that nobody gave."""
    if finding.entry is None:
        return None
    at = looked.laid.in_draft(finding.entry)
    return at if isinstance(value_at(looked.draft, steps_of(at)), dict) else None


def _discretion(looked: _Looked, pack: str, finding: Finding) -> Possible | Barred:
    at = _entry_of(looked, finding) or finding.operator
    if finding.effect == "must_exclude" or finding.heavier:
        why = Bar("no-discretion", finding.title)
        if finding.heavier:
            why = Bar("may-oblige", finding.title, tuple(finding.missing))
        return Barred("discretion", None, at, pack, finding.ground, None, finding.cite, why)
    names = tuple(sorted(cast("Plain", value_at(looked.draft, steps_of(at)) or {}))) if at == finding.operator else ()
    subject = cast("Subject", subject_at(looked.draft, at, names))
    return Possible("discretion", finding.title, finding.cite, subject, VERDICTS["discretion"], pack, finding.ground)


def hits_in(draft: Plain) -> Iterator[Possible]:
    """The entries of lists of which a person must say whether they are about the operator."""
    for operator in operators_in(draft):
        entries = cast("list[Plain]", value_at(draft, (*steps_of(operator), "listings")) or [])
        for number, entry in enumerate(entries):
            if entry.get("matched_by") in _TO_COMPARE:
                subject = cast("Subject", subject_at(draft, f"{operator}.listings[{number}]"))
                title = f"An entry of the list {entry.get('list')} that may be about the operator"
                found = cast("str", entry["matched_by"])
                yield Possible("name-hit", title, None, subject, VERDICTS["name-hit"], matched_by=found)


def _final(looked: _Looked, standing: Sequence[StepSaid]) -> tuple[tuple[str, ...], list[Barred]]:
    """What the authority can decide on the bidder, and what bars the rest.

    It excludes where a ground obliges it or it exercised its discretion, and admits where no ground is left: none
    that applies but those under which it chose not to exclude, none that a missing fact may bring about, and no entry
    of a list of which nobody has said whose it is.
    """
    decision = looked.decision
    discretion = [one for one in standing if one.kind == "discretion"]
    exercised = {(one.pack, one.ground, one.subject.known_by): one.verdict for one in discretion}
    excluding, barred = decision.outcome == "must_exclude", []
    missing = decision.missing_facts
    open_facts = [one.path for one in missing if one.settles] or [one.path for one in missing]
    undetermined = any(result.outcome == "undetermined" for result in decision.regimes)
    if undetermined or any(_may_oblige(one) for one in looked.basis.excluding):
        why = Bar("undetermined", facts=tuple(open_facts[:5])) if open_facts else Bar("facts-missing")
        barred.append(_barred("admit", None, None, None, why))
    for result in decision.regimes:
        for finding in result.findings:
            if finding.state != "applies" or id(finding) not in looked.excluding:
                continue
            if finding.effect == "must_exclude":
                why = Bar("obliges", finding.title)
                barred.append(_barred("admit", result.pack, finding.ground, finding.cite, why))
                continue
            step = _discretion(looked, result.pack, finding)
            said = None if isinstance(step, Barred) else exercised.get(
                (result.pack, finding.ground, step.subject.known_by)
            )  # fmt: skip
            excluding = excluding or said == "exercised"
            if said != "not-exercised":
                why = Bar("excluded" if said else "not-chosen", finding.title)
                barred.append(_barred("admit", result.pack, finding.ground, finding.cite, why))
    judged = {one.subject.known_by for one in standing if one.kind == "name-hit"}
    for hit in hits_in(looked.draft):
        if hit.subject.known_by not in judged:
            barred.append(_barred("admit", None, None, None, Bar("hit-open", hit.subject.at)))
    if not excluding:
        barred.append(_barred("exclude", None, None, None, Bar("nothing-excludes")))
    admitting = not any(one.verdict == "admit" for one in barred)
    return ((*(("exclude",) if excluding else ()), *(("admit",) if admitting else ()))), barred


def _may_oblige(finding: Finding) -> bool:
    return finding.heavier or (finding.state == "possible" and finding.effect == "must_exclude")


def _barred(verdict: str, pack: str | None, ground: str | None, cite: str | None, why: Bar) -> Barred:
    return Barred("decision", verdict, "", pack, ground, None, cite, why)
