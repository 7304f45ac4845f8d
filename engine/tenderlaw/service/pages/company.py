"""What a company owes, by questions: one a page, from nothing or from facts that are known.

Nothing of it is kept here: the answers go with each form and come back with the next, and can be saved as a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from tenderlaw.interview import (
    Checked,
    Interview,
    Standing,
    answered,
    answers_to_check,
    begin,
    case_of,
    company_alone,
    from_plain,
    removed,
    standing,
    to_plain,
)
from tenderlaw.interview.facts_at import entries_in
from tenderlaw.interview.words import caption_of, offences_of
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.deciding import read_file
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.service.pages.duties import day_of, errors_of, source_of
from tenderlaw.service.pages.forms.controls import ANSWER, read
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError, of_the_engine
from tenderlaw.service.pages.forms.put import Put, control_at, meant, put_at, typed_before
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.news import News, news_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Reader
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.views.duties import DutiesView, duties_view
from tenderlaw.service.pages.work import reading
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a page shows: the question, if one is left, what is owed so far, and what was answered."""

    now: Standing
    put: Put | None
    typed: Mapping[str, str]
    errors: tuple[FormError, ...]
    news: News | None
    view: DutiesView
    lines: tuple[Checked, ...]
    entries: Mapping[str, str]
    """The entries of lists that were given, each as it is called."""
    draft: str


@router.get("/duties/questions")
async def nowhere(request: Request, _: Reader) -> Response:
    """Somebody comes back by the address alone: the answers went with the form."""
    return go(request, "/duties")


@router.post("/duties/questions")
async def questions(request: Request, who: Reader) -> Response:
    """The next question; with the answer to the one before, or whatever else was asked of the answers."""
    form, language, desk = await came_from(request, who), language_of(request), desk_of(request)
    held = desk.packs.current
    try:
        if "draft" in form:
            interview = _taken_up(form, held)
        elif "bidder" in form:
            interview = await _of_bidder(request, who, form["bidder"], held)
        else:
            interview = await desk.work(_begun, form, language, held)
    except (FormInvalidError, InputInvalidError) as error:
        if "draft" in form or "bidder" in form:
            raise Problem("malformed", "these are no answers about a company") from error
        typed = {"facts": form.get("facts", ""), "day": {part: form.get(f"as_of-{part}", "") for part in _DAY}}
        return page(request, "duties/ask.html", status=422, typed=typed, view=None, errors=errors_of(error, language))
    if form.get("do") == "save":
        headers = {"Content-Disposition": 'attachment; filename="company.json"'}
        return Response(orjson.dumps(case_of(interview), default=str), media_type="application/json", headers=headers)
    turn = await desk.work(_turn, interview, form, language)
    return page(request, "duties/questions.html", status=422 if turn.errors else 200, turn=turn, errors=turn.errors)


_DAY = ("day", "month", "year")


def _begun(form: Posted, language: str, held: PackSet) -> Interview:
    day = day_of(form, language)
    if not form.get("facts", "").strip() and form.file("file") is None:
        return begin(as_of=day, packs=held.duties, aim="duties")
    return _about(company_alone(source_of(form, language), held.duties), day, held, "case")


def _about(facts: Mapping[str, object], day: date, held: PackSet, source: str) -> Interview:
    return begin(facts, as_of=day, packs=held.duties, aim="duties", source=source)


async def _of_bidder(request: Request, who: Reader, handle: str, held: PackSet) -> Interview:
    """Questions that begin with what a bidder's file says; none of the answers is put into it."""
    bidder = (await reading(request, who, read_file, handle)).bidder
    if bidder.procurement.as_of is None:
        raise Problem("conflict")
    facts = {"operator": bidder.draft.facts.get("operator") or {}}
    return await desk_of(request).work(_about, facts, bidder.procurement.as_of, held, "former")


def _taken_up(form: Posted, held: PackSet) -> Interview:
    try:
        draft = orjson.loads(form["draft"])
    except ValueError:
        draft = None
    if not isinstance(draft, dict) or draft.get("aim") != "duties" or not isinstance(draft.get("packs"), list):
        raise Problem("malformed", "these are no answers about a company")
    return from_plain(draft, packs=held.owing(map(str, cast("list[object]", draft["packs"]))), policies=())


def _turn(interview: Interview, form: Posted, language: str) -> Turn:
    what, _, rest = form.get("do", "").partition(":")
    path, after, errors = "", "", tuple[FormError, ...]()
    if what == "change":
        path = rest
    elif what == "remove":
        interview = removed(interview, rest)
    elif what == "answer":
        path = after = form.get("path", "")
        interview, errors = _answered(interview, path, form, language)
        path = path if errors else ""
    now = standing(interview, language)
    path = path or (now.next.path if now.next else "")
    put = put_at(interview, path, (*now.questions, *now.unknown), language) if path else None
    typed = form if errors else {} if put is None else typed_before(interview, put)
    return Turn(
        now,
        put,
        typed,
        errors,
        None if errors else news_of(now, after, language),
        duties_view(interview.owed, interview.models, language),
        tuple(one for one in answers_to_check(interview, language, now) if one.state != "open"),
        _entries(interview, language),
        orjson.dumps(to_plain(interview), default=str).decode(),
    )


def _answered(interview: Interview, path: str, form: Posted, language: str) -> tuple[Interview, tuple[FormError, ...]]:
    try:
        answer = read(control_at(interview, path, language), form, language)
    except FormInvalidError as error:
        return interview, error.errors
    became = answered(interview, path, meant(answer), language)
    models = interview.models
    return became.interview, tuple(of_the_engine(ANSWER, one, language, models) for one in became.faults)


def _entries(interview: Interview, language: str) -> Mapping[str, str]:
    """The entries that were given, each with what it is called."""
    offences, facts = offences_of(interview.governing), interview.facts
    return {
        path: caption_of(f"{path}.x", facts, language, interview.models, offences) or path for path in entries_in(facts)
    }
