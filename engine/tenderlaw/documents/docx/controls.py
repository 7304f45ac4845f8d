"""Content controls: what fills a blank, or names a party, is one value of the file, shown wherever it is used.

Who changes it in one place changes it in all of them: Word keeps the controls and the value of one XML part together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as DocxDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx_plus.core.oxml import el, sub

from tenderlaw.documents.bound import Bound, Values

__all__ = ["attach_values", "control", "highest_control", "unbound_control"]

_NAMES: Final = "urn:tenderlaw:values"
_STORE: Final = "{5B3D6F0A-7C1E-4E57-9A43-6D1F0C2B8E19}"
"""The name of the part for its controls; a file holds one such part."""
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"


def control(values: Values, paragraph: Any, bound: Bound) -> Any:  # noqa: ANN401 - an element of lxml
    """A control at the end of a paragraph, bound to a value; what it shows goes into the element returned."""
    values.used[bound.key] = bound
    path = f"/v:values[1]/v:value[@id='{bound.key}'][1]"
    mapping = {"w:prefixMappings": f"xmlns:v='{_NAMES}'", "w:xpath": path, "w:storeItemID": _STORE}
    return _control(values, paragraph, bound.title, bound.key[:64], el("w:dataBinding", **mapping))


def unbound_control(values: Values, paragraph: Any, title: str, tag: str) -> Any:  # noqa: ANN401 - an element of lxml
    """A control that is bound to nothing: where the row it stands in is copied, the copy has a value of its own."""
    return _control(values, paragraph, title, tag)


def _control(values: Values, paragraph: Any, title: str, tag: str, *binding: Any) -> Any:  # noqa: ANN401
    values.number += 1
    box = sub(paragraph, "w:sdt")
    properties = sub(box, "w:sdtPr")
    sub(properties, "w:alias", **{"w:val": title[:64]})
    sub(properties, "w:tag", **{"w:val": tag})
    sub(properties, "w:id", **{"w:val": str(values.number)})
    properties.extend(binding)
    sub(properties, "w:text")
    return sub(box, "w:sdtContent")


def highest_control(roots: Iterable[Any]) -> int:
    """The highest number of a control in any part of a file, as far as numbers count up."""
    found = [number.get(qn("w:val"), "") for root in roots for number in root.iter(qn("w:id"))
             if number.getparent().tag == qn("w:sdtPr")]  # fmt: skip
    return max([0, *(int(number) for number in found if number.isdigit() and len(number) < 10)])


def attach_values(doc: DocxDocument, values: Values) -> None:
    """Put the values that are used into the file, as the part to which its controls are bound."""
    if not values.used:
        return
    package = doc.part.package
    number = next(n for n in range(1, 1000) if not any(_is_item(part.partname, n) for part in package.iter_parts()))
    entries = "".join(
        f"<value id={quoteattr(key)}>{escape(bound.words)}</value>" for key, bound in sorted(values.used.items())
    )
    xml = f'<values xmlns="{_NAMES}">{entries}</values>'
    item = _part(package, f"/customXml/item{number}.xml", "application/xml", xml)
    properties = (
        f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_NAMES}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    about = _part(package, f"/customXml/itemProps{number}.xml", kind, properties)
    item.relate_to(about, f"{_OFFICE}/relationships/customXmlProps")
    doc.part.relate_to(item, f"{_OFFICE}/relationships/customXml")


def _is_item(name: str, number: int) -> bool:
    return name in (f"/customXml/item{number}.xml", f"/customXml/itemProps{number}.xml")


def _part(package: Any, name: str, kind: str, xml: str) -> Part:  # noqa: ANN401 - a package of python-docx
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    return Part(PackURI(name), kind, f"{head}{xml}".encode(), package)
