"""Letters of a Word file, its words without white space: by their number, places in two files of one text are found."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from docx.oxml.ns import qn

__all__ = ["TEXTS", "around", "letters", "set_words", "split"]

TEXTS: Final = (qn("w:t"), qn("w:delText"))
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def letters(element: Any) -> str:  # noqa: ANN401 - an element of lxml
    """The letters of an element."""
    return "".join("".join((text.text or "").split()) for text in element.iter(*TEXTS))


def around(element: Any, kinds: tuple[str, ...]) -> Any:  # noqa: ANN401
    """The nearest element of one of these kinds in which an element stands."""
    return next((one for one in element.iterancestors() if one.tag in kinds), None)


def split(run: Any, number: int) -> Any:  # noqa: ANN401
    """The part of a run that ends after so many letters; the rest becomes a run of its own."""
    texts = list(run.iter(*TEXTS))
    if number >= len(letters(run)) or len(texts) != 1:
        return run
    whole = texts[0].text
    end = [index for index, letter in enumerate(whole) if not letter.isspace()][number]
    rest = deepcopy(run)
    set_words(rest, whole[end:])
    set_words(run, whole[:end])
    run.addnext(rest)
    return run


def set_words(run: Any, words: str) -> None:  # noqa: ANN401
    """Give a run these words, spaces and all."""
    for text in run.iter(*TEXTS):
        text.text = words
        text.set(_SPACE, "preserve")
