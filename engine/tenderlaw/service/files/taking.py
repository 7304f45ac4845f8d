"""Taking a step: what the decision leaves to the authority, with reasons, on record, and first for another's eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, insert

from tenderlaw.clauses.words import fault_of
from tenderlaw.service.files.bidders import touched
from tenderlaw.service.files.deciding import (
    Decided,
    File,
    decided,
    read_file,
    refuse_changed,
)
from tenderlaw.service.files.faults import FileRefusedError, StepRefusedError
from tenderlaw.service.files.hand import Hand, noted
from tenderlaw.service.files.laying import SAME, StepKind, StepSaid, still_about
from tenderlaw.service.files.list_entries import entry_digest
from tenderlaw.service.files.places import Plain, dotted, steps_of, value_at
from tenderlaw.service.files.possible import VERDICTS, Possible, Steps, hits_in, possible_steps
from tenderlaw.service.files.recording import Recorded, decide_and_record
from tenderlaw.service.files.steps import LAYING, Step, StepState, plain_of, set_states, steps_on
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.store import tables
from tenderlaw.store.handles import new_handle

__all__ = [
    "StepAsked",
    "Taken",
    "came_to_stand",
    "possible_on",
    "reasons_of",
    "refuse_impossible",
    "replaced_by",
    "said_of",
    "take_step",
]


@dataclass(frozen=True, slots=True)
class StepAsked:
    """A step as somebody wants to take it: which of those that are possible, the verdict, and why."""

    kind: StepKind
    verdict: str
    reasons: str
    at: str = ""
    """Path of the entry or the operator, as the possible step has it."""
    pack: str | None = None
    ground: str | None = None
    lift: str | None = None
    word: str | None = None
    """Where the law has more than a yes and a no: the word that says what the authority found."""
    on: date | None = None
    """Of a derogation: the day on which it was decided."""
    more: Mapping[str, object] = field(default_factory=dict)
    """Of a derogation: further facts that the law asks for."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken or approved, and the decision that follows from it, where facts do."""

    step: Step
    recorded: Recorded | None


def possible_on(hand: Hand, file: File) -> Steps:
    """The steps that the last decision on a file leaves to the authority, but for those that wait for approval.

    Of a file that was not decided, or changed since, only to say whether entries of lists are about the bidder.
    """
    waiting = {step.said.target for step in file.steps if step.state == "pending"}
    steps = _possible(hand, file)
    if not waiting:
        return steps
    return replace(steps, possible=tuple(one for one in steps.possible if waiting.isdisjoint(one.targets)))


def _possible(hand: Hand, file: File) -> Steps:
    if file.latest is None or file.changed:
        return Steps(tuple(hits_in(file.bidder.facts)), ())
    return _left_by(file, decided(hand, file.bidder, file.standing, file.latest.as_of))


def _left_by(file: File, found: Decided) -> Steps:
    return possible_steps(found.decision, found.regimes, file.bidder.facts, found.laid, file.standing)


def take_step(connection: Connection, hand: Hand, handle: str, asked: StepAsked, revision: str | None = None) -> Taken:
    """Take a step on a file. It counts at once, or where the tenant has four eyes, once another person approves it.

    Raises StepRefusedError, with the provision, for one that the last decision does not bear; ChangedError where
    somebody changed the file since `revision`; InputInvalidError where its facts contradict others.
    """
    hand.need("officer")
    file = read_file(connection, hand, handle, lock=True)
    refuse_changed(file, revision)
    one = _named(file, _possible(hand, file), asked)
    said = replace(said_of(one, asked), entry=_entry_of(file, one))
    waiting = next((step for step in file.steps if step.state == "pending" and step.said.target == said.target), None)
    if waiting is not None:
        hint = "approve it or send it back first"
        raise FileRefusedError([Fault("step", 0, 0, "", f"`{waiting.step}` on the same waits for approval", hint)])
    _try(hand, file, said, one)
    state: StepState = "pending" if hand.four_eyes else "standing"
    replaced = [] if state == "pending" else replaced_by(file.steps, said)
    step, at = new_handle("step"), hand.at
    payload = {
        "step": step, "kind": said.kind, "verdict": said.verdict, "state": state, "replaced": replaced,
        "decision": None if file.latest is None else file.latest.decision,
    }  # fmt: skip
    touched(connection, hand, file.bidder)
    seq = noted(connection, hand, "step", handle, payload, plain_of(said))
    row = {"step": step, "bidder": handle, "decision": payload["decision"], "kind": said.kind, "state": state}
    connection.execute(insert(tables.step).values(tenant=hand.tenant, seq=seq, at=at, by=hand.actor, **row))
    return came_to_stand(connection, hand, file, step, replaced)


