"""Whose questions are asked: those of a procurement, or of the file of a bidder. Both are asked and kept alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from sqlalchemy import Connection
from starlette.requests import Request

from tenderlaw.facts.operator import ROLES
from tenderlaw.interview import Asked, Interview, Standing
from tenderlaw.service.files.answers import keep_interview
from tenderlaw.service.files.assessing import is_assessed
from tenderlaw.service.files.deciding import interview_on, read_file
from tenderlaw.service.files.drafts import assessed_by
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.procurements import change_procurement, read_procurement
from tenderlaw.service.http.problems import Problem

__all__ = ["BidderRoom", "Held", "ProcurementRoom", "Room", "is_shared", "left_to_assess", "room_at"]


@dataclass(frozen=True, slots=True)
class Held:
    """What is known in a room now."""

    interview: Interview
    procurement: str
    """Handle of the procurement."""
    title: str
    """Of the procurement."""
    name: str | None
    """Of the bidder."""
    revision: str
    assessed: frozenset[str]
    """Facts that only a step of the authority gives: no question asks for them."""
    decided_on: Interview
    """The answers with what the steps that stand say besides: on which it is decided, and by which it is shown."""

    def left_to_assess(self, now: Standing) -> list[Asked]:
        """What alone is still open, where only steps of the authority say it; nothing while a question is open."""
        return left_to_assess(now, self.assessed)


def left_to_assess(now: Standing, assessed: frozenset[str]) -> list[Asked]:
    """What alone is still open, where only steps of the authority, which say the facts assessed, say it."""
    own = [one for one in now.questions if is_assessed(one.path, assessed)]
    return own if len(own) == len(now.questions) else []


def is_shared(path: str) -> bool:
    """Whether a fact is the procurement's, which all its bidders share."""
    return path.startswith("procurement.")


@dataclass(frozen=True, slots=True)
class BidderRoom:
    """The questions of a bidder's file, and with them those of its procurement."""

    handle: str

    @property
    def home(self) -> str:
        """Its address."""
        return f"/bidders/{self.handle}"

    def held(self, connection: Connection, hand: Hand, *, lock: bool = False) -> Held | None:
        """What is known now."""
        file = read_file(connection, hand, self.handle, lock=lock)
        one = file.bidder
        known = one.procurement
        if known.as_of is None:
            return None
        assessed = assessed_by(hand.regimes(known.draft.regimes))
        interview = interview_on(hand, one, known.as_of)
        decided_on = interview_on(hand, one, known.as_of, file.standing)
        return Held(interview, known.procurement, known.title, one.name, one.revision, assessed, decided_on)

    def keep(self, connection: Connection, hand: Hand, held: Held, interview: Interview) -> None:
        """Keeps what was answered."""
        keep_interview(connection, hand, self.handle, interview, held.revision)

    def asks(self, asked: Asked, held: Held) -> bool:
        """Whatever no step of the authority decides."""
        return not is_assessed(asked.path, held.assessed)


@dataclass(frozen=True, slots=True)
class ProcurementRoom:
    """The questions of a procurement before it has bidders: which law governs, and what it asks of the procurement."""

    handle: str

    @property
    def home(self) -> str:
        """Its address."""
        return f"/procurements/{self.handle}"

    def held(self, connection: Connection, hand: Hand, *, lock: bool = False) -> Held | None:
        """What is known now."""
        one = read_procurement(connection, hand, self.handle)
        if one.as_of is None:
            return None
        draft = one.draft
        interview = Interview(
            facts={"procurement": draft.facts, "operator": {"role": ROLES[0]}},
            as_of=one.as_of,
            regimes=hand.regimes(draft.regimes),
            policies=hand.policies(draft.policies),
            unknown=tuple(draft.unknown),
            sources=dict(draft.sources or {}),
        )
        return Held(interview, one.procurement, one.title, None, one.revision, frozenset(), interview)

    def keep(self, connection: Connection, hand: Hand, held: Held, interview: Interview) -> None:
        """Keeps what was answered about the procurement."""
        now = read_procurement(connection, hand, self.handle).draft
        facts = cast("Plain", interview.facts.get("procurement") or {})
        draft = replace(now, facts=dict(facts), unknown=interview.unknown, sources=dict(interview.sources))
        change_procurement(connection, hand, self.handle, held.revision, draft=draft)

    def asks(self, asked: Asked, held: Held) -> bool:
        """What is said of the procurement, its lots and its goods among it."""
        return is_shared(asked.path)


Room: TypeAlias = BidderRoom | ProcurementRoom
"""Where questions are asked."""


def room_at(request: Request, handle: str, path: str = "") -> Room:
    """The room at an address. Raises Problem where the fact at `path`, if one is named, is not asked for there."""
    if not request.url.path.startswith("/procurements/"):
        return BidderRoom(handle)
    if path and not is_shared(path):
        raise Problem("not-found")
    return ProcurementRoom(handle)
