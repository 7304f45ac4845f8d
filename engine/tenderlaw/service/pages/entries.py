"""One entry of a list on one page: a whole conviction, person or event, whose facts may be given all at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.facts.base import Facts
from tenderlaw.facts.catalogue import fields_of
from tenderlaw.facts.places import field_of
from tenderlaw.interview import TYPED, Interview, Standing, answered, forgotten, standing
from tenderlaw.interview.asking import question_at
from tenderlaw.interview.entries import needs_first
from tenderlaw.interview.facts_at import at, names
from tenderlaw.interview.words import caption_of, offences_of
from tenderlaw.service.files.assessing import is_assessed
from tenderlaw.service.files.faults import ChangedError, FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pages.forms.controls import (
    ADD,
    UNKNOWN,
    Answer,
    Control,
    control_of,
    read_if_any,
    typed_of,
)
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError, of_the_engine
from tenderlaw.service.pages.forms.put import known_by, meant
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.rooms import Held, Room, is_shared, room_at
from tenderlaw.service.pages.work import problem_of_refusal, reading, writing

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
_TELLING: Final = ("role", "name", "link", "kind", "offence", "list", "scheme", "value")
"""Facts that say what an entry is: they stand first."""
_WITHIN: Final = ("truth", "code", "word", "offence", "day", "money", "valuation", "number", "words")
_MAY_BE_NONE: Final = ("words", "countries")


@dataclass(frozen=True, slots=True)
class EntryField:
    """A fact of the entry on the page."""

    path: str
    control: Control
    first: bool
    """Whether it is shown at once: the others unfold."""


@dataclass(frozen=True, slots=True)
class EntryForm:
    """An entry as a page shows it."""

    held: Held
    now: Standing
    entry: str
    caption: str | None
    fields: tuple[EntryField, ...]
    was: str
    new: str
    """The list to which it is added with what is given of it; empty of one that is there."""

    @property
    def taken_over(self) -> bool:
        """Whether any of it was declared, or comes from another file."""
        sources = self.held.interview.sources
        return any(sources.get(one.path, TYPED) != TYPED for one in self.fields)


@router.get("/bidders/{handle}/entry")
@router.get("/procurements/{handle}/entry")
async def ask(
    request: Request,
    who: Officer,
    handle: str,
    entry: str = "",
    of: Annotated[str, Query(alias="list")] = "",
    to: str = "",
) -> Response:
    """The page of an entry, of the last one of a list, or of one that is to be added to a list of the procurement."""
    room, language = room_at(request, handle, entry or of), language_of(request)
    if not entry and not of:  # somebody reloads the page of a form that was refused
        return go(request, f"{room.home}/answers")

    def find(connection: Connection, hand: Hand) -> EntryForm:
        held = room.held(connection, hand)
        return _form(held, _last(held, of) if of and not is_shared(of) else entry, of, language)

    form = await reading(request, who, find)
    interview, typed = form.held.interview, {"to": to, "list": form.new}
    for one in form.fields:
        typed |= typed_of(one.control, at(interview.facts, one.path))
        if one.path in interview.unknown:
            typed[one.control.unknown_name if one.control.typed else one.control.name] = UNKNOWN
    return _page(request, room, form, typed)


def _last(held: Held | None, of: str) -> str:
    entries = at(held.interview.facts, of) if held is not None and names(of) else None
    return f"{of}[{len(entries) - 1}]" if isinstance(entries, list | tuple) and entries else ""


@router.post("/bidders/{handle}/entry")
@router.post("/procurements/{handle}/entry")
async def keep(request: Request, who: Officer, handle: str) -> Response:
    """Keeps what was given of an entry: all of it, or nothing where something is wrong."""
    typed, language = await came_from(request, who), language_of(request)
    room = room_at(request, handle, typed.get("entry") or typed.get("list", ""))

    def take(connection: Connection, hand: Hand) -> tuple[EntryForm, list[FormError], int]:
        form = _form(room.held(connection, hand, lock=True), typed.get("entry", ""), typed.get("list", ""), language)
        changed = form.was != typed.get("was")
        if changed and form.new and _added_already(form, typed, language):
            return form, [], 200
        after, errors = _answered(form, typed, language)
        if errors:
            return form, errors, 422
        if changed and after != form.held.interview:
            return form, [FormError("", said("errors.answer_changed", language))], 409
        room.keep(connection, hand, form.held, after)
        return form, [], 200

    try:
        form, errors, status = await writing(request, who, take)
    except (ChangedError, FileRefusedError) as error:
        raise problem_of_refusal(error) from error
    if errors:
        return _page(request, room, form, typed, errors=errors, status=status)
    if typed.get("to") == "answers":
        return go(request, f"{room.home}/answers", "saved")
    return go(request, f"{room.home}/questions", "saved")


def _added_already(form: EntryForm, typed: Posted, language: str) -> bool:
    """Whether the form came twice: the entry before the new one holds all that it gives."""
    listed, _, number = form.entry.rstrip("]").rpartition("[")
    before = f"{listed}[{int(number) - 1}]"
    for one in form.fields:
        try:
            answer = read_if_any(one.control, typed, language)
        except FormInvalidError:
            return False
        stands = at(form.held.interview.facts, before + one.path.removeprefix(form.entry))
        if answer is not None and answer.word == "value" and answer.value != stands:
            return False
    return number != "0"


def _form(held: Held | None, entry: str, new: str, language: str) -> EntryForm:
    """The form of an entry, or of a new one of a list that is shared. Raises Problem where there is none."""
    if held is None:
        raise Problem("not-found")
    was = known_by(held.interview, entry)
    if is_shared(new) and field_of(new, held.interview.models) is not None:
        was = known_by(held.interview, new)
        grown = answered(held.interview, new, ADD, language)
        held = replace(held, interview=grown.interview)
        entry = _last(held, new)
    else:
        new = ""
    if not entry.endswith("]") or not names(entry) or at(held.interview.facts, entry) is None:
        raise Problem("not-found")
    interview = held.interview
    model = field_of(entry.rpartition("[")[0], interview.models)
    if model is None or model.entries is None:
        raise Problem("not-found")
    now = standing(interview, language)
    open_ = {one.path for one in now.questions}
    fields = [
        EntryField(path, _control(interview, entry, path, language), path in open_ or _first(interview, entry, path))
        for path in _facts(model.entries, entry)
        if not is_assessed(path, held.assessed)
    ]
    fields.sort(key=lambda one: (not one.first, _rank(one.path)))
    offences = offences_of(interview.governing)
    caption = caption_of(f"{entry}.x", interview.facts, language, interview.models, offences)
    return EntryForm(held, now, entry, caption, tuple(fields), was, new)


def _facts(model: type[Facts], at_: str) -> list[str]:
    """The facts of an entry and of its groups; its lists are asked for one by one."""
    found = []
    for name, field in fields_of(model).items():
        if field.kind == "group" and field.model is not None:
            found += _facts(field.model, f"{at_}.{name}")
        elif field.kind in _WITHIN:
            found.append(f"{at_}.{name}")
    return found


def _first(interview: Interview, entry: str, path: str) -> bool:
    told = path.rpartition(".")[2] in _TELLING
    return told or at(interview.facts, path) is not None or path in interview.unknown


def _rank(path: str) -> int:
    name = path.rpartition(".")[2]
    return _TELLING.index(name) if name in _TELLING else len(_TELLING)


def _control(interview: Interview, entry: str, path: str, language: str) -> Control:
    question = question_at(path, language, interview)
    name = "fact_" + path[len(entry) + 1 :].replace(".", "_")  # some facts are called as fields of the form are
    return control_of(question, may_be_none=question.kind in _MAY_BE_NONE, name=name)


def _answered(form: EntryForm, typed: Posted, language: str) -> tuple[Interview, list[FormError]]:
    """The interview with what was given, and what is wrong; a field left empty takes back what it held."""
    interview = form.held.interview
    errors: list[FormError] = []
    for one in form.fields:
        try:
            answer = read_if_any(one.control, typed, language)
        except FormInvalidError as error:
            errors += error.errors
            continue
        stands, unknown = at(interview.facts, one.path), one.path in interview.unknown
        if answer is None:
            if stands is not None or unknown:
                interview = forgotten(interview, one.path)
        elif (answer.word == "unknown") != unknown or (answer.word != "unknown" and _plain(answer) != stands):
            became = answered(interview, one.path, meant(answer), language)
            name = one.control.name
            errors += [of_the_engine(name, fault, language, interview.models) for fault in became.faults]
            interview = became.interview
    needed = needs_first(form.entry.rpartition("[")[0], interview.models)
    for one in form.fields:
        if one.path.removeprefix(f"{form.entry}.") in needed and at(interview.facts, one.path) is None:
            errors.append(FormError(one.control.name, said("errors.entry_needs", language)))
    return interview, errors


def _plain(answer: Answer) -> object:
    return [] if answer.word == "none" else answer.value


def _page(
    request: Request,
    room: Room,
    form: EntryForm,
    typed: Posted | dict[str, str],
    *,
    errors: list[FormError] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "entry.html",
        status=status,
        form_=form,
        home=room.home,
        typed=typed,
        errors=errors or [],
    )
