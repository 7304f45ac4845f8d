"""Files that come with a request: read within limits, laid down under names of our own, and gone with the request."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.requests import Request

from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.problems import Problem
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["bytes_of_upload", "laid_down"]


async def bytes_of_upload(request: Request, file: UploadFile) -> bytes:
    """The whole of a file. Raises Problem where it is larger than the limit."""
    limit = desk_of(request).settings.max_upload
    data = await file.read(limit + 1)
    if len(data) > limit:
        raise Problem("too-large", f"a file is larger than {limit // 2**20} MiB")
    return data


@contextmanager
def laid_down(files: Sequence[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """The files in a folder of our own, each under the name of ours given with it.

    Faults name what was sent, never the folder. Everything is gone at the end.
    """
    with tempfile.TemporaryDirectory(prefix="tenderlaw-") as folder:
        places = []
        for name, data in files:
            place = Path(folder) / name
            place.write_bytes(data)
            places.append(place)
        try:
            yield places
        except InputInvalidError as error:
            raise InputInvalidError([_without(fault, folder) for fault in error.faults]) from error


def _without(fault: Fault, folder: str) -> Fault:
    """The fault with the place of our folder taken out of what it says."""

    def said(words: str) -> str:
        return words.replace(folder + "/", "")

    stem = Path(fault.file).stem if fault.file.startswith(folder) else fault.file
    where = f"line {fault.line}: " if fault.line and fault.file.startswith(folder) else ""
    return Fault(stem, fault.line, fault.column, said(fault.field), where + said(fault.message), said(fault.hint))
