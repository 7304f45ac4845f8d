"""Tracked changes, found by python-redlines in a process of its own with a limit of time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tenderlaw.clauses.words import fault_of, literal
from tenderlaw.documents.archive import open_docx, read_docx, reading_docx
from tenderlaw.documents.redlining.engine_files import checked_archive
from tenderlaw.documents.redlining.finishing import comparable, finished
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError

__all__ = ["Redlined", "author_of", "redline_docx"]

SECONDS = 120
_ENGINE = """
import sys
from python_redlines import DocxodusEngine
from python_redlines.engines import EngineExecutionError
program, author, old, new, out, when, looks = sys.argv[1:]
try:
    made, _, _ = DocxodusEngine(program).run_redline(
        author, old, new, date_time=when, detect_format_changes=looks == "looks"
    )
except EngineExecutionError:
    sys.exit(3)
open(out, 'wb').write(made)
"""
_REFUSED = 3
"""How it ends where the program refuses the documents."""
_ALIKE = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
"""It compares alike on every machine, and without the ICU of the machine, whose rules of language it would take."""


@dataclass(frozen=True, slots=True)
class Redlined:
    """A document with tracked changes, and how many there are."""

    data: bytes
    revisions: int


def author_of(words: str) -> str:
    """Whose changes they are said to be, on one line. Raises InputInvalidError for whom no document can name."""
    why = fault_of(words) or ("" if words.strip() else "is empty")
    if why:
        raise InputInvalidError([Fault("author", 0, 0, "", why)])
    return literal(words)


def redline_docx(
    old: Path, new: Path, *, author: str = "tenderlaw", words_only: bool = False, seconds: int = SECONDS
) -> Redlined:
    """The new document with its changes against the old one tracked; those that others tracked in it stay theirs.

    With `words_only`, looks are no changes, nor is what an office program wrote otherwise when it saved the file. The
    changes bear the day of the new document, so that the same files give the same bytes. Raises InputInvalidError for
    a file that is no DOCX, is too large, or takes too long, and for an author that no document can name.
    """
    need("redline", "a redline")
    author = author_of(author)
    contents = [read_docx(old), read_docx(new)]
    open_docx(contents[0], str(old))
    later = open_docx(contents[1], str(new))
    with reading_docx(str(new)):
        modified = later.core_properties.modified
    when = f"{modified:%Y-%m-%dT%H:%M:%SZ}" if modified else "1980-01-01T00:00:00Z"
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("old.docx", "new.docx", "out.docx")]
        for path, content, given in zip(paths, contents, (old, new), strict=False):
            with reading_docx(str(given)):
                path.write_bytes(comparable(content))
        checked_archive()
        places = [str(path) for path in paths]
        looks = "words" if words_only else "looks"
        _run([str(Path(folder) / "program"), author, *places, when, looks], f"{old} and {new}", seconds)
        return Redlined(*finished(paths[2].read_bytes(), contents[1], only_words=words_only))


def _run(arguments: list[str], names: str, seconds: int) -> None:
    command = [sys.executable, "-c", _ENGINE, *arguments]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env={**os.environ, **_ALIKE}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            _, error = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise InputInvalidError([Fault(names, 0, 0, "", f"take more than {seconds} seconds to compare")]) from None
        except BaseException:  # whoever stops us stops the program too
            _end(process)
            raise
    if process.returncode == _REFUSED:
        hint = "open each in a word processor and save it anew"
        raise InputInvalidError([Fault(names, 0, 0, "", "cannot be compared", hint)])
    if process.returncode:
        last = (error.decode("utf-8", "replace").strip().splitlines() or ["no message"])[-1]
        raise InternalError(f"{names} could not be compared: {last}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError):
        process.kill()
    process.wait()
