"""Footnotes in the order in which they are read, with ids that count up.

LibreOffice pairs marks and notes by the order of their ids; where footnotes come from two documents, only one
numbering over both shows each note at its own mark.
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import parse_xml, serialize_part_xml
from docx.opc.part import Part
from docx.oxml.ns import qn

__all__ = ["in_reading_order", "ready_for_more"]


def ready_for_more(doc: Any) -> None:  # noqa: ANN401 - a document of python-docx
    """Make the footnotes of a template fit to take in those of a part.

    docxcompose writes them back as bytes, which a part that is kept as elements ignores, and gives new ones the ids
    after their number, which must be free.
    """
    in_reading_order(doc)
    for relation in doc.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            part = relation.target_part
            plain = Part(part.partname, part.content_type, part.blob, part.package)
            for own in part.rels.values():
                plain.rels.add_relationship(own.reltype, own._target, own.rId, own.is_external)
            relation._target = plain


def in_reading_order(doc: Any) -> None:  # noqa: ANN401 - a document of python-docx
    """Renumber the footnotes of a document by their marks."""
    try:
        part = doc.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except KeyError:
        return
    root: Any = parse_xml(part.blob)
    notes = {note.get(qn("w:id")): note for note in root if note.get(qn("w:type")) is None}
    separators = [note for note in root if note.get(qn("w:type")) is not None]
    number = max([0, *(int(note.get(qn("w:id"), "0")) for note in separators)])
    ordered = []
    for mark in doc.element.body.iter(qn("w:footnoteReference")):
        note = notes.pop(mark.get(qn("w:id")), None)
        if note is not None:
            number += 1
            mark.set(qn("w:id"), str(number))
            note.set(qn("w:id"), str(number))
            ordered.append(note)
    for note in (*ordered, *notes.values()):
        root.remove(note)
    root.extend(ordered)  # notes without a mark are read by nobody
    part._blob = serialize_part_xml(root)
    if hasattr(part, "_element"):
        part._element = root
