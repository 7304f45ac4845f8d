"""The package of an ODT: its kind first and as it is, then its parts, with fixed dates and in a fixed order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from lxml import etree

from tenderlaw.documents.model import Document
from tenderlaw.documents.odt.names import Node, new
from tenderlaw.documents.properties import custom_values, locale_of

__all__ = ["meta_of", "packed"]

_KIND: Final = "application/vnd.oasis.opendocument.text"
_LISTING: Final = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_DATE: Final = (1980, 1, 1, 0, 0, 0)


def meta_of(document: Document) -> Node:
    """Title, subject, language, day, and the manifest as properties: of what leaves the house, no manifest."""
    root = new(None, "office:document-meta", {"office:version": "1.3"})
    meta = new(root, "office:meta")
    manifest = document.manifest
    maker = f"tenderlaw {manifest.engine_version}" if document.is_internal else document.buyer or ""
    day = f"{manifest.as_of.isoformat()}T00:00:00"
    for name, words in (
        ("dc:title", document.title), ("dc:subject", document.subtitle or ""), ("dc:creator", maker),
        ("meta:initial-creator", maker), ("meta:creation-date", day), ("dc:date", day),
        ("dc:language", locale_of(document.language)),
    ):  # fmt: skip
        if words:
            new(meta, name).text = words
    if document.is_internal:
        new(meta, "meta:generator").text = f"tenderlaw/{manifest.engine_version}"
        for name, value in custom_values(manifest).items():
            new(meta, "meta:user-defined", {"meta:name": name, "meta:value-type": "string"}).text = value
    return root


def packed(parts: Mapping[str, Node]) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        _write(target, "mimetype", _KIND.encode(), zipfile.ZIP_STORED)
        for name, root in {**parts, "META-INF/manifest.xml": _listing(tuple(parts))}.items():
            data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            _write(target, name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write(target: zipfile.ZipFile, name: str, data: bytes, how: int) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type, info.create_system, info.external_attr = how, 0, 0
    target.writestr(info, data, compresslevel=6)


def _listing(names: tuple[str, ...]) -> Node:
    root = etree.Element(f"{{{_LISTING}}}manifest", {f"{{{_LISTING}}}version": "1.3"}, nsmap={"manifest": _LISTING})
    for path, kind in (("/", _KIND), *((name, "text/xml") for name in names)):
        entry = etree.SubElement(root, f"{{{_LISTING}}}file-entry")
        entry.set(f"{{{_LISTING}}}full-path", path)
        entry.set(f"{{{_LISTING}}}media-type", kind)
        if path == "/":
            entry.set(f"{{{_LISTING}}}version", "1.3")
    return root
