"""Decisions on record, made again; and the record itself: entries, checkpoints, proofs, handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection, select
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse

from tenderlaw.record.checkpoints import latest_note, sign_checkpoint, verifiers_of
from tenderlaw.record.erasing import Due
from tenderlaw.record.exporting import export, prove
from tenderlaw.record.ledger import size_of
from tenderlaw.record.proofs import consistency, inclusion, root_of
from tenderlaw.service.accounts.caller import Caller, kept, needs
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf, json_content
from tenderlaw.service.api.filing import Handle, Reader, reads, said, writes
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.deciding import decision_data, made_at
from tenderlaw.service.files.erasing import due_files, kept_for_replay, replayed
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import etag, not_modified, same_as_seen
from tenderlaw.service.http.paging import MOST
from tenderlaw.service.http.problems import Problem
from tenderlaw.store import tables

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["record"], route_class=DoorRoute, responses=PROBLEMS)
Auditor = Annotated[Caller, Depends(needs("record"))]
Number = Annotated[int, Query(ge=0, le=2**53)]
_NEVER_CHANGES = "private, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision made again: the same bytes, or what differs and why."""

    decision: str
    pack_set: str
    state: Literal["same", "differs"]
    why: tuple[str, ...]
    differences: tuple[dict[str, Any], ...]
    """Each a `path`, and what stood there `then` and stands there `now`."""


@dataclass(frozen=True, slots=True)
class EntryTold:
    """An entry of the record."""

    seq: int
    at: str
    kind: str
    actor: str
    subject: str
    payload: dict[str, Any]
    commitment: str | None
    leaf: str
    """The hash of its leaf, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """Entries, the oldest first, how many the record has, and after which to go on."""

    items: tuple[EntryTold, ...]
    size: int
    next: int | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed checkpoint (C2SP), and the public keys that sign this record."""

    note: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof over the record (RFC 9162), hashes in hexadecimal."""

    size: int
    root: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DuePage:
    """The files that may go on a day, the longest due first."""

    items: tuple[Due, ...]


@router.get("/decisions/{decision}", response_model=None, responses=json_content("Decision"))
async def recorded_decision(request: Request, decision: Handle, who: Reader) -> Response:
    """A decision on record with its facts, as it was made. It never changes."""

    def read(connection: Connection, hand: Hand) -> tuple[str, dict[str, Any]]:
        made = made_at(connection, hand, decision)
        return made.pack_set, decision_data(connection, hand, made)

    tag = etag("decision", decision)
    pack_set, data = await reads(request, who, read)
    if same_as_seen(request, tag):
        return not_modified(tag, _NEVER_CHANGES)
    return said(data, tag, 200, **{"Pack-Set": pack_set, "Cache-Control": _NEVER_CHANGES})


@router.get("/decisions/{decision}/replay", response_model=None, responses={200: {"model": Replayed}})
async def replay_decision(request: Request, decision: Handle, who: Reader) -> Response:
    """The decision made again with the packs of then: the same bytes, or what differs and why."""
    made, data = await reads(request, who, lambda connection, hand: kept_for_replay(connection, hand, decision))
    desk = desk_of(request)
    found = await desk.work(lambda: replayed(data, desk.packs.of(made.pack_set)))
    differences = tuple({"path": one.path, "then": one.then, "now": one.now} for one in found.differences)
    return said(Replayed(decision, made.pack_set, found.state, found.why, differences))


@router.get("/record/entries", response_model=None, responses={200: {"model": EntriesPage}})
async def record_entries(
    request: Request, who: Auditor, after: Number = 0, limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> Response:
    """The entries of the tenant's record with numbers above `after`. They hold no personal data."""

    def read(connection: Connection, hand: Hand) -> EntriesPage:
        entry = tables.entry.c
        query = select(tables.entry).where(entry.tenant == hand.tenant, entry.seq > after)
        rows = connection.execute(query.order_by(entry.seq).limit(limit)).all()
        names = ("seq", "at", "kind", "actor", "subject", "payload", "commitment")
        items = tuple(
            EntryTold(**{name: getattr(row, name) for name in names}, leaf=row.leaf_hash.hex()) for row in rows
        )
        size = size_of(connection, hand.tenant)
        return EntriesPage(items, size, items[-1].seq if items and items[-1].seq < size else None)

    return said(await reads(request, who, read))


