"""Findings: each ground, for each operator and each entry of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tenderlaw.decisions.compose import state_of
from tenderlaw.decisions.model import Finding, LiftState, ReviewNote
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences import reason_of
from tenderlaw.packs.conditions import AsOf, Condition, InPeriod, Some
from tenderlaw.packs.model import Ground, in_force
from tenderlaw.packs.typed import TypedGround
from tenderlaw.rules.evaluate import Evaluation
from tenderlaw.rules.explain import Explanation, FactRead, explain, missing_paths, truth_word
from tenderlaw.rules.periods import Span, span_of
from tenderlaw.rules.reading import Scope, deciding_day
from tenderlaw.rules.truth import Truth

__all__ = ["Judged", "findings_of", "verdict"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One operator, evaluated under one regime."""

    regime: Regime
    evaluation: Evaluation
    operator: str
    """`operator` or `entities[n]`."""
    name: str
    as_of: date
    detailed: bool = False
    """Whether grounds that are not triggered are explained too."""

    def truth(self, target: str) -> Truth:
        """The truth of a target of the whole case."""
        return self.evaluation.truths[self.regime.target(target)][0]

    def scope(self) -> Scope:
        """The scope of the whole case."""
        return self.evaluation.scopes[None][0]

    def missing(self, condition: Condition, scope: Scope) -> list[str]:
        """Paths that leave a condition unknown."""
        return missing_paths(condition, scope, self.regime.evaluator, self.evaluation)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What was decided about one ground and one entry."""

    ground: TypedGround
    number: int
    when: Truth
    span: Span | None
    lifts: tuple[Truth, ...]


def verdict(judged: Judged) -> Iterator[tuple[Ground, bool, str, int]]:
    """Every ground that is not surely absent: the ground, whether it obliges, its state, its entry's number."""
    for ground in judged.regime.typed.grounds:
        for entry in _entries(judged, ground):
            state = _state(judged, entry)
            if state != "not_triggered":
                yield ground.ground, ground.must, state, entry.number


def findings_of(judged: Judged) -> tuple[list[Finding], list[ReviewNote]]:
    """Findings of every ground of the regime, and the notes for a person that go with them."""
    findings: list[Finding] = []
    notes: list[ReviewNote] = []
    for ground in judged.regime.typed.grounds:
        found = [(entry, _state(judged, entry)) for entry in _entries(judged, ground)]
        shown = [(entry, state) for entry, state in found if state != "not_triggered"]
        for entry, state in shown:
            findings.append(_finding(judged, entry, state))
            notes += _notes(judged, entry, state)
        if not shown:
            findings.append(_absent(judged, ground, [entry for entry, _ in found]))
    return findings, notes


def _entries(judged: Judged, ground: TypedGround) -> Iterator[_Entry]:
    evaluation, regime = judged.evaluation, judged.regime
    scopes = evaluation.scopes.get(ground.collection, [])
    truths = evaluation.truths[regime.target(f"ground:{ground.ground.id}")]
    lifts = [evaluation.truths[regime.target(f"lift:{lift.id}:{ground.collection}")] for lift, _ in ground.lifts]
    period = regime.typed.periods[ground.ground.period] if ground.ground.period else None
    for number, truth in enumerate(truths):
        if truth is False:
            yield _Entry(ground, number, False, None, ())
            continue
        scope = scopes[number]
        # a placeholder may stand for no entry at all, so it never makes a ground certain
        when = None if scope.item.placeholder else truth
        span = None if period is None else span_of(period, scope, judged.as_of)
        yield _Entry(ground, number, when, span, tuple(lift[number] for lift in lifts))


def _state(judged: Judged, entry: _Entry) -> str:
    ground = entry.ground.ground
    if entry.when is not False and not in_force(judged.as_of, ground.from_, ground.to):
        return "not_in_force"
    states = [(lift.state, holds) for (lift, _), holds in zip(entry.ground.lifts, entry.lifts, strict=False)]
    return state_of(entry.when, entry.span, judged.as_of, states)


def _finding(judged: Judged, entry: _Entry, state: str) -> Finding:
    typed, ground = entry.ground, entry.ground.ground
    scope = judged.evaluation.scopes[typed.collection][entry.number]
    parts = _parts(judged, entry, scope)
    lifts = tuple(
        LiftState(lift.id, lift.title, lift.cite, lift.needs, truth_word(holds))
        for (lift, _), holds in zip(typed.lifts, entry.lifts, strict=True)
    )
    span = entry.span or Span(None)
    finding = Finding(
        ground=ground.id,
        title=ground.title,
        cite=ground.cite,
        effect="must_exclude" if typed.must else "may_exclude",
        obligation="mandatory" if typed.must else ground.obligation,
        state=state,  # type: ignore[arg-type]
        operator=judged.operator,
        entry=f"{'procurement' if scope.collection_root == 'procurement' else judged.operator}.{scope.item.path}"
        if typed.collection
        else None,
        since=span.first,
        until=span.last,
        set_by_judgment=span.by_judgment,
        lifts=lifts,
        missing=tuple(_missing(judged, entry, scope)) if state == "possible" else (),
        facts=tuple(dict.fromkeys(fact for part in parts for fact in _facts(part))),
        explanation=parts,
    )
    return _with_reason(finding, ground, judged.name)


