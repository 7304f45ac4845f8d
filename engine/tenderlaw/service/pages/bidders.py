"""Bidders: a new file from an ESPD Response, a case file, a former file or nothing, and the home of a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Final, cast

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.sentences.facts import called
from tenderlaw.facts.operator import ROLES
from tenderlaw.facts.questions import question_of
from tenderlaw.interview import Standing, standing
from tenderlaw.interview.facts_at import leaves
from tenderlaw.interview.words import caption_of, offences_of
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.bidders import Bidder, create_bidder, list_bidders
from tenderlaw.service.files.deciding import File, interview_on, read_file, refuse_changed
from tenderlaw.service.files.drafts import BidderDraft, assessed_by, without_assessed
from tenderlaw.service.files.faults import ChangedError, FileRefusedError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.history import said_last
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.procurements import Procurement, read_procurement
from tenderlaw.service.files.recording import decide_and_record, prepare_decision, record_decision
from tenderlaw.service.pages.engine_words import unread
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.once import made_once, new_number
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import Posted, came_from
from tenderlaw.service.pages.rooms import left_to_assess
from tenderlaw.service.pages.uploads import espd_in, facts_in_case
from tenderlaw.service.pages.work import problem_of_refusal, reading, writing
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["router"]

router: Final = APIRouter(include_in_schema=False)
BEGINNINGS: Final = ("espd", "case", "former", "nothing")
"""From what a file can begin."""
_MOST_FORMER: Final = 200
_LONGEST_NAME: Final = 300


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new file begins with."""

    facts: Plain
    source: str
    espd: Plain | None = None
    """What is to be known of an ESPD Response."""


@router.get("/procurements/{handle}/bidders/new")
async def ask(
    request: Request,
    who: Officer,
    handle: str,
    source: Annotated[str | None, Query(alias="from")] = None,
    chosen: Annotated[bool, Query()] = False,
) -> Response:
    """How to begin the file of a bidder; then what it begins with."""
    if source in BEGINNINGS:
        return await _form(request, who, handle, {"from": source}, once=new_number())
    one = await reading(request, who, read_procurement, handle)
    errors = [FormError("from", said("errors.beginning_missing", language_of(request)))] if chosen else []
    return page(request, "bidder_how.html", status=422 if errors else 200, one=one, errors=errors)


@router.post("/procurements/{handle}/bidders/new")
async def begin(request: Request, who: Officer, handle: str) -> Response:
    """Begins a file, and leads to what was read where it came from elsewhere."""
    form, language = await came_from(request, who), language_of(request)
    once = form.get("once", "")
    try:
        began = await _beginning(request, who, form, language)
    except FormInvalidError as error:
        return await _form(request, who, handle, form, errors=error.errors, once=once)

    def make(connection: Connection, hand: Hand) -> str:
        known = read_procurement(connection, hand, handle).draft
        facts, aside = without_assessed(began.facts, hand.regimes(known.regimes))
        facts.setdefault("operator", {"role": ROLES[0]})
        sources = {path: began.source for path, _ in leaves(facts) if path != "operator.role"}
        told: Plain | None = {"espd": began.espd, "aside": list(aside)} if began.espd or aside else None
        one = create_bidder(connection, hand, handle, BidderDraft(facts, sources=sources), told)
        return f"/bidders/{one.bidder}/{'read' if told else 'questions'}"

    try:
        return go(request, await made_once(request, who, form, make))
    except (InputInvalidError, FileRefusedError) as error:
        errors = [FormError(form["from"], unread([one], language)) for one in error.faults[:10]]
        return await _form(request, who, handle, form, errors=errors, once=once)


@router.get("/bidders/{handle}/read")
async def was_read(request: Request, who: Reader, handle: str) -> Response:
    """What is to be known of the document that a file was read from."""
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> tuple[Bidder, Plain, list[tuple[str, str | None]]]:
        one = read_file(connection, hand, handle).bidder
        _, answers = said_last(connection, hand, handle, "answers", first=True) or ("", {})
        told = cast("Plain", answers.get("read") or {})
        facts = cast("Plain", answers.get("facts") or {})  # as they were then: entries may have moved since
        regimes = hand.regimes(one.procurement.draft.regimes)
        models, offences = models_of(regimes), offences_of(regimes)
        aside = [
            (called(path, language, models), caption_of(path, facts, language, models, offences))
            for path in cast("list[str]", told.get("aside") or [])
        ]
        return one, told, aside

    one, told, aside = await reading(request, who, find)
    return page(request, "bidder_read.html", one=one, espd=told.get("espd"), aside=aside)


