"""Fills a buyer's own Word template: their styles, our clauses as parts of the document.

Input: a document and the bytes of a template that was checked for size. Output: the bytes of the result, or
faults. Runs in a worker process with limits (`worker.py`), since a template can hold loops.

docxtpl reads its parts more than once: braces of our words are put aside as private characters until the end,
so that no word from outside is ever read as a template.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, cast

import docx
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.oxml import parse_xml, serialize_part_xml
from docx.opc.part import XmlPart
from docxcompose.properties import CustomProperties
from docxtpl import DocxTemplate
from docxtpl.subdoc import Subdoc, SubdocComposer
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from tenderlaw.clauses.words import day
from tenderlaw.documents.archive import fixed_zip, open_docx
from tenderlaw.documents.bound import Values, bound_to
from tenderlaw.documents.docx.bookmarks import bookmark_names, highest_number, moved_up, names_in, settle
from tenderlaw.documents.docx.builder import Builder
from tenderlaw.documents.docx.controls import attach_values, highest_control
from tenderlaw.documents.docx.footnotes import in_reading_order, ready_for_more
from tenderlaw.documents.docx.house import HOUSE
from tenderlaw.documents.docx.lists import kept_apart
from tenderlaw.documents.docx.package import drop_local_template
from tenderlaw.documents.docx.placeholders import (
    BLOCKS,
    OF_KIND,
    check_names,
    environment,
    misplaced,
    not_once,
    unfilled,
)
from tenderlaw.documents.docx.write import build
from tenderlaw.documents.layout import Piece, SectionStart, laid_out
from tenderlaw.documents.model import Document, plain
from tenderlaw.documents.phrases import phrases_in
from tenderlaw.documents.properties import custom_values
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["merge"]

_ASIDE = {"{": "\ue008", "}": "\ue009", "%": "\ue00a"}
_BACK = {value: key for key, value in _ASIDE.items()}
_BODY = "word/document.xml"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class _Composer(SubdocComposer):  # type: ignore[misc]
    """Numbers run on through a part, and bookmarks are numbered at the end, by whom they belong to."""

    def __init__(self, doc: Any) -> None:  # noqa: ANN401 - a document of python-docx
        super().__init__(doc)
        self.restart_numbering = False

    def renumber_bookmarks(self) -> None:
        """Nothing yet: by their order alone, beginnings would be joined to the ends of others."""


class _Part(Subdoc):  # type: ignore[misc]
    """A part to insert, which counts how often it is."""

    def __init__(self, tpl: DocxTemplate, data: bytes) -> None:
        self.tpl, self.docx, self.subdocx = tpl, tpl.get_docx(), docx.Document(io.BytesIO(data))
        self.times = 0
        kept_apart(self.subdocx, self.docx)
        _Composer(self.docx).attach_parts(self.subdocx)

    def __html__(self) -> str:
        self.times += 1
        return str(self._get_xml())


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl that does not repair: what is not well-formed is an error, never text left out."""

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401 - an element of lxml
        etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False, no_network=True))
        return super().fix_tables(xml)

    def paragraphs(self) -> Iterator[str]:
        """The words of every paragraph of the template."""
        self.init_docx()
        yield from _paragraphs(self.docx.element.body)
        for part in self.docx.part.package.parts:
            if part.content_type in (_FOOTNOTES, CT.WML_HEADER, CT.WML_FOOTER):
                yield from _paragraphs(parse_xml(part.blob))

    def unread(self) -> Iterator[str]:
        """The words of paragraphs where docxtpl fills nothing."""
        self.init_docx()
        for part in self.docx.part.package.parts:
            if part.content_type in (CT.WML_ENDNOTES, CT.WML_COMMENTS):
                yield from _paragraphs(parse_xml(part.blob))

    def sources(self) -> Iterator[str]:
        """Every text of the template that Jinja reads, as it reads it."""
        self.init_docx()
        yield self.patch_xml(self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield self.patch_xml(self.get_part_xml(part))
        for part in self.docx.part.package.parts:
            if part.content_type == _FOOTNOTES:
                yield self.patch_xml(part.blob.decode("utf-8"))


def _paragraphs(root: Any) -> Iterator[str]:  # noqa: ANN401 - an element of lxml
    for paragraph in root.iter("{*}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{{{root.nsmap['w']}}}t"))


