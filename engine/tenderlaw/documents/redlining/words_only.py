"""Tracked changes of words alone: what an office program writes anew when it saves a file is no change.

Looks are taken as they are in the new document. Where words were taken out and the same words put in (a table of
contents or a field that was written anew, words cut into runs elsewhere), nothing is marked; nor are numbers of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from docx.oxml.ns import qn

from tenderlaw.documents.redlining.page_numbers import page_numbers_in

__all__ = ["words_only"]

_INS, _DEL = qn("w:ins"), qn("w:del")
_LOOKS: Final = tuple(
    qn(f"w:{name}")
    for name in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
                 "trPrChange", "tcPrChange", "numberingChange", "customXmlInsRangeStart", "customXmlInsRangeEnd",
                 "customXmlDelRangeStart", "customXmlDelRangeEnd")
)  # fmt: skip
_WORDS: Final = (qn("w:t"), qn("w:delText"))
_MARK: Final = f"{qn('w:pPr')}/{qn('w:rPr')}/"
_PAGE: Final = re.compile(r"\t[0-9ivxlc]*\s*$")
_FIELDS: Final = (qn("w:fldChar"), qn("w:instrText"), qn("w:delInstrText"))


def words_only(root: Any) -> None:  # noqa: ANN401 - an element of lxml
    """Leave in a part of a redline the changes of words alone."""
    for change in list(root.iter(*_LOOKS)):
        change.getparent().remove(change)
    for texts in page_numbers_in(root):
        for text in texts:
            _accept([one for one in text.iterancestors() if one.tag in (_INS, _DEL)][:1])
    stretch: list[Any] = []
    for paragraph in list(root.iter(qn("w:p"))):
        if _is_whole(paragraph):
            stretch.append(paragraph)
            continue
        _settle_paragraphs(stretch)
        stretch = []
        _settle_within(paragraph)
    _settle_paragraphs(stretch)
    for box in list(root.iter(qn("w:sdt"))):
        content = box.find(qn("w:sdtContent"))
        if content is not None and not len(content):
            box.getparent().remove(box)
    for gone in root.iter(_DEL):
        for part in list(gone.iter(*_FIELDS)):
            part.getparent().remove(part)


def _is_whole(paragraph: Any) -> bool:  # noqa: ANN401
    """Whether a paragraph was put in or taken out as a whole, outside of tables."""
    marks = [kind for kind in (_INS, _DEL) if paragraph.find(f"{_MARK}{kind}") is not None]
    if len(marks) != 1 or paragraph.getparent().tag == qn("w:tc"):
        return False
    return all(_change_around(text, paragraph) == marks[0] for text in paragraph.iter(*_WORDS) if text.text)


def _change_around(element: Any, within: Any) -> str | None:  # noqa: ANN401
    for one in element.iterancestors():
        if one is within:
            return None
        if one.tag in (_INS, _DEL):
            return str(one.tag)
    return None


def _settle_paragraphs(stretch: Sequence[Any]) -> None:
    """Accept, of paragraphs put in and taken out beside each other, those that say the same."""
    come = [one for one in stretch if one.find(f"{_MARK}{_INS}") is not None]
    gone = [one for one in stretch if one.find(f"{_MARK}{_DEL}") is not None]
    same = SequenceMatcher(None, [_words(one) for one in gone], [_words(one) for one in come], autojunk=False)
    kept, dropped = {one for one in come if not _words(one)}, {one for one in gone if not _words(one)}
    for block in same.get_matching_blocks():
        dropped |= set(gone[block.a : block.a + block.size])
        kept |= set(come[block.b : block.b + block.size])
    for paragraph in dropped:
        paragraph.getparent().remove(paragraph)
    for paragraph in kept:
        mark = paragraph.find(f"{_MARK}{_INS}")
        mark.getparent().remove(mark)
        _accept(list(paragraph.iter(_INS)))


def _settle_within(paragraph: Any) -> None:  # noqa: ANN401
    """Accept changes that stand beside each other in a paragraph and leave its words as they were."""
    for changes in list(_beside(paragraph)):
        come, gone = ([one for one in changes if one.tag == kind] for kind in (_INS, _DEL))
        if _joined(come) == _joined(gone):
            _accept(changes)


def _beside(paragraph: Any) -> Iterator[list[Any]]:  # noqa: ANN401
    """Changes of a paragraph that have no unchanged words between them."""
    found: list[Any] = []
    for element in paragraph.iter(_INS, _DEL, *_WORDS):
        if element.tag in (_INS, _DEL):
            if element.getparent().tag != qn("w:rPr"):
                found.append(element)
        elif element.text and _change_around(element, paragraph) is None:
            if found:
                yield found
            found = []
    if found:
        yield found


def _words(paragraph: Any) -> str:  # noqa: ANN401
    """The words of a paragraph; of an entry of a table of contents, without the number of its page."""
    if not any(link.get(qn("w:anchor")) for link in paragraph.iter(qn("w:hyperlink"))):
        return _joined([paragraph])
    shown = paragraph.iter(*_WORDS, qn("w:tab"))
    return "".join(_PAGE.sub("", "".join(one.text or "\t" for one in shown)).split())


def _joined(elements: Iterable[Any]) -> str:
    """The words of elements without white space, which programs write in many ways."""
    return "".join("".join((text.text or "").split()) for one in elements for text in one.iter(*_WORDS))


def _accept(changes: Iterable[Any]) -> None:
    """What is put in stays without a mark, what is taken out goes."""
    for change in changes:
        if change.getparent() is None:
            continue
        if change.tag == _INS:
            for child in list(change):
                change.addprevious(child)
        change.getparent().remove(change)
