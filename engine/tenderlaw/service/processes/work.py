"""The process that does long work: documents to print, screenings, webhooks."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from functools import partial

from tenderlaw.service.http.logs import set_up_logging
from tenderlaw.service.jobs.worker import Worker
from tenderlaw.service.pack_archives import archiving
from tenderlaw.service.pack_sets import PackFolders
from tenderlaw.service.processes.beginning import record_of
from tenderlaw.service.processes.parts import Told, watched
from tenderlaw.service.processes.settled import settings_told
from tenderlaw.store.database import open_database

__all__ = ["do"]


def do(told: Told) -> None:
    """Work until the process is asked to end."""
    settings = settings_told(told.said)
    set_up_logging(settings.log_level)
    _bounded(settings.work_memory)
    database = open_database(settings.database_url, connections=4)
    try:
        folders = PackFolders(settings.packs_in, settings.policies_in, settings.clauses_in)
        packs = archiving(database, folders)  # by which work was asked is found there, whoever is told of it first
        worker = Worker(database, record_of(settings), packs, settings)
        worker.wake = partial(os.kill, os.getpid(), signal.SIGUSR1)

        def stop(*_: object) -> None:  # what is under way is broken off, and given back
            worker.stop()
            worker.break_off()

        def gone() -> None:
            worker.stop()
            worker.wake()

        signal.signal(signal.SIGUSR1, lambda *_: worker.break_off())
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        watched(gone)
        worker.run(told.ready)
    finally:
        database.close()


def _bounded(memory: int) -> None:
    """Let this process have so much memory and no more: a file that unpacks to more ends its own work alone."""
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
