"""The questions, one a page: the decisive first, each answer kept at once, with what it settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.interview import Interview, Standing, answered, standing
from tenderlaw.interview.facts_at import at
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.files.faults import ChangedError, FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.forms.controls import ADD, ANSWER, Answer, read
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError, of_the_engine
from tenderlaw.service.pages.forms.put import Put, control_at, known_by, meant, put_asked, put_at, typed_before
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.news import News, news_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import came_from
from tenderlaw.service.pages.rooms import Held, ProcurementRoom, Room, is_shared, room_at
from tenderlaw.service.pages.work import problem_of_refusal, reading, writing
from tenderlaw.sources.canonical import digest

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_TO_CHECK: Final = "answers"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a page of questions shows."""

    held: Held
    now: Standing
    put: Put | None
    news: News | None
    """What the last answer settled."""
    open_here: int
    """How many questions are open in this room."""


@router.get("/bidders/{handle}/questions")
@router.get("/procurements/{handle}/questions")
async def ask(request: Request, who: Reader, handle: str, path: str = "", after: str = "", to: str = "") -> Response:
    """The next question about a bidder or a procurement, or the one at a path."""
    room = room_at(request, handle, path)
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> Shown | None:
        held = room.held(connection, hand)
        return None if held is None else _shown(room, held, path, after, language)

    shown = await reading(request, who, find)
    if shown is None:
        return go(request, f"/procurements/{room.handle}/change" if isinstance(room, ProcurementRoom) else room.home)
    typed = typed_before(shown.held.interview, shown.put) if shown.put else {}
    return _page(request, who, room, shown, {**typed, "to": to})


def _shown(room: Room, held: Held, path: str, after: str, language: str) -> Shown:
    now = standing(held.decided_on, language)
    asked = [one for one in (*now.questions, *now.unknown) if room.asks(one, held)]
    put: Put | None = None
    if path:
        put = put_at(held.interview, path, asked, language)
    else:
        open_ = next((one for one in now.questions if room.asks(one, held)), None)
        put = None if open_ is None else put_asked(held.interview, open_, language)
    return Shown(held, now, put, news_of(now, after, language), len(asked))


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that is not kept: what is shown again, and why."""

    shown: Shown
    errors: tuple[FormError, ...]
    status: int


@router.post("/bidders/{handle}/questions")
@router.post("/procurements/{handle}/questions")
async def answer(request: Request, who: Officer, handle: str) -> Response:
    """Keeps an answer, and leads to the next question."""
    form, language = await came_from(request, who), language_of(request)
    path, to = form.get("path", ""), form.get("to", "")
    room = room_at(request, handle, path)

    def keep(connection: Connection, hand: Hand) -> Refused | None:
        """Nothing where the answer is kept."""
        held = room.held(connection, hand, lock=True)
        if held is None:
            raise Problem("conflict")
        control = control_at(held.interview, path, language)

        def again(errors: tuple[FormError, ...], status: int) -> Refused:
            return Refused(_shown(room, held, path, "", language), errors, status)

        try:
            given = read(control, form, language)
        except FormInvalidError as error:
            return again(error.errors, 422)
        if given.word == "add" and is_shared(path):
            return None  # it is kept with what is given of it: others decide by these facts meanwhile
        if known_by(held.interview, path) != form.get("was"):
            if _stands_already(held.interview, path, given):
                return None
            return again((FormError("", said("errors.answer_changed", language)),), 409)
        became = answered(held.interview, path, meant(given), language)
        if became.faults:
            models = held.interview.models
            return again(tuple(of_the_engine(ANSWER, one, language, models) for one in became.faults), 422)
        room.keep(connection, hand, held, became.interview)
        return None

    try:
        refused = await writing(request, who, keep)
    except (ChangedError, FileRefusedError) as error:
        raise problem_of_refusal(error) from error
    if refused is not None:
        return _page(request, who, room, refused.shown, form, errors=refused.errors, status=refused.status)
    if form.get(ANSWER) == ADD:
        return go(request, f"{room.home}/entry?to={quote(to, safe='')}&list={quote(path, safe='')}")
    if to == _TO_CHECK:
        return go(request, f"{room.home}/answers", "saved")
    return go(request, f"{room.home}/questions?after={quote(path, safe='')}")


def _stands_already(interview: Interview, path: str, answer: Answer) -> bool:
    """Whether the form came twice: what it answers is what stands, or the entry that it adds is there."""
    if answer.word == "add":
        return True
    if answer.word == "unknown":
        return path in interview.unknown
    return digest([at(interview.facts, path)]) == digest([[] if answer.word == "none" else answer.value])


def _page(
    request: Request,
    who: Caller,
    room: Room,
    shown: Shown,
    typed: Mapping[str, str],
    *,
    errors: tuple[FormError, ...] = (),
    status: int = 200,
) -> Response:
    return page(
        request,
        "question.html" if shown.put else "questions_end.html",
        status=status,
        room=room,
        shown=shown,
        put=shown.put,
        now=shown.now,
        assessing=shown.held.left_to_assess(shown.now),
        typed=typed,
        errors=errors,
        to=typed.get("to", ""),
        may_change=who.may("officer"),
    )
