"""Documents of a bidder: the values that they ask for, a preview, what was made, and what changed between versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from fastapi import APIRouter, Request
from sqlalchemy import Connection, select
from starlette.responses import HTMLResponse, Response

from tenderlaw.documents.formats import Format
from tenderlaw.documents.html import to_html
from tenderlaw.documents.kinds import OF_CLAUSES, DocumentKind
from tenderlaw.documents.phrases import LANGUAGES
from tenderlaw.service.files.deciding import File, decided, read_file
from tenderlaw.service.files.documents import (
    TELL_OF_OWN,
    DocumentAsked,
    Issued,
    composed_document,
    documents_on,
    issue_document,
    prepare_document,
    render_document,
)
from tenderlaw.service.files.faults import ChangedError, FileRefusedError, OwnDecisionError
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.headers import preview_csp
from tenderlaw.service.jobs.book import Job
from tenderlaw.service.jobs.documents import documents_waiting, enter_document
from tenderlaw.service.pages.document_forms import FORMATS, Asked, asked_in, blanks_of_document, errors_of
from tenderlaw.service.pages.forms.errors import FormError, FormInvalidError
from tenderlaw.service.pages.language import language_of
from tenderlaw.service.pages.page import go, page
from tenderlaw.service.pages.people import Officer, Reader
from tenderlaw.service.pages.phrases import said
from tenderlaw.service.pages.posts import came_from
from tenderlaw.service.pages.views.blanks import BlanksView, DocumentChoice, document_choices, document_title
from tenderlaw.service.pages.views.links import Links
from tenderlaw.service.pages.work import reading, writing
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.store import tables

__all__ = ["drafts_among", "preview_of", "router"]

router: Final = APIRouter(include_in_schema=False)


def drafts_among(connection: Connection, hand: Hand, issued: list[Issued]) -> frozenset[str]:
    """Which of these documents are drafts: their entries in the record say it."""
    entry = tables.entry.c
    query = select(entry.payload).where(entry.tenant == hand.tenant, entry.seq.in_([one.seq for one in issued]))
    payloads = cast("list[dict[str, Any]]", connection.execute(query).scalars().all())
    return frozenset(one["document"] for one in payloads if one.get("draft"))


@router.get("/bidders/{handle}/documents")
async def listed(request: Request, who: Reader, handle: str) -> Response:
    """The documents that were made, and those that can be."""
    language = language_of(request)

    def find(
        connection: Connection, hand: Hand
    ) -> tuple[File, list[Issued], frozenset[str], list[DocumentChoice], list[Job]]:
        file = read_file(connection, hand, handle)
        made = documents_on(connection, hand, handle)
        choices: tuple[DocumentChoice, ...] = ()
        if file.latest is not None and not file.changed:
            found = decided(hand, file.bidder, file.standing, file.latest.as_of)
            choices = document_choices(found.decision, language)
        waiting = documents_waiting(connection, hand, handle)
        return file, made, drafts_among(connection, hand, made), list(choices), waiting

    file, made, drafts, choices, waiting = await reading(request, who, find)
    return page(
        request,
        "documents/list.html",
        file=file,
        links=Links(None, handle),
        made=[_made(one, drafts, language) for one in made],
        waiting=[(document_title(one.request["kind"], language), one.job) for one in waiting],
        of_letters=[one for one in choices if one.kind not in OF_CLAUSES and one.kind != "file-note"],
        of_contract=[one for one in choices if one.kind in OF_CLAUSES and one.kind != "authority-file"],
        of_file=[one for one in choices if one.kind in ("authority-file", "file-note")],
        may_make=who.may("officer"),
    )


def _made(one: Issued, drafts: frozenset[str], language: str) -> dict[str, object]:
    return {
        "document": one.document,
        "href": f"/documents/{one.document}",
        "title": document_title(cast("DocumentKind", one.kind), language),
        "format": one.format,
        "version": one.version,
        "language": one.language,
        "draft": one.document in drafts,
        "state": one.state,
        "at": one.at,
    }


@dataclass(frozen=True, slots=True)
class Form:
    """The form of values of a document."""

    file: File
    view: BlanksView


@router.get("/bidders/{handle}/documents/new")
async def ask(request: Request, who: Officer, handle: str) -> Response:
    """The values that a document asks for, with those of the last one of its kind."""
    asked = asked_in(request.query_params)

    def find(connection: Connection, hand: Hand) -> Form:
        file = read_file(connection, hand, handle)
        return Form(file, blanks_of_document(connection, hand, file, asked, language_of(request), last=True))

    try:
        found = await reading(request, who, find)
    except FileRefusedError:  # not decided yet, or changed since: the list of documents says so and leads on
        return go(request, f"/bidders/{handle}/documents")
    return await _form(request, who.form or "", handle, asked, found)


async def _form(
    request: Request,
    csrf: str,
    handle: str,
    asked: Asked,
    form: Form,
    *,
    errors: tuple[FormError, ...] = (),
    status: int = 200,
) -> Response:
    language = language_of(request)
    title = document_title(asked.kind, language)
    return page(
        request,
        "documents/new.html",
        status=status,
        bidder=form.file.bidder,
        title=title,
        home=f"/bidders/{handle}",
        action=f"/bidders/{handle}/documents/new",
        preview=f"/bidders/{handle}/documents/preview",
        asked=asked,
        revision=form.file.bidder.revision,
        as_of=form.file.latest.as_of if form.file.latest else None,
        languages_there=LANGUAGES,
        formats=FORMATS,
        of_clauses=asked.kind in OF_CLAUSES,
        view=form.view,
        of_own=asked.kind in TELL_OF_OWN and form.view.refused is None,
        errors=errors,
    )


@router.post("/bidders/{handle}/documents/new")
async def make(request: Request, who: Officer, handle: str) -> Response:
    """Makes a document and puts it on record; or says at each field what it lacks, with what was typed kept."""
    form, language = await came_from(request, who), language_of(request)
    asked, faults = asked_in(form), list[Fault]()
    errors: tuple[FormError, ...] = ()
    try:
        wanted = DocumentAsked(
            asked.kind, _format(form.get("format", "")), asked.language, asked.fallback,
            draft=form.get("make") == "draft", values=asked.checked(form, language),
        )  # fmt: skip
        if wanted.format == "pdf":  # which takes seconds: what stands in its way is said at once all the same
            file, _ = await reading(request, who, composed_document, handle, wanted, form.get("revision"))
            job = await writing(request, who, enter_document, handle, wanted, file.bidder.revision)
            return go(request, f"/bidders/{handle}/documents/work/{job.job}")
        prepared = await reading(request, who, prepare_document, handle, wanted, form.get("revision"))
        issued = await writing(request, who, issue_document, prepared)
        return go(request, f"/documents/{issued.document}", "document_made")
    except FormInvalidError as error:
        errors = error.errors
    except ChangedError:
        errors = (FormError("", said("errors.changed", language)),)
    except OwnDecisionError as error:
        verdict = said(f"steps.verdict_decision_{error.wanted}", language)
        errors = (FormError("", said(f"documents.own_{error.how}", language, wanted=verdict)),)
    except (FileRefusedError, InputInvalidError) as error:
        faults = list(error.faults)

    def find(connection: Connection, hand: Hand) -> Form:
        file = read_file(connection, hand, handle)
        return Form(file, blanks_of_document(connection, hand, file, asked, language, faults=faults))

    try:
        found = await reading(request, who, find)
    except FileRefusedError:
        return go(request, f"/bidders/{handle}/documents")
    shown = (*errors, *errors_of(found.view))
    return await _form(request, who.form or "", handle, asked, found, errors=shown, status=422)


def _format(text: str) -> Format:
    return next((one for one in FORMATS if one == text), "docx")


@router.get("/bidders/{handle}/documents/preview")
async def first_preview(request: Request, who: Officer, handle: str) -> Response:
    """The draft as it reads with the values of the last one, for the frame within the form."""
    asked = asked_in(request.query_params)

    def find(connection: Connection, hand: Hand) -> HTMLResponse:
        file = read_file(connection, hand, handle)
        return preview_of(hand, file, asked.last(connection, hand, file))

    return await reading(request, who, find)


@router.post("/bidders/{handle}/documents/preview")
async def preview(request: Request, who: Officer, handle: str) -> Response:
    """The draft as it reads with the values that were typed; nothing is kept."""
    form, language = await came_from(request, who), language_of(request)
    asked = asked_in(form)

    def find(connection: Connection, hand: Hand) -> HTMLResponse:
        return preview_of(hand, read_file(connection, hand, handle), asked)

    try:
        asked.checked(form, language)
    except FormInvalidError as error:
        return _framed(_faults([one.text for one in error.errors], asked.language))
    return await reading(request, who, find)


def preview_of(hand: Hand, file: File, asked: Asked) -> HTMLResponse:
    """A draft of the document for a frame: its own style, no script; or what stands in its way."""
    wanted = DocumentAsked(asked.kind, "html", asked.language, asked.fallback, draft=True, values=asked.values)
    try:
        return _framed(to_html(render_document(hand, file, wanted)))
    except (FileRefusedError, InputInvalidError) as error:
        return _framed(_faults([str(one) for one in error.faults[:20]], asked.language))


def _framed(text: str) -> HTMLResponse:
    return HTMLResponse(text, headers={"Content-Security-Policy": preview_csp(), "Cache-Control": "no-store"})


def _faults(faults: list[str], language: str) -> str:
    from html import escape  # noqa: PLC0415

    title = escape(said("documents.fault_title", language if language in ("en", "fr", "de") else "en"))
    rows = "".join(f"<li>{escape(one)}</li>" for one in faults)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><ul>{rows}</ul></main></body></html>"
    )
