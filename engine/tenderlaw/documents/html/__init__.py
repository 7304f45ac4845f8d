"""HTML: one accessible, printable file without anything from the network."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from tenderlaw.documents.json_writer import plain_data
from tenderlaw.documents.layout import SectionStart, laid_out
from tenderlaw.documents.model import Clause, Document
from tenderlaw.documents.phrases import phrases_in

__all__ = ["to_html"]

_FOLDER = Path(__file__).parent


def to_html(document: Document) -> str:
    """The document as a web page: WCAG 2.2 AA, inline style, A4 when printed."""
    phrases = phrases_in(document.language)
    subtitle = f"{phrases['colon']} {document.subtitle}" if document.subtitle else ""
    return _template().render(
        document=_data(document),
        is_letter=document.is_letter,
        is_internal=document.is_internal,
        pieces=[_data(piece) for piece in laid_out(document)],
        contents=_contents(document),
        title=document.title + subtitle,
        manifest=json.dumps(plain_data(document.manifest), ensure_ascii=False, sort_keys=True),
        phrases=dict(phrases),
        style=Markup(_style()),  # noqa: S704 - our own file
    )


@cache
def _style() -> str:
    return (_FOLDER / "style.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    env = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return env.from_string((_FOLDER / "document.html.j2").read_text(encoding="utf-8"))


def _contents(document: Document) -> list[dict[str, object]]:
    """Sections and their clauses, for the table of contents."""
    entries: list[dict[str, object]] = []
    inner: list[object] = []
    for piece in laid_out(document):
        if isinstance(piece, SectionStart):
            inner = []
            entries.append({"id": piece.id, "title": piece.title, "clauses": inner})
        elif isinstance(piece, Clause):
            inner.append(
                {"anchor": piece.anchor, "number": piece.number, "title": piece.title, "language": piece.language}
            )
    return entries


def _data(value: object) -> object:
    """A value of the model as the plain data that the template reads; its kind under `type`."""
    if is_dataclass(value) and not isinstance(value, type):
        data = {_name(field.name): _data(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **data}
    return [_data(one) for one in value] if isinstance(value, tuple | list) else value


def _name(field: str) -> str:
    return "items_" if field == "items" else field  # `items` is a method of every mapping