async def _beginning(request: Request, who: Caller, form: Posted, language: str) -> Beginning:
    """The facts that a file begins with. Raises FormInvalidError."""
    source = form.get("from", "")
    if source not in BEGINNINGS:
        raise FormInvalidError("from", said("errors.beginning_missing", language))
    if source == "nothing":
        name = " ".join(form.get("name", "").split())
        if not name or len(name) > _LONGEST_NAME:
            raise FormInvalidError("name", said("errors.name_missing", language))
        return Beginning({"operator": {"role": ROLES[0], "name": name}}, "typed")
    if source == "former":
        if not form.get("former"):
            raise FormInvalidError("former", said("errors.former_missing", language))
        file = await reading(request, who, read_file, form["former"])
        return Beginning(dict(file.bidder.draft.facts), "former")
    field = "espd" if source == "espd" else "case"
    upload = form.file(field)
    if upload is None:
        raise FormInvalidError(field, said("errors.file_missing", language))
    try:
        if source == "espd":
            read = espd_in(upload, form.get("role"), language)
            remarks = [asdict(one) for one in read.remarks]
            told: Plain = {"name": read.operator.name, "version": read.version, "remarks": remarks}
            return Beginning({"operator": read.operator.model_dump(mode="json", exclude_none=True)}, "espd", told)
        facts = facts_in_case(upload, language)
    except FormInvalidError as error:
        raise FormInvalidError(field, error.errors[0].text) from error
    return Beginning({name: facts[name] for name in ("operator", "entities") if name in facts}, "case")


async def _form(
    request: Request, who: Caller, handle: str, typed: Posted | dict[str, str], **context: object
) -> Response:
    def find(connection: Connection, hand: Hand) -> tuple[Procurement, list[Bidder]]:
        former = list_bidders(connection, hand, limit=_MOST_FORMER)
        return read_procurement(connection, hand, handle), list(former.items)

    one, former = await reading(request, who, find)
    status = 422 if context.get("errors") else 200
    roles = [(word.word, word.title) for word in question_of("operator.role", language_of(request)).choices]
    return page(request, "bidder_new.html", status=status, one=one, former=former, typed=typed, roles=roles, **context)


@dataclass(frozen=True, slots=True)
class Home:
    """The home of a file: where its questions stand, and what was decided."""

    file: File
    standing: Standing | None
    """None where no day is set on which it is decided."""
    assessing: int = 0
    """How many facts are left, where all that are left are for the authority to assess."""


@router.get("/bidders/{handle}")
async def shown(request: Request, who: Reader, handle: str) -> Response:
    """The home of a file: what is to be done, in order."""
    language = language_of(request)

    def find(connection: Connection, hand: Hand) -> Home:
        file = read_file(connection, hand, handle)
        day = file.bidder.procurement.as_of
        now = None if day is None else standing(interview_on(hand, file.bidder, day, file.standing), language)
        if now is None:
            return Home(file, None)
        assessed = assessed_by(hand.regimes(file.bidder.procurement.draft.regimes))
        return Home(file, now, len(left_to_assess(now, assessed)))

    home = await reading(request, who, find)
    return page(request, "bidder.html", home=home, one=home.file.bidder, may_change=who.may("officer"))


@router.post("/bidders/{handle}/decide")
async def decide(request: Request, who: Officer, handle: str) -> Response:
    """Decides a file as it stands, puts the decision on record, and leads to it."""
    form = await came_from(request, who)

    def meant(file: File) -> None:
        refuse_changed(file, form.get("revision"))

    try:
        if desk_of(request).decides_apart:
            prepared = await reading(request, who, prepare_decision, handle, meant=meant)
            recorded = await writing(request, who, record_decision, prepared)
        else:
            recorded = await writing(request, who, decide_and_record, handle, meant=meant)
    except (ChangedError, FileRefusedError) as error:
        raise problem_of_refusal(error) from error
    return go(request, f"/decisions/{recorded.made.decision}", "decided" if recorded.new else "decided_before")