def _entry_of(file: File, one: Possible) -> str | None:
    """The digest of the entry of a list that a step is about."""
    if one.kind != "name-hit":
        return None
    return entry_digest(value_at(file.bidder.facts, steps_of(one.subject.at)), file.bidder.draft.listed)


def came_to_stand(connection: Connection, hand: Hand, file: File, step: str, replaced: Sequence[str]) -> Taken:
    """The step as it is kept now; where facts follow from it, the file is decided again on the day of before."""
    set_states(connection, hand, replaced, "replaced")
    taken = next(one for one in steps_on(connection, hand, file.bidder.bidder) if one.step == step)
    recorded = None
    if taken.state == "standing" and taken.said.kind in LAYING and file.latest is not None:
        recorded = decide_and_record(connection, hand, file.bidder.bidder, as_of=file.latest.as_of)
    return Taken(taken, recorded)


def replaced_by(steps: Sequence[Step], said: StepSaid) -> list[str]:
    """The steps that count and decide what this one decides."""
    return [one.step for one in steps if one.state == "standing" and one.said.target == said.target]


def reasons_of(reasons: str) -> str:
    """Reasons as they are kept. Raises InputInvalidError where there are none, or too many."""
    said = reasons.strip()
    if fault := fault_of(said) if said else "is asked for":
        raise InputInvalidError([Fault("reasons", 0, 0, "", fault)])
    return said


def refuse_impossible(hand: Hand, file: File, step: Step) -> None:
    """Raise StepRefusedError where the file as it is now does not leave a step to the authority any more."""
    said, place = step.said, still_about(file.bidder.facts, step.said.subject)
    if place is None:
        raise StepRefusedError([Fault("step", 0, 0, "", "what it is about changed since it was taken", "send it back")])
    if file.latest is None:
        steps = _possible(hand, file)
    else:
        steps = _left_by(file, decided(hand, file.bidder, file.standing, file.latest.as_of))
    _named_in(steps, StepAsked(said.kind, said.verdict, said.reasons, dotted(place), said.pack, said.ground, said.lift))


def _named(file: File, steps: Steps, asked: StepAsked) -> Possible:
    if asked.verdict not in VERDICTS[asked.kind]:
        hint = nearest(asked.verdict, VERDICTS[asked.kind])
        raise InputInvalidError([Fault("verdict", 0, 0, "", f"`{asked.verdict}` is no verdict of this step", hint)])
    if asked.kind != "name-hit" and (file.latest is None or file.changed):
        why = "the file was not decided yet" if file.latest is None else "the file changed since it was decided"
        raise StepRefusedError([Fault("step", 0, 0, "", why, "decide it, then take the step on what it comes to")])
    return _named_in(steps, asked)


