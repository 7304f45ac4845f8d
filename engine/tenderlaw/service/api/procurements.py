"""Procurements: what is bought, and the files of who wants to supply it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf, Id
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
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.files.bidders import count_bidders
from tenderlaw.service.files.comparing import Compared, compare_bidders
from tenderlaw.service.files.drafts import ProcurementDraft
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import (
    Procurement,
    archive_procurement,
    change_procurement,
    create_procurement,
    list_procurements,
    read_procurement,
)
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import need_match, not_modified, same_as_seen
from tenderlaw.service.http.paging import After, Limit, cursor, link_next
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["router"]

router = APIRouter(prefix="/v1/procurements", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)

Facts = Annotated[
    dict[str, Any],
    Field(description="What is known of the procurement, as `procurement` in `GET /v1/schemas/case`."),
]
Title = Annotated[str, Field(min_length=1, max_length=300)]
Packs = Annotated[
    list[Id] | None, Field(max_length=200, description="Packs of law; left out: all by which the tenant decides.")
]
Policies = Annotated[
    list[Id] | None, Field(max_length=200, description="The authority's own policies; left out: those of the tenant.")
]


class NewProcurement(BaseModel):
    """A procurement to be kept."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    facts: Facts = Field(default_factory=dict)
    as_of: AsOf = None
    packs: Packs = None
    policies: Policies = None


class ProcurementChange(BaseModel):
    """What changes of it; what is left out stays. `facts` stands in the place of all facts."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = None
    facts: Facts | None = None
    as_of: AsOf = None
    packs: Packs = None
    policies: Policies = None


@dataclass(frozen=True, slots=True)
class ProcurementKept:
    """A procurement."""

    procurement: str
    title: str
    as_of: date | None
    facts: dict[str, Any]
    unknown: tuple[str, ...]
    """Paths of facts that were asked and that nobody knows."""
    sources: Mapping[str, str]
    packs: tuple[str, ...] | None
    policies: tuple[str, ...] | None
    created_at: str
    changed_at: str
    archived_at: str | None


@dataclass(frozen=True, slots=True)
class ProcurementListed:
    """A procurement in a list."""

    procurement: str
    title: str
    as_of: date | None
    bidders: int
    created_at: str
    changed_at: str
    archived_at: str | None


@dataclass(frozen=True, slots=True)
class ProcurementsPage:
    """Some procurements, and where to go on."""

    items: tuple[ProcurementListed, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """The bidders of a procurement side by side."""

    procurement: str
    bidders: tuple[Compared, ...]


def _kept(one: Procurement) -> ProcurementKept:
    draft = one.draft
    return ProcurementKept(
        one.procurement, one.title, one.as_of, draft.facts, draft.unknown, draft.sources, draft.regimes,
        draft.policies, one.created_at, one.changed_at, one.archived_at,
    )  # fmt: skip


@contextmanager
def _places_of_the_body() -> Iterator[None]:
    """Faults of facts say where they stand in the body, which holds the procurement alone."""
    try:
        yield
    except InputInvalidError as error:
        raise InputInvalidError(
            replace(one, field=one.field.removeprefix("procurement").removeprefix(".")) for one in error.faults
        ) from error


def _ids(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(given)


@router.get("", response_model=None, responses={200: {"model": ProcurementsPage}})
async def search_procurements(
    request: Request,
    who: Reader,
    search: Annotated[str, Query(max_length=200, description="A handle, or words of a title.")] = "",
    archived: Annotated[bool, Query(description="With those that were put aside.")] = False,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """The tenant's procurements, the latest first."""
    place = place_in(after)

    def listed(connection: Connection, hand: Hand) -> ProcurementsPage:
        found = list_procurements(connection, hand, search=search, archived=archived, after=place, limit=limit)
        items = tuple(_listed(connection, hand, one) for one in found.items)
        return ProcurementsPage(items, None if found.next is None else cursor(*found.next))

    page = await reads(request, who, listed)
    answer = said(page)
    link_next(request, answer, page.next)
    return answer


def _listed(connection: Connection, hand: Hand, one: Procurement) -> ProcurementListed:
    count = count_bidders(connection, hand, one.procurement)
    return ProcurementListed(
        one.procurement, one.title, one.as_of, count, one.created_at, one.changed_at, one.archived_at
    )


@router.post("", status_code=201, response_model=None, responses={201: {"model": ProcurementKept}})
async def new_procurement(request: Request, body: NewProcurement, who: Officer, once: Once = None) -> Response:
    """Keep a procurement. It is on record, without what it says."""

    def created(connection: Connection, hand: Hand) -> tuple[str, Response]:
        draft = ProcurementDraft(body.facts, (), {}, _ids(body.packs), _ids(body.policies))
        with _places_of_the_body():
            one = create_procurement(connection, hand, body.title, draft, body.as_of)
        return one.procurement, made(_kept(one), tag_of(one), f"/v1/procurements/{one.procurement}")

    return await writes_once(request, who, once, created)


@router.get("/{procurement}", response_model=None, responses={200: {"model": ProcurementKept}})
async def one_procurement(request: Request, procurement: Handle, who: Reader) -> Response:
    """A procurement, with its version (`ETag`)."""
    found = await reads(request, who, lambda connection, hand: read_procurement(connection, hand, procurement))
    tag = tag_of(found)
    return not_modified(tag) if same_as_seen(request, tag) else said(_kept(found), tag)


@router.patch("/{procurement}", response_model=None, responses={200: {"model": ProcurementKept}})
async def revise_procurement(request: Request, procurement: Handle, body: ProcurementChange, who: Officer) -> Response:
    """Change it for all its bidders: `If-Match` says which version was seen."""
    given = body.model_fields_set

    def changed(connection: Connection, hand: Hand) -> Procurement:
        now = read_procurement(connection, hand, procurement)
        need_match(request, tag_of(now))
        draft = now.draft
        if body.facts is not None:
            draft = replace(draft, facts=body.facts, unknown=(), sources={})
        if "packs" in given:
            draft = replace(draft, regimes=_ids(body.packs))
        if "policies" in given:
            draft = replace(draft, policies=_ids(body.policies))
        with _places_of_the_body():
            return change_procurement(
                connection, hand, procurement, now.revision, title=body.title, draft=draft, as_of=body.as_of
            )

    found = await writes(request, who, changed)
    return said(_kept(found), tag_of(found))


@router.post("/{procurement}/archive", response_model=None, responses={200: {"model": ProcurementKept}})
async def put_aside_procurement(request: Request, procurement: Handle, who: Officer) -> Response:
    """Put it aside: it is listed no more, and everything about it stays. `If-Match` says which version was seen."""

    def put_aside(connection: Connection, hand: Hand) -> Procurement:
        now = read_procurement(connection, hand, procurement)
        need_match(request, tag_of(now))
        return archive_procurement(connection, hand, procurement, now.revision)

    found = await writes(request, who, put_aside)
    return said(_kept(found), tag_of(found))


@router.get("/{procurement}/comparison", response_model=None, responses={200: {"model": ComparedPage}})
async def comparison_of_bidders(request: Request, procurement: Handle, who: Reader) -> Response:
    """Its bidders side by side: outcome, award, what is missing, tiers, what the authority decided."""
    rows = await reads(request, who, lambda connection, hand: compare_bidders(connection, hand, procurement))
    return said(ComparedPage(procurement, tuple(rows)))
