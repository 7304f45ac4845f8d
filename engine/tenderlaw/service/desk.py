"""The desk: what every request of a process shares, and the few threads that compute and speak with the database.

Each thread compiles matchers of its own when it first decides, and keeps them; so threads are few and live as long
as the process. Who comes when too many wait is told so at once: waiting longer than callers do helps nobody.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, TypeVar, cast

from sqlalchemy import Connection
from starlette.requests import HTTPConnection

from tenderlaw.record.ledger import Record
from tenderlaw.service.pack_sets import PackSets
from tenderlaw.service.settings import Settings
from tenderlaw.store.database import Database
from tenderlaw.store.together import Together

__all__ = ["BusyError", "Desk", "TooLongError", "desk_of", "system_clock"]

P = ParamSpec("P")
T = TypeVar("T")


class BusyError(Exception):
    """Too many wait for a thread; nothing was begun."""


class TooLongError(Exception):
    """The work was not done in the time that a request has; what it wrote, if anything, counts only if it ended."""


def system_clock() -> datetime:
    """The time by the system's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(eq=False)
class Desk:
    """Settings, database, packs, clock, and the threads that work."""

    settings: Settings
    packs: PackSets
    database: Database | None = None
    """None in a process that keeps nothing: it decides and forgets."""
    record: Record | None = None
    """The record of what is kept in the database."""
    clock: Callable[[], datetime] = system_clock
    _threads: ThreadPoolExecutor = field(init=False, repr=False)
    _writer: Together | None = field(init=False, repr=False, default=None)
    _held: threading.Lock = field(init=False, repr=False)
    _taken: int = 0

    def __post_init__(self) -> None:
        said = self.settings
        self._threads = ThreadPoolExecutor(said.threads, thread_name_prefix="desk")
        self._held = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether the packs in force are read and compiled."""
        return self.packs.current.is_warm

    def now(self) -> datetime:
        """The time, in UTC. Nothing in a decision or a document reads it."""
        return self.clock().astimezone(UTC)

    @property
    def decides_apart(self) -> bool:
        """Whether a file is decided before the transaction that records it: where other processes wait to write.

        One process alone decides within it: its threads take turns anyway, and two transactions cost more than one.
        """
        return self.database is not None and self.database.dialect == "sqlite" and self.settings.workers > 1

    async def work(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns, computed by a thread of the desk.

        Raises BusyError at once where too many wait already, TooLongError after `work_seconds`: a thread cannot be
        stopped, so the work still ends, and keeps its place until then; work that had not begun never begins.
        """
        run = self._in_time(partial(function, *args, **kwargs))
        return await self._done(lambda: self._threads.submit(run))

    async def write(self, function: Callable[[Connection], T], /) -> T:
        """What the function returns, given a transaction of the database, once that is committed.

        It writes there and does nothing else: it may be called again where the transaction was undone. Raises as `work`
        does. On SQLite, where all that write wait for one another anyway, one thread writes for all requests, and
        those that wait share one commit.
        """
        if self.database is None:
            message = "this process keeps nothing"
            raise RuntimeError(message)
        if self.database.dialect != "sqlite":  # which lets tenants write beside one another, and gathers commits itself
            return await self.work(self._written, self.database, function)
        with self._held:
            if self._writer is None:
                self._writer = Together(self.database)
        writer, run = self._writer, self._in_time(function)
        return await self._done(lambda: writer.submit(run))

    @staticmethod
    def _written(database: Database, function: Callable[[Connection], T]) -> T:
        with database.writing() as connection:
            return function(connection)

    async def _done(self, submit: Callable[[], Future[T]]) -> T:
        with self._held:
            if self._taken >= self.settings.threads + self.settings.queue:
                raise BusyError
            self._taken += 1
        try:
            future = submit()
        except BaseException:
            self._leave()
            raise
        future.add_done_callback(self._leave)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.settings.work_seconds)
        except TimeoutError as error:
            if future.done() and not future.cancelled():
                raise
            raise TooLongError from error

    def _in_time(self, function: Callable[P, T]) -> Callable[P, T]:
        """The function, with what the request has in its context, unless whoever asked has left by then."""
        context = contextvars.copy_context()
        until = time.monotonic() + self.settings.work_seconds

        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            if time.monotonic() > until:
                raise TooLongError
            return context.run(function, *args, **kwargs)

        return run

    def _leave(self, _: object = None) -> None:
        with self._held:
            self._taken -= 1

    @property
    def taken(self) -> int:
        """How many places are taken, by those at work and those that wait."""
        return self._taken

    def close(self) -> None:
        """End the threads, once they have done what they began."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._writer is not None:
            self._writer.close()


def desk_of(request: HTTPConnection) -> Desk:
    """The desk of the process that answers."""
    return cast("Desk", request.app.state.desk)
