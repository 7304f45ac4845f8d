"""What is wrong with a form, at which field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from tenderlaw.decisions.sentences.facts import called
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.interview.facts_at import names
from tenderlaw.sources.faults import Fault

__all__ = ["FormError", "FormInvalidError", "error_at", "of_the_engine"]

_NAMED: Final = re.compile(r"`([a-z_]+[.\[][^`]*)`")


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


def of_the_engine(field: str, fault: Fault, language: str, models: FactModels) -> FormError:
    """A fault of facts, which the engine says in English; marked so on pages in another language.

    Paths in it are said by the titles of their facts.
    """
    text = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
    said = _NAMED.sub(lambda found: _title(found[1], language, models) or found[0], text)
    return FormError(field, said if language == "en" else Markup('<span lang="en">{}</span>').format(said))


def _title(path: str, language: str, models: FactModels) -> str | None:
    if not names(path) or field_of(path, models) is None:
        return None
    return f"“{called(path, language, models)}”"


def error_at(errors: Iterable[FormError] | None, field: str) -> str | None:
    """What is wrong with a field, if anything."""
    return next((one.text for one in errors or () if one.field == field), None)
