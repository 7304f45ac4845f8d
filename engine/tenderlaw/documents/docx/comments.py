"""Comments in the margin of a Word document, without a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph
from docx_plus.core.oxml import el, sub

from tenderlaw.documents.provenance import Remark

__all__ = ["Comments"]

_AUTHOR: Final = "Playbook"
_INITIALS: Final = "PB"


class Comments:
    """The remarks on a document, each put at the place that it is about."""

    def __init__(self, doc: DocxDocument, remarks: Sequence[Remark], day: date) -> None:
        self._doc = doc
        self._when = datetime(day.year, day.month, day.day, tzinfo=UTC)
        found: dict[str, list[Remark]] = {}
        for remark in remarks:
            found.setdefault(remark.anchor, []).append(remark)
        self._remarks: Mapping[str, Sequence[Remark]] = found

    def put(self, paragraph: DocxParagraph, anchor: str) -> None:
        """Write what there is to say of a place beside its paragraph."""
        for remark in self._remarks.get(anchor, ()):
            comment = self._doc.comments.add_comment(author=_AUTHOR, initials=_INITIALS)
            comment._comment_elm.date = self._when
            comment.paragraphs[0].add_run(remark.title).bold = True
            for line in remark.lines:
                comment.add_paragraph(line)
            for named in comment._comment_elm.xpath(".//w:pStyle | .//w:rStyle"):
                named.getparent().remove(named)  # styles that a house need not have
            _mark(paragraph._p, str(comment.comment_id))


def _mark(paragraph: Any, number: str) -> None:  # noqa: ANN401 - an element of lxml
    """The whole paragraph as what the comment is about."""
    start = el("w:commentRangeStart", **{"w:id": number})
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    sub(paragraph, "w:commentRangeEnd", **{"w:id": number})
    sub(sub(paragraph, "w:r"), "w:commentReference", **{"w:id": number})
