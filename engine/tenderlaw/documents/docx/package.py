"""The package around a document: properties without a clock, language."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as DocxDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsmap
from docx_plus.core.oxml import xpath

from tenderlaw.documents.model import Document, Manifest
from tenderlaw.documents.properties import custom_values, locale_of
from tenderlaw.documents.reaching_out import is_local_template

__all__ = ["drop_local_template", "set_language", "set_properties"]

_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_LONGEST: Final = 255


def set_language(doc: DocxDocument, language: str) -> None:
    """The language of the whole document: of its styles' defaults and of the theme's fonts."""
    for lang in xpath(doc.styles.element, "./w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
        for name in list(lang.attrib):
            del lang.attrib[name]
        lang.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", locale_of(language))


def drop_local_template(doc: DocxDocument) -> None:
    """Forget the Word template on somebody's machine from which a document was made: it is of no use elsewhere."""
    settings = doc.part._settings_part
    for relation in list(settings.rels.values()):
        if is_local_template(relation.reltype, relation.target_ref):
            del settings.rels[relation.rId]
            for element in xpath(settings.element, "./w:attachedTemplate"):
                element.getparent().remove(element)


def set_properties(doc: DocxDocument, document: Document) -> None:
    """Core properties without a clock, and the manifest as custom properties: of what leaves the house, no manifest."""
    # a library for templates puts another namespace behind this prefix for the whole process
    before, nsmap["cp"] = nsmap["cp"], _CORE
    try:
        _set_properties(doc, document)
    finally:
        nsmap["cp"] = before


def _set_properties(doc: DocxDocument, document: Document) -> None:
    core, manifest, title, subject = doc.core_properties, document.manifest, document.title, document.subtitle or ""
    when = datetime(manifest.as_of.year, manifest.as_of.month, manifest.as_of.day)
    core.title, core.subject, core.language = title[:_LONGEST], subject[:_LONGEST], locale_of(manifest.language)
    core.author = core.last_modified_by = f"tenderlaw {manifest.engine_version}"
    core.created = core.modified = when
    core.revision, core.keywords, core.comments, core.category = 1, "", "", ""
    if not document.is_internal:
        core.author = core.last_modified_by = (document.buyer or "")[:_LONGEST]
        return
    core.identifier = manifest.decision
    _custom(doc, manifest)


def _custom(doc: DocxDocument, manifest: Manifest) -> None:
    properties = "".join(
        f"<property fmtid={quoteattr(_FORMAT_ID)} pid={quoteattr(str(number))} name={quoteattr(name)}>"
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(custom_values(manifest).items(), 2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}">{properties}</Properties>'
    )
    package = doc.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, xml.encode("utf-8"), package)
    package.relate_to(part, _RELATION)
