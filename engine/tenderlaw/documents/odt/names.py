"""Names of OpenDocument, and the elements that are made of them."""

from __future__ import annotations

from typing import Final

from lxml import etree

__all__ = ["NAMES", "Node", "new", "put", "q"]

Node = etree._Element
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES: Final = {
    **{name: f"{_OASIS}{name}:1.0" for name in ("office", "style", "text", "table", "meta")},
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def q(name: str) -> str:
    """A name such as `text:p`, as XML tells it apart."""
    prefix, _, rest = name.partition(":")
    return f"{{{NAMES[prefix]}}}{rest}"


def new(within: Node | None, name: str, attributes: dict[str, str] | None = None) -> Node:
    """An element at the end of another, or alone."""
    given = {q(key): value for key, value in (attributes or {}).items()}
    if within is None:
        return etree.Element(q(name), given, nsmap=NAMES)
    return etree.SubElement(within, q(name), given)


def put(within: Node, words: str) -> None:
    """Words at the end of an element: spaces that stand together, tabs and line ends are elements of their own."""
    plain, before = "", " "
    for sign in words:
        if sign in {"\t", "\n"} or (sign == " " and before == " "):
            _add(within, plain)
            plain = ""
            new(within, {"\t": "text:tab", "\n": "text:line-break", " ": "text:s"}[sign])
        else:
            plain += sign
        before = sign
    _add(within, plain)


def _add(within: Node, words: str) -> None:
    if not words:
        return
    last = within[-1] if len(within) else None
    if last is None:
        within.text = (within.text or "") + words
    else:
        last.tail = (last.tail or "") + words
