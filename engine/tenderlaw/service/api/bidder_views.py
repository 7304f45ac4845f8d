"""Files of bidders as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.service.files.deciding import File, Made
from tenderlaw.service.files.history import Event
from tenderlaw.service.files.laying import StepKind
from tenderlaw.service.files.possible import Barred as StepBarred
from tenderlaw.service.files.possible import Possible, Steps
from tenderlaw.service.files.steps import Step, StepState

__all__ = [
    "AnswerTold",
    "BidderKept",
    "BidderListed",
    "BiddersPage",
    "DecisionMade",
    "HistoryPage",
    "StepTaken",
    "StepsOnFile",
    "WaitingPage",
    "bidder_kept",
    "decision_made",
    "step_taken",
    "steps_on_file",
]


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision on record, without what it says: that is `GET /v1/decisions/{decision}`."""

    decision: str
    bidder: str
    as_of: date
    outcome: Outcome
    pack_set: str
    made_at: str
    made_by: str
    entry: int
    """Number of its entry in the record."""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of the authority."""

    step: str
    kind: StepKind
    verdict: str
    state: StepState
    at: str
    """Path of what it is about; empty for the whole file."""
    pack: str | None
    ground: str | None
    lift: str | None
    cite: str | None
    facts: Mapping[str, Any]
    """What follows from it while it stands."""
    reasons: str
    decision: str | None
    """The decision on which it rests."""
    entry: int
    taken_at: str
    taken_by: str
    approved_at: str | None
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class BidderKept:
    """A bidder's file."""

    bidder: str
    procurement: str
    facts: Mapping[str, Any]
    """`operator` and `entities` as they were answered: what the authority decided in steps is apart, in `steps`."""
    unknown: tuple[str, ...]
    sources: Mapping[str, str]
    growing: tuple[str, ...]
    """Lists of which nobody has said yet that they are whole."""
    steps: tuple[StepTaken, ...]
    decision: DecisionMade | None
    """The last decision."""
    changed: bool
    """Whether the file changed since that decision, or the law is another now."""
    own: Literal["exclude", "admit"] | None
    """The authority's own decision, where it was made."""
    own_is_current: bool
    """Whether it was made on the facts as they are."""
    created_at: str
    changed_at: str
    retention_until: str | None
    legal_hold: bool


@dataclass(frozen=True, slots=True)
class BidderListed:
    """A bidder's file in a list."""

    bidder: str
    procurement: str
    name: str | None
    outcome: Outcome | None
    as_of: date | None
    decision: str | None
    created_at: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class BiddersPage:
    """Some files, and where to go on."""

    items: tuple[BidderListed, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PossibleStep:
    """A step that can be taken: send back `kind`, `at`, `pack`, `ground` and `lift` as they stand here."""

    kind: StepKind
    title: str
    cite: str | None
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    verdicts: tuple[str, ...]
    needs: str | None
    words: tuple[str, ...]
    """Where the law has more than a yes and a no: give one as `word`."""
    more: tuple[str, ...]
    """Further facts to be given in `more`."""


@dataclass(frozen=True, slots=True)
class Barred:
    """A step that cannot be taken now, and what stands in the way."""

    kind: StepKind
    verdict: str | None
    """The one that is barred; None: any."""
    at: str
    pack: str | None
    ground: str | None
    lift: str | None
    cite: str | None
    """The provision that stands in the way."""
    why: str


@dataclass(frozen=True, slots=True)
class StepsOnFile:
    """The steps that can be taken now, what bars others, and those that were taken."""

    possible: tuple[PossibleStep, ...]
    barred: tuple[Barred, ...]
    taken: tuple[StepTaken, ...]


@dataclass(frozen=True, slots=True)
class StepWaiting:
    """A step that waits for another person."""

    step: str
    bidder: str
    kind: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The steps that wait, the oldest first."""

    items: tuple[StepWaiting, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries of the record about a file, the oldest first, and after which to go on."""

    items: tuple[Event, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """What became of answers: the file as it is, and what was understood of the last one."""

    file: BidderKept
    echo: str | None
    settled: tuple[str, ...]
    """What it settled, in sentences."""


def decision_made(one: Made) -> DecisionMade:
    """A decision as the API shows it."""
    outcome: Any = one.outcome
    return DecisionMade(
        one.decision, one.bidder, one.as_of, outcome, one.pack_set, one.made_at, one.made_by, one.seq
    )  # fmt: skip


def step_taken(one: Step) -> StepTaken:
    """A step as the API shows it."""
    said = one.said
    return StepTaken(
        one.step, said.kind, said.verdict, one.state, said.subject.at, said.pack, said.ground, said.lift, said.cite,
        said.lays, said.reasons, one.decision, one.seq, one.at, one.by, one.approved_at, one.approved_by,
    )  # fmt: skip


def bidder_kept(file: File) -> BidderKept:
    """A file as the API shows it."""
    one, draft = file.bidder, file.bidder.draft
    return BidderKept(
        bidder=one.bidder,
        procurement=one.procurement.procurement,
        facts=draft.facts,
        unknown=draft.unknown,
        sources=draft.sources,
        growing=draft.growing,
        steps=tuple(map(step_taken, file.steps)),
        decision=None if file.latest is None else decision_made(file.latest),
        changed=file.changed,
        own=None if file.own is None else cast("Any", file.own.verdict),
        own_is_current=file.own_is_current,
        created_at=one.created_at,
        changed_at=one.changed_at,
        retention_until=one.retention_until,
        legal_hold=one.legal_hold,
    )


def steps_on_file(file: File, steps: Steps) -> StepsOnFile:
    """The steps of a file as the API shows them."""
    possible, barred = tuple(map(_possible, steps.possible)), tuple(map(_barred, steps.barred))
    return StepsOnFile(possible, barred, tuple(map(step_taken, file.steps)))


def _barred(one: StepBarred) -> Barred:
    return Barred(one.kind, one.verdict, one.at, one.pack, one.ground, one.lift, one.cite, str(one.why))


def _possible(one: Possible) -> PossibleStep:
    return PossibleStep(
        one.kind, one.title, one.cite, one.subject.at, one.pack, one.ground, one.lift, one.verdicts, one.needs,
        one.words, one.more,
    )  # fmt: skip
