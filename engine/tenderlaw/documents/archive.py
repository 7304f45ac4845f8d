"""Office files: those from outside refused before they are parsed if too large or unsafe, ours with fixed dates."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tenderlaw.sources.doors import bytes_of
from tenderlaw.sources.faults import Fault, InputInvalidError

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

__all__ = ["fixed_zip", "open_docx", "read_docx"]

MAX_FILE: Final = 20 * 2**20
MAX_PARTS: Final = 2_000
MAX_PART: Final = 60 * 2**20
MAX_WHOLE: Final = 120 * 2**20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the earliest that a zip can hold."""
_FORBIDDEN: Final = ("vbaproject", "vbadata", "activex")
_DTD: Final = (b"<!DOCTYPE", b"<!ENTITY")


def read_docx(path: Path) -> bytes:
    """The bytes of a DOCX file. Raises InputInvalidError for what is none, is too large, or carries macros."""
    name = str(path)
    data = bytes_of(path, MAX_FILE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(name, archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _fault(name, "is not a DOCX file", "save it as .docx, not .doc or .odt, without a password") from error
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
    """The Word document in `data`. Raises InputInvalidError for what python-docx cannot read."""
    import docx  # noqa: PLC0415 - an extra

    try:
        return docx.Document(io.BytesIO(data))
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
        # never more than the size that was declared and checked is read
        content = archive.read(part)
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content = content.decode("utf-16", "replace").encode()
        if part.filename.endswith((".xml", ".rels")) and any(word in content for word in _DTD):
            raise _fault(name, f"declares a document type in `{part.filename}`", "no office file does")


def _fault(name: str, message: str, hint: str = "") -> InputInvalidError:
    return InputInvalidError([Fault(name, 0, 0, "", message, hint)])
