"""Writing together: whoever waits to write shares one commit, and with it one wait for the disk.

A commit is on the disk before anybody is answered, and that takes as long as some dozens of writings do. So one thread
writes: what is handed to it while it commits goes into the next transaction, each in a savepoint of its own.
"""

from __future__ import annotations

import queue
import threading
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
_MOST: Final = 128
"""Writings in one transaction."""


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
        going = True
        while going:
            first = self._waiting.get()
            group = [] if first is None else [first]
            going = first is not None
            while going and len(group) < _MOST:
                try:
                    following = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    going = False
                else:
                    group.append(following)
            wanted = [one for one in group if one.future.set_running_or_notify_cancel()]
            if wanted:
                self._write(wanted)

    def _write(self, group: list[_Waiting]) -> None:
        done: list[tuple[_Waiting, Any]] = []
        failed: list[tuple[_Waiting, Exception]] = []
        committing = False
        try:
            with self._database.writing() as connection:
                for one in group:
                    within = connection.begin_nested()
                    try:
                        result = one.function(connection)
                    except (OperationalError, StoreError):  # of the database itself: the transaction may be gone
                        raise
                    except Exception as error:  # whoever handed it in is told
                        within.rollback()
                        failed.append((one, error))
                    else:
                        within.commit()
                        done.append((one, result))
                committing = True
        except Exception as error:
            if len(group) > 1 and not committing:  # none of it is there: each for itself, so that one spoils no other
                for one in group:
                    self._write([one])
                return
            done, failed = [], [(one, error) for one in group]
        for one, result in done:
            one.future.set_result(result)
        for one, why in failed:
            one.future.set_exception(why)
