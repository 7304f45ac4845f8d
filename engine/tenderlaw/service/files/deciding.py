"""Deciding a file: the library's decision on its facts and standing steps, and the decisions that are on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import Connection, Row, bindparam, exists, or_, select

from tenderlaw._version import __version__
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.interview import Interview, case_of
from tenderlaw.interview.model import Aim
from tenderlaw.service.files.bidders import Bidder, as_of_for, bidder_of, bidder_row
from tenderlaw.service.files.faults import ChangedError, NotThereError
from tenderlaw.service.files.hand import Hand, secrets_of
from tenderlaw.service.files.laying import Laid, StepSaid, laid, still_about
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.procurements import read_procurement
from tenderlaw.service.files.steps import LAYING, Step, standing, steps_on
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle

__all__ = [
    "Decided",
    "File",
    "Made",
    "changed_since",
    "day_of",
    "decided",
    "decision_data",
    "decisions_on",
    "digest_of",
    "interview_on",
    "latest_on",
    "made_at",
    "read_file",
    "refuse_changed",
]

_TABLE = tables.decision
_entry, _step = tables.entry.c, tables.step.c
# made once: to make a statement takes longer than to run it
_ON_FILE: Final = (
    select(_TABLE, _entry.payload)
    .join(tables.entry, (_entry.tenant == _TABLE.c.tenant) & (_entry.seq == _TABLE.c.seq))
    .where(_TABLE.c.tenant == bindparam("tenant"), _TABLE.c.bidder == bindparam("bidder"))
    .order_by(_TABLE.c.seq.desc())
)
_LATEST: Final = _ON_FILE.limit(1)
_ANSWERED: Final = exists().where(
    _entry.tenant == bindparam("tenant"),
    _entry.subject.in_((bindparam("bidder"), bindparam("procurement"))),
    _entry.seq > bindparam("seq"),
    _entry.kind == "answers",
)
_STEPPED: Final = exists().where(
    _step.tenant == bindparam("tenant"),
    _step.bidder == bindparam("bidder"),
    _step.kind.in_(LAYING),
    _step.state.in_(("standing", "replaced", "reopened")),
    or_(_step.seq > bindparam("seq"), _step.approval_seq > bindparam("seq")),
)
_CHANGED: Final = select(or_(_ANSWERED, _STEPPED))


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that is on record."""

    decision: str
    """Its handle: never its id, which is a plain hash over what is known of people."""
    bidder: str
    seq: int
    """Number of its entry in the record."""
    as_of: date
    outcome: str
    pack_set: str
    made_at: str
    made_by: str
    told: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What its entry says to everybody."""


@dataclass(frozen=True, slots=True)
class File:
    """A bidder's file as it is now."""

    bidder: Bidder
    steps: tuple[Step, ...]
    latest: Made | None
    """The last decision; None where there is none yet."""
    changed: bool
    """Whether facts came, went or follow from other steps since that decision, or the law is another now."""

    @property
    def standing(self) -> list[StepSaid]:
        """What the steps say that count."""
        return standing(self.steps)

    @property
    def own(self) -> StepSaid | None:
        """The authority's own decision on the bidder, where one stands."""
        return next((one for one in reversed(self.standing) if one.kind == "decision"), None)

    @property
    def own_is_current(self) -> bool:
        """Whether the authority decided on the facts as they are."""
        return self.own is not None and still_about(self.bidder.facts, self.own.subject) is not None


@dataclass(frozen=True, slots=True)
class Decided:
    """What the library makes of a file now."""

    decision: Decision
    laid: Laid
    regimes: tuple[Regime, ...]
    policies: tuple[Regime, ...]


def read_file(connection: Connection, hand: Hand, handle: str, *, lock: bool = False) -> File:
    """A bidder's file. Raises NotThereError, and ErasedError where it was erased; `lock` for who will change it."""
    hand.need("reader")
    row = bidder_row(connection, hand, handle, lock=lock)
    bidder = bidder_of(connection, hand, row, read_procurement(connection, hand, row.procurement, lock=lock))
    latest = latest_on(connection, hand, handle)
    changed = latest is not None and changed_since(connection, hand, bidder, latest)
    return File(bidder, tuple(steps_on(connection, hand, handle)), latest, changed)


def refuse_changed(file: File, revision: str | None) -> None:
    """Raise ChangedError where somebody changed the file since `revision`; None: whatever it is now is meant."""
    if revision is not None and revision != file.bidder.revision:
        raise ChangedError("bidder", file.bidder.revision)


