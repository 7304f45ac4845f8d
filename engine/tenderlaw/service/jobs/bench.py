"""What a piece of work has while it is done: a folder of its own, and the word of whoever wants it to end.

While it goes on, a thread says every few seconds that it is alive and how far it is, and hears whether it is to end.
The work itself hears that when it next says how far it is.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from tenderlaw.record.ledger import Record
from tenderlaw.service.jobs.book import Job, beaten
from tenderlaw.service.pack_sets import PackSets
from tenderlaw.service.settings import Settings
from tenderlaw.store.database import Database
from tenderlaw.store.faults import StoreError

__all__ = ["BEAT", "Bench", "EndedError", "LastStep", "at_work", "new_folder", "swept_folders"]

BEAT = 5.0
"""Seconds between two words of a worker."""


LastStep = Callable[[Connection], Mapping[str, object]]
"""What work does in the transaction in which it ends: both, or neither. It gives the result."""


class EndedError(Exception):
    """The work is to end: `cancel`, `lost` (another has it), or `stop` (the worker ends)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class Bench:
    """What a piece of work has."""

    database: Database
    record: Record
    packs: PackSets
    settings: Settings
    job: Job
    folder: Path
    stopping: threading.Event
    """Set when the worker is to end."""
    done: int = 0
    total: int | None = None
    wake: Callable[[], None] = lambda: None
    """Called by the thread that beats once the work is to end: to break off what says nothing for long."""
    asked: str | None = None
    """Why it is to end, if it is."""
    breakable: bool = False
    """Whether what goes on may be broken off at any point."""
    _over: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int | None) -> None:
        """Say how far the work is. Raises EndedError where it is to end."""
        self.done, self.total = done, total
        if self.asked is not None:
            raise EndedError(self.asked)
        if self.stopping.is_set():
            raise EndedError("stop")

    def beat_until_over(self, now: Callable[[], datetime], seconds: float) -> None:
        """Say again and again that the work goes on; what a database that is away did not hear is said next time."""
        while not self._over.wait(seconds):
            self.beat(now())

    def beat(self, now: datetime) -> None:
        """Say once that the work goes on, and hear whether it is to end."""
        try:
            with self.database.writing() as connection:
                said = beaten(connection, self.job, now, self.done, self.total)
        except StoreError:
            return
        if said != "on" and self.asked is None:
            self.asked = said
            self.wake()

    def break_off(self) -> None:
        """End the work where it stands, if it may be broken off: for a signal, in the thread that works."""
        if self.breakable:
            self.breakable = False
            self.asked = self.asked or "stop"
            raise EndedError(self.asked)

    def over(self) -> None:
        """No more is to be said."""
        self._over.set()


@contextmanager
def at_work(bench: Bench, now: Callable[[], datetime], seconds: float) -> Iterator[None]:
    """Beat as long as the work goes on; its folder goes afterwards, however it ended."""
    thread = threading.Thread(target=bench.beat_until_over, args=(now, seconds), name="beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        bench.over()
        thread.join()
        shutil.rmtree(bench.folder, ignore_errors=True)


_PREFIX = "tenderlaw-work-"


def new_folder(process: int) -> Path:
    """A folder that only this account can read, named after the process that works in it."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{process}-"))


def swept_folders(is_alive: Callable[[int], bool]) -> int:
    """Remove what workers that were killed have left in the clear; how many there were."""
    count = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isascii() and process.isdigit() and not is_alive(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count