@router.get("/record/checkpoint", response_model=None, responses={200: {"model": Signed}})
async def record_checkpoint(request: Request, who: Auditor) -> Response:
    """The last checkpoint that was signed: to be kept where nobody of this service can change it."""

    def read(connection: Connection, hand: Hand) -> Signed:
        note = latest_note(connection, hand.tenant)
        if note is None:
            raise Problem("not-found", "no checkpoint was signed yet: `POST` signs one")
        return Signed(note, _keys(connection, hand))

    return said(await reads(request, who, read))


@router.post("/record/checkpoint", response_model=None, responses={200: {"model": Signed}})
async def sign_record(request: Request, who: Auditor) -> Response:
    """Sign the record as it stands; the last checkpoint where nothing was added since."""

    def signed(connection: Connection, hand: Hand) -> Signed:
        return Signed(sign_checkpoint(connection, hand.record, hand.tenant), _keys(connection, hand))

    return said(await writes(request, who, signed))


def _keys(connection: Connection, hand: Hand) -> tuple[str, ...]:
    return tuple(map(str, verifiers_of(connection, hand.tenant)))


@router.get("/record/proofs/inclusion", response_model=None, responses={200: {"model": Proof}})
async def proof_of_inclusion(request: Request, who: Auditor, seq: Number, size: Number) -> Response:
    """The proof that entry `seq` is among the first `size` entries."""

    def proved(connection: Connection, hand: Hand) -> Proof:
        hashes = inclusion(connection, hand.tenant, seq, size)
        return _proof(connection, hand, size, hashes)

    return said(await reads(request, who, proved))


@router.get("/record/proofs/consistency", response_model=None, responses={200: {"model": Proof}})
async def proof_of_consistency(
    request: Request,
    who: Auditor,
    old: Annotated[Number, Query(alias="from")],
    new: Annotated[Number, Query(alias="to")],
) -> Response:
    """The proof that the first `to` entries begin with the first `from`."""

    def proved(connection: Connection, hand: Hand) -> Proof:
        hashes = consistency(connection, hand.tenant, old, new)
        return _proof(connection, hand, new, hashes)

    return said(await reads(request, who, proved))


def _proof(connection: Connection, hand: Hand, size: int, hashes: list[bytes]) -> Proof:
    root = root_of(connection, hand.tenant, size).hex()
    return Proof(size, root, tuple(one.hex() for one in hashes))


@router.get(
    "/record/entries/{seq}/proof", response_model=None,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)  # fmt: skip
async def proof_of_entry(request: Request, seq: int, who: Auditor) -> Response:
    """The proof of one entry, with a signed checkpoint: `tenderlaw record verify` takes it, without us."""
    if not 0 < seq <= 2**53:
        raise Problem("not-found", "there is no such entry")
    line = await writes(request, who, lambda connection, hand: prove(connection, hand.record, hand.tenant, seq))
    return Response(line, media_type="application/json")


@router.get(
    "/record/export", response_model=None,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)  # fmt: skip
async def export_record(request: Request, who: Auditor) -> Response:
    """The whole record, line by line, for anybody to verify; without evidence. That it was exported is on record."""
    desk = desk_of(request)
    database, record = kept(desk)
    lines: Iterator[bytes] = await desk.work(lambda: export(database, record, who.tenant, who.actor))
    headers = {"Content-Disposition": 'attachment; filename="record.jsonl"'}
    return StreamingResponse(iterate_in_threadpool(lines), headers=headers, media_type="application/x-ndjson")


@router.get("/record/due", response_model=None, responses={200: {"model": DuePage}})
async def due_bidders(request: Request, who: Reader, on: Annotated[AsOf, Query()] = None) -> Response:
    """The files that may be erased on a day (left out, today), the longest due first."""
    day: date = on or desk_of(request).now().date()
    found = await reads(request, who, lambda connection, hand: due_files(connection, hand, day))
    return said(DuePage(tuple(found)))
