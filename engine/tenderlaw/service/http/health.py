"""Whether the process lives, whether it can answer, and its counters: for machines that watch it."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw._version import __version__
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.metrics import CONTENT_TYPE, Metrics
from tenderlaw.service.http.problems import KINDS, MEDIA_TYPE, Problem
from tenderlaw.store.database import Database
from tenderlaw.store.faults import StoreError
from tenderlaw.store.schema import pending

__all__ = ["Alive", "KindOfProblem", "Ready", "router"]

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    alive: bool
    version: str


class Ready(BaseModel):
    """The process can decide and, if it keeps anything, reach its database."""

    ready: bool
    pack_set: str
    database: str | None
    """`sqlite`, `postgresql`, or none."""


class KindOfProblem(BaseModel):
    """What a kind of problem means."""

    type: str
    title: str
    status: int
    meaning: str


@router.get("/healthz")
async def healthz() -> Alive:
    """Whether the process lives."""
    return Alive(alive=True, version=__version__)


@router.get("/readyz", responses={503: {"content": {MEDIA_TYPE: {}}}})
async def readyz(request: Request) -> Ready:
    """Whether packs are compiled, the tables are those of this program, and the database answers."""
    desk = desk_of(request)
    if not desk.ready:
        raise Problem("busy", "packs are being read", headers={"Retry-After": "1"})
    database = desk.database
    if database is not None:
        await desk.work(_reached, database)
    dialect = None if database is None else database.dialect
    return Ready(ready=True, pack_set=desk.packs.current.digest, database=dialect)


def _reached(database: Database) -> None:
    try:
        missing = pending(database)
    except StoreError:
        raise Problem("database-away", "", headers={"Retry-After": "5"}) from None
    if missing:
        raise Problem("database-away", "its tables are being brought up to date", headers={"Retry-After": "5"})


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The counters, for Prometheus."""
    desk = desk_of(request)
    if not desk.settings.metrics:
        raise Problem("not-found")
    return Response(cast("Metrics", request.app.state.metrics).text(desk), media_type=CONTENT_TYPE)


@router.get("/problems/{name}", responses={404: {"content": {MEDIA_TYPE: {}}}})
async def problem(name: str) -> KindOfProblem:
    """What a kind of problem means, and what to do."""
    kind = KINDS.get(name)
    if kind is None:
        raise Problem("not-found")
    return KindOfProblem(type=kind.type, title=kind.title, status=kind.status, meaning=kind.meaning)
