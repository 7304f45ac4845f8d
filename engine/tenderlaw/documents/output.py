"""Writing files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.free_places import hidden, writable

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that nobody ever sees half of it.

    Raises InputInvalidError where it cannot be written, or something stands there that is no regular file.
    """
    writable(path)
    try:
        handle, name = tempfile.mkstemp(prefix=hidden(path), dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise InputInvalidError([Fault(str(path), 0, 0, "", message)]) from error
