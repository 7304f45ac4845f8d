"""The words of two documents compared: for the terminal and for the web."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from tenderlaw.sources.extras import need

__all__ = ["Change", "changes", "changes_html", "changes_text", "compared", "level_word"]

_PARAGRAPH = "¶"
_LEVEL = re.compile(r"\ue010(\d+)\ue011( ?)")
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
    """The words of two Word files in reading order: body, sections, what runs at top and bottom, notes, list levels."""
    need("redline", "a redline")
    from tenderlaw.documents.redlining.word_files import lines_of  # noqa: PLC0415 - an extra

    return compared(lines_of(old), lines_of(new))


def level_word(level: int) -> str:
    """The level of a line in a list, as a word before it: it is shown where it changed, and where the line did."""
    return f"\ue010{level}\ue011"


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    """The words of two texts, given as their lines. Lines end with a line break."""
    need("redline", "a redline")
    from redlines.processor import WholeDocumentProcessor  # noqa: PLC0415 - an extra

    out: list[Change] = []
    for operation in WholeDocumentProcessor().process("\n\n".join(old), "\n\n".join(new)):
        kind, before, before_end, after, after_end = operation.opcodes
        gone = _joined(operation.source_chunk.text[before:before_end])
        come = _joined(operation.test_chunk.text[after:after_end])
        if kind == "equal":
            out.append(Change("same", _LEVEL.sub("", come)))
            continue
        gone, come = (_LEVEL.sub(r"(list level \1)\2", words) for words in (gone, come))
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
