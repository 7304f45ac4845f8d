"""The buyer's own Word template, filled in a process of its own with a limit of time and memory."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

from tenderlaw.documents.archive import read_docx
from tenderlaw.documents.formats import checked
from tenderlaw.documents.model import Document
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError

__all__ = ["into_template"]

SECONDS, MEGABYTES = 30, 1024


def into_template(document: Document, path: Path, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> bytes:
    """The template at `path` filled with the document, as DOCX.

    Raises InputInvalidError for a template that is no DOCX file, is too large, has placeholders that nothing
    fills, or needs more than the time and memory it is given.
    """
    need("documents", "a template")
    if document.remarks:
        message = "a template takes no comments of a playbook"
        raise InputInvalidError(
            [Fault("document", 0, 0, "remarks", message, "write them into a file without template")]
        )
    template, name = read_docx(path, template=True), str(path)
    given = pickle.dumps((checked(document), template, name, seconds, megabytes))
    command = [sys.executable, "-m", "tenderlaw.documents.docx.worker"]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds + 5, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _too_much(name, f"takes more than {seconds} seconds") from None
    head, _, rest = done.stdout.partition(b"\n")
    if head == b"done":
        return rest
    if head == b"faults":
        raise InputInvalidError([Fault(*fault) for fault in json.loads(rest)])
    if head == b"memory":
        raise _too_much(name, f"takes more than {megabytes} MiB of memory")
    if done.returncode < 0 or head == b"time":
        raise _too_much(name, f"takes more than {seconds} seconds")
    raise InternalError(f"the template `{name}` could not be filled: {done.stderr.decode(errors='replace')[-500:]}")


def _too_much(name: str, message: str) -> InputInvalidError:
    return InputInvalidError([Fault(name, 0, 0, "", message, "a template holds placeholders, not programs")])
