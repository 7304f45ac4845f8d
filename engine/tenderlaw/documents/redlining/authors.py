"""Tracked changes that somebody else made in the new document, which keep their author and their day in a redline.

The comparing program accepts them before it compares. Here each stretch of words of its result gets back the author
that it has in the new document, found by how many letters stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tenderlaw.documents.redlining.letters import TEXTS, around, letters, set_words, split

__all__ = ["with_authors"]

_COME: Final = (qn("w:ins"), qn("w:moveTo"))
_GONE: Final = (qn("w:del"), qn("w:moveFrom"))
_MARK: Final = f"{qn('w:pPr')}/{qn('w:rPr')}/"
_RELATED: Final = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
"""What names another part of its file, and cannot be put into a second one."""

Author: TypeAlias = "tuple[str, str] | None"
"""Name and day; none for words that are nobody's change."""


@dataclass(frozen=True, slots=True)
class _Deletion:
    """Runs that somebody has taken out, and how many letters stand before them: in the part, in their paragraph."""

    at: int
    within: int
    author: tuple[str, str]
    element: Any

    @property
    def words(self) -> str:
        return letters(self.element)


def with_authors(made: Any, new: Any) -> None:  # noqa: ANN401 - elements of lxml
    """Give the changes in a part of a redline the authors that they have in that part of the new document.

    Nothing happens where nobody has tracked anything there, or where the parts are not of the same words.
    """
    authors, deletions = _read(new)
    if not any(authors) and not deletions:
        return
    runs = [run for run in made.iter(qn("w:r")) if around(run, _GONE) is None]
    if sum(len(letters(run)) for run in runs) != len(authors):
        return
    at = 0
    for run in runs:
        length = len(letters(run))
        for piece, author in _cut(run, authors[at : at + length], authors[at - 1] if at else None):
            if author is not None:
                _give(piece, author)
        at += length
    _give_deletions(made, deletions)
    _give_marks(made, _marked_ends(new))


def _read(new: Any) -> tuple[list[Author], list[_Deletion]]:  # noqa: ANN401
    """The author of each letter of a part, and what was taken out of it."""
    authors: list[Author] = []
    deletions: list[_Deletion] = []
    begun = 0
    for run in new.iter(qn("w:p"), qn("w:r")):
        gone = around(run, _GONE)
        if run.tag == qn("w:p"):
            begun = len(authors)
        elif gone is None:
            come = around(run, _COME)
            authors += [None if come is None else _author(come)] * len(letters(run))
        elif not deletions or deletions[-1].element is not gone:
            deletions.append(_Deletion(len(authors), len(authors) - begun, _author(gone), gone))
    return authors, deletions


def _cut(run: Any, authors: list[Author], before: Author) -> Iterator[tuple[Any, Author]]:  # noqa: ANN401
    """A run in pieces of one author each; the last is the run itself. White space goes with what stands before it."""
    if len(set(authors)) < 2:
        author = authors[0] if authors else before
        if authors or around(run, _COME) is not None:
            yield run, author
        return
    texts = list(run.iter(*TEXTS))
    if len(texts) != 1 or len(run) > 2:  # tabs and breaks between words: the first letter decides
        yield run, authors[0]
        return
    each = iter(authors)
    pieces: list[tuple[str, Author]] = []
    for letter in texts[0].text:
        author = (pieces[-1][1] if pieces else authors[0]) if letter.isspace() else next(each)
        if pieces and pieces[-1][1] == author:
            pieces[-1] = (pieces[-1][0] + letter, author)
        else:
            pieces.append((letter, author))
    for words, author in pieces[:-1]:
        piece = deepcopy(run)
        set_words(piece, words)
        run.addprevious(piece)
        yield piece, author
    set_words(run, pieces[-1][0])
    yield run, pieces[-1][1]


def _give(run: Any, author: tuple[str, str], kind: str = "w:ins") -> None:  # noqa: ANN401
    """Put a run into a change of an author, out of the change in which it stands."""
    outer = around(run, _COME if kind == "w:ins" else _GONE)
    change: Any = OxmlElement(kind)
    change.set(qn("w:id"), "0")
    _sign(change, author)
    if outer is None or run.getparent() is not outer:
        if outer is None:
            run.addprevious(change)
            change.append(run)
        else:
            _sign(outer, author)
        return
    after = deepcopy(outer)
    for child in list(after):
        after.remove(child)
    for follower in list(run.itersiblings()):
        after.append(follower)
    outer.addnext(change)
    change.append(run)
    if len(after):
        change.addnext(after)
    if not len(outer):
        outer.getparent().remove(outer)


def _give_deletions(made: Any, deletions: list[_Deletion]) -> None:  # noqa: ANN401
    """The words that others took out: those that the comparison found have their author, the others are put back."""
    for deletion in deletions:
        found = _found(made, deletion)
        if found is not None:
            _give(found, deletion.author, "w:del")
        elif deletion.words:
            _put_back(made, deletion)


