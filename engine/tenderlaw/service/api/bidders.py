"""Files of bidders: facts, answers, decisions on record, history, and how a file ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf
from tenderlaw.service.api.bidder_views import (
    AnswerTold,
    BidderKept,
    BidderListed,
    BiddersPage,
    DecisionMade,
    HistoryPage,
    bidder_kept,
    decision_made,
)
from tenderlaw.service.api.filing import (
    Handle,
    Officer,
    Reader,
    made,
    place_in,
    reads,
    said,
    tag_of,
    writes,
)
from tenderlaw.service.api.once import Once, answered_before, writes_once
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.answers import AnswersGiven, record_answers, replace_facts
from tenderlaw.service.files.bidders import Bidder, create_bidder, list_bidders
from tenderlaw.service.files.deciding import (
    File,
    decisions_on,
    latest_on,
    read_file,
)
from tenderlaw.service.files.drafts import BidderDraft
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.history import history_of
from tenderlaw.service.files.recording import Prepared, decide_and_record, prepare_decision, record_decision
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import need_match, not_modified, same_as_seen
from tenderlaw.service.http.metrics import Metrics
from tenderlaw.service.http.paging import MOST, After, Limit, cursor, link_next
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)

Facts = Annotated[
    dict[str, Any], Field(description="`operator`, and `entities` where they are known, as in `GET /v1/schemas/case`.")
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
_PARTS: Final = ("operator", "entities")


class NewBidder(BaseModel):
    """A bidder's file to be kept."""

    model_config = ConfigDict(extra="forbid")

    facts: Facts = Field(default_factory=dict)


class FactsGiven(BaseModel):
    """Facts that stand in the place of all those of the file."""

    model_config = ConfigDict(extra="forbid")

    facts: Facts


class AnswerToFact(BaseModel):
    """An answer, by the path of its fact."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(min_length=1, max_length=400, examples=["operator.convictions"])
    value: Any = Field(description="As a person writes it, or as JSON; null: not known; a list: `none`, or `add`.")


class AnswersToFile(BaseModel):
    """Answers in their order: all of them are put on record, or none."""

    model_config = ConfigDict(extra="forbid")

    answers: list[AnswerToFact] = Field(min_length=1, max_length=200)
    as_of: AsOf = None
    language: Language = "en"


class DecisionAsked(BaseModel):
    """The day on which a file is decided; left out, that of the procurement."""

    model_config = ConfigDict(extra="forbid")

    as_of: AsOf = None


def _of_bidder(facts: Mapping[str, Any]) -> dict[str, object]:
    """The bidder's part of facts: whose it is not is refused, not passed over."""
    strange = [name for name in facts if name not in _PARTS]
    if strange:
        hint = "the procurement has its own"
        raise InputInvalidError([Fault("facts", 0, 0, name, "is no fact of a bidder", hint) for name in strange])
    given = {name: value for name, value in facts.items() if value is not None}
    operator = given.get("operator")
    if operator is None or (isinstance(operator, dict) and operator.get("role") is None):
        given["operator"] = {**(operator or {}), "role": "tenderer"}
    return given


def _answer(file: File, status: int = 200) -> Response:
    return said(bidder_kept(file), tag_of(file.bidder), status)


def _matched(connection: Connection, hand: Hand, request: Request, bidder: str) -> File:
    """The file, where it is the one that the caller saw. Raises Problem (428, 412)."""
    file = read_file(connection, hand, bidder, lock=True)
    need_match(request, tag_of(file.bidder))
    return file


