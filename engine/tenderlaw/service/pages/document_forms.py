"""The form of values of a document: what was asked for in an address or a form, read and given back with its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from sqlalchemy import Connection

from tenderlaw.documents.formats import Format
from tenderlaw.documents.kinds import LETTERS, OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters.blanks import DAYS
from tenderlaw.documents.phrases import LANGUAGES
from tenderlaw.documents.questionnaire import what_is_asked
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.service.files.deciding import File, decided
from tenderlaw.service.files.documents import document_values, need_decision
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.forms.errors import FormError
from tenderlaw.service.pages.forms.typed import day_in
from tenderlaw.service.pages.views.blanks import PREFIX, BlanksView, blanks_view
from tenderlaw.sources.faults import Fault

__all__ = ["FORMATS", "KINDS", "Asked", "asked_in", "blanks_of_document", "errors_of"]

FORMATS: Final[tuple[Format, ...]] = ("docx", "pdf", "odt", "html")
"""Formats that the page offers."""
KINDS: Final[tuple[DocumentKind, ...]] = (*OF_CLAUSES, *sorted(LETTERS), "file-note")
_PARTS: Final = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as the page asks for it."""

    kind: DocumentKind
    language: str
    fallback: str | None
    """The language for clauses without wording in the other."""
    values: Mapping[str, str] = field(default_factory=dict)

    def checked(self, typed: Mapping[str, str], language: str) -> Mapping[str, str]:
        """The values, once the days that were typed are days. Raises FormInvalidError at the wrong part."""
        for name in _days_typed(typed):
            day_in(typed, f"{PREFIX}{name}", language)
        return self.values

    def last(self, connection: Connection, hand: Hand, file: File) -> Asked:
        """The same with the values of the last document of its kind."""
        held = document_values(connection, hand, file.bidder.bidder, self.kind)
        return replace(self, values=cast("dict[str, str]", held))


def asked_in(typed: Mapping[str, str]) -> Asked:
    """What an address or a form asks for. Raises Problem for a kind or a language that there is not."""
    kind, language = typed.get("kind", ""), typed.get("in", "") or DEFAULT_LANGUAGE
    fallback = typed.get("fallback", DEFAULT_LANGUAGE if "in" in typed and "fallback" not in typed else "")
    if kind not in KINDS or language not in LANGUAGES or (fallback and fallback not in LANGUAGES):
        raise Problem("not-found", "there is no such document")
    of_clauses = kind in OF_CLAUSES
    known = fallback if of_clauses and fallback and fallback != language else None
    return Asked(kind, language, known, _values(typed))


def _values(typed: Mapping[str, str]) -> dict[str, str]:
    """The values by the ids of blanks; a day of three parts as one, as far as it is one."""
    held = {
        name[len(PREFIX) :]: value.strip()
        for name, value in typed.items()
        if name.startswith(PREFIX) and not name.endswith(tuple(f"-{part}" for part in _PARTS)) and value.strip()
    }
    for name in _days_typed(typed):
        parts = [typed.get(f"{PREFIX}{name}-{part}", "").strip() for part in reversed(_PARTS)]
        if any(parts):
            held[name] = "-".join(part.zfill(2) for part in parts)
    return held


def _days_typed(typed: Mapping[str, str]) -> list[str]:
    return [name[len(PREFIX) : -len("-day")] for name in typed if name.startswith(PREFIX) and name.endswith("-day")]


def blanks_of_document(
    connection: Connection,
    hand: Hand,
    file: File,
    asked: Asked,
    language: str,
    *,
    last: bool = False,
    faults: Sequence[Fault] = (),
) -> BlanksView:
    """The form of a document of a file; `last`: with the values of the last one of its kind.

    Raises FileRefusedError without a decision on the file as it is.
    """
    found = decided(hand, file.bidder, file.standing, need_decision(file).as_of)
    values = asked.last(connection, hand, file).values if last else asked.values
    clauses = None
    if asked.kind in OF_CLAUSES:
        clauses = what_is_asked(
            found.decision.given.case,
            kind=asked.kind,
            as_of=found.decision.as_of,
            packs=found.regimes,
            policies=found.policies,
            language=asked.language,
            fallback_language=asked.fallback,
            fill_ins=dict(values),
            library=hand.packs.library,
        )
    return blanks_view(asked.kind, found.decision, clauses, values, language, faults)


def errors_of(view: BlanksView) -> list[FormError]:
    """What is wrong, each at its field, for the summary at the top."""
    found = [FormError("", text) for text in view.faults]
    for blank in view.blanks:
        if blank.error is not None:
            is_day = blank.kind == "day" or blank.id in DAYS
            found.append(FormError(f"{blank.field}-day" if is_day else blank.field, blank.error))
    return found
