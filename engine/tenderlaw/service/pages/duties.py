"""The page on duties of companies: facts of a company in, what it owes out. Nothing of it is kept."""

from __future__ import annotations

from datetime import date
from typing import cast

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from tenderlaw.decisions.calendar_of_duties import calendar_of
from tenderlaw.decisions.cases import company_in, models_of
from tenderlaw.decisions.duties import Duties, duties_of
from tenderlaw.facts.models import FactModels
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.deciding import read_file
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.service.pages.engine_words import fault_said
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.forms.typed import day_in
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.views.duties import duties_view
from tenderlaw.service.pages.work import reading
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.text import text_of
from tenderlaw.sources.tree import Data, Source, read_json
from tenderlaw.sources.yaml_text import read_yaml

__all__ = ["day_of", "errors_of", "router", "source_of"]

router = APIRouter(include_in_schema=False)


@router.get("/duties")
async def duties(request: Request, _: Reader) -> HTMLResponse:
    """The form."""
    return page(request, "duties/ask.html", typed={}, view=None, errors=[])


@router.post("/duties")
async def asked(request: Request, who: Reader) -> Response:
    """What the company owes; or what is wrong with its facts, with what was typed kept."""
    form, language, desk = await came_from(request, who), language_of(request), desk_of(request)
    typed = {
        "facts": form.get("facts", ""),
        "day": {part: form.get(f"as_of-{part}", "") for part in ("day", "month", "year")},
    }
    try:
        day, source = day_of(form, language), source_of(form, language)
        found, models = await desk.work(_decided, source, day, desk.packs.current)
    except (FormInvalidError, InputInvalidError) as error:
        errors = errors_of(error, language)
        return page(request, "duties/ask.html", status=422, typed=typed, view=None, errors=errors)
    if form.get("make") == "calendar":
        headers = {"Content-Disposition": 'attachment; filename="duties.ics"'}
        return Response(calendar_of(found), media_type="text/calendar", headers=headers)
    view = await desk.work(duties_view, found, models, language)
    return page(request, "duties/ask.html", typed=typed, view=view, errors=[])


@router.get("/bidders/{handle}/duties")
async def of_bidder(request: Request, who: Reader, handle: str) -> Response:
    """What a bidder owes outside the procurement, by the facts of its file."""
    desk, language = desk_of(request), language_of(request)
    file = await reading(request, who, read_file, handle)
    day = file.bidder.procurement.as_of
    if day is None:
        return go(request, f"/procurements/{file.bidder.procurement.procurement}/change")
    source = Source("facts", cast("Data", {"operator": file.bidder.draft.facts.get("operator") or {}}), {})
    found, models = await desk.work(_decided, source, day, desk.packs.current)
    view = await desk.work(duties_view, found, models, language)
    return page(request, "duties/of_bidder.html", view=view, file=file)


def day_of(form: Posted, language: str) -> date:
    """The day on which it is asked. Raises FormInvalidError where there is none."""
    found = day_in(form, "as_of", language)
    if found is None:
        raise FormInvalidError("as_of-day", said("duties.day_needed", language))
    return date.fromisoformat(found)


def source_of(form: Posted, language: str) -> Source:
    """The facts as they were typed or sent."""
    text, upload = form.get("facts", "").strip(), form.file("file")
    if text and upload is not None:
        raise FormInvalidError("facts", said("duties.both_given", language))
    if upload is not None:
        text = text_of(upload.data, "file")
    if not text:
        raise FormInvalidError("facts", said("duties.none_given", language))
    return read_json(text, "facts") if text.startswith("{") else read_yaml(text, "facts")


def _decided(source: Source, day: date, held: PackSet) -> tuple[Duties, FactModels]:
    company, models = company_in(source, held.duties)
    return duties_of(company, as_of=day, packs=held.duties), models_of(held.duties, models)


def errors_of(error: FormInvalidError | InputInvalidError, language: str) -> list[FormError]:
    """What is wrong with what was typed."""
    if isinstance(error, FormInvalidError):
        return list(error.errors)
    return [FormError("facts", fault_said(fault, language)) for fault in error.faults[:20]]
