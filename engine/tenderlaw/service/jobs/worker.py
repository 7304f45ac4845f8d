"""The worker: a process that takes up long work, piece after piece, and sends what is to be told to others.

    Worker(database, record, packs, settings).run()

`stop` ends it after the step that it is at: work that is not done is given back, and another takes it up.
"""

from __future__ import annotations

import logging
import os
import resource
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from tenderlaw.record.erasing import erased_count
from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.service.http.logs import log_event, where_raised
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.bench import BEAT, Bench, EndedError, at_work, new_folder, swept_folders
from tenderlaw.service.jobs.blobs import removed
from tenderlaw.service.jobs.book import Job, claimed, ended, given_back, is_work
from tenderlaw.service.jobs.housekeeping import EVERY, kept_house
from tenderlaw.service.jobs.kinds import KINDS, RECORDED, Run
from tenderlaw.service.jobs.outcomes import Outcome, outcome_of
from tenderlaw.service.jobs.sending import Sender, send_due
from tenderlaw.service.pack_sets import PackSets
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store.backup import wipe
from tenderlaw.store.database import Database
from tenderlaw.store.faults import StoreError

__all__ = ["Worker"]

_ENDED: Final = {"cancel": "cancelled", "stop": "waiting", "lost": "lost"}
"""How work ends that is asked to."""
_LOOK: Final = 1.0
"""Seconds between two looks at the table, where nothing is to be done."""
_WIPE: Final = 10.0
"""Seconds between two looks whether something was erased, by whomever, whose remains are to be written over."""
_AWAY: Final = 5.0
"""Seconds that a worker waits for a database that is away."""
_PATIENCE: Final = 60.0
"""Seconds for which a worker tries to write how work ended, before it leaves it to be taken up again."""


