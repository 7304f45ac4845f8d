"""Reads documents back: the words that a reader of each format sees."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part_of(data: bytes, name: str) -> etree._Element:
    """A part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def words_of(form: str, data: bytes) -> str:
    """The words of a document, with the white space that the format gives them made one."""
    readers = {"docx": _docx, "odt": _odt, "pdf": _pdf, "html": _html, "md": _markdown, "json": _json}
    return re.sub(r"\s+", " ", readers[form](data))


def _docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"word/(document|footnotes|header\d+)\.xml", name)]
        parts = [etree.fromstring(archive.read(name)) for name in names]
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for part in parts
        for paragraph in part.iter(f"{W}p")
    )


def _odt(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [etree.fromstring(archive.read(name)) for name in ("content.xml", "styles.xml")]
    for part in parts:
        for space in part.iter(f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            space.text = " "
    return "\n".join(
        "".join(_without_notes(paragraph)) for part in parts for paragraph in part.iter(f"{TEXT}p", f"{TEXT}h")
    )


def _without_notes(element: etree._Element) -> Iterator[str]:
    """The words of an element; a note in it is a paragraph of its own."""
    yield element.text or ""
    for child in element:
        if child.tag != f"{TEXT}note":
            yield from _without_notes(child)
        yield child.tail or ""


def _pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace("\u200b", "")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "script")
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3", "dt", "dd"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def _html(data: bytes) -> str:
    reader = _Words()
    reader.feed(data.decode("utf-8"))
    return "".join(reader.words)


def _markdown(data: bytes) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(data.decode("utf-8")))


def _json(data: bytes) -> str:
    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [text for entry in entries for text in texts(entry)]

    return "\n".join(texts(json.loads(data)))


def libreoffice_pdf(file: Path, folder: Path) -> bytes:
    """The file as LibreOffice sets it, its fields computed anew. Skips where LibreOffice is not installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"{file.stem}.pdf").read_bytes()
