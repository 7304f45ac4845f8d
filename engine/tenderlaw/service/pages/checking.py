"""The answers to check, with a link to change each, and entries to take out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.decisions.sentences.facts import called
from tenderlaw.facts.catalogue import fields_of
from tenderlaw.interview import Checked, Standing, answers_to_check, removed, standing
from tenderlaw.interview.facts_at import at
from tenderlaw.service.files.assessing import is_assessed
from tenderlaw.service.files.faults import ChangedError, FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.forms.errors import named
from tenderlaw.service.pages.forms.put import known_by
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.posts import came_from
from tenderlaw.service.pages.rooms import Held, ProcurementRoom, is_shared, room_at
from tenderlaw.service.pages.work import problem_of_refusal, reading, writing

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Group:
    """The answers about one thing: the procurement, the bidder, or an entry of a list."""

    caption: str | None
    entry: str | None
    """The path of the entry, which can be taken out."""
    given: tuple[Checked, ...]
    unknown: tuple[Checked, ...]
    """What was answered to be not known yet."""
    of_procurement: bool


@router.get("/bidders/{handle}/answers")
@router.get("/procurements/{handle}/answers")
async def check(request: Request, who: Reader, handle: str) -> Response:
    """The answers to check."""
    room = room_at(request, handle)
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> tuple[Held, Standing, tuple[Checked, ...]] | None:
        held = room.held(connection, hand)
        if held is None:
            return None
        now = standing(held.decided_on, language)
        return held, now, answers_to_check(held.interview, language, now)

    found = await reading(request, who, find)
    if found is None:
        return go(request, room.home)
    held, now, lines = found
    lines = tuple(one for one in lines if one.state != "open" or not is_assessed(one.path, held.assessed))
    if isinstance(room, ProcurementRoom):
        lines = tuple(one for one in lines if is_shared(one.path))
    presumed = [one for one in now.presumed if not is_assessed(one.path, held.assessed)]
    if isinstance(room, ProcurementRoom):
        presumed = [one for one in presumed if is_shared(one.path)]
    return page(
        request,
        "answers.html",
        room=room,
        held=held,
        now=now,
        assessing=held.left_to_assess(now),
        groups=_grouped(lines),
        presumed=[
            replace(one, reason=named(one.reason, one.path, one.language, held.interview.models)) for one in presumed
        ],
        lists=tuple(_lists(held, language)) if isinstance(room, ProcurementRoom) else (),
        open_lines=[one for one in lines if one.state == "open"],
        may_change=who.may("officer"),
    )


def _lists(held: Held, language: str) -> Iterator[tuple[str, str]]:
    """The lists of a procurement to which entries may be added, each with what it is called."""
    models = held.interview.models
    for name, field in fields_of(models.procurement_given).items():
        if field.kind == "list":
            yield f"procurement.{name}", called(f"procurement.{name}", language, models)


def _grouped(lines: tuple[Checked, ...]) -> list[Group]:
    """What was answered, by what it is about: the procurement first, then the bidder, then each entry."""
    held: dict[str, list[Checked]] = {}
    for one in lines:
        if one.state != "open":
            entry, root = one.path.rpartition("]")[0], one.path.split(".")[0]
            # whether others take part with the bidder is said of the bidder
            held.setdefault(f"{entry}]" if entry else "operator" if root == "entities" else root, []).append(one)
    order = ("procurement", "operator")
    found = sorted(held.items(), key=lambda one: (order.index(one[0]) if one[0] in order else len(order), one[0]))
    return [
        Group(
            within[0].caption if "[" in about else None,
            about if "[" in about else None,
            tuple(one for one in within if one.state == "given"),
            tuple(one for one in within if one.state != "given"),
            about.startswith("procurement"),
        )
        for about, within in found
    ]


@router.get("/bidders/{handle}/remove")
@router.get("/procurements/{handle}/remove")
async def ask_remove(request: Request, who: Officer, handle: str, entry: str = "") -> Response:
    """Asks whether an entry is to be taken out."""
    room, language = room_at(request, handle, entry), language_of(request)
    if not entry:
        return go(request, f"{room.home}/answers")

    def find(connection: Connection, hand: Hand) -> tuple[Held, list[Checked]] | None:
        held = room.held(connection, hand)
        if held is None:
            return None
        lines = answers_to_check(held.interview, language)
        return held, [one for one in lines if one.path.startswith(f"{entry}.") and one.state != "open"]

    found = await reading(request, who, find)
    if found is None or at(found[0].interview.facts, entry) is None or not entry.endswith("]"):
        raise Problem("not-found")
    held, lines = found
    was = known_by(held.interview, entry)
    return page(request, "remove.html", room=room, held=held, lines=lines, entry=entry, was=was)


@router.post("/bidders/{handle}/remove")
@router.post("/procurements/{handle}/remove")
async def remove(request: Request, who: Officer, handle: str) -> Response:
    """Takes an entry out of its list."""
    form = await came_from(request, who)
    entry = form.get("entry", "")
    room = room_at(request, handle, entry)

    def take(connection: Connection, hand: Hand) -> None:
        held = room.held(connection, hand, lock=True)
        if held is None:
            raise Problem("conflict")
        if known_by(held.interview, entry) != form.get("was"):
            return  # it was taken out already, or is another one by now: the answers show it
        room.keep(connection, hand, held, removed(held.interview, entry))

    try:
        await writing(request, who, take)
    except (ChangedError, FileRefusedError) as error:
        raise problem_of_refusal(error) from error
    return go(request, f"{room.home}/answers", "removed")
