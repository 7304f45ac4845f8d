"""What is wrong with a form, at which field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tenderlaw.decisions.sentences.facts import called, entry_in
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.interview.facts_at import names
from tenderlaw.service.pages.engine_words import refusal_said
from tenderlaw.service.pages.phrases import said
from tenderlaw.sources.faults import Fault

__all__ = ["FormError", "FormInvalidError", "error_at", "named", "of_the_engine"]

_NAMED: Final = re.compile(r"`([a-z_][a-z0-9_.\[\]]*)`")


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
    """A fault of facts, in the language of the page; paths in it are said by the titles of their facts."""
    message, hint = (named(text, fault.field, language, models) for text in (fault.message, fault.hint))
    return FormError(field, refusal_said(Fault("", 0, 0, "", message, hint), language))


def named(text: str, beside: str, language: str, models: FactModels) -> str:
    """A text with the titles of the facts that it names by their paths, or by their names beside another fact."""
    return _NAMED.sub(lambda found: _title(found[1], beside, language, models) or found[0], text)


def _title(path: str, beside: str, language: str, models: FactModels) -> str | None:
    """The title of a fact that a fault names by its path, or by its name beside the fact that it is about."""
    while names(path):
        here = f"{beside}.{path}" if beside else path
        if names(here) and field_of(here, models) is not None:
            said_as = entry_in if here.endswith("]") else called
            return said("errors.quoted", language, title=said_as(here, language, models))
        if not beside:
            break
        beside = beside.rpartition(".")[0]
    return None


def error_at(errors: Iterable[FormError] | None, field: str) -> str | None:
    """What is wrong with a field, if anything."""
    return next((one.text for one in errors or () if one.field == field), None)
