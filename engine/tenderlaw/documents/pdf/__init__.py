"""PDF: tagged, PDF/UA-1 and PDF/A-2a in one file, set by typst from data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from tenderlaw.documents.columns import column_widths
from tenderlaw.documents.fonts import font_folders
from tenderlaw.documents.layout import Definitions, Piece, SectionStart, Signatures, laid_out, means_of, record_of
from tenderlaw.documents.model import (
    Bullets,
    Clause,
    Document,
    Element,
    FootnoteRef,
    Heading,
    Lines,
    Paragraph,
    Passage,
    Record,
    Reference,
    Subject,
    Table,
    Term,
    Text,
    plain,
)
from tenderlaw.documents.pdf.line_ends import with_plain_line_ends
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError

if TYPE_CHECKING:
    import typst

__all__ = ["pdf_data", "set_pdf", "to_pdf"]

_TEMPLATE = Path(__file__).with_name("document.typ")
_STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
_REGIONS = {"en": "GB", "fr": "FR", "de": "DE", "es": "ES", "nl": "NL"}
_NO_FONT = re.compile(r'the text `"(.+?)"` could not be displayed')
_LONG, _SLICE = re.compile(r"\S{71,}"), re.compile(r".{1,24}")
_FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
"""Fonts inside typst: the same on every machine."""


def to_pdf(document: Document, fonts: Sequence[Path] = ()) -> bytes:
    """The document as PDF. `fonts` are folders with fonts for scripts that the fonts inside do not have.

    Raises InputInvalidError for a folder without fonts, and for words that no font can show.
    """
    return set_pdf(pdf_data(document), fonts)


def set_pdf(data: Mapping[str, object], fonts: Sequence[Path] = ()) -> bytes:
    """The PDF of what `pdf_data` gave, which takes seconds and much memory. Raises as `to_pdf` does."""
    import typst  # noqa: PLC0415 - an extra

    compiler = _compiler(font_folders(fonts))
    year, month, day = cast("list[int]", data["date"])
    try:
        made = compiler.compile(
            input=str(_TEMPLATE),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=[*_STANDARDS],
            timestamp=datetime(year, month, day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise _fault(error) from error
    if not isinstance(made, bytes):
        raise InternalError("typst wrote no document")
    return with_plain_line_ends(made)


@cache
def _compiler(fonts: tuple[Path, ...]) -> typst.Compiler:
    """One compiler a set of fonts; it sees its own template alone."""
    import typst  # noqa: PLC0415

    return typst.Compiler(
        str(_TEMPLATE), root=_TEMPLATE.parent, font_paths=[str(folder) for folder in fonts], ignore_system_fonts=True
    )


def _fault(error: typst.TypstError) -> Exception:
    found = _NO_FONT.search(str(error))
    if found:
        hint = "give a folder with a font that has it (`--fonts`), or another format"
        return InputInvalidError([Fault("pdf", 0, 0, "", f"no font at hand can show `{found[1]}`", hint)])
    return InternalError(f"the PDF cannot be set: {error}")


def _breakable(text: str) -> str:
    """Words longer than a line with places to break them, so that nothing runs off the page."""
    return _LONG.sub(lambda found: "\u200b".join(_SLICE.findall(found[0])), text)


def pdf_data(document: Document) -> dict[str, object]:
    """A document as plain data, laid out for the template: the quick part, which another process may go on from."""
    manifest, phrases = document.manifest, phrases_in(document.language)
    keywords = [f"decision {manifest.decision}", f"facts {manifest.facts}"]
    keywords += [f"pack {name} {version} {sha}" for name, version, sha in manifest.packs]
    keywords += [f"clause {name} {version} {sha}" for name, version, sha in manifest.clauses]
    return {
        "title": document.title,
        "subtitle": document.subtitle and _breakable(document.subtitle),
        "language": document.language,
        "region": _REGIONS.get(document.language),
        "draft": document.draft,
        "letter": document.is_letter,
        "author": f"tenderlaw {manifest.engine_version}" if document.is_internal else document.buyer or "",
        "keywords": keywords if document.is_internal else [],
        "date": [manifest.as_of.year, manifest.as_of.month, manifest.as_of.day],
        "fonts": [*_FONTS],
        "phrases": {name: phrases[name] for name in ("page", "draft", "contents", "colon")},
        "notes": list(document.notes),
        "contents": len(document.clauses) > 2,
        "footnotes": [{"language": note.language, "text": plain(note.content)} for note in document.footnotes],
        "pieces": [_piece(piece, document) for piece in laid_out(document)],
    }


def _piece(piece: Piece, document: Document) -> dict[str, object]:
    match piece:
        case Clause():
            said = {name: getattr(piece, name) for name in ("number", "title", "anchor", "language", "footnote")}
            return {"type": "Clause", **said, "content": [_part(part) for part in piece.content]}
        case Table():
            return _part(piece)
        case Record():
            rows = [[label, _content(value)] for label, value in piece.rows]
            return {"type": "Record", "rows": rows, "small": piece == record_of(document)}
        case Definitions():
            terms = [
                {
                    "term": term.term,
                    "means": means_of(term, document.language),
                    "meaning": _content(term.meaning),
                    "footnote": term.footnote,
                    "language": term.language,
                }
                for term in piece.terms
            ]
            return {"type": "Definitions", "terms": terms}
        case Paragraph():
            return {"type": "Paragraph", "box": piece.box, "content": _content(piece.content)}
        case Lines():
            lines = [_content(line) for line in piece.lines]
            return {"type": "Lines", "align": piece.align, "room": piece.room, "lines": lines}
        case Subject():
            return {"type": "Subject", "text": piece.text}
        case Bullets():
            return {"type": "Bullets", "items": [_content(item) for item in piece.items]}
        case SectionStart():
            return {"type": "SectionStart", "title": piece.title}
        case Heading():
            return {"type": "Heading", "text": piece.text}
        case Signatures():
            places = [{"party": place.party, "lines": list(place.lines)} for place in piece.places]
            return {"type": "Signatures", "places": places}


def _part(part: Passage | Table) -> dict[str, object]:
    if isinstance(part, Table):
        return {
            "type": "Table",
            "caption": part.caption,
            "head": [_content(cell) for cell in part.head],
            "rows": [[_content(cell) for cell in row] for row in part.rows],
            "widths": column_widths(part, 9000),
        }
    return {
        "type": "Passage",
        "number": part.number,
        "anchor": part.anchor,
        "content": _content(part.content),
        "children": [_part(child) for child in part.children],
    }


def _content(content: Sequence[Element]) -> list[dict[str, object]]:
    return [_element(one) for one in content]


def _element(one: Element) -> dict[str, object]:
    match one:
        case Text():
            return {"kind": one.role if one.role in ("blank", "strong") else "text", "text": _breakable(one.text)}
        case Term():
            return {"kind": "text", "text": one.text}
        case Reference():
            word = f"{one.word}\u00a0" if one.word else ""
            return {"kind": "reference", "anchor": one.anchor, "text": f"{word}{one.number}"}
        case FootnoteRef():
            return {"kind": "footnote", "number": one.number}
