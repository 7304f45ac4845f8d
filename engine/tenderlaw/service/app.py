"""The web process: one application with its desk, its gate and its rooms.

    create_app(settings, database=open_database(settings.database_url))

Nothing is read from the environment here; the command line does that (`settings_from`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from tenderlaw._version import __version__
from tenderlaw.record.ledger import Record
from tenderlaw.service.api import ROUTERS
from tenderlaw.service.desk import Desk, system_clock
from tenderlaw.service.http import health
from tenderlaw.service.http.gate import Gate
from tenderlaw.service.http.handlers import add_handlers
from tenderlaw.service.http.limits import Limits
from tenderlaw.service.http.logs import log_event, where_raised
from tenderlaw.service.http.metrics import Metrics
from tenderlaw.service.pack_archives import archiving
from tenderlaw.service.pack_orders import follow
from tenderlaw.service.pack_sets import PackFolders, PackSets, installed_set
from tenderlaw.service.pages.routes import add_pages
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store.database import Database

__all__ = ["create_app"]


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    record: Record | None = None,
    clock: Callable[[], datetime] = system_clock,
    packs: PackSets | None = None,
) -> FastAPI:
    """The application. `database` is open and up to date, `record` its record; without, it decides and forgets.

    `clock` is for tests; `packs` are those of `settings` unless others are given.
    """
    folders = PackFolders(settings.packs_in, settings.policies_in, settings.clauses_in)
    sets = packs or (PackSets(installed_set(folders)) if database is None else archiving(database, folders))
    metrics, limits = Metrics(), Limits(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk = Desk(settings, sets, database, record, clock)
        app.state.desk = desk
        behind = [asyncio.create_task(_warm(desk)), asyncio.create_task(follow(desk))]
        try:
            yield
        finally:
            for task in behind:
                task.cancel()
            await asyncio.gather(*behind, return_exceptions=True)
            desk.close()

    app = FastAPI(
        title="tenderlaw",
        version=__version__,
        summary="Public-procurement exclusion law as tested, explainable decisions and contract clauses",
        lifespan=lifespan,
        middleware=_middleware(settings, limits, metrics),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        separate_input_output_schemas=True,
        # spans of ours name the route alone; those of the framework would carry the query
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.desk = Desk(
        settings, sets, database, record, clock
    )  # for whoever asks without a start; threads come with work
    app.state.metrics = metrics
    app.state.limits = limits
    add_handlers(app)
    for router in (health.router, *ROUTERS):
        app.include_router(router)
    add_pages(app)
    return app


def _middleware(settings: Settings, limits: Limits, metrics: Metrics) -> list[Middleware]:
    gate = Middleware(Gate, settings=settings, limits=limits, metrics=metrics)
    if not settings.cors_origins:
        return [gate]
    named = Middleware(
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key"],
        expose_headers=["ETag", "Link", "Location", "Pack-Set", "Retry-After", "X-Request-Id"],
        allow_credentials=False,
    )
    return [gate, named]


async def _warm(desk: Desk) -> None:
    """Read and compile the packs; until then the process is not ready, and answers all the same."""
    try:
        await _archived(desk)
        await asyncio.to_thread(desk.packs.current.warm)
        log_event(logging.INFO, "ready", pack_set=desk.packs.current.digest, version=__version__)
    except Exception as error:
        log_event(logging.ERROR, "packs cannot be used", **where_raised(error))


async def _archived(desk: Desk) -> None:
    """Keep the packs with the record before anybody decides by them; where that fails, the next start does it."""
    try:
        await asyncio.to_thread(desk.packs.archive)
    except TenderlawError as error:
        log_event(logging.ERROR, "packs are not kept with the record", kind=type(error).__name__)