def _with_reason(finding: Finding, ground: Ground, name: str) -> Finding:
    return replace(finding, reason=reason_of(finding, ground, name))


def _parts(judged: Judged, entry: _Entry, scope: Scope) -> tuple[Explanation, ...]:
    def node(condition: Condition) -> Explanation:
        return explain(condition, scope, judged.regime.evaluator, judged.evaluation)

    parts = [node(entry.ground.when)]
    if entry.ground.ground.period is not None:
        parts.append(node(InPeriod(entry.ground.ground.period, AsOf())))
    for lift, condition in entry.ground.lifts:
        inner = node(condition)
        parts.append(Explanation(f"{lift.title} ({lift.cite})", inner.value, (), (inner,)))
    return tuple(parts)


def _facts(part: Explanation) -> Iterator[FactRead]:
    for fact in part.facts:
        if fact.value is not None:
            yield fact
    for inner in part.parts:
        if inner.value != "false":
            yield from _facts(inner)


def _missing(judged: Judged, entry: _Entry, scope: Scope) -> list[str]:
    if scope.item.placeholder and entry.ground.collection is not None:
        prefix = "procurement" if scope.collection_root == "procurement" else judged.operator
        return [f"{prefix}.{scope.item.path}"]
    found = judged.missing(entry.ground.when, scope)
    if entry.span is not None and entry.span.covers is None:
        found += judged.missing(InPeriod(entry.ground.ground.period or "", AsOf()), scope)
    for (_, condition), holds in zip(entry.ground.lifts, entry.lifts, strict=True):
        if holds is None:
            found += judged.missing(condition, scope)
    return list(dict.fromkeys(found))


def _absent(judged: Judged, ground: TypedGround, entries: list[_Entry]) -> Finding:
    explanation: tuple[Explanation, ...] = ()
    if judged.detailed:
        condition: Condition = ground.when if ground.collection is None else Some(ground.collection, ground.when)
        if entries or ground.collection is None or ground.collection in judged.evaluation.scopes:
            explanation = (explain(condition, judged.scope(), judged.regime.evaluator, judged.evaluation),)
    said = ground.ground
    return Finding(
        ground=said.id,
        title=said.title,
        cite=said.cite,
        effect="must_exclude" if ground.must else "may_exclude",
        obligation="mandatory" if ground.must else said.obligation,
        state="not_triggered",
        operator=judged.operator,
        explanation=explanation,
    )


def _notes(judged: Judged, entry: _Entry, state: str) -> Iterator[ReviewNote]:
    ground = entry.ground.ground
    if state not in ("applies", "possible"):
        if state == "lapsed":
            yield from _counting_note(judged, entry)
        return
    if ground.review is not None:
        matters: Truth = True
        if entry.ground.review_when is not None:
            matters = judged.evaluation.truths[judged.regime.target(f"review:{ground.id}")][entry.number]
        if matters is not False:
            yield ReviewNote(ground.id, ground.cite, ground.review)
    yield from _counting_note(judged, entry)
    yield from _offence_note(judged, entry)


def _offence_note(judged: Judged, entry: _Entry) -> Iterator[ReviewNote]:
    """A note where a person must say to which category an offence belongs."""
    ground, scope = entry.ground.ground, judged.evaluation.scopes[entry.ground.collection][entry.number]
    record = scope.item.record
    offence, foreign = record.get("offence"), record.get("foreign_offence")
    if foreign is not None and record.get("equivalence_confirmed") is None:
        reason = f"A person must confirm to which category the foreign offence belongs: {foreign}"
        yield ReviewNote(ground.id, ground.cite, reason)
    elif isinstance(offence, str) and offence not in judged.regime.known_offences:
        reason = f"The catalogue of this pack does not hold the offence `{offence}`; a person must place it"
        yield ReviewNote(ground.id, ground.cite, reason)


def _counting_note(judged: Judged, entry: _Entry) -> Iterator[ReviewNote]:
    """A note where the decision falls on the very day about which the counting rule is not settled."""
    counting, span = judged.regime.typed.pack.counting, entry.span
    if counting is None or counting.review is None or span is None or span.by_judgment:
        return
    if span.last == judged.as_of:
        yield ReviewNote(entry.ground.ground.id, counting.cite, counting.review)


def deciding(judged: Judged) -> date | None:
    """The day that decides whether the regime is in force, if it is known."""
    force = judged.regime.typed.pack.in_force
    if force is None:
        return judged.as_of
    scope = judged.scope()
    return deciding_day(force.by, scope.operator, scope.procurement, judged.as_of)
