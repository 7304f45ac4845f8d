"""The Jinja environment of the pages: our templates, the components of govuk-frontend, words, days and amounts.

What a template prints is escaped; the words come from `phrases`, by `t("key")`. Which language a page speaks is kept
beside the rendering (`speaking`), so that macros that are imported speak it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from tenderlaw.facts import written
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.wording import Wording, languages_of, said_in
from tenderlaw.service.pages.assets import asset
from tenderlaw.service.pages.engine_words import declared, told
from tenderlaw.service.pages.forms.errors import FormError, error_at
from tenderlaw.service.pages.forms.typed import countries_named
from tenderlaw.service.pages.phrases import DEFAULT_LANGUAGE, phrases_in, said

__all__ = ["environment", "speaking", "t"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_CODED: Final = re.compile("`([^`]+)`")
_LANGUAGE: ContextVar[str] = ContextVar("language_of_the_page", default=DEFAULT_LANGUAGE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Whatever is said within is said in this language."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def t(key: str, **values: object) -> str:
    """The phrase of a key in the language of the page."""
    return said(key, _LANGUAGE.get(), **values)


@cache
def environment() -> Environment:
    """The environment, made once; templates are compiled at their first use."""
    env = Environment(
        autoescape=True,
        undefined=ChainableUndefined,  # the macros of the components reach into what is not given
        trim_blocks=True,
        lstrip_blocks=True,
        loader=ChoiceLoader(
            [
                FileSystemLoader(_TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
    )
    env.globals |= {"t": t, "has_phrase": _has_phrase, "asset": asset, "language_now": _LANGUAGE.get}
    env.globals |= {"wrong": _wrong, "hint_of": _hint_of, "countries": _countries}
    env.filters |= {name: _not_folded(filter_) for name, filter_ in _FILTERS.items()}
    return env


def _not_folded(said_by: Callable[..., str]) -> Callable[..., str]:
    """The filter, with a context: without one Jinja applies it to a constant once, in its first reader's language."""

    def applied(_: Context, *values: str) -> str:
        return said_by(*values)

    return pass_context(applied)


def _wrong(errors: Iterable[FormError] | None, field: str) -> dict[str, str] | None:
    """The error message of a field as the components take it."""
    text = error_at(errors, field)
    return None if text is None else {"text": text, "visuallyHiddenText": t("forms.error")}


def _countries() -> list[tuple[str, str]]:
    """Code and name of every country in the language of the page."""
    return countries_named(_LANGUAGE.get())


def _hint_of(hint: str | None) -> dict[str, str] | None:
    """A hint as the components take it."""
    return {"html": _coded(hint)} if hint else None


def _coded(text: str) -> Markup:
    """A text, escaped; identifiers stand between backticks in texts of the law, of facts and of ours."""
    return Markup(_CODED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped just now


def _has_phrase(key: str) -> bool:
    return key in phrases_in(_LANGUAGE.get())


def _day(value: date | str | None) -> Markup:
    """A day as the language writes it, as `<time>`; what is no day is said as it is."""
    if value is None or value == "":
        return Markup("")
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return Markup("{}").format(t("layout.open") if value == "open" else value)
    if day == OPEN:
        return Markup("{}").format(t("layout.open"))
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), written.day(day, _LANGUAGE.get()))


def _moment(value: datetime | str) -> Markup:
    """A moment, in UTC, as the language writes it."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    text = f"{written.day(at.date(), _LANGUAGE.get())}, {at:%H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), text)


def _amount(value: Decimal | int | str, currency: str) -> str:
    """An amount of money as the language writes it."""
    return written.money(Decimal(value), currency, _LANGUAGE.get())


def _number(value: Decimal | int | str) -> str:
    return written.number(Decimal(value), _LANGUAGE.get())


def _country(code: str) -> str:
    return written.country(code, _LANGUAGE.get())


def _law(text: str | None) -> Markup:
    """Words of a law in the language of the page; in English, and marked so, where the law has none in it."""
    if text is None:
        return Markup("")
    language = _LANGUAGE.get()
    spoken = language if isinstance(text, Wording) and language in languages_of(text) else DEFAULT_LANGUAGE
    return _said(said_in(text, spoken), spoken)


def _said(text: str | None, language: str) -> Markup:
    """A text that is said in a language, marked where that is not the language of the page."""
    if not text:
        return Markup("")
    if language == _LANGUAGE.get():
        return _coded(text)
    return Markup('<span lang="{}">{}</span>').format(language, _coded(text))


def _engine(message: str) -> Markup:
    """What the engine says of a file or an answer."""
    return told(message, _LANGUAGE.get())


def _declared(text: str) -> str:
    """A note of the reader of ESPD Responses."""
    return declared(text, _LANGUAGE.get())


_FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "day": _day, "moment": _moment, "amount": _amount, "number": _number, "country": _country, "law": _law,
    "said": _said, "engine": _engine, "declared": _declared,
}  # fmt: skip
