"""An ESPD Response as an XML tree: read defensively, and known to be a response.

A document type declaration is refused before anything that it declares is looked at, so that no entity is
ever expanded and no other file or address is ever read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NoReturn, cast
from xml.parsers import expat

from lxml import etree

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.printing import writable

__all__ = [
    "MAX_BYTES",
    "NAMES",
    "Document",
    "children",
    "content",
    "line_of",
    "parse",
    "quoted",
    "text",
    "texts",
]

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest document that is read, in bytes."""

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMES: Final = {"cac": f"{_UBL}CommonAggregateComponents-2", "cbc": f"{_UBL}CommonBasicComponents-2"}
"""Prefixes of the two namespaces of the elements (OASIS UBL 2.2 and 2.3)."""

_KIND: Final = "QualificationApplication"
_RESPONSE: Final = f"{{{_UBL}{_KIND}Response-2}}{_KIND}Response"
_REQUEST: Final = f"{{{_UBL}{_KIND}Request-2}}{_KIND}Request"
_LONGEST: Final = 160
_SUPPORTED: Final = "supported: ESPD Response of EDM 2.1.0, 2.1.1, 3.x and 4.x"


class _SeenError(Exception):
    """Stops the look at the prologue."""


@dataclass(frozen=True, slots=True)
class Document:
    """An ESPD Response that is well-formed and has the right root element."""

    name: str
    """The file, for faults."""
    root: etree._Element
    """The root element."""
    sha256: str = ""
    """Digest of the bytes."""

    def refuse(self, element: etree._Element | None, message: str, hint: str = "") -> NoReturn:
        """Raise InputInvalidError at the line of `element`."""
        line = line_of(self.root if element is None else element)
        raise InputInvalidError([Fault(self.name, line, 1 if line else 0, "", message, hint)])


def parse(data: bytes, name: str) -> Document:
    """Parse an ESPD Response.

    Raises InputInvalidError if the data are too large, not well-formed XML, declare a document type, or are
    not an ESPD Response in the namespaces of UBL 2.
    """
    if len(data) > MAX_BYTES:
        raise InputInvalidError([Fault(name, 0, 0, "", f"larger than {MAX_BYTES // 2**20} MiB")])
    if not data.strip():
        raise InputInvalidError([Fault(name, 0, 0, "", "is empty", "give the XML file of an ESPD Response")])
    _refuse_document_type(data, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        words = " ".join((error.msg or "").rsplit(", line ", 1)[0].split())[:_LONGEST]
        message = f"is not well-formed XML: {words[:1].lower()}{words[1:]}"
        hint = "give the file as the ESPD service wrote it"
        raise InputInvalidError([Fault(name, line or 0, column or 0, "", message, hint)]) from error
    document = Document(name, root, hashlib.sha256(data).hexdigest())
    if root.getroottree().docinfo.internalDTD is not None:
        document.refuse(root, *_DOCUMENT_TYPE)
    _refuse_other_roots(document)
    return document


_DOCUMENT_TYPE: Final = ("found a document type declaration (`<!DOCTYPE`)", "remove it: an ESPD has none")


def _refuse_document_type(data: bytes, name: str) -> None:
    """Look at the prologue only: stop at a document type declaration or at the root element."""
    found: list[Fault] = []
    parser = expat.ParserCreate()

    def declared(_name: str, _system: str | None, _public: str | None, _subset: bool) -> None:
        start = data.rfind(b"<!DOCTYPE", 0, parser.CurrentByteIndex + 1)
        line, column = parser.CurrentLineNumber, 1
        if start >= 0:
            line, column = data.count(b"\n", 0, start) + 1, start - data.rfind(b"\n", 0, start)
        found.append(Fault(name, line, column, "", *_DOCUMENT_TYPE))
        raise _SeenError

    def started(_name: str, _attributes: dict[str, str]) -> None:
        raise _SeenError

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = started
    # what is wrong with the XML is said by the parser that builds the tree
    with suppress(_SeenError, expat.ExpatError, LookupError, ValueError):
        parser.Parse(data, True)
    if found:
        raise InputInvalidError(found)


def _refuse_other_roots(document: Document) -> None:
    root = document.root
    if root.tag == _RESPONSE:
        return
    name = etree.QName(root)
    space, local = name.namespace or "", name.localname
    wanted = f"give the response that the economic operator filled in: its root element is `{_KIND}Response`"
    if root.tag == _REQUEST:
        document.refuse(root, f"found an ESPD Request (`{local}`), not a response", wanted)
    if space.startswith("urn:X-test:UBL:Pre-award:"):
        document.refuse(root, f"the namespace `{space}` is of EDM 2.0.x, which is not supported", _SUPPORTED)
    if local in {"ESPDResponse", "ESPDRequest"}:
        document.refuse(root, f"the root element `{local}` is of EDM 1.x, which is not supported", _SUPPORTED)
    where = f"in the namespace {quoted(space)}" if space else "without a namespace"
    document.refuse(root, f"found the root element {quoted(local)} {where}", wanted)


def children(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """Give the elements at `path` (prefixes `cac` and `cbc`) below `element`, in document order."""
    return iter(element.findall(path, NAMES))


def content(element: etree._Element) -> str:
    """Give the character data of an element itself, without comments and without space around it."""
    return writable(((element.text or "") + "".join(child.tail or "" for child in element)).strip())


def text(element: etree._Element, path: str) -> str:
    """Give the character data of the first element at `path`; empty where there is none."""
    found = element.find(path, NAMES)
    return "" if found is None else content(found)


def texts(element: etree._Element, path: str) -> str:
    """Give the character data of all elements at `path`, with one space for every run of white space."""
    return " ".join(" ".join(content(found) for found in children(element, path)).split())


def quoted(words: str) -> str:
    """Give the document's words in backticks, on one line and not longer than a line."""
    line = " ".join(words.split()).replace("`", "'")
    return f"`{line[:77]}...`" if len(line) > 80 else f"`{line}`"


def line_of(element: etree._Element) -> int:
    """Give the line on which an element starts, counted from 1; 0 where it is not known."""
    return cast("int | None", element.sourceline) or 0
