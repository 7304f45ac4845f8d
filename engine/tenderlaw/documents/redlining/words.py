"""The words of two Word documents compared: for the terminal and for the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Literal, cast

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import parse_xml
from docx.oxml.ns import qn

from tenderlaw.documents.archive import open_docx, read_docx, reading_docx
from tenderlaw.sources.extras import need

__all__ = ["Change", "changes", "changes_html", "changes_text"]

_PARAGRAPH = "¶"
_CSS = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 Arial,sans-serif;color:#1b1b1f}"
    "ins{background:#d8f0d8;color:#0b4a12}del{background:#fbe0de;color:#7c1a10}p{margin:.6rem 0;overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: unchanged, taken out or put in."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def changes(old: Path, new: Path) -> tuple[Change, ...]:
    """The words of both documents in reading order. Paragraphs end with a line break."""
    need("redline", "a redline")
    from redlines.processor import WholeDocumentProcessor  # noqa: PLC0415 - an extra

    texts = [_text(path) for path in (old, new)]
    out: list[Change] = []
    for operation in WholeDocumentProcessor().process(*texts):
        kind, before, before_end, after, after_end = operation.opcodes
        gone = _joined(operation.source_chunk.text[before:before_end])
        come = _joined(operation.test_chunk.text[after:after_end])
        if kind == "equal":
            out.append(Change("same", come))
            continue
        out += [Change("deleted", gone)] if gone else []
        out += [Change("inserted", come)] if come else []
    return tuple(out)


def changes_text(found: Sequence[Change]) -> str:
    """The changed paragraphs with `[-words taken out-]` and `{+words put in+}`."""
    marks = {"same": ("", ""), "deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
    lines = [
        "".join(f"{marks[one.kind][0]}{one.text}{marks[one.kind][1]}" for one in line)
        for line in _lines(found)
        if any(one.kind != "same" for one in line)
    ]
    return "\n".join(lines) + "\n" if lines else "no changes\n"


def changes_html(found: Sequence[Change], title: str) -> str:
    """A web page of the whole text with `ins` and `del`, without anything from the network."""
    tags = {"same": "", "deleted": "del", "inserted": "ins"}
    body = "\n".join(f"<p>{''.join(_tagged(one, tags[one.kind]) for one in line)}</p>" for line in _lines(found))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}<style>{_CSS}</style></head>\n<body><main>'
        f"<h1>{escape(title)}</h1>\n{body}\n</main></body>\n</html>\n"
    )


def _tagged(one: Change, tag: str) -> str:
    return f"<{tag}>{escape(one.text)}</{tag}>" if tag else escape(one.text)


def _joined(tokens: Sequence[str]) -> str:
    return "".join("\n" if token.strip() == _PARAGRAPH else token for token in tokens)


def _lines(found: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes by paragraph."""
    line: list[Change] = []
    for one in found:
        for index, text in enumerate(one.text.split("\n")):
            if index and line:
                yield line
                line = []
            if text.strip():
                line.append(Change(one.kind, text))
    if line:
        yield line


def _text(path: Path) -> str:
    doc = open_docx(read_docx(path), str(path))
    with reading_docx(str(path)):
        return "\n\n".join(_paragraphs(doc))


def _paragraphs(doc: DocxDocument) -> Iterator[str]:
    yield from _words(doc.element.body)
    try:
        notes = doc.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except KeyError:
        return
    yield from _words(parse_xml(cast("str", notes.blob)))


def _words(element: Any) -> Iterator[str]:  # noqa: ANN401 - an element of lxml
    for paragraph in element.iter(qn("w:p")):
        text = "".join(
            " " if one.tag == qn("w:tab") else one.text or "" for one in paragraph.iter(qn("w:t"), qn("w:tab"))
        )
        if text.strip():
            yield " ".join(text.split())
