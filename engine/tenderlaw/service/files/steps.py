"""The authority's own steps on a file as they are kept: each with reasons, who took it, who approved it, its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from sqlalchemy import Connection, bindparam, select, update

from tenderlaw.service.files.hand import Hand, secrets_of
from tenderlaw.service.files.laying import StepKind, StepSaid, Subject, still_about
from tenderlaw.service.files.list_entries import entry_digest
from tenderlaw.service.files.places import Plain, value_at
from tenderlaw.store import tables

__all__ = [
    "LAYING",
    "STATES",
    "Step",
    "StepState",
    "explained",
    "outdated",
    "plain_of",
    "said_from",
    "set_states",
    "standing",
    "steps_on",
]

_TABLE = tables.step
_ON_FILE: Final = (
    select(_TABLE)
    .where(_TABLE.c.tenant == bindparam("tenant"), _TABLE.c.bidder == bindparam("bidder"))
    .order_by(_TABLE.c.seq)
)
StepState: TypeAlias = Literal["pending", "standing", "returned", "withdrawn", "replaced", "reopened"]
"""It waits for another person, counts, was sent back, was taken back by its author, another stands in its place, or
what it was about has changed, so that it counts no more."""
STATES: Final[tuple[str, ...]] = get_args(StepState)
LAYING: Final = ("self-cleaning", "derogation", "name-hit")
"""Kinds of steps from which facts follow."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken."""

    step: str
    """Its handle."""
    state: StepState
    said: StepSaid
    decision: str | None
    """The decision on which it rests."""
    seq: int
    """Number of its entry in the record."""
    at: str
    by: str
    approved_by: str | None
    approved_at: str | None
    approval_seq: int | None


def plain_of(said: StepSaid) -> Plain:
    """What a step says, as it is sealed."""
    subject = {"at": said.subject.at, "names": list(said.subject.names), "known_by": said.subject.known_by}
    names = ("kind", "verdict", "pack", "ground", "lift", "cite", "reasons", "entry")
    return {**{name: getattr(said, name) for name in names}, "subject": subject, "lays": dict(said.lays)}


def said_from(held: Plain) -> StepSaid:
    """The same back."""
    one: Any = held
    subject = Subject(one["subject"]["at"], tuple(one["subject"]["names"]), one["subject"]["known_by"])
    return StepSaid(
        cast("StepKind", one["kind"]), one["verdict"], subject, one["pack"], one["ground"], one["lift"], one["cite"],
        one["lays"], one["reasons"], one["entry"],
    )  # fmt: skip


def steps_on(connection: Connection, hand: Hand, bidder: str) -> list[Step]:
    """All steps on a file, the oldest first. Raises ErasedError where it was erased."""
    rows = connection.execute(_ON_FILE, {"tenant": hand.tenant, "bidder": bidder}).all()
    secrets = secrets_of(connection, hand, bidder, [row.seq for row in rows])
    return [
        Step(
            row.step, cast("StepState", row.state), said_from(secrets[row.seq]), row.decision, row.seq, row.at, row.by,
            row.approved_by, row.approved_at, row.approval_seq,
        )
        for row in rows
    ]  # fmt: skip


def standing(steps: Iterable[Step]) -> list[StepSaid]:
    """What the steps say that count, in the order in which they came to count."""
    counting = [step for step in steps if step.state == "standing"]
    return [step.said for step in sorted(counting, key=lambda step: step.approval_seq or step.seq)]


def set_states(connection: Connection, hand: Hand, steps: Iterable[str], state: StepState, **others: object) -> None:
    """Write the state of steps."""
    named = list(steps)
    if named:
        changed = update(_TABLE).where(_TABLE.c.tenant == hand.tenant, _TABLE.c.step.in_(named))
        connection.execute(changed.values(state=state, **others))


def outdated(steps: Sequence[Step], facts: Plain, listed: Mapping[str, str]) -> list[str]:
    """The steps that wait or count and are about what is no more, or is another thing by now.

    The authority's own decision is an act of its own: it stands until the authority decides again.
    """
    alive = [step for step in steps if step.state in ("pending", "standing") and step.said.kind != "decision"]
    return [step.step for step in alive if not _is_same(step.said, facts, listed)]


def _is_same(said: StepSaid, facts: Plain, listed: Mapping[str, str]) -> bool:
    place = still_about(facts, said.subject)
    if place is None:
        return False
    # the entry of the list may be another one though it says the same of the bidder: other names, other numbers
    return said.kind != "name-hit" or said.entry == entry_digest(value_at(facts, place), listed)


def explained(entries: Iterable[tuple[str, Plain]]) -> dict[str, StepState]:
    """The state of every step on a file by the record alone: kind and payload of each entry about it, in order."""
    states: dict[str, StepState] = {}
    for kind, payload in entries:
        for step, state in _told(kind, payload):
            states[step] = state
    return states


def _told(kind: str, payload: Plain) -> Iterator[tuple[str, StepState]]:
    if kind not in ("step", "approval"):
        return
    others: tuple[StepState, ...] = ("replaced", "reopened")
    for name in others:
        yield from ((step, name) for step in cast("list[str]", payload.get(name) or []))
    if "step" in payload:
        yield cast("str", payload["step"]), cast("StepState", payload["state"])
