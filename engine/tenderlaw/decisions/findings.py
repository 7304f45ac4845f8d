"""Findings: each ground, for each operator and each entry of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.decisions.compose import state_of
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.findings import Finding, FindingState, LiftState
from tenderlaw.decisions.model.regimes import ReviewNote
from tenderlaw.decisions.not_yet import coming_places, entry_of, not_yet
from tenderlaw.decisions.offence_notes import notes_of_offence
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.conditions import Condition, Some
from tenderlaw.packs.model.grounds import Ground
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.coming import Coming
from tenderlaw.rules.dated import asked_days, deciding_day
from tenderlaw.rules.explain import Explanation, FactRead, explain, truth_word
from tenderlaw.rules.periods import Span, is_beside, span_of
from tenderlaw.rules.reading import Scope, operand_of
from tenderlaw.rules.truth import Truth, any_of

__all__ = ["findings_of", "states_of", "verdict"]


@dataclass(slots=True)
class _Entry:
    """What was decided about one ground and one entry."""

    ground: CompiledGround
    number: int
    span: Span | None
    lifts: tuple[Truth, ...]
    barred: tuple[bool, ...]
    """For each lift, whether it is surely barred."""
    state: FindingState
    softened: Truth
    """Whether something turns the duty to exclude into discretion."""

    @property
    def must(self) -> bool:
        """Whether it surely obliges where it applies."""
        return self.ground.typed.must and self.softened is False


def verdict(judged: Judged) -> Iterator[tuple[Ground, bool, str, int]]:
    """Every ground that is not surely absent: the ground, whether it obliges, its state, its entry's number."""
    for place in _open_places(judged):
        ground = judged.regime.grounds[place]
        for entry in _entries(judged, ground):
            yield ground.typed.ground, entry.must, entry.state, entry.number


def states_of(judged: Judged) -> Iterator[tuple[bool, FindingState]]:
    """Whether a ground obliges and its state, of as many entries as it takes to know the outcome.

    Every entry of which a ground surely holds, for only these can apply; of the others, up to the first that may.
    """
    grounds, answers = judged.regime.grounds, judged.evaluation.answers
    held = [(grounds[place], answers[grounds[place].target]) for place in _open_places(judged)]
    for sure in (True, False):
        for ground, found in held:
            scopes = judged.evaluation.scopes[ground.typed.collection]
            for number, truth in found.items():
                if (truth is True) is sure:
                    entry = _entry(judged, ground, number, truth, scopes[number])
                    yield entry.must, entry.state
                    if not sure and entry.state == "possible":
                        return


def findings_of(judged: Judged) -> tuple[list[Finding], list[Finding], list[ReviewNote]]:
    """Findings of every ground of the regime, those of them that are triggered, and the notes that go with these."""
    findings: list[Finding] = []
    triggered: list[Finding] = []
    notes: list[ReviewNote] = []
    grounds, absent, done = judged.regime.grounds, _absent(judged), 0
    to_come = Coming(judged.regime.evaluator, judged.evaluation)
    coming = coming_places(judged, to_come) if judged.evaluation.later else set()
    for place in sorted({*coming, *_open_places(judged)}) if coming else _open_places(judged):
        entries = _entries(judged, grounds[place])
        found = [_finding(judged, entry) for entry in entries]
        if place in coming:
            found += list(not_yet(judged, to_come, grounds[place], found))
        if found:
            findings += absent[done:place]
            findings += found
            triggered += found
            done = place + 1
        for entry in entries:
            notes += _notes(judged, entry)
    findings += absent[done:]
    return findings, triggered, notes


def _open_places(judged: Judged) -> list[int]:
    """The places of the grounds that are not surely absent, in the order of the grounds."""
    places, answers = judged.regime.places, judged.evaluation.answers
    return sorted([places[target] for target in answers if target in places])


