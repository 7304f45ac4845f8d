"""How a bidder's file ends: held while a claim needs it, kept until its day, erased for good."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.responses import Response

from tenderlaw.record.erasing import Ground
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf
from tenderlaw.service.api.filing import Approver, Handle, writes
from tenderlaw.service.files.erasing import erase_file, hold_file, keep_file_until
from tenderlaw.service.http.door import DoorRoute

__all__ = ["ASKED", "HoldAsked", "router"]

router = APIRouter(prefix="/v1", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)

ASKED: Final[dict[int | str, dict[str, Any]]] = {202: {"description": "Asked for: another person must ask, too."}}
Reasons = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class HoldAsked(BaseModel):
    """Whether it is held, and why."""

    model_config = ConfigDict(extra="forbid")

    held: bool
    reasons: Reasons


class RetentionAsked(BaseModel):
    """Until when the file is kept, and which provision says so."""

    model_config = ConfigDict(extra="forbid")

    until: AsOf
    source: Annotated[str, StringConstraints(min_length=3, max_length=300)]


class ErasureAsked(BaseModel):
    """Why the file is erased."""

    model_config = ConfigDict(extra="forbid")

    ground: Ground


@router.put("/bidders/{bidder}/hold", status_code=204, response_model=None)
async def hold_bidder(request: Request, bidder: Handle, body: HoldAsked, who: Approver) -> Response:
    """Hold a file, as a duty or a claim needs it, or lift the hold: what is held is not erased."""
    await writes(
        request, who,
        lambda connection, hand: hold_file(connection, hand, bidder, held=body.held, reasons=body.reasons),
    )  # fmt: skip
    return Response(status_code=204)


@router.put("/bidders/{bidder}/retention", status_code=204, response_model=None)
async def retain_bidder(request: Request, bidder: Handle, body: RetentionAsked, who: Approver) -> Response:
    """Keep a file until a day that a provision says; without a day, as long as the tenant keeps files."""
    await writes(
        request, who, lambda connection, hand: keep_file_until(connection, hand, bidder, body.until, body.source)
    )
    return Response(status_code=204)


@router.post("/bidders/{bidder}/erasure", status_code=204, response_model=None, responses=ASKED)
async def erase_bidder(request: Request, bidder: Handle, body: ErasureAsked, who: Approver) -> Response:
    """Erase all that was kept of a bidder, for good; that there was a file stays on record, and every proof holds.

    Where the tenant has four eyes, it is asked for (202), and done once another person asks for the same.
    """
    done = await writes(request, who, lambda connection, hand: erase_file(connection, hand, bidder, body.ground))
    return Response(status_code=204 if done else 202)