@dataclass(slots=True)
class Worker:
    """Takes up work until it is told to stop."""

    database: Database
    record: Record
    packs: PackSets
    settings: Settings
    kinds: Mapping[str, Run] = field(default_factory=lambda: KINDS)
    beat: float = BEAT
    sender: Sender | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    wake: Callable[[], None] = lambda: None
    """Has the thread that works call `break_off` soon: for a process of its own, a signal to itself."""
    _house_at: float | None = None
    _looked_at: float | None = None
    _wiped: int = 0
    """How much was erased by the time when all remains were written over last."""
    _bench: Bench | None = None

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Work until `stop`; what a worker that was killed has left in the clear goes first.

        Messages are sent by a thread of their own, for work may take long.
        """
        swept_folders(_is_alive)
        beside = threading.Thread(target=self._again, args=(self.send,), name="sending")
        beside.start()
        ready()
        self._again(self._once_and_look)
        beside.join()

    def stop(self) -> None:
        """End after the step that is under way."""
        self.stopping.set()

    def break_off(self) -> None:
        """End work that was asked to end, without waiting until it says how far it is; for the handler of a signal."""
        if self._bench is not None and (self.stopping.is_set() or self._bench.asked is not None):
            self._bench.break_off()

    def once(self) -> bool:
        """Do one piece of work, if there is one."""
        job = self._claimed()
        if job is not None:
            self._do(job)
        return job is not None

    def _once_and_look(self) -> bool:
        """The same; after large work the process ends, for only so is all memory given back, and another goes on."""
        found = self.once()
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > self.settings.work_memory // 2:
            self.stop()
        return found

    def send(self) -> bool:
        """Send what is due, and keep house now and then; whether anything was sent."""
        if self._house_at is None or time.monotonic() - self._house_at > EVERY:
            self._house_at = time.monotonic()
            kept_house(self.database, self.record)
        if self._looked_at is None or time.monotonic() - self._looked_at > _WIPE:
            self._looked_at = time.monotonic()
            self._wipe()
        return send_due(self.database, self.record, self.settings, self.sender) > 0

    def _wipe(self) -> None:
        """Write over what is left of what was erased since; later again, where somebody reads an older state."""
        with self.database.reading() as connection:
            erased = erased_count(connection)
        if erased != self._wiped and wipe(self.database):
            self._wiped = erased

    def _again(self, step: Callable[[], bool]) -> None:
        """Do a step again and again; wait where nothing was to do, longer where the database is away."""
        while not self.stopping.is_set():
            try:
                wait = 0.0 if step() else _LOOK
            except StoreError as error:
                log_event(logging.WARNING, "the database does not answer", kind=type(error).__name__)
                wait = _AWAY
            except Exception as error:
                log_event(logging.ERROR, "the worker failed", **where_raised(error))
                wait = _AWAY
            if wait:
                self.stopping.wait(wait)

    def _claimed(self) -> Job | None:
        with self.database.reading() as connection:
            if not is_work(connection, self.record.now()):
                return None
        with self.database.writing() as connection:
            return claimed(connection, self.record.now())

    def _do(self, job: Job) -> None:
        folder = new_folder(os.getpid())
        bench = Bench(self.database, self.record, self.packs, self.settings, job, folder, self.stopping, wake=self.wake)
        self._bench = bench
        began = time.monotonic()
        with at_work(bench, self.record.now, self.beat):
            found = self._outcome(bench)
            found = self._write(bench, found)
        took = round((time.monotonic() - began) * 1000)
        said = {"job": job.job, "job_kind": job.kind, "state": found.state, "attempt": job.attempts, "ms": took}
        log_event(logging.INFO, "work ended", **said)

    def _outcome(self, bench: Bench) -> Outcome:
        run = self.kinds.get(bench.job.kind)
        if run is None:
            return Outcome("failed", problem={"title": "this program knows no such work"})
        try:
            bench.breakable = True
            found = run(bench)
            bench.breakable = False
            return Outcome("done", last=found) if callable(found) else Outcome("done", result=found)
        except Exception as error:
            bench.breakable = False
            # a library in between may have made another error of it
            why = error.why if isinstance(error, EndedError) else bench.asked
            return self._failed(error, bench) if why is None else Outcome(_ENDED[why])

    def _failed(self, error: Exception, bench: Bench) -> Outcome:
        if not isinstance(error, Problem | TenderlawError):
            log_event(logging.ERROR, "work failed", job_kind=bench.job.kind, **where_raised(error))
        return outcome_of(error, bench)

    def _write(self, bench: Bench, found: Outcome) -> Outcome:
        """Write how it ended. While the database is away it is tried again; later another takes the work up."""
        until = time.monotonic() + _PATIENCE
        while found.state != "lost":
            try:
                with suppress(StoreError), self.database.writing() as connection:
                    return self._written(connection, bench.job, found, bench.total)
            except EndedError:
                break
            except Exception as error:
                if found.last is None:
                    raise
                found = self._failed(error, bench)
                continue
            if time.monotonic() > until or self.stopping.wait(0.5):
                break
        return Outcome("lost")

    def _written(self, connection: Connection, job: Job, found: Outcome, total: int | None) -> Outcome:
        now: datetime = self.record.now()
        if found.state == "waiting":
            given_back(connection, job)
            return found
        if found.last is not None:
            found = Outcome("done", result=found.last(connection))
        if not ended(connection, job, now, found.state, result=found.result, problem=found.problem, total=total):
            raise EndedError("lost")  # and nothing of it stays
        if found.state != "done":  # what was begun is nobody's
            said = job.request
            wanted = [one["blob"] for one in (said.get("order"), said.get("file"), *said.get("lists", ())) if one]
            kept = (found.problem or {}).get("more")
            removed(connection, job.tenant, job.job, [*wanted, *([kept["blob"]] if isinstance(kept, dict) else [])])
        if job.kind in RECORDED:
            counts = (found.result or {}).get("counts")
            payload = {"done": found.state, **(counts if isinstance(counts, dict) else {})}
            noted(connection, Act(self.record, job.tenant, job.by, now), RECORDED[job.kind], job.job, payload)
        return found


def _is_alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists() if Path("/proc/self").exists() else True
