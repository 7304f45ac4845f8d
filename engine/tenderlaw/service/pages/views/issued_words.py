"""The words of a document as it was issued, a line a passage: for showing them and for comparing two versions."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree, html

from tenderlaw.sources.extras import need

__all__ = ["words_of"]

_BLOCKS: Final = ("h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "th", "td", "caption")
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def words_of(form: str, data: bytes) -> list[str] | None:
    """The lines of a file of ours in a format; None of a PDF, whose words are set and no more told apart."""
    match form:
        case "docx":
            lines = _of_word(data)
        case "odt":
            lines = _of_odt(data)
        case "html":
            lines = _of_html(data)
        case "md" | "json":
            lines = data.decode("utf-8").splitlines()
        case _:
            return None
    return [line for line in (" ".join(one.split()) for one in lines) if line]


def _of_word(data: bytes) -> list[str]:
    need("redline", "the words of a Word file")
    from tenderlaw.documents.redlining.word_files import lines_of  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory(prefix="tenderlaw-") as folder:
        path = Path(folder) / "issued.docx"
        path.write_bytes(data)
        # sections and footers tell of pages; list levels stand before the words, for those who compare Word files
        return [_without_level(one) for one in lines_of(path) if not one.startswith(("(section ", "(footer "))]


def _without_level(line: str) -> str:
    return line.rpartition("\ue011")[2]


def _of_odt(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("content.xml"), etree.XMLParser(resolve_entities=False, no_network=True))
    return ["".join(map(str, one.itertext())) for one in root.iter(f"{_TEXT}h", f"{_TEXT}p")]


def _of_html(data: bytes) -> list[str]:
    root = html.document_fromstring(data.decode("utf-8"))
    return [line for body in root.iter("body") for line in _blocks(body)]


def _blocks(node: etree._Element) -> Iterator[str]:
    """The innermost blocks in reading order."""
    for one in node.iter(*_BLOCKS):
        if not any(True for inner in one.iterdescendants(*_BLOCKS) if inner is not one):
            yield "".join(map(str, one.itertext()))
