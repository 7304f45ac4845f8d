"""The folder of a run, which one run holds at a time: a second is told who does.

The lock ends with the process, however it ends, so that what was killed can be gone on with.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenderlaw.screening.runs.earlier import is_run
from tenderlaw.sources.doors import kind_of
from tenderlaw.sources.free_places import fault_at, hidden

__all__ = ["Held", "held"]

_LOCK: Final = "lock"
_RUN: Final = "run.json"
_SIGNED: Final = b'{"process": '


@dataclass(frozen=True, slots=True)
class Held:
    """A folder that this run holds."""

    folder: Path
    new: bool
    """Whether this run made it; else an earlier start of one did."""

    def remove(self) -> None:
        """Remove it with all that is in it, in one step for whoever looks on."""
        aside = Path(tempfile.mkdtemp(prefix=hidden(self.folder), dir=self.folder.parent))
        self.folder.rename(aside / "removed")
        shutil.rmtree(aside)


@contextmanager
def held(folder: Path) -> Iterator[Held]:
    """Make the folder of a run, or take over what an earlier start has left, and hold it meanwhile.

    Raises InputInvalidError where another run holds it, where it is no folder of a run, and where none can be made.
    """
    while True:
        new = not folder.exists()
        try:
            if new:
                folder.mkdir()
            before = folder.stat()
            if not new and not _is_of_a_run(folder) and os.path.samestat(before, folder.stat()):
                raise fault_at(folder, "is no folder of a run, and is kept", "move it, or write elsewhere")
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except (FileNotFoundError, FileExistsError):
            continue  # another run has just removed it, or made it
        except NotADirectoryError as error:
            raise fault_at(folder, "is a file, and the run needs a folder of that name") from error
        try:
            _take(lock, folder)
            if not _is_there(lock, folder / _LOCK):
                continue
            _sign(lock, Held(folder, new))
            yield Held(folder, new)
            return
        finally:
            os.close(lock)


def _is_of_a_run(folder: Path) -> bool:
    """Whether a run made it: it is empty, or holds what says so of itself, not something of that name alone."""
    found = {entry.name for entry in folder.iterdir()}
    if not found or (_RUN in found and is_run(_content(folder / _RUN))):
        return True
    lock = _content(folder / _LOCK) if _LOCK in found else b"none"
    return lock.startswith(_SIGNED) or (found == {_LOCK} and not lock)  # one that was just made is empty


def _content(file: Path) -> bytes:
    return b"none" if kind_of(file.lstat().st_mode) else file.read_bytes()


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _holder(lock)
        raise fault_at(folder, f"is held by {holder}", "wait until it has ended, or write elsewhere") from error


def _is_there(lock: int, path: Path) -> bool:
    """Whether the lock is still the one that others find: whoever held it may have removed it."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


def _sign(lock: int, held_: Held) -> None:
    """Write who holds it; where a disk has no room for so much, nothing is left."""
    try:
        signed = json.dumps({"process": os.getpid(), "host": socket.gethostname()}).encode()
        os.pwrite(lock, signed, 0)
        os.ftruncate(lock, len(signed))  # afterwards: who is killed in between has signed
    except OSError:
        if held_.new:
            held_.remove()
        raise


def _holder(lock: int) -> str:
    """Who holds it, as it has signed."""
    try:
        said = json.loads(os.pread(lock, 1000, 0))
        return f"another run (process {said['process']} on {said['host']})"
    except (OSError, ValueError, TypeError, KeyError):
        return "another run"
