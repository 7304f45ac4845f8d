"""The authority's own steps: self-cleaning, derogation, discretion, hits by name, the decision; a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from tenderlaw.decisions.cases import models_of
from tenderlaw.facts.models import FactModels
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.files.approving import Waiting, approve_step, list_unissued, list_waiting, withdraw_step
from tenderlaw.service.files.bidders import Bidder
from tenderlaw.service.files.deciding import File, read_file
from tenderlaw.service.files.faults import ChangedError, FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.laying import StepKind
from tenderlaw.service.files.possible import VERDICTS
from tenderlaw.service.files.taking import StepAsked, Taken, possible_on, take_step
from tenderlaw.service.pages.decisions import links_of
from tenderlaw.service.pages.engine_words import refusal_said
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.forms.typed import day_in
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.views.links import NOWHERE
from tenderlaw.service.pages.views.record import names_in
from tenderlaw.service.pages.views.steps import (
    BarredLine,
    PossibleView,
    StepView,
    answers_against,
    barred_lines,
    possible_views,
    step_views,
)
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_MORE: Final = "more-"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows."""

    file: File
    taken: tuple[StepView, ...]
    possible: tuple[PossibleView, ...]
    barred: tuple[BarredLine, ...]
    models: FactModels
    four_eyes: bool


def _shown(connection: Connection, hand: Hand, handle: str, language: str) -> Shown:
    file = read_file(connection, hand, handle)
    known = file.bidder.procurement.draft
    regimes = hand.regimes(known.regimes)
    steps, facts, models = possible_on(hand, file), file.bidder.facts, models_of(regimes)
    names = names_in(connection, hand.tenant)
    return Shown(
        file,
        step_views(file.steps, facts, regimes, names, hand.actor, language),
        possible_views(steps.possible, facts, models, language, regimes),
        barred_lines(steps.barred, models, links_of(hand, file, regimes) if steps.barred else NOWHERE, language),
        models,
        hand.four_eyes,
    )


@router.get("/bidders/{handle}/steps")
async def steps(request: Request, who: Reader, handle: str) -> HTMLResponse:
    """The steps on a file: taken, waiting, possible, barred."""
    return await _page(request, who, handle)


async def _page(
    request: Request,
    who: Caller,
    handle: str,
    *,
    errors: list[FormError] | None = None,
    against: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    language = language_of(request)
    shown = await reading(request, who, _shown, handle, language)
    return page(
        request,
        "steps/list.html",
        status=status,
        shown=shown,
        errors=errors or [],
        against=answers_against(against, shown.models, language),
        typed=typed or {},
        may_take=who.may("officer"),
        may_approve=who.may("approver"),
    )


@router.post("/bidders/{handle}/steps")
async def take(request: Request, who: Officer, handle: str) -> Response:
    """Takes a step, or says at its field what stands in the way; what was typed is kept."""
    form, language = await came_from(request, who), language_of(request)
    number = form.get("number", "0")
    try:
        asked = _asked(form, number, language)
        taken: Taken = await writing(request, who, take_step, handle, asked, form.get("revision"))
    except FormInvalidError as error:
        return await _page(request, who, handle, errors=list(error.errors), typed=form, status=422)
    except ChangedError:
        errors = [FormError("", said("errors.changed", language))]
        return await _page(request, who, handle, errors=errors, typed=form, status=409)
    except InputInvalidError as error:  # answers of the file say otherwise
        errors = [FormError(f"verdict-{number}", said("steps.against", language))]
        return await _page(request, who, handle, errors=errors, against=error.faults, typed=form, status=422)
    except FileRefusedError as error:
        errors = [FormError(f"reasons-{number}", refusal_said(one, language)) for one in error.faults[:5]]
        return await _page(request, who, handle, errors=errors, typed=form, status=422)
    if form.get("to") == "lists":  # where entries of lists are judged one after the other
        return go(request, f"/bidders/{handle}/lists", "step_waits" if taken.step.state == "pending" else "step_taken")
    if taken.recorded is not None:
        return go(request, f"/decisions/{taken.recorded.made.decision}", "step_decided")
    return go(request, f"/bidders/{handle}/steps", "step_waits" if taken.step.state == "pending" else "step_taken")


def _asked(form: Posted, number: str, language: str) -> StepAsked:
    """The step as it was typed. Raises FormInvalidError where something is left out."""
    kind, verdict = form.get("kind", ""), form.get(f"verdict-{number}", "")
    if kind not in VERDICTS or verdict not in VERDICTS[cast("StepKind", kind)]:
        raise FormInvalidError(f"verdict-{number}", said("steps.verdict_missing", language))
    reasons = form.get(f"reasons-{number}", "").strip()
    if not reasons:
        raise FormInvalidError(f"reasons-{number}", said("steps.reasons_missing", language))
    on = day_in(form, f"on-{number}", language)
    before = f"{_MORE}{number}-"
    more = {
        name[len(before) :]: _value(value) for name, value in form.items() if name.startswith(before) and value.strip()
    }
    return StepAsked(
        cast("StepKind", kind),
        verdict,
        reasons,
        form.get("at", ""),
        form.get("pack") or None,
        form.get("ground") or None,
        form.get("lift") or None,
        word=form.get(f"word-{number}") or None,
        on=date.fromisoformat(on) if on else None,
        more=more,
    )


def _value(text: str) -> object:
    """A further fact as it was chosen or typed: yes and no are truths."""
    return {"yes": True, "no": False}.get(text.strip(), text.strip())


@router.post("/steps/{step}/verdict")
async def second_person(request: Request, who: Officer, step: str) -> Response:
    """Approves a step of somebody else or sends it back; or takes one's own back."""
    form, language = await came_from(request, who), language_of(request)
    bidder, verdict, reasons = form.get("bidder", ""), form.get("verdict", ""), form.get(f"reasons-{step}", "")
    try:
        if verdict == "withdrawn":
            await writing(request, who, withdraw_step, step, reasons, form.get("revision"))
        elif verdict in ("approved", "returned"):
            chosen = cast("Literal['approved', 'returned']", verdict)
            taken = await writing(request, who, approve_step, step, chosen, reasons, form.get("revision"))
            if taken.recorded is not None:
                return go(request, f"/decisions/{taken.recorded.made.decision}", "step_decided")
    except ChangedError:
        errors = [FormError("", said("errors.changed", language))]
        return await _page(request, who, bidder, errors=errors, typed=form, status=409)
    except (FileRefusedError, InputInvalidError) as error:
        errors = [FormError(f"reasons-{step}", refusal_said(one, language)) for one in error.faults[:5]]
        return await _page(request, who, bidder, errors=errors, typed=form, status=422)
    notice = {"approved": "step_approved", "returned": "step_returned", "withdrawn": "step_withdrawn"}.get(verdict)
    return go(request, f"/bidders/{bidder}/steps", notice)


@router.get("/steps")
async def waiting(request: Request, who: Reader) -> HTMLResponse:
    """The steps that wait for a second person."""

    def find(connection: Connection, hand: Hand) -> tuple[list[Waiting], Mapping[str, str], Mapping[str, Bidder]]:
        rows = [*list_waiting(connection, hand), *list_unissued(connection, hand)]
        files = {one: read_file(connection, hand, one).bidder for one in {row.bidder for row in rows}}
        return rows, names_in(connection, hand.tenant), files

    rows, names, files = await reading(request, who, find)
    return page(request, "steps/waiting.html", rows=rows, names=names, files=files, actor=who.actor)
