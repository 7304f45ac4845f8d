"""What a company owes outside any procurement: law by law, by when, how far it is met, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from tenderlaw.decisions.duties import Duties
from tenderlaw.decisions.model.duties import CompanyDuties, DutyState, ElementState, RegimeDuties, Reusable
from tenderlaw.decisions.sentences.facts import called
from tenderlaw.facts import written
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.questions import question_of
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, TagColour, cited, given, said
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["CompanyView", "DutiesView", "DutyView", "ElementLine", "LawView", "MissingLine", "duties_view"]

_STATES: Final[Mapping[str, TagColour]] = {
    "met": "green", "late": "orange", "open": "blue", "unmet": "red", "unknown": "purple",
}  # fmt: skip
_OUTCOMES: Final[Mapping[str, TagColour]] = {
    "owes": "orange", "owes_nothing": "green", "unknown": "purple", "not_in_force": "grey",
}  # fmt: skip
_ORDER: Final = tuple(_OUTCOMES)


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A fact that is missing: the question that asks for it, and where it stands in the file."""

    question: Said
    path: str


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One thing that meeting a duty takes."""

    title: Said
    cite: str
    obligation: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty: for which year, by when, how far it is met."""

    title: Said
    cite: str
    tag: Tag
    year: str | None
    due: str | None
    guided: str | None
    owed: bool
    elements: tuple[ElementLine, ...]
    consequences: tuple[Said, ...]
    missing: tuple[MissingLine, ...]
    reusable: tuple[tuple[str, str], ...]
    """Texts made for other laws that may serve: which, and who says so."""
    note: Said | None


@dataclass(frozen=True, slots=True)
class LawView:
    """What a company owes under one law."""

    pack: str
    title: Said
    tag: Tag
    duties: tuple[DutyView, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A company of the group."""

    name: Said
    laws: tuple[LawView, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutiesView:
    """The whole answer on a day."""

    as_of: str
    companies: tuple[CompanyView, ...]
    days: tuple[tuple[str, Said, Said], ...]
    """The days to keep, the next first: the day, the company, the duty."""


def duties_view(found: Duties, models: FactModels, language: str) -> DutiesView:
    """The answer in a language of the pages; `models` know the facts that the packs declare."""
    return DutiesView(
        as_of=written.day(found.as_of, language),
        companies=tuple(_company(one, models, language) for one in found.companies),
        days=tuple(_days(found.companies, language)),
    )


def _company(company: CompanyDuties, models: FactModels, language: str) -> CompanyView:
    laws = sorted(company.regimes, key=lambda one: _ORDER.index(one.outcome))
    return CompanyView(
        name=given(company.name),
        laws=tuple(_law(one, models, language) for one in laws),
        unread=company.unread,
    )


def _law(regime: RegimeDuties, models: FactModels, language: str) -> LawView:
    words = room_in("duties", language)
    return LawView(
        regime.pack,
        said(regime.title, language),
        Tag(words[f"outcome_{regime.outcome}"], _OUTCOMES[regime.outcome]),
        tuple(_duty(one, models, language) for one in regime.duties),
        tuple(Said(note, None if language == "en" else "en") for note in regime.notes),
    )


def _duty(duty: DutyState, models: FactModels, language: str) -> DutyView:
    words = room_in("duties", language)
    return DutyView(
        title=said(duty.title, language),
        cite=cited(duty.cite, language),
        tag=Tag(words[f"state_{duty.state}"], _STATES[duty.state]),
        year=written.day(duty.of, language) if duty.of else None,
        due=written.day(duty.due, language) if duty.due else None,
        guided=written.day(duty.guided, language) if duty.guided else None,
        owed=duty.owed == "owed",
        elements=tuple(_element(one, language) for one in duty.elements) if duty.owed == "owed" else (),
        consequences=tuple(said(one, language) for one in duty.consequences) if duty.state in _NOT_MET else (),
        missing=tuple(_missing(path, models, language) for path in duty.missing),
        reusable=tuple((f"{one.pack}/{one.duty}", _who_says(one, language)) for one in duty.reusable),
        note=said(duty.note, language) if duty.note else None,
    )


_NOT_MET: Final = ("unmet", "late", "open")


def _who_says(one: Reusable, language: str) -> Markup:
    weight = room_in("duties", language)[f"obligation_{one.obligation}"]
    return Markup("{}, {}").format(weight, said(one.cite, language))


def _element(one: ElementState, language: str) -> ElementLine:
    words = room_in("duties", language)
    return ElementLine(
        said(one.title, language),
        cited(one.cite, language),
        words[f"obligation_{one.obligation}"],
        Tag(words[f"state_{one.state}"], _STATES[one.state]),
    )


def _missing(path: str, models: FactModels, language: str) -> MissingLine:
    """The question for a fact of a company, of the group as of the first one."""
    asked = path
    if path.startswith("group["):
        asked = "operator" + path[path.index("]") + 1 :]
    try:
        found = question_of(asked, language, models)
    except InputInvalidError:
        return MissingLine(Said(called(asked, language, models)), path)
    return MissingLine(Said(found.text, None if found.language == language else found.language), path)


def _days(companies: Iterable[CompanyDuties], language: str) -> list[tuple[str, Said, Said]]:
    held: list[tuple[date, Said, Said]] = [
        (day, given(company.name), said(duty.title, language))
        for company in companies
        for regime in company.regimes
        for duty in regime.duties
        if duty.owed == "owed" and duty.state in ("open", "unmet", "unknown") and (day := duty.due or duty.guided)
    ]
    return [(written.day(day, language), name, title) for day, name, title in sorted(held, key=lambda one: one[0])]
