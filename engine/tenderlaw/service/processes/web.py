"""A process that answers pages and API: uvicorn over the socket that the one that watches listens on."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from typing import Final

import uvicorn
from fastapi import FastAPI

from tenderlaw.service.app import create_app
from tenderlaw.service.http.logs import set_up_logging
from tenderlaw.service.pack_orders import reloaded_by_signal
from tenderlaw.service.processes.beginning import record_of
from tenderlaw.service.processes.door import PatientProtocol
from tenderlaw.service.processes.listening import BACKLOG
from tenderlaw.service.processes.parts import Told, watched
from tenderlaw.service.processes.settled import settings_told
from tenderlaw.service.settings import Settings
from tenderlaw.store.database import open_database

__all__ = ["config_of", "do"]

_GRACE: Final = 20
"""Seconds in which what has begun may end once the process is asked to."""
_PAUSE: Final = 10
"""Seconds between two requests on one connection. A proxy in front has to be more impatient, or tries again."""


def do(told: Told) -> None:
    """Answer until the process is asked to end."""
    settings = settings_told(told.said)
    set_up_logging(settings.log_level)
    database = open_database(settings.database_url, connections=settings.threads + 1)
    try:
        server = _Server(create_app(settings, database=database, record=record_of(settings)), settings, told)
        watched(lambda: setattr(server, "should_exit", True))
        signal.signal(signal.SIGHUP, lambda *_: server.hear_reload())
        server.run(sockets=[socket.socket(fileno=int(str(told.said["listener"])))])
    finally:
        database.close()


class _Server(uvicorn.Server):
    """uvicorn that says when the service is ready, and sets the collector aside once everything is loaded."""

    def __init__(self, app: FastAPI, settings: Settings, told: Told) -> None:
        super().__init__(config_of(app, settings))
        self._app = app
        self._told: Told | None = told
        self._reload = False
        self._reloading: asyncio.Task[None] | None = None

    def hear_reload(self) -> None:
        """Have the packs read anew: by the handler of a signal, which does no more than say so."""
        self._reload = True

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether packs are compiled, until they are, and whether to read them anew."""
        if self._reload and (self._reloading is None or self._reloading.done()):
            self._reload = False
            self._reloading = asyncio.create_task(reloaded_by_signal(self._app.state.desk))
        if self._told is not None and self._app.state.desk.ready:
            gc.collect()
            gc.freeze()  # packs and matchers stay: no collection walks through them
            self._told.ready()
            self._told = None
        return await super().on_tick(counter)


def config_of(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn answers for the service."""
    return uvicorn.Config(
        app,
        loop="auto",
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,  # it would hold what is asked for, names included
        server_header=False,
        proxy_headers=bool(settings.behind),
        forwarded_allow_ips=list(settings.behind),
        backlog=BACKLOG,
        timeout_keep_alive=_PAUSE,
        timeout_graceful_shutdown=_GRACE,
    )