def _entries(judged: Judged, ground: CompiledGround) -> list[_Entry]:
    """The entries for which the ground is not surely absent."""
    answers = judged.evaluation.answers.get(ground.target, {})
    scopes = judged.evaluation.scopes[ground.typed.collection]
    found: list[_Entry] = []
    for number in sorted(answers):
        entry = _entry(judged, ground, number, answers[number], scopes[number])
        if entry.state != "not_triggered":
            found.append(entry)
    return found


def _entry(judged: Judged, ground: CompiledGround, number: int, truth: Truth, scope: Scope) -> _Entry:
    said, day, known = ground.typed.ground, judged.as_of, ground.typed.lifts
    # a placeholder may stand for no entry at all, so it never makes a ground certain
    when = None if scope.item.placeholder else truth
    span = _span(ground, scope)
    lifts = tuple([judged.evaluation.truth(target, number) for target in ground.lifts])
    lifting: list[tuple[FindingState, Truth]] = []
    softened: Truth = False
    for (lift, _), holds in zip(known, lifts, strict=True):
        if lift.state is not None:
            lifting.append((lift.state, holds))
        if lift.leaves == "discretion":
            softened = any_of((softened, holds))
    force = deciding_day(said.by, scope.operator, scope.procurement, day)
    state: FindingState = "not_in_force"
    if force is None or in_force(force, said.from_, said.to):
        state = state_of(when if force is not None else None, span, day, lifting)
    barred = tuple([bar is not None and judged.evaluation.truth(bar, number) is True for bar in ground.bars])
    return _Entry(ground, number, span, lifts, barred, state, softened)


def _span(ground: CompiledGround, scope: Scope) -> Span | None:
    """The span of the period of a ground, on the day that it must cover; unknown while that day is."""
    if ground.period is None:
        return None
    asked = operand_of(ground.period.on, scope)
    return span_of(ground.period, scope, asked) if isinstance(asked, date) else Span(None)


def _finding(judged: Judged, entry: _Entry) -> Finding:
    typed = entry.ground.typed
    ground, scope = typed.ground, judged.evaluation.scopes[typed.collection][entry.number]
    parts = tuple([node(scope, judged.evaluation) for node in entry.ground.explain])
    facts: dict[tuple[str, str], FactRead] = {}
    for part in parts:
        _note_facts(part, facts)
    span = entry.span or Span(None)
    return Finding(
        ground=ground.id,
        title=ground.title,
        cite=ground.cite,
        effect="must_exclude" if entry.must else "may_exclude",
        obligation="mandatory" if typed.must else ground.obligation,
        state=entry.state,
        heavier=typed.must and entry.softened is None,
        topic=ground.topic,
        operator=judged.operator,
        name=judged.name,
        statement=ground.statement,
        entry=entry_of(judged, entry.ground, scope),
        since=span.first,
        until=span.last,
        set_by_judgment=span.by_judgment,
        lifts=_lift_states(entry.ground, entry.lifts, entry.barred),
        missing=tuple(_missing(judged, entry, scope))
        if entry.state == "possible" or (entry.state == "applies" and entry.softened is None)
        else (),
        facts=tuple(facts.values()),
        explanation=parts,
    )


def _lift_states(ground: CompiledGround, truths: tuple[Truth, ...], barred: tuple[bool, ...]) -> tuple[LiftState, ...]:
    known = ground.lift_states.get((truths, barred))
    if known is not None:
        return known
    states = tuple(
        LiftState(
            lift.id,
            lift.title,
            lift.cite,
            lift.needs,
            truth_word(holds),
            lift.leaves,
            lift.barred_cite if bar else None,
            "bidder" if lift.state in ("self_cleaned", "cured") else "authority",
        )
        for (lift, _), holds, bar in zip(ground.typed.lifts, truths, barred, strict=True)
    )
    return ground.lift_states.keep((truths, barred), states)


def _note_facts(part: Explanation, facts: dict[tuple[str, str], FactRead]) -> None:
    """The facts that were read where the answer was not no, each once."""
    for fact in part.facts:
        if fact.value is not None:
            facts.setdefault((fact.path, fact.value), fact)
    for inner in part.parts:
        if inner.value != "false":
            _note_facts(inner, facts)