@router.get("/procurements/{procurement}/bidders", response_model=None, responses={200: {"model": BiddersPage}})
async def search_bidders(
    request: Request,
    procurement: Handle,
    who: Reader,
    search: Annotated[str, Query(max_length=200, description="A handle, or words of a name.")] = "",
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """The files of a procurement that were not erased, the latest first."""
    place = place_in(after)

    def listed(connection: Connection, hand: Hand) -> BiddersPage:
        found = list_bidders(connection, hand, procurement=procurement, search=search, after=place, limit=limit)
        items = tuple(_listed(connection, hand, one) for one in found.items)
        return BiddersPage(items, None if found.next is None else cursor(*found.next))

    page = await reads(request, who, listed)
    answer = said(page)
    link_next(request, answer, page.next)
    return answer


def _listed(connection: Connection, hand: Hand, one: Bidder) -> BidderListed:
    last = latest_on(connection, hand, one.bidder)
    shown = None if last is None else decision_made(last)
    return BidderListed(
        one.bidder, one.procurement.procurement, one.name, None if shown is None else shown.outcome,
        None if shown is None else shown.as_of, None if shown is None else shown.decision, one.created_at,
        one.changed_at,
    )  # fmt: skip


@router.post(
    "/procurements/{procurement}/bidders", status_code=201, response_model=None, responses={201: {"model": BidderKept}}
)
async def new_bidder(
    request: Request, procurement: Handle, body: NewBidder, who: Officer, once: Once = None
) -> Response:
    """Keep a bidder's file. It is on record, without what it says."""

    def created(connection: Connection, hand: Hand) -> tuple[str, Response]:
        facts = _of_bidder(body.facts)
        one = create_bidder(connection, hand, procurement, BidderDraft(facts, sources={"operator": "case"}))
        file = read_file(connection, hand, one.bidder)
        return one.bidder, made(bidder_kept(file), tag_of(file.bidder), f"/v1/bidders/{one.bidder}")

    return await writes_once(request, who, once, created)


@router.get("/bidders/{bidder}", response_model=None, responses={200: {"model": BidderKept}})
async def one_bidder(request: Request, bidder: Handle, who: Reader) -> Response:
    """A bidder's file, with its version (`ETag`)."""
    file = await reads(request, who, lambda connection, hand: read_file(connection, hand, bidder))
    tag = tag_of(file.bidder)
    return not_modified(tag) if same_as_seen(request, tag) else _answer(file)


@router.put("/bidders/{bidder}/facts", response_model=None, responses={200: {"model": BidderKept}})
async def put_facts(request: Request, bidder: Handle, body: FactsGiven, who: Officer) -> Response:
    """Put facts in the place of those of the file: `If-Match` says which version was seen.

    Steps about what changed count no more.
    """

    def replaced(connection: Connection, hand: Hand) -> File:
        _matched(connection, hand, request, bidder)
        return replace_facts(connection, hand, bidder, _of_bidder(body.facts))

    return _answer(await writes(request, who, replaced))


@router.post("/bidders/{bidder}/answers", response_model=None, responses={200: {"model": AnswerTold}})
async def put_answers(
    request: Request, bidder: Handle, body: AnswersToFile, who: Officer, once: Once = None
) -> Response:
    """Put answers on record, by the paths of facts: `If-Match` says which version was seen.

    A path beginning with `procurement.` is answered for all its bidders.
    """

    def answered(connection: Connection, hand: Hand) -> tuple[str, Response]:
        _matched(connection, hand, request, bidder)
        given = AnswersGiven({one.path: one.value for one in body.answers}, body.as_of, body.language)
        file, became = record_answers(connection, hand, bidder, given)
        told = AnswerTold(bidder_kept(file), became.echo, tuple(change.said for change in became.settled))
        return bidder, said(told, tag_of(file.bidder))

    return await writes_once(request, who, once, answered)


@router.post(
    "/bidders/{bidder}/decisions", response_model=None,
    responses={200: {"model": DecisionMade}, 201: {"model": DecisionMade}},
)  # fmt: skip
async def decide_bidder(
    request: Request, bidder: Handle, body: DecisionAsked, who: Officer, once: Once = None
) -> Response:
    """Decide a file and put the decision on record; where nothing changed since the last one, that one is given (200).

    With `If-Match`, only the version that was seen is decided.
    """
    metrics = cast("Metrics", request.app.state.metrics)

    def meant(file: File) -> None:
        if "if-match" in request.headers:
            need_match(request, tag_of(file.bidder))

    prepared: Prepared | None = None
    if desk_of(request).decides_apart:
        if (before := await answered_before(request, who, once)) is not None:
            return before
        prepared = await reads(request, who, partial(prepare_decision, handle=bidder, as_of=body.as_of, meant=meant))

    def recorded(connection: Connection, hand: Hand) -> tuple[str, Response]:
        if prepared is None:
            found = decide_and_record(connection, hand, bidder, as_of=body.as_of, meant=meant)
        else:
            found = record_decision(connection, hand, prepared)
        metrics.decisions.labels(found.made.outcome).inc()
        shown, place = decision_made(found.made), f"/v1/decisions/{found.made.decision}"
        return bidder, made(shown, None, place) if found.new else said(shown, None, 200, Location=place)

    return await writes_once(request, who, once, recorded)


@router.get("/bidders/{bidder}/decisions", response_model=None, responses={200: {"model": list[DecisionMade]}})
async def decisions_on_bidder(request: Request, bidder: Handle, who: Reader) -> Response:
    """The decisions on a file, the latest first."""
    found = await reads(request, who, lambda connection, hand: decisions_on(connection, hand, bidder))
    return said(list(map(decision_made, found)))


@router.get("/bidders/{bidder}/history", response_model=None, responses={200: {"model": HistoryPage}})
async def history_of_bidder(
    request: Request,
    bidder: Handle,
    who: Reader,
    after: Annotated[int, Query(ge=0, le=2**53, description="The number of an entry.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Response:
    """What has become of a file: every entry of the record about it, the oldest first; of an erased one, too."""
    found = await reads(
        request, who, lambda connection, hand: history_of(connection, hand, bidder, after=after, limit=limit + 1)
    )
    return said(HistoryPage(tuple(found[:limit]), found[limit - 1].seq if len(found) > limit else None))
