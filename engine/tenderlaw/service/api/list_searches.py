"""Extracts of lists searched for the bidder of a file, and what they say put among its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, UploadFile
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf
from tenderlaw.service.api.bidder_views import BidderKept, bidder_kept
from tenderlaw.service.api.filing import Handle, Officer, reads, said, tag_of, writes
from tenderlaw.service.files.deciding import day_of, read_file
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.list_search import ListsSearched, record_search, search_lists
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import need_match
from tenderlaw.service.http.uploads import bytes_of_upload, laid_down
from tenderlaw.sources.extras import need

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)


@dataclass(frozen=True, slots=True)
class ListRemark:
    """What stays unknown, and what would settle it."""

    path: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ListsSaid:
    """The file with what was found, and what stays unknown."""

    file: BidderKept
    remarks: tuple[ListRemark, ...]


@router.post("/bidders/{bidder}/list-search", response_model=None, responses={200: {"model": ListsSaid}})
async def search_lists_for_bidder(
    request: Request,
    bidder: Handle,
    who: Officer,
    files: Annotated[
        list[UploadFile], File(min_length=1, max_length=20, description="FollowTheMoney (JSON lines), SAM (CSV).")
    ],
    as_of: Annotated[AsOf, Query()] = None,
) -> Response:
    """Search extracts of lists for a bidder and its entities: `If-Match` says which version of the file was seen.

    What an earlier search found is looked for anew; a step on an entry that the list has changed counts no more. The
    files are not kept, their digests are on record.
    """
    need("batch", "reading lists")
    held = [(f"files-{number}", await bytes_of_upload(request, one)) for number, one in enumerate(files)]

    def searched(connection: Connection, hand: Hand) -> ListsSearched:
        file = read_file(connection, hand, bidder)
        need_match(request, tag_of(file.bidder))
        with laid_down(held) as places:
            return search_lists(hand, file.bidder, places, day_of(file, as_of))

    found = await reads(request, who, searched)
    file = await writes(request, who, lambda connection, hand: record_search(connection, hand, found))
    remarks = tuple(ListRemark(one.field, one.message, one.hint) for one in found.remarks)
    return said(ListsSaid(bidder_kept(file), remarks), tag_of(file.bidder))
