"""What in a Word template would be fetched or run from elsewhere when the document is opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

__all__ = ["fields_of", "is_local_template", "reaches_outside"]

_PROGRAM: Final = re.compile(r"DDE(?:AUTO)?", re.IGNORECASE)
"""A field that runs another program; its words may be spread over several runs."""
_FETCHING: Final = re.compile(r"(?:LINK|INCLUDE(?:TEXT|PICTURE)?|IMPORT|DATABASE|RD)", re.IGNORECASE)
"""Fields that take what they show from another file."""
_ELSEWHERE: Final = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|\\\\|//)")
"""Targets outside the file, whether or not they are declared to be external."""
_LOCAL: Final = re.compile(r"file:/{3}[A-Za-z]:[\\/]|[A-Za-z]:[\\/]|[^\\/:]+$", re.IGNORECASE)
"""A file of the machine on which a template was written: no address in a network."""
_NESTED: Final = "\ue000"
"""Where one field stands within the instruction of another."""
_REMOVE: Final = "embed it, or remove the remote template, frame or linked picture"


def reaches_outside(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """What of the file reaches outside it, and what to do: a link that a reader follows does not."""
    for part in archive.namelist():
        content = archive.read(part)
        if part.endswith(".rels"):
            for element in _root(content).iter("{*}Relationship"):
                if _fetches(element):
                    yield f"fetches something from elsewhere when it is opened (`{part}`)", _REMOVE
        elif content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
            yield from _fields(part, _root(content))


def is_local_template(kind: str, target: str) -> bool:
    """Whether a relationship names the Word template on its writer's own machine from which a document was made."""
    return kind.endswith("/attachedTemplate") and _LOCAL.match(target.strip()) is not None


def fields_of(root: etree._Element) -> Iterator[str]:
    """The instructions of the fields of a part, each for itself, with a mark where another field stands in one."""
    open_fields = [""]  # the first is what stands in no field
    in_result: list[bool] = [False]
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}fldSimple"):
        name = etree.QName(element).localname
        if name == "fldSimple":
            yield from (str(value) for key, value in element.attrib.items() if str(key).endswith("instr"))
        elif name == "fldChar":
            kind = next((value for key, value in element.attrib.items() if str(key).endswith("fldCharType")), "")
            if kind == "begin":
                if len(open_fields) > 1 and not in_result[-1]:
                    open_fields[-1] += _NESTED
                open_fields.append("")
                in_result.append(False)
            elif kind == "separate":
                in_result[-1] = True
            elif kind == "end" and len(open_fields) > 1:
                in_result.pop()
                yield open_fields.pop()
        elif not in_result[-1] or len(open_fields) == 1:
            open_fields[-1] += element.text or ""
    yield from reversed(open_fields)


def _fields(part: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    for field in fields_of(root):
        word = field.strip().split(maxsplit=1)[0] if field.strip() else ""
        name = word.strip('"\\')
        if _PROGRAM.match(name):
            yield f"has a field that runs another program (`{part}`)", "remove the DDE field"
        elif _FETCHING.fullmatch(name):
            yield f"has a field that fetches another file (`{part}`)", f"remove the {name.upper()} field"
        elif name.startswith(_NESTED) and field.strip(f"{_NESTED} "):
            yield f"has a field whose name another field makes (`{part}`)", "write the name of the field"


def _fetches(relation: etree._Element) -> bool:
    kind, target = relation.get("Type", ""), relation.get("Target", "")
    if kind.endswith("/hyperlink") or is_local_template(kind, target):
        return False
    return relation.get("TargetMode", "").strip().lower() == "external" or _ELSEWHERE.match(target) is not None


def _root(content: bytes) -> etree._Element:
    """The root of a part; of one that cannot be parsed, an empty one: its reader refuses it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return etree.Element("empty")
