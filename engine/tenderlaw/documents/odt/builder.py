"""Paragraphs, references, footnotes and lists of an ODT in the making."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tenderlaw.documents.bound import Bound, bound_to
from tenderlaw.documents.model import Document, Element, FootnoteRef, Reference, Term, Text, plain
from tenderlaw.documents.odt.names import Node, new, put, q
from tenderlaw.documents.odt.styles import LEVELS
from tenderlaw.documents.properties import locale_of
from tenderlaw.documents.spaces import tied, tied_content

__all__ = ["Builder"]

_ROLES: Final = {"blank": "Blank", "strong": "Strong"}
_CLAUSES: Final = "clauses"


class Builder:
    """Writes the content of one ODT."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = bound_to(document)
        self.root = new(None, "office:document-content", {"office:version": "1.3"})
        self.automatic = new(self.root, "office:automatic-styles")
        self.text = new(new(self.root, "office:body"), "office:text")
        self.declared = new(self.text, "text:user-field-decls")
        self._notes = {note.number: note for note in document.footnotes}
        self.tables = 0
        self._listed = False
        self._made: dict[tuple[str, ...], str] = {}

    def finished(self) -> Node:
        """The whole content, with the values that its fields show."""
        for key, bound in sorted(self.values.used.items()):
            given = {"office:value-type": "string", "office:string-value": bound.words, "text:name": key}
            new(self.declared, "text:user-field-decl", given)
        if not len(self.declared):
            self.text.remove(self.declared)
        return self.root

    def paragraph(self, style: str, within: Node | None = None, *, outline: int = 0) -> Node:
        """A new paragraph, or a heading of a level, at the end of the document or within something."""
        given = {"text:style-name": style}
        if outline:
            given["text:outline-level"] = str(outline)
        return new(self.text if within is None else within, "text:h" if outline else "text:p", given)

    def numbered(self, level: int) -> Node:
        """A paragraph of a level of the list of clauses, which runs through the document."""
        given = {"text:style-name": "Clauses"}
        if self._listed:
            given["text:continue-list"] = _CLAUSES
        item = new(self.text, "text:list", given)
        if not self._listed:
            item.set("{http://www.w3.org/XML/1998/namespace}id", _CLAUSES)
            self._listed = True
        item = new(item, "text:list-item")
        for _ in range(level - 1):
            item = new(new(item, "text:list"), "text:list-item")
        # the outline level of a clause's heading comes with its style: as `text:h` it would be in no list
        return self.paragraph(LEVELS[level - 1], item)

    def run(self, paragraph: Node, words: str, *, style: str | None = None, language: str | None = None) -> None:
        """Words at the end of a paragraph."""
        name = self._text_style(style, language)
        put(paragraph if name is None else new(paragraph, "text:span", {"text:style-name": name}), words)

    def content(
        self,
        paragraph: Node,
        content: Sequence[Element],
        language: str | None = None,
        *,
        clause: str | None = None,
        bound: Bound | None = None,
    ) -> None:
        """Words, terms, references and footnotes at the end of a paragraph.

        What fills a blank of the `clause` is a field of a value; so are all the words where they are the value `bound`.
        """
        other = language if language != self.document.language else None
        for one in tied_content(content):
            match one:
                case Text():
                    value = bound or (self.values.of(clause, one.text) if one.role in ("given", "blank") else None)
                    if value is None:
                        self.run(paragraph, one.text, style=_ROLES.get(one.role), language=other)
                    else:
                        self._field(paragraph, value, one, other)
                case Term():
                    self.run(paragraph, one.text, language=other)
                case Reference():
                    if one.word:
                        self.run(paragraph, f"{one.word}\u00a0", language=other)
                    given = {"text:reference-format": "number-all-superior", "text:ref-name": one.anchor}
                    new(paragraph, "text:bookmark-ref", given).text = one.number
                case FootnoteRef():
                    self.footnote(paragraph, one.number)

    def _field(self, paragraph: Node, value: Bound, one: Text, language: str | None) -> None:
        self.values.used[value.key] = value
        name = self._text_style(_ROLES.get(one.role), language)
        within = paragraph if name is None else new(paragraph, "text:span", {"text:style-name": name})
        new(within, "text:user-field-get", {"text:name": value.key}).text = one.text

    def footnote(self, paragraph: Node, number: int) -> None:
        """The mark of a footnote here, and its text at the foot of the page."""
        note = self._notes[number]
        made = new(paragraph, "text:note", {"text:id": f"note{number}", "text:note-class": "footnote"})
        new(made, "text:note-citation").text = str(number)
        line = self.paragraph("Footnote", new(made, "text:note-body"))
        other = note.language if note.language != self.document.language else None
        self.run(line, tied(plain(note.content)), language=other)

    def begin(self, paragraph: Node, anchor: str) -> None:
        """A place to which references lead begins here."""
        new(paragraph, "text:bookmark-start", {"text:name": anchor})

    def end(self, paragraph: Node, anchor: str) -> None:
        """It ends here."""
        new(paragraph, "text:bookmark-end", {"text:name": anchor})

    def keep_last_with_next(self) -> None:
        """Whatever stands last stays on the page of what comes next."""
        last = self.text[-1] if len(self.text) else None
        while last is not None and last.tag == q("text:p") and not _words(last):
            self._keep(last)
            last = last.getprevious()
        if last is None or last is self.declared:
            return
        if last.tag == q("table:table"):
            name = last.get(q("table:style-name"))
            look = next(one[0] for one in self.automatic if one.get(q("style:name")) == name)
            if look.get(q("style:may-break-between-rows")) == "false":  # one of several pages cannot be kept
                look.set(q("fo:keep-with-next"), "always")
            return
        for one in [last] if last.tag == q("text:p") else list(last.iter(q("text:p"), q("text:h")))[-1:]:
            self._keep(one)

    def _keep(self, paragraph: Node) -> None:
        style = paragraph.get(q("text:style-name"), "Standard")
        paragraph.set(q("text:style-name"), self.variant(style, {"fo:keep-with-next": "always"}))

    def variant(self, style: str, properties: dict[str, str]) -> str:
        """The name of a paragraph style that differs from another in some properties."""
        key = (style, *(part for item in sorted(properties.items()) for part in item))
        if key not in self._made:
            self._made[key] = name = f"P{len(self._made) + 1}"
            given = {"style:name": name, "style:family": "paragraph", "style:parent-style-name": style}
            new(new(self.automatic, "style:style", given), "style:paragraph-properties", properties)
        return self._made[key]

    def _text_style(self, style: str | None, language: str | None) -> str | None:
        """The name of a text style with a language of its own."""
        if language is None:
            return style
        key = ("text", style or "", language)
        if key not in self._made:
            self._made[key] = name = f"T{len(self._made) + 1}"
            given = {"style:name": name, "style:family": "text"}
            if style is not None:
                given["style:parent-style-name"] = style
            code, _, country = locale_of(language).partition("-")
            spoken = {"fo:language": code, "fo:country": country or "none"}
            new(new(self.automatic, "style:style", given), "style:text-properties", spoken)
        return self._made[key]


def _words(element: Node) -> str:
    return "".join(one for one in element.itertext() if isinstance(one, str)).strip()
