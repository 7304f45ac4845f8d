"""What is wrong with a form, at which field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["FormError", "FormInvalidError", "error_at", "of_the_engine"]


@dataclass(frozen=True, slots=True)
class FormError:
    """One thing that is wrong."""

    field: str
    """The id of the field to which the summary leads; empty where it is the whole form."""
    text: str
    """What is wrong and what would be right, in the language of the page."""


class FormInvalidError(Exception):
    """A field holds what is no answer; nothing was kept of it."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.errors = (FormError(field, text),)


def of_the_engine(field: str, message: str, hint: str, language: str) -> FormError:
    """A fault of facts, which the engine says in English; marked so on pages in another language."""
    text = f"{message} ({hint})" if hint else message
    return FormError(field, text if language == "en" else Markup('<span lang="en">{}</span>').format(text))


def error_at(errors: Iterable[FormError] | None, field: str) -> str | None:
    """What is wrong with a field, if anything."""
    return next((one.text for one in errors or () if one.field == field), None)