def merge(document: Document, template: bytes, name: str) -> bytes | list[Fault]:
    """The template filled with the document, or what is wrong with the template."""
    random.seed(0)  # docxcompose gives lists random identities; this process exists for one document
    try:
        open_docx(template, name)
        tpl = _Template(io.BytesIO(template))
        values = _values(document)
        sources = list(tpl.sources())
        faults = [fault for words in tpl.paragraphs() for fault in misplaced(words, name)]
        faults += [fault for words in tpl.unread() for fault in unfilled(words, name)]
        if faults:
            return faults
        faults, used = check_names(document, values, sources, name)
        if faults:
            return faults
        ready_for_more(tpl.docx)
        drop_local_template(tpl.docx)
        roots = list(_roots(template, b"bookmark", b"<w:sdt").values())
        names, highest = bookmark_names(document, names_in(roots)), highest_number(roots)
        parts: dict[str, _Part] = {}
        bound = bound_to(document)
        bound.number = highest_control(roots)
        for block in BLOCKS:
            if block in used:
                parts[block] = _Part(tpl, _part(document, block, names, highest + 1, bound))
        tpl.render({**values, **parts}, environment())
        faults = [fault for block, part in parts.items() for fault in not_once(block, part.times, name)]
        if faults:
            return faults
        _finish(tpl.docx, document)
        attach_values(tpl.docx, bound)
        out = io.BytesIO()
        tpl.save(out)
    except InputInvalidError as error:
        return list(error.faults)
    except UndefinedError as error:
        return [Fault(name, 0, 0, "", f"uses what nothing fills: {_plain(error)}", "")]
    except SecurityError as error:
        return [Fault(name, 0, 0, "", f"does what no template may: {_plain(error)}", "")]
    except TemplateSyntaxError as error:
        return [Fault(name, 0, 0, "", f"is not a template: {_plain(error)}", "a placeholder is `{{ name }}`")]
    except (TemplateError, OverflowError, TypeError, etree.XMLSyntaxError) as error:
        return [Fault(name, 0, 0, "", f"cannot be filled: {_plain(error)}", "")]
    except (AttributeError, LookupError, ValueError, etree.LxmlError):  # a part that is not what its name says
        hint = "open it in a word processor and save it anew"
        return [Fault(name, 0, 0, "", "cannot be read as a Word document", hint)]
    return fixed_zip(_settled(_put_back(out.getvalue())))


def _values(document: Document) -> dict[str, Any]:
    """What placeholders within a line show."""
    named = [party for party in document.parties if party.role != phrases_in(document.language)["reference"]]
    parties = {f"party_{index}": plain(party.name) for index, party in enumerate(named, 1)}
    values = {
        "title": document.title,
        "subtitle": document.subtitle or "",
        "language": document.language,
        "as_of": day(document.manifest.as_of, document.language),
        "decision": document.manifest.decision,
        "notes": " ".join(document.notes),
        "buyer": document.buyer or "",
        **parties,
    }
    fills = {fill.id: _aside(fill.value) for fill in document.fill_ins}
    return {**{name: _aside(value) for name, value in values.items()}, "fill": fills}


def _part(document: Document, block: str, names: Mapping[str, str], above: int, bound: Values) -> bytes:
    """A part of the document as a Word file to insert, its bookmarks with these names and numbers from `above`."""
    doc = docx.Document(str(HOUSE))
    builder = Builder(doc, document, names)
    builder.values = bound
    build(builder, _pieces(document, block))
    moved_up(doc.element, above)
    for text in doc.element.iter("{*}t"):
        text.text = _aside(text.text or "")
    for part in doc.part.package.iter_parts():
        if part.content_type == _FOOTNOTES and isinstance(part, XmlPart):
            for text in part.element.iter("{*}t"):
                text.text = _aside(text.text or "")
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _pieces(document: Document, block: str) -> Iterator[Piece]:
    if block == "body":
        yield from laid_out(document)
        return
    wanted, section = "clauses" if block in OF_KIND else block, ""
    for piece in laid_out(document):
        section = piece.id if isinstance(piece, SectionStart) else section
        within = "clauses" if section.startswith("part-") or section == "waiting" else section
        if within == wanted:
            yield piece


def _finish(doc: Any, document: Document) -> None:  # noqa: ANN401 - a document of python-docx
    in_reading_order(doc)
    if not document.is_internal:
        return
    properties = CustomProperties(doc)
    for name, value in custom_values(document.manifest).items():
        properties[name] = value


def _aside(text: str) -> str:
    return "".join(_ASIDE.get(sign, sign) for sign in text)


def _settled(data: bytes) -> bytes:
    """The package with each bookmark of its own, with its own end, whoever wrote it."""
    roots = _roots(data, b"bookmark")
    settle(roots.values())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = serialize_part_xml(roots[name]) if name in roots else source.read(name)
            target.writestr(name, content)
    return out.getvalue()


def _roots(data: bytes, *words: bytes) -> dict[str, Any]:
    """The parts of a package that hold one of these words, the body first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        contents = {name: archive.read(name) for name in sorted(names, key=lambda name: name != _BODY)}
    return {
        name: parse_xml(cast("str", content))
        for name, content in contents.items()
        if any(word in content for word in words)
    }


def _put_back(data: bytes) -> bytes:
    """The package with the braces of our words in their places again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xml"):
                content = _restored(content)
            target.writestr(name, content)
    return out.getvalue()


def _restored(content: bytes) -> bytes:
    for sign, brace in _BACK.items():
        for written in (sign, f"&#{ord(sign)};"):
            content = content.replace(written.encode(), brace.encode())
    return content


def _plain(error: Exception) -> str:
    message = " ".join(str(error).split())
    return (message[:1].lower() + message[1:]).rstrip(".")[:200]
