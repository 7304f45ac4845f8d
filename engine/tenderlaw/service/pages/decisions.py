"""The page of a decision: as it was made, with what it rests on, what changed since, and deciding it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from tenderlaw._version import __version__
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.record.replaying import Replay
from tenderlaw.service.desk import Desk, desk_of
from tenderlaw.service.files.assessing import is_assessed
from tenderlaw.service.files.deciding import File, Made, decided, decision_data, decisions_on, made_at, read_file
from tenderlaw.service.files.drafts import assessed_by
from tenderlaw.service.files.erasing import kept_for_replay, replayed
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.pack_sets import PackSet, UnknownPackSetError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.packs import clause_titles
from tenderlaw.service.pages.page import page
from tenderlaw.service.pages.people import Reader
from tenderlaw.service.pages.views.changes import ChangeLine, changes_since
from tenderlaw.service.pages.views.decision import DecisionView, decision_view
from tenderlaw.service.pages.views.links import Links
from tenderlaw.service.pages.views.missing import outcome_tag
from tenderlaw.service.pages.views.record import names_in
from tenderlaw.service.pages.work import reading

__all__ = ["Again", "again", "router"]

router: Final = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Again:
    """A recorded decision made again, by the packs of then where they are still there."""

    decision: Decision
    regimes: tuple[Regime, ...]
    packs: PackSet
    same: bool
    """Whether it comes to the very data that were recorded."""
    packs_of_then: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows."""

    made: Made
    file: File
    history: tuple[Made, ...]
    names: Mapping[str, str]
    found: Again
    view: DecisionView
    links: Links
    changes: tuple[ChangeLine, ...]
    before: Made | None


def again(desk: Desk, hand: Hand, made: Made, stored: Mapping[str, Any]) -> Again:
    """Decide again what is on record: with the packs of then, or, where nobody keeps them, with those of now."""
    held, of_then = packs_of(desk, hand, made)
    regimes = held.law([one["pack"] for one in stored["regimes"]])
    policies = held.own([one["policy"] for one in stored["policies"]])
    decision = decide(stored["facts"], as_of=made.as_of, packs=regimes, policies=policies)
    return Again(decision, regimes, held, decision.data() == stored, of_then)


def packs_of(desk: Desk, hand: Hand, made: Made) -> tuple[PackSet, bool]:
    """The packs by which a decision was made, if they are still kept; else those of now, and that they are others."""
    if made.pack_set == hand.packs.digest:
        return hand.packs, True
    try:
        return desk.packs.of(made.pack_set), True
    except UnknownPackSetError:
        return hand.packs, False


@router.get("/decisions/{handle}")
async def one(request: Request, who: Reader, handle: str) -> HTMLResponse:
    """A decision: what it comes to, what to do next, why, what is missing, and on what it rests."""
    desk, language = desk_of(request), language_of(request)

    def find(connection: Connection, hand: Hand) -> Shown:
        made = made_at(connection, hand, handle)
        stored = decision_data(connection, hand, made)
        file = read_file(connection, hand, made.bidder)
        found = again(desk, hand, made, cast("dict[str, Any]", stored))
        history = tuple(decisions_on(connection, hand, made.bidder))
        before = next((other for other in history if other.seq < made.seq), None)
        changes: tuple[ChangeLine, ...] = ()
        if before is not None:
            old = cast("dict[str, Any]", decision_data(connection, hand, before))
            changes = changes_since(old, found.decision, language)
        links = links_of(hand, file, found.regimes)
        view = decision_view(found.decision, found.regimes, language, links.by_step)
        return Shown(made, file, history, names_in(connection, hand.tenant), found, view, links, changes, before)

    shown = await reading(request, who, find)
    made = shown.made
    return page(
        request,
        "decisions/one.html",
        d=shown.view,
        shown=shown,
        links=shown.links,
        titles=clause_titles(shown.found.packs.library, language),
        record={
            "handle": made.decision,
            "at": moment(made.made_at),
            "by": shown.names.get(made.made_by, made.made_by),
            "seq": made.seq,
            "entry_href": f"/record/{made.seq}" if who.may("auditor") else None,
            "replay_href": f"/decisions/{made.decision}/replay",
        },
        history=[
            {
                "decision": past.decision,
                "as_of": past.as_of,
                "tag": outcome_tag(cast("Any", past.outcome), language),
                "at": moment(past.made_at),
                "here": past.decision == made.decision,
            }
            for past in shown.history
        ],
        is_latest=shown.history[0].decision == made.decision,
        may_decide=who.may("officer"),
    )


@router.get("/decisions/{handle}/replay")
async def replay(request: Request, who: Reader, handle: str) -> HTMLResponse:
    """The same decision made again: the same bytes, or what differs and why."""
    desk = desk_of(request)

    def find(connection: Connection, hand: Hand) -> tuple[Made, File, PackSet, Replay]:
        made, stored = kept_for_replay(connection, hand, handle)
        held, _ = packs_of(desk, hand, made)
        return made, read_file(connection, hand, made.bidder), held, replayed(stored, held)

    made, file, held, found = await reading(request, who, find)
    return page(
        request,
        "decisions/replay.html",
        made=made,
        bidder=file.bidder,
        found=found,
        now=held.digest,
        of_then=held.digest == made.pack_set,
        engine=__version__,
    )


def links_of(hand: Hand, file: File, regimes: tuple[Regime, ...]) -> Links:
    """Where the pages around a bidder's file are."""
    laid = decided(hand, file.bidder, file.standing, file.latest.as_of if file.latest else None).laid
    assessed = assessed_by(regimes)
    return Links(
        file.bidder.procurement.procurement,
        file.bidder.bidder,
        laid.in_draft,
        lambda path: is_assessed(path, assessed),
    )


def moment(text: str) -> datetime:
    """A moment as the record writes it."""
    return datetime.fromisoformat(text)
