"""Provisions of Union law as each language cites them; packs write them in the English form.

`art. 57(2) third subparagraph` is `Art. 57 Abs. 2 Unterabs. 3` in German. The law of a State is cited in its own form
in every language, so that whatever is no citation in the English form is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from tenderlaw.sources.by_language import language_file, languages_in

__all__ = ["LANGUAGES", "names_no_law", "provision_in", "provisions_in", "with_provision"]

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final[tuple[str, ...]] = languages_in(_FOLDER)
"""Languages with a form of their own; every other one has the English form."""

_ORDINAL: Final = r"(?:first|second|third|fourth|fifth|last)"
_TOKEN: Final = re.compile(
    rf"(?P<article>\d+[a-f]?)(?![\w./-])|\((?P<within>\d+|[a-z]{{1,2}})\)"
    rf"| ?(?P<subparagraphs>{_ORDINAL}(?: (?:and|or) {_ORDINAL})*) subparagraphs?"
    r"|Annex (?P<annex>[IVXLC]+|\d+)|(?P<comma>, )|,? (?P<join>and|or|to) "
)
_PLACE: Final = re.compile(
    rf"\b(?:arts?|s|ss|regs?|paras?|Sch|Schs|Part|Annex|points?|{_ORDINAL}|subparagraphs?|and|or|to)\b\.?"
    r"|\b[IVXLC]+\b|\d+[a-zA-Z]{0,2}|\([a-zA-Z0-9]{1,4}\)|, as it stood .*$|[\s.,-]"
)
"""What says the place of a provision in a law, and not in which law."""
_LISTED: Final = re.compile(r"\b(?:art|s)\. ")
"""What articles, or sections, are listed after."""
_LED: Final = re.compile(r"^[ ,]+")
"""What parts a provision from what it stands in, and is not there at the beginning or after a sign."""


def provision_in(cite: str, language: str) -> str:
    """A citation in the form of a language; what is not in the English form stays as it is."""
    return _in_form(cite, language) if language in LANGUAGES else cite


def names_no_law(cite: str) -> bool:
    """Whether a citation holds a provision that does not say of which law it is: `Sch 7 para 11`, `art. 57(6)`."""
    return any(piece and not _PLACE.sub("", piece) for piece in cite.split("; "))


def with_provision(text: str, cite: str, language: str) -> str:
    """A text with its provision behind it, in the form of the language."""
    return f"{text} ({provision_in(cite, language)})"


@lru_cache(maxsize=8)
def provisions_in(language: str) -> Mapping[str, str]:
    """The parts of citations in a language, and what instruments are called in it."""
    return cast("Mapping[str, str]", language_file(_FOLDER, language, "provisions are not cited in"))


@lru_cache(maxsize=4096)
def _in_form(cite: str, language: str) -> str:
    words = provisions_in(language)
    return "; ".join(_piece(piece, words) for piece in cite.split("; "))


def _piece(piece: str, words: Mapping[str, str]) -> str:
    found = _LISTED.search(piece)
    if found is None:
        return _instrument(piece, words)
    before, listed = piece[: found.start()], piece[found.end() :]
    parts = _parts(listed, words)
    return piece if parts is None else _instrument(before, words) + parts


def _known(text: str, words: Mapping[str, str]) -> bool:
    """Whether a text begins with an instrument of Union law."""
    return any(text.startswith(name) for name in words if name[:1].isupper())


def _instrument(text: str, words: Mapping[str, str]) -> str:
    """An instrument by its name in the language, and the paragraph of the operative part of a judgment."""
    if text.startswith("C-"):
        return re.sub(r"\bpoint (\d+)", lambda found: words["operative_part"].format(n=found[1]), text)
    if not _known(text, words):
        return text
    for name in sorted((one for one in words if one[:1].isupper()), key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", words[name], text)
    return text


def _parts(listed: str, words: Mapping[str, str]) -> str | None:
    """What follows `art.`, in the form of the language; None where it is not in the English form."""
    out, at, last = "", 0, "start"
    while at < len(listed):
        found = _TOKEN.match(listed, at)
        if found is None:
            return None
        kind, text = cast("str", found.lastgroup), cast("str", found[cast("str", found.lastgroup)])
        if kind == "within":
            kind = "point" if not text.isdigit() else "number" if last == "paragraph" else "paragraph"
        said = _written(kind, text, words, last)
        out += (
            _LED.sub("", said) if last in ("start", "comma", "join", "to") and kind not in ("comma", "join") else said
        )
        at, last = found.end(), "to" if text == "to" else kind
    return out


def _written(kind: str, text: str, words: Mapping[str, str], last: str) -> str:
    """A part of a citation, after a part of the kind `last`."""
    match kind:
        case "article":
            return _article(text, words, last)
        case "subparagraphs":
            return "".join(_subparagraphs(text, words))
        case "comma":
            return ", "
        case "join":
            return f" {words[text]} "
    return words[kind].format(n=text)


def _article(text: str, words: Mapping[str, str], last: str) -> str:
    number, inserted = text.rstrip("abcdefghijklmnopqrstuvwxyz"), words["inserted"].split()
    if len(number) < len(text) and inserted:
        text = f"{number} {inserted[ord(text[-1]) - ord('a')]}"
    return text if last == "to" else words["article"].format(n=text)


def _subparagraphs(text: str, words: Mapping[str, str]) -> Iterator[str]:
    for number, word in enumerate(text.split()):
        if word in ("and", "or"):
            yield f" {words[word]} "
        else:
            said = words[f"subparagraph_{word}"]
            yield _LED.sub("", said) if number else said
