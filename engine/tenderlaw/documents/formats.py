"""Formats: from a document to the bytes of a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from tenderlaw.clauses import words
from tenderlaw.documents.json_writer import plain_data, to_json
from tenderlaw.documents.markdown import to_markdown
from tenderlaw.documents.model import Document
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["FORMATS", "Format", "checked", "write_document"]

Format: TypeAlias = Literal["docx", "odt", "pdf", "html", "md", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_document(document: Document, form: Format, *, fonts: Sequence[Path] = ()) -> bytes:
    """The document in a format: the same document, the same bytes.

    Raises ExtraMissingError where the format needs an extra, InputInvalidError for words that it cannot show.
    """
    checked(document)
    if document.remarks and form != "docx":
        message = f"`{form}` has no margin for the positions of a playbook"
        raise InputInvalidError([Fault("document", 0, 0, "remarks", message, "write them as docx")])
    match form:
        case "md":
            return to_markdown(document).encode("utf-8")
        case "json":
            return to_json(document).encode("utf-8")
        case "html":
            from tenderlaw.documents.html import to_html  # noqa: PLC0415 - only what the format needs

            return to_html(document).encode("utf-8")
        case "docx":
            need("documents", "DOCX")
            from tenderlaw.documents.docx.write import to_docx  # noqa: PLC0415

            return to_docx(document)
        case "odt":
            from tenderlaw.documents.odt.write import to_odt  # noqa: PLC0415

            return to_odt(document)
        case "pdf":
            need("documents", "PDF")
            from tenderlaw.documents.pdf import to_pdf  # noqa: PLC0415

            return to_pdf(document, fonts)


def checked(document: Document) -> Document:
    """The document, if every word of it can stand in every format. Raises InputInvalidError otherwise."""
    faults = [
        Fault("document", 0, 0, where, fault) for where, text in _texts(plain_data(document), "")
        if (fault := words.fault_of(text[: words.MAX_WORDS]))
    ]  # fmt: skip
    if faults:
        raise InputInvalidError(faults)
    return document


def _texts(data: object, where: str) -> list[tuple[str, str]]:
    if isinstance(data, str):
        return [(where, data)]
    if isinstance(data, dict):
        return [found for name, value in data.items() for found in _texts(value, f"{where}.{name}" if where else name)]
    if isinstance(data, list):
        return [found for index, value in enumerate(data) for found in _texts(value, f"{where}[{index}]")]
    return []