def decided(hand: Hand, bidder: Bidder, steps: Sequence[StepSaid], as_of: date | None = None) -> Decided:
    """What the library makes of a file with these steps; nothing is written. Raises as `decide` does."""
    known = bidder.procurement.draft
    regimes, policies = hand.regimes(known.regimes), hand.policies(known.policies)
    day = as_of or bidder.procurement.as_of
    # of a list that nobody has finished, the questionnaire says what is known
    case = case_of(interview_on(hand, bidder, day)) if bidder.draft.growing and day is not None else None
    found = laid(bidder.facts, steps, case)
    decision = decide(found.facts, as_of=day, packs=regimes, policies=policies)
    return Decided(decision, found, regimes, policies)


def interview_on(hand: Hand, bidder: Bidder, as_of: date, steps: Sequence[StepSaid] | None = None) -> Interview:
    """The questionnaire about a file on a day: on what was answered alone, so that it can be answered and kept.

    With the steps that stand, it is as it is decided: for showing where it stands and what it asks still.
    """
    known, draft = bidder.procurement.draft, bidder.draft
    return Interview(
        facts=bidder.facts if steps is None else laid(bidder.facts, steps).facts,
        as_of=as_of,
        regimes=hand.regimes(known.regimes),
        policies=hand.policies(known.policies),
        unknown=(*known.unknown, *draft.unknown),
        sources={**known.sources, **draft.sources},
        growing=draft.growing,
        order=draft.order,
        aim=cast("Aim", draft.aim),
    )


def day_of(file: File, as_of: date | None) -> date:
    """The day given, else that of the procurement or of the last decision. Raises InputInvalidError without any."""
    day = as_of_for(file.bidder, as_of) or (None if file.latest is None else file.latest.as_of)
    if day is None:
        raise InputInvalidError([Fault("as_of", 0, 0, "", "the day on which it is decided is asked for")])
    return day


def changed_since(connection: Connection, hand: Hand, bidder: Bidder, made: Made) -> bool:
    """Whether facts of the file came or went since a decision, follow from other steps, or the law is another now."""
    if not _by_same_law(hand, bidder, made):
        return True
    named = {"bidder": bidder.bidder, "procurement": bidder.procurement.procurement, "seq": made.seq}
    return bool(connection.execute(_CHANGED, {"tenant": hand.tenant, **named}).scalar())


def _by_same_law(hand: Hand, bidder: Bidder, made: Made) -> bool:
    """Whether the packs and the engine are those of a decision, so that it would be made alike."""
    known = bidder.procurement.draft
    try:
        asked = (*hand.regimes(known.regimes), *hand.policies(known.policies))
    except InputInvalidError:  # a pack is there no more
        return False
    return made.told.get("packs") == digest_of(asked) and made.told.get("engine") == __version__


def digest_of(packs: Sequence[Regime]) -> str:
    """What tells packs apart by which something was decided."""
    return digest([[one.id, one.digest] for one in packs])


def latest_on(connection: Connection, hand: Hand, bidder: str) -> Made | None:
    """The last decision on a file."""
    row = connection.execute(_LATEST, {"tenant": hand.tenant, "bidder": bidder}).one_or_none()
    return None if row is None else _made_of(row)


def decisions_on(connection: Connection, hand: Hand, bidder: str) -> list[Made]:
    """All decisions on a file, the latest first."""
    hand.need("reader")
    bidder_row(connection, hand, bidder)
    rows = connection.execute(_ON_FILE, {"tenant": hand.tenant, "bidder": bidder}).all()
    return [_made_of(row) for row in rows]


def made_at(connection: Connection, hand: Hand, decision: str) -> Made:
    """A decision by its handle. Raises NotThereError."""
    hand.need("reader")
    query = select(_TABLE, _entry.payload).join(
        tables.entry, (_entry.tenant == _TABLE.c.tenant) & (_entry.seq == _TABLE.c.seq)
    )
    query = query.where(_TABLE.c.tenant == hand.tenant, _TABLE.c.decision == decision)
    row = connection.execute(query).one_or_none() if is_handle(decision) else None
    if row is None:
        raise NotThereError("decision", decision)
    return _made_of(row)


def _made_of(row: Row[Any]) -> Made:
    as_of = date.fromisoformat(row.as_of)
    return Made(
        row.decision, row.bidder, row.seq, as_of, row.outcome, row.pack_set, row.made_at, row.made_by, row.payload
    )


def decision_data(connection: Connection, hand: Hand, made: Made) -> Plain:
    """A decision as it was made, as plain data with its facts, compared with the record.

    Raises ErasedError where the file was erased, TamperedError where it is not what was recorded.
    """
    return secrets_of(connection, hand, made.bidder, [made.seq])[made.seq]
