"""The comparing program, taken from its installed package for one run: its digest checked, its files private.

The library would unpack it once into a shared cache and run whatever stands there from then on. Here nothing outlives
the run, so that nobody can put another program in its place.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata
from pathlib import Path
from typing import Final

from tenderlaw.sources.faults import InternalError

__all__ = ["checked_archive"]

_PACKAGE: Final = "python-redlines-docxodus"
_ARCHIVES: Final = (".tar.gz", ".zip")


def checked_archive() -> Path:
    """The archive of the program as the package's record says that it is. Raises InternalError where it is not."""
    files = metadata.distribution(_PACKAGE).files or []
    for file in files:
        if file.name.endswith(_ARCHIVES) and file.parent.name == "_binaries":
            path = Path(str(file.locate()))
            recorded = file.hash
            if recorded is None or recorded.value != _digest(path, recorded.mode):
                raise InternalError(f"`{path}` is not what `{_PACKAGE}` installed; install the package again")
            return path
    raise InternalError(f"`{_PACKAGE}` holds no program for this machine")


def _digest(path: Path, mode: str) -> str:
    """The digest of a file as records of installed packages write it."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, mode)
    return base64.urlsafe_b64encode(found.digest()).rstrip(b"=").decode()
