"""What in a Word template would be fetched or run from elsewhere when the document is opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

__all__ = ["reaches_outside"]

_EXCHANGE: Final = re.compile(r"DDE(?:AUTO)?\b", re.IGNORECASE)
"""A field that runs another program; its words may be spread over several runs."""


def reaches_outside(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """What of the file reaches outside it, and what to do: a link that a reader follows does not."""
    for part in archive.namelist():
        if part.endswith(".rels"):
            for element in _root(archive.read(part)).iter("{*}Relationship"):
                link = element.get("Type", "").endswith("/hyperlink")
                if element.get("TargetMode", "").strip().lower() == "external" and not link:
                    yield (
                        f"fetches something from elsewhere when it is opened (`{part}`)",
                        "embed it, or remove the remote template, frame or linked picture",
                    )
        elif part.startswith("word/") and part.endswith(".xml") and _exchanges(archive.read(part)):
            yield f"has a field that runs another program (`{part}`)", "remove the DDE field"


def _exchanges(content: bytes) -> bool:
    return any(_EXCHANGE.search(field) for field in _fields(_root(content)))


def _fields(root: etree._Element) -> Iterator[str]:
    yield "".join(element.text or "" for element in root.iter("{*}instrText", "{*}delInstrText"))
    for element in root.iter("{*}fldSimple"):
        yield from (str(value) for name, value in element.attrib.items() if str(name).endswith("instr"))


def _root(content: bytes) -> etree._Element:
    """The root of a part; of one that cannot be parsed, an empty one: its reader refuses it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return etree.Element("empty")