def _missing(judged: Judged, entry: _Entry, scope: Scope) -> list[str]:
    typed, in_period = entry.ground.typed, entry.ground.in_period
    if scope.item.placeholder and typed.collection is not None:
        prefix = "procurement" if scope.collection_root == "procurement" else judged.operator
        return [f"{prefix}.{scope.item.path}"]
    found = judged.missing(typed.when, scope)
    if in_period is not None and entry.span is not None and entry.span.covers is None:
        found += judged.missing(in_period, scope)
    for (_, condition), holds in zip(typed.lifts, entry.lifts, strict=True):
        if holds is None:
            found += judged.missing(condition, scope)
    said = typed.ground
    if deciding_day(said.by, scope.operator, scope.procurement, judged.as_of) is None:
        found += asked_days(said.by, scope.operator, scope.procurement)
    return list(dict.fromkeys(found))


def _absent(judged: Judged) -> tuple[Finding, ...]:
    """A finding for every ground as if it were not triggered."""
    if not judged.detailed:
        return _none(judged.regime, judged.operator)
    return tuple([_explained(judged, ground) for ground in judged.regime.grounds])


def _explained(judged: Judged, ground: CompiledGround) -> Finding:
    typed = ground.typed
    condition: Condition = typed.when if typed.collection is None else Some(typed.collection, typed.when)
    explanation = explain(condition, judged.scope(), judged.regime.evaluator, judged.evaluation)
    return replace(_not_triggered(ground, judged.operator), explanation=(explanation,))


def _none(regime: Regime, operator: str) -> tuple[Finding, ...]:
    known = regime.absent.get(operator)
    if known is None:
        found = tuple([_not_triggered(ground, operator) for ground in regime.grounds])
        known = regime.absent.keep(operator, found)
    return known


def _not_triggered(ground: CompiledGround, operator: str) -> Finding:
    return ground.absent.get(operator) or ground.absent.keep(operator, _absence(ground, operator))


def _absence(ground: CompiledGround, operator: str) -> Finding:
    said, must = ground.typed.ground, ground.typed.must
    return Finding(
        ground=said.id,
        title=said.title,
        cite=said.cite,
        effect="must_exclude" if must else "may_exclude",
        obligation="mandatory" if must else said.obligation,
        state="not_triggered",
        operator=operator,
        topic=said.topic,
    )


def _notes(judged: Judged, entry: _Entry) -> Iterator[ReviewNote]:
    ground = entry.ground.typed.ground
    if entry.state not in ("applies", "possible"):
        lifted = zip(entry.ground.typed.lifts, entry.lifts, strict=True)
        if entry.state == "lapsed" and not any(holds is True and lift.state for (lift, _), holds in lifted):
            yield from _counting_note(judged, entry)
        return
    if ground.review is not None:
        review = entry.ground.review
        if review is None or judged.evaluation.truth(review, entry.number) is not False:
            yield ReviewNote(ground.id, ground.cite, ground.review)
    yield from _counting_note(judged, entry)
    scope = judged.evaluation.scopes[entry.ground.typed.collection][entry.number]
    yield from notes_of_offence(judged, ground, scope, entry.number)


def _counting_note(judged: Judged, entry: _Entry) -> Iterator[ReviewNote]:
    """A note where the decision falls on a day about which the counting rule is not settled."""
    counting, span = judged.regime.typed.pack.counting, entry.span
    if counting is None or counting.review is None or span is None or span.by_judgment or span.last is None:
        return
    scope, period = judged.scope(), entry.ground.period
    asked = None if period is None else operand_of(period.on, scope)
    if isinstance(asked, date) and is_beside(span.last, span.counted_to, asked, counting.beside, scope.procurement):
        yield ReviewNote(entry.ground.typed.ground.id, counting.cite, counting.review)