def _found(made: Any, deletion: _Deletion) -> Any:  # noqa: ANN401
    """The run of the redline that holds the words of a deletion, cut out of a longer one; within the same change."""
    at, start = 0, 0  # letters before, and before the changes among which we are
    for run in made.iter(qn("w:r")):
        words = letters(run)
        if around(run, _GONE) is not None:
            if start <= deletion.at <= at and deletion.words and deletion.words in words:
                return _cut_out(run, deletion.words)
        else:
            at += len(words)
            if words and around(run, _COME) is None:
                start = at
        if start > deletion.at:
            return None
    return None


def _cut_out(run: Any, words: str) -> Any:  # noqa: ANN401
    """The run that holds these letters and no others."""
    texts = list(run.iter(*TEXTS))
    if letters(run) == words or len(texts) != 1:
        return run
    whole = texts[0].text
    places = [index for index, letter in enumerate(whole) if not letter.isspace()]
    first = letters(run).find(words)
    begin, end = places[first], places[first + len(words) - 1] + 1
    for part, add in ((whole[:begin], run.addprevious), (whole[end:], run.addnext)):
        if part:
            piece = deepcopy(run)
            set_words(piece, part)
            add(piece)
    set_words(run, whole[begin:end])
    return run


def _put_back(made: Any, deletion: _Deletion) -> None:  # noqa: ANN401
    """Words that both documents have as taken out, at their place in the redline."""
    if any(one.tag.startswith(_RELATED) for one in deletion.element.iter()):
        return
    paragraph = around(deletion.element, (qn("w:p"),))
    alone = not any(letters(run) for run in paragraph.iter(qn("w:r")) if around(run, _GONE) is None)
    at = 0
    for run in [run for run in made.iter(qn("w:r")) if around(run, _GONE) is None and letters(run)]:
        length = len(letters(run))
        at += length
        if at < deletion.at or (at == deletion.at and not deletion.within and not alone):
            continue
        if alone:
            _put_paragraph_back(run, paragraph, after=at == deletion.at)
            return
        before = deletion.at - (at - length)
        place = split(run, before) if before else run
        outer = around(place, _COME)
        outer = place if outer is None or place.getparent() is not outer else outer
        (outer.addnext if before else outer.addprevious)(deepcopy(deletion.element))
        return


def _put_paragraph_back(run: Any, paragraph: Any, *, after: bool) -> None:  # noqa: ANN401
    """A paragraph of which nothing is left, beside the one of a run; once, however many changes it has."""
    beside = around(run, (qn("w:p"),))
    neighbour = beside.getnext() if after else beside.getprevious()
    if neighbour is None or letters(neighbour) != letters(paragraph):
        (beside.addnext if after else beside.addprevious)(deepcopy(paragraph))


def _give_marks(made: Any, ends: dict[int, tuple[str, str]]) -> None:  # noqa: ANN401
    """The end of a paragraph is changed by whoever changed its last words, or changed it in the new document."""
    for paragraph, at in _ends(made):
        for kind in (_COME, _GONE):
            mark = paragraph.find(f"{_MARK}{kind[0]}")
            changes = [one for one in paragraph.iter(*kind) if one.getparent().tag != qn("w:rPr")]
            if not changes or any(_author(one) != _author(changes[0]) for one in changes):
                continue
            if mark is not None:
                _sign(mark, _author(changes[-1]))
            elif kind is _COME and ends.get(at) == _author(changes[0]):
                _mark_end(paragraph, ends[at])


def _mark_end(paragraph: Any, author: tuple[str, str]) -> None:  # noqa: ANN401
    """Say that somebody put the end of a paragraph in."""
    mark: Any = OxmlElement("w:ins")
    mark.set(qn("w:id"), "0")
    _sign(mark, author)
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = OxmlElement("w:pPr")
        paragraph.insert(0, properties)
    looks = properties.find(qn("w:rPr"))
    if looks is None:
        looks = OxmlElement("w:rPr")
        last = [one for one in properties if one.tag in (qn("w:sectPr"), qn("w:pPrChange"))]
        properties.insert(properties.index(last[0]) if last else len(properties), looks)
    looks.insert(0, mark)


def _marked_ends(new: Any) -> dict[int, tuple[str, str]]:  # noqa: ANN401
    """By how many letters stand before it, whose the ends of paragraphs are that somebody put in."""
    marks = ((paragraph.find(f"{_MARK}{_COME[0]}"), at) for paragraph, at in _ends(new))
    return {at: _author(mark) for mark, at in marks if mark is not None}


def _ends(root: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
    """Paragraphs that hold letters, each with how many stand before its end."""
    at = 0
    for paragraph in list(root.iter(qn("w:p"))):
        runs = [run for run in paragraph.iter(qn("w:r")) if around(run, _GONE) is None]
        at += sum(len(letters(run)) for run in runs)
        yield paragraph, at


def _author(change: Any) -> tuple[str, str]:  # noqa: ANN401
    return change.get(qn("w:author"), ""), change.get(qn("w:date"), "")


def _sign(change: Any, author: tuple[str, str]) -> None:  # noqa: ANN401
    for name, value in zip(("w:author", "w:date"), author, strict=True):
        if value:
            change.set(qn(name), value)
