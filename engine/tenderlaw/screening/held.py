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

from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["Held", "held"]

_LOCK: Final = "lock"
_RUN: Final = "run.json"


@dataclass(frozen=True, slots=True)
class Held:
    """A folder that this run holds."""

    folder: Path
    new: bool
    """Whether this run made it; else an earlier start of one did."""

    def remove(self) -> None:
        """Remove it with all that is in it, in one step for whoever looks on."""
        aside = Path(tempfile.mkdtemp(prefix=f".{self.folder.name}.", dir=self.folder.parent))
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
            found = {entry.name for entry in folder.iterdir()}
            if not new and found and not found & {_LOCK, _RUN}:
                raise _fault(folder, "is no folder of a run, and is kept", "move it, or write elsewhere")
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        except (FileNotFoundError, FileExistsError):
            continue  # another run has just removed it, or made it
        except NotADirectoryError as error:
            raise _fault(folder, "is a file, and the run needs a folder of that name") from error
        try:
            _take(lock, folder)
            if not _is_there(lock, folder / _LOCK):
                continue
            _sign(lock, Held(folder, new))
            yield Held(folder, new)
            return
        finally:
            os.close(lock)


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _holder(lock)
        raise _fault(folder, f"is held by {holder}", "wait until it has ended, or write elsewhere") from error


def _is_there(lock: int, path: Path) -> bool:
    """Whether the lock is still the one that others find: whoever held it may have removed it."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


def _sign(lock: int, held_: Held) -> None:
    """Write who holds it; where a disk has no room for so much, nothing is left."""
    try:
        os.ftruncate(lock, 0)
        os.pwrite(lock, json.dumps({"process": os.getpid(), "host": socket.gethostname()}).encode(), 0)
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


def _fault(place: Path, message: str, hint: str = "") -> InputInvalidError:
    return InputInvalidError([Fault(str(place), 0, 0, "", message, hint)])
