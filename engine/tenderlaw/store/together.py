"""Writing together: whoever waits to write shares one commit, and with it one wait for the disk.

A commit is on the disk before anybody is answered, and that takes as long as some dozens of writings do. So one thread
writes: what is handed to it while it commits goes into the next transaction, each in a savepoint of its own.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from tenderlaw.store.database import Database
from tenderlaw.store.faults import StoreError

__all__ = ["Together"]

T = TypeVar("T")
_GATHERED: Final = 0.02
"""Seconds in which writings are taken into one transaction; others wait for it no longer than one more takes."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    function: Callable[[Connection], Any]
    future: Future[Any]


class Together:
    """One thread that writes to a database for all others of its process; it ends with `close`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closed = False
        self._last = False
        """Whether what closes it was reached."""
        self._handing_in = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[Connection], T]) -> Future[T]:
        """Have `function` write, with others in one transaction; it writes there and does nothing else.

        The future has what it returns once that is committed. If it raises, only its own writing is undone; if the
        commit fails, nobody's is there, and all are told so. It is called again where the transaction of others failed.
        """
        future: Future[T] = Future()
        with self._handing_in:
            if self._closed:
                message = "the writer was closed"
                raise RuntimeError(message)
            self._waiting.put(_Waiting(function, future))
        return future

    def write(self, function: Callable[[Connection], T]) -> T:
        """The same, waited for."""
        return self.submit(function).result()

    def close(self) -> None:
        """Write what was handed in, then end."""
        with self._handing_in:
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (one := self._waiting.get()) is not None:
            if one.future.set_running_or_notify_cancel():
                self._write(one)
            if self._last:
                return

    def _write(self, first: _Waiting) -> None:
        """Write what was handed in first, and what else is handed in soon enough."""
        group: list[_Waiting] = []
        done: list[tuple[_Waiting, Any]] = []
        failed: list[tuple[_Waiting, Exception]] = []
        until, committing = time.monotonic() + _GATHERED, False
        try:
            with self._database.writing() as connection:
                one: _Waiting | None = first
                while one is not None:
                    group.append(one)
                    # with nothing of others beside it, the transaction itself can be undone
                    within = connection.begin_nested() if len(group) > 1 else None
                    try:
                        result = one.function(connection)
                    except (OperationalError, StoreError):  # of the database itself: the transaction may be gone
                        raise
                    except Exception as error:  # whoever handed it in is told
                        if within is None:
                            raise
                        within.rollback()
                        failed.append((one, error))
                    else:
                        if within is not None:
                            within.commit()
                        done.append((one, result))
                    one = self._following(until)
                committing = True
        except Exception as error:
            if len(group) > 1 and not committing:  # none of it is there: each for itself, so that one spoils no other
                for one in group:
                    self._alone(one)
                return
            done, failed = [], [(one, error) for one in group or [first]]
        for one, result in done:
            one.future.set_result(result)
        for one, why in failed:
            one.future.set_exception(why)

    def _alone(self, one: _Waiting) -> None:
        try:
            with self._database.writing() as connection:
                result = one.function(connection)
        except Exception as error:  # whoever handed it in is told
            one.future.set_exception(error)
        else:
            one.future.set_result(result)

    def _following(self, until: float) -> _Waiting | None:
        """What waits to be written, unless it is time to commit."""
        while time.monotonic() < until and not self._last:
            try:
                one = self._waiting.get_nowait()
            except queue.Empty:
                return None
            if one is None:
                self._last = True
            elif one.future.set_running_or_notify_cancel():
                return one
        return None
