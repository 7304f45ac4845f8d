"""The authority's own steps on files, and the second pair of eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf, Id
from tenderlaw.service.api.bidder_views import (
    DecisionMade,
    StepsOnFile,
    StepTaken,
    StepWaiting,
    WaitingPage,
    decision_made,
    step_taken,
    steps_on_file,
)
from tenderlaw.service.api.filing import (
    Handle,
    Officer,
    Reader,
    made,
    reads,
    said,
    tag_of,
    writes,
)
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.files.approving import approve_step, list_waiting, withdraw_step
from tenderlaw.service.files.deciding import read_file
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.laying import StepKind
from tenderlaw.service.files.taking import StepAsked, Taken, possible_on, take_step
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import need_match

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)

Reasons = Annotated[str, StringConstraints(max_length=10_000)]
Verdict = Literal[
    "accepted", "not-accepted", "granted", "refused", "exercised", "not-exercised", "same", "different", "unsure",
    "exclude", "admit",
]  # fmt: skip


class NewStep(BaseModel):
    """A step to be taken: which of those that are possible, the verdict, and why."""

    model_config = ConfigDict(extra="forbid")

    kind: StepKind
    verdict: Verdict
    reasons: Reasons = Field(min_length=1)
    at: str = Field("", max_length=400)
    pack: Id | None = None
    ground: Id | None = None
    lift: Id | None = None
    word: Id | None = None
    on: AsOf = Field(None, description="Of a derogation: the day on which it was decided.")
    more: dict[str, bool | str] = Field({}, max_length=20)


class ApprovalGiven(BaseModel):
    """What another person says to a step that waits; or that its author takes it back."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["approved", "returned", "withdrawn"]
    reasons: Reasons = ""


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step, and the decision that follows from it, where facts do."""

    step: StepTaken
    decision: DecisionMade | None


def _done(taken: Taken) -> StepDone:
    decision = None if taken.recorded is None else decision_made(taken.recorded.made)
    return StepDone(step_taken(taken.step), decision)


@router.get("/bidders/{bidder}/steps", response_model=None, responses={200: {"model": StepsOnFile}})
async def steps_on_bidder(request: Request, bidder: Handle, who: Reader) -> Response:
    """The steps that the last decision leaves to the authority, what bars others, and those that were taken."""

    def looked(connection: Connection, hand: Hand) -> tuple[StepsOnFile, str]:
        file = read_file(connection, hand, bidder)
        return steps_on_file(file, possible_on(hand, file)), tag_of(file.bidder)

    found, tag = await reads(request, who, looked)
    return said(found, tag)


@router.post("/bidders/{bidder}/steps", status_code=201, response_model=None, responses={201: {"model": StepDone}})
async def new_step(request: Request, bidder: Handle, body: NewStep, who: Officer, once: Once = None) -> Response:
    """Take a step, with reasons: `If-Match` says which version of the file was seen.

    Where the tenant has four eyes, it waits until another person approves it. One that the decision does not bear is
    refused with the provision that stands in the way.
    """
    asked = StepAsked(
        body.kind, body.verdict, body.reasons, body.at, body.pack, body.ground, body.lift, body.word, body.on, body.more
    )

    def taken(connection: Connection, hand: Hand) -> tuple[str, Response]:
        need_match(request, tag_of(read_file(connection, hand, bidder, lock=True).bidder))
        found = take_step(connection, hand, bidder, asked)
        tag = tag_of(read_file(connection, hand, bidder).bidder)
        return bidder, made(_done(found), tag, f"/v1/bidders/{bidder}/steps")

    return await writes_once(request, who, once, taken)


@router.get("/steps", response_model=None, responses={200: {"model": WaitingPage}})
async def steps_waiting(request: Request, who: Reader) -> Response:
    """The steps that wait for another person, the oldest first."""
    found = await reads(request, who, list_waiting)
    return said(WaitingPage(tuple(StepWaiting(one.step, one.bidder, one.kind, one.at, one.by) for one in found)))


@router.post("/steps/{handle}/approval", response_model=None, responses={200: {"model": StepDone}})
async def approval_of_step(request: Request, handle: Handle, body: ApprovalGiven, who: Officer) -> Response:
    """Approve a step of another person, or send it back with reasons; its author can withdraw it while it waits."""

    def ended(connection: Connection, hand: Hand) -> Taken:
        if body.verdict == "withdrawn":
            return withdraw_step(connection, hand, handle, body.reasons)
        return approve_step(connection, hand, handle, body.verdict, body.reasons)

    return said(_done(await writes(request, who, ended)))
