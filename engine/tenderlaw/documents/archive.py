"""Office files: those from outside refused before they are parsed if too large or unsafe, ours with fixed dates."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tenderlaw.documents.reaching_out import reaches_outside
from tenderlaw.sources.doors import bytes_of
from tenderlaw.sources.faults import Fault, InputInvalidError, TenderlawError

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

__all__ = ["MAX_FILE", "MAX_WHOLE", "fixed_zip", "open_docx", "read_docx", "reading_docx"]

MAX_FILE: Final = 20 * 2**20
MAX_PARTS: Final = 2_000
MAX_PART: Final = 60 * 2**20
MAX_WHOLE: Final = 120 * 2**20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the earliest that a zip can hold."""
_FORBIDDEN: Final = ("vbaproject", "vbadata", "activex", "macroenabled")
"""What no part may be, by its name or by its declared kind."""
_DTD: Final = (b"<!DOCTYPE", b"<!ENTITY")
_ENCODING: Final = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS: Final = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
_DAMAGED: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError,
)  # fmt: skip
"""What the reader of zips raises for one that is damaged, somewhere or as a whole."""


def read_docx(path: Path, *, template: bool = False) -> bytes:
    """The bytes of a DOCX file. Raises InputInvalidError for what is none, is too large, or carries macros.

    A `template` may not point outside itself either, other than by a link that a reader follows.
    """
    name = str(path)
    data = bytes_of(path, MAX_FILE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(name, archive)
            if template:
                for what, hint in reaches_outside(archive):
                    raise _fault(name, what, hint)
    except _DAMAGED as error:
        raise _fault(
            name, "is not a DOCX file, or a damaged one", "save it as .docx, not .doc or .odt, without a password"
        ) from error
    return data


def fixed_zip(data: bytes) -> bytes:
    """The same package with fixed dates and order, so that the same content has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(info, source.read(name), compresslevel=6)
    return out.getvalue()


def open_docx(data: bytes, name: str) -> DocxDocument:
    """The Word document in `data`. Raises InputInvalidError for what python-docx cannot read, or has no body."""
    import docx  # noqa: PLC0415 - an extra

    with reading_docx(name):
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise _fault(name, "has no body", "open it in a word processor and save it anew")
        return document


@contextmanager
def reading_docx(name: str) -> Iterator[None]:
    """Whatever a broken part of a Word document makes its reader raise, as an InputInvalidError."""
    try:
        yield
    except (TenderlawError, MemoryError):
        raise
    except Exception as error:  # whatever a broken file makes its reader raise
        raise _fault(
            name, "cannot be read as a Word document", "open it in a word processor and save it anew"
        ) from error


def _check(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise _fault(name, f"holds {len(parts)} parts; at most {MAX_PARTS} are read")
    if len({part.filename for part in parts}) < len(parts):
        raise _fault(name, "holds a part twice")
    if sum(part.file_size for part in parts) > MAX_WHOLE:
        raise _fault(name, f"unpacks to more than {MAX_WHOLE // 2**20} MiB")
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise _fault(name, "is not a DOCX file", "save it as .docx")
    for part in parts:
        if part.file_size > MAX_PART:
            raise _fault(name, f"holds the part `{part.filename}` of more than {MAX_PART // 2**20} MiB")
        if any(word in part.filename.lower() for word in _FORBIDDEN):
            raise _fault(name, f"carries macros or controls (`{part.filename}`)", "save it as .docx without macros")
        content = archive.read(part)  # never more than the size that was declared and checked
        if not part.filename.endswith((".xml", ".rels")):
            continue
        content = _text(name, part.filename, content)
        if any(word in content for word in _DTD):
            raise _fault(name, f"declares a document type in `{part.filename}`", "no office file does")
        if part.filename.endswith(("[Content_Types].xml", ".rels")):
            kinds = content.lower()
            if any(word.encode() in kinds for word in _FORBIDDEN):
                raise _fault(name, f"carries macros or controls (`{part.filename}`)", "save it as .docx without macros")


def _text(name: str, part: str, content: bytes) -> bytes:
    """A part's XML in UTF-8. Raises InputInvalidError for an encoding that hides what it says."""
    declared = _ENCODING.match(content)
    if declared is not None and declared[1].lower() not in _ENCODINGS:
        raise _fault(name, f"is written in an encoding that no office file has (`{part}`)", "save it as .docx anew")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") and content[:4] != b"\xff\xfe\x00\x00":
        return content.decode("utf-16", "replace").encode()
    if b"\x00" in content[:8]:
        raise _fault(name, f"is written in an encoding that no office file has (`{part}`)", "save it as .docx anew")
    return content


def _fault(name: str, message: str, hint: str = "") -> InputInvalidError:
    return InputInvalidError([Fault(name, 0, 0, "", message, hint)])
