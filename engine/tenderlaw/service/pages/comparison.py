"""The bidders of a procurement beside one another, as a table and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.files.bidders import list_bidders
from tenderlaw.service.files.deciding import File, decided, read_file
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import Procurement, read_procurement
from tenderlaw.service.jobs.results import guarded
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.views.bidders import BidderDecided, ComparisonView, comparison_view
from tenderlaw.service.pages.work import reading

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_MOST: Final = 100
"""Bidders of a comparison; a screening takes more."""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of a bidder."""

    decision: str | None
    """The last decision."""
    as_of: date | None
    changed: bool
    """Whether the file changed since."""
    waiting: int
    """Steps that wait for another person."""
    own: str | None
    """The authority's own decision: `exclude` or `admit`."""

    @classmethod
    def of(cls, file: File) -> OnRecord:
        """What a file has on record."""
        own = [one.verdict for one in file.standing if one.kind == "decision"]
        last = file.latest
        return cls(
            None if last is None else last.decision,
            None if last is None else last.as_of,
            file.changed,
            sum(one.state == "pending" for one in file.steps),
            own[-1] if own else None,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows."""

    procurement: Procurement
    view: ComparisonView | None
    """None where no day is set on which the bidders are decided."""
    on_record: dict[str, OnRecord]
    """By bidder, what is on record of it."""
    more: bool


def _shown(connection: Connection, hand: Hand, handle: str, language: str) -> Shown:
    bought = read_procurement(connection, hand, handle)
    if bought.as_of is None:
        return Shown(bought, None, {}, more=False)
    some = list_bidders(connection, hand, procurement=handle, limit=_MOST)
    held, on_record = [], {}
    for one in reversed(some.items):
        file = read_file(connection, hand, one.bidder)
        on_record[one.bidder] = OnRecord.of(file)
        held.append(BidderDecided(one.bidder, decided(hand, one, file.standing, bought.as_of).decision))
    return Shown(bought, comparison_view(held, language), on_record, more=some.next is not None)


@router.get("/procurements/{handle}/comparison")
async def comparison(request: Request, who: Reader, handle: str) -> Response:
    """The table."""
    language = language_of(request)
    shown = await reading(request, who, _shown, handle, language)
    if shown.view is None:
        return go(request, f"/procurements/{handle}/change")
    return page(request, "comparison/table.html", shown=shown, view=shown.view, may_add=who.may("officer"))


@router.get("/procurements/{handle}/comparison.csv")
async def as_file(request: Request, who: Reader, handle: str) -> Response:
    """The same as CSV; what a spreadsheet would take for a formula is written as text."""
    language = language_of(request)
    shown = await reading(request, who, _shown, handle, language)
    text = io.StringIO()
    writer = csv.writer(text)
    for row in _rows(shown.view, language) if shown.view is not None else ():
        writer.writerow([guarded(cell) for cell in row])
    headers = {"Content-Disposition": 'attachment; filename="comparison.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _rows(view: ComparisonView, language: str) -> Iterator[list[str]]:
    def word(key: str) -> str:
        return said(f"comparison.{key}", language)

    columns = view.columns
    yield [word("bidder"), "", *(str(one.name) for one in columns)]
    yield [word("outcome"), "", *(one.outcome.word for one in columns)]
    yield [word("award"), "", *(one.award.word for one in columns)]
    yield [word("missing"), "", *(str(one.missing) for one in columns)]
    yield [word("tier"), "", *(one.tier or "" for one in columns)]
    for title, rows in view.laws:
        yield [str(title), "", *("" for _ in columns)]
        for row in rows:
            cells = [
                word("not_there") if cell.tag is None else " ".join(filter(None, (cell.tag.word, cell.until)))
                for cell in row.cells
            ]
            yield [str(row.title), row.cite, *cells]