def _named_in(steps: Steps, asked: StepAsked) -> Possible:
    """The possible step that is asked for. Raises StepRefusedError with what stands in the way."""
    wanted = (asked.kind, asked.at, asked.pack, asked.ground, asked.lift)
    for one in steps.possible:
        if one.named == wanted and asked.verdict in one.verdicts:
            return one
    bars = [bar for bar in steps.barred if bar.kind == asked.kind and bar.verdict in (None, asked.verdict)]
    if asked.kind != "decision":
        bars = [bar for bar in bars if (bar.at, bar.pack, bar.ground) == (asked.at, asked.pack, asked.ground)]
    if bars:
        faults = [Fault("step", 0, 0, bar.at, str(bar.why), bar.cite or "") for bar in bars]
        raise StepRefusedError(faults, next((bar.cite for bar in bars if bar.cite), None))
    same = [f"`{one.at_ground}`" for one in steps.possible if one.kind == asked.kind]
    hint = f"possible: {'; '.join(same[:5])}" if same else "none of this kind is possible now"
    raise StepRefusedError([Fault("step", 0, 0, asked.at, "the decision leaves no such step", hint)])


def said_of(one: Possible, asked: StepAsked) -> StepSaid:
    """What a possible step says as it is asked. Raises InputInvalidError for what it lacks or does not ask for."""
    return StepSaid(
        one.kind, asked.verdict, one.subject, one.pack, one.ground, one.lift, one.cite, _lays(one, asked),
        reasons_of(asked.reasons),
    )  # fmt: skip


def _lays(one: Possible, asked: StepAsked) -> Plain:
    """The facts that follow from the step."""
    assessment = one.assessment
    if one.kind == "name-hit":
        # that it names a person linked to the bidder makes it no entry of the bidder's own
        own = asked.verdict == "same" and one.matched_by != "linked-person"
        return {"matched_by": SAME} if own else {}
    if assessment is None:
        return {}
    granted = asked.verdict in ("accepted", "granted")
    strange = sorted({*asked.more} - {*assessment.more})
    if strange:
        faults = [Fault("more", 0, 0, name, "is no fact that this step asks for", nearest(name, assessment.more))
                  for name in strange]  # fmt: skip
        raise InputInvalidError(faults)
    if assessment.form == "derogation":
        return _derogation(one, asked, granted=granted)
    if granted or assessment.against:
        return dict(assessment.lays if granted else assessment.against)
    ((name, lifting),) = assessment.lays.items()
    others = [word for word in assessment.words if word != lifting]
    if asked.word not in others:
        raise InputInvalidError([Fault("word", 0, 0, "", "which it is must be said", f"one of {', '.join(others)}")])
    return {name: asked.word}


def _derogation(one: Possible, asked: StepAsked, *, granted: bool) -> Plain:
    assessment = one.assessment
    if assessment is None:
        return {}
    if not granted:
        return dict(assessment.against)
    lays: Plain = {**assessment.lays, **asked.more, "reasons": reasons_of(asked.reasons)}
    if lays["decided"]:
        if asked.on is None:
            raise InputInvalidError([Fault("on", 0, 0, "", "the day on which it was decided is asked for")])
        lays["decided_on"] = asked.on.isoformat()
    return lays


def _try(hand: Hand, file: File, said: StepSaid, one: Possible) -> None:
    """Refuse a step whose facts contradict others, or that could not take the effect that it is to take."""
    if said.kind not in LAYING or file.latest is None:
        return
    gone = set(replaced_by(file.steps, said))
    others = [step.said for step in file.steps if step.state == "standing" and step.step not in gone]
    found = decided(hand, file.bidder, [*others, said], file.latest.as_of)
    if said.verdict not in ("accepted", "granted"):
        return
    for result in found.decision.regimes:
        for finding in result.findings if result.pack == one.pack else ():
            at = finding.operator if finding.entry is None else found.laid.in_draft(finding.entry)
            if finding.ground != one.ground or one.subject.at not in (at, finding.operator):
                continue
            lift = next((lift for lift in finding.lifts if lift.lift == one.lift), None)
            if lift is not None and lift.holds == "false":
                why = f"`{lift.title}` would not hold: what it needs is that {lift.needs}"
                raise StepRefusedError([Fault("step", 0, 0, one.subject.at, why, lift.cite)], lift.cite)
