"""Lists of excluded parties: searched for the bidder of a file and those with it, and each entry found judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from tenderlaw.decisions.cases import models_of
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.files.deciding import File, day_of, read_file, refuse_changed
from tenderlaw.service.files.faults import ChangedError, FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.history import said_last
from tenderlaw.service.files.list_search import ListsSearched, record_search, search_lists
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.steps import Step
from tenderlaw.service.files.taking import possible_on
from tenderlaw.service.http.uploads import laid_down
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Upload, came_from
from tenderlaw.service.pages.views.lists import HitView, OpenList, hit_views, open_lists
from tenderlaw.service.pages.views.record import names_in
from tenderlaw.service.pages.views.steps import StepView, possible_views, step_views
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_MOST_FILES: Final = 20
_MOST_FAULTS: Final = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows."""

    file: File
    searched_at: str | None
    """When lists were last searched; None where they never were."""
    hits: tuple[HitView, ...]
    open: tuple[OpenList, ...]


def _shown(connection: Connection, hand: Hand, handle: str, language: str) -> Shown:
    file = read_file(connection, hand, handle)
    regimes, facts = hand.regimes(file.bidder.procurement.draft.regimes), file.bidder.facts
    models, names = models_of(regimes), names_in(connection, hand.tenant)
    possible = possible_views(possible_on(hand, file).possible, facts, models, language, regimes)
    at, found = said_last(connection, hand, handle, "list") or (None, {})
    rows = cast("dict[str, Plain]", found.get("rows") or {})

    def judged(steps: list[Step]) -> tuple[StepView, ...]:
        return step_views(steps, facts, regimes, names, hand.actor, language)

    hits = hit_views(file, rows, possible, judged, models, language)
    return Shown(file, at, hits, open_lists(facts, cast("list[dict[str, str]]", found.get("remarks") or [])))


@router.get("/bidders/{handle}/lists")
async def lists(request: Request, who: Reader, handle: str) -> HTMLResponse:
    """What lists say of the bidder and those with it, and the form to search them."""
    return await _page(request, who, handle)


async def _page(
    request: Request, who: Caller, handle: str, errors: tuple[FormError, ...] = (), status: int = 200
) -> HTMLResponse:
    language = language_of(request)
    shown = await reading(request, who, _shown, handle, language)
    return page(
        request,
        "lists/bidder.html",
        status=status,
        one=shown.file.bidder,
        shown=shown,
        dated=shown.file.latest is not None or shown.file.bidder.procurement.as_of is not None,
        errors=errors,
        may_take=who.may("officer"),
    )


@router.post("/bidders/{handle}/lists")
async def search(request: Request, who: Officer, handle: str) -> Response:
    """Searches the files that were sent, and puts what they say among the facts of the file, on record."""
    form, language = await came_from(request, who), language_of(request)
    files = form.uploads.get("lists", ())
    if not 0 < len(files) <= _MOST_FILES:
        errors = (FormError("lists", said("lists.files_missing", language, most=_MOST_FILES)),)
        return await _page(request, who, handle, errors, 422)

    def searched(connection: Connection, hand: Hand) -> ListsSearched:
        file = read_file(connection, hand, handle)
        refuse_changed(file, form.get("revision"))
        need("batch", "reading lists")
        with laid_down([(f"list-{number}", one.data) for number, one in enumerate(files)]) as places:
            return search_lists(hand, file.bidder, places, day_of(file, None))

    try:
        found = await reading(request, who, searched)
        await writing(request, who, lambda connection, hand: record_search(connection, hand, found))
    except ChangedError:
        return await _page(request, who, handle, (FormError("", said("errors.changed", language)),), 409)
    except (FileRefusedError, InputInvalidError) as error:
        said_ = [str(_of_file(one, files)) for one in error.faults[:_MOST_FAULTS]]
        return await _page(request, who, handle, tuple(FormError("lists", one) for one in said_), 422)
    return go(request, f"/bidders/{handle}/lists", "lists_searched")


def _of_file(fault: Fault, files: tuple[Upload, ...]) -> Fault:
    """A fault in a file as it was laid down, in that which was sent."""
    names = {f"list-{number}": one.name for number, one in enumerate(files)}
    return replace(fault, file=names.get(fault.file, fault.file))
