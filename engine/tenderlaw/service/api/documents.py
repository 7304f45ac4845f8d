"""Documents made from a case, with nothing kept: clauses of a contract, letters, the note for the file."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Annotated, Final, cast

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.clauses.values import Values
from tenderlaw.decisions.decide import decide
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.formats import Format, write_document
from tenderlaw.documents.kinds import LETTERS, OF_CLAUSES, DocumentKind
from tenderlaw.documents.letters import file_note, letter
from tenderlaw.documents.letters.basis import to_be_read
from tenderlaw.documents.model import Document
from tenderlaw.documents.questionnaire import values_asked, values_asked_for_file_note, values_asked_for_letter
from tenderlaw.packs.model.remedies import Letter
from tenderlaw.service.accounts.caller import Caller
from tenderlaw.service.api.access import PROBLEMS, decides
from tenderlaw.service.api.asking import PACK_SET, CaseAsked, Chosen, Id, answer, chosen, file_answer, json_content
from tenderlaw.service.api.jobs import JobBody, accepted
from tenderlaw.service.api.once import Once, writes_once
from tenderlaw.service.desk import desk_of
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.jobs.pdfs import enter_pdf
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["MEDIA_TYPES", "DocumentAsked", "document_of", "router"]

router = APIRouter(prefix="/v1", tags=["documents"], route_class=DoorRoute, responses=PROBLEMS)

MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
"""What each format is, for whoever is sent one."""
_SETTING: Final = threading.Lock()
"""Held while a process sets a PDF."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Words = Annotated[str, StringConstraints(max_length=20_000)]


class DocumentAsked(CaseAsked):
    """A case, and the document that is made of it."""

    kind: DocumentKind = "contract-terms"
    format: Format = "docx"
    language: Language = "en"
    fallback_language: Language | None = None
    draft: bool = Field(False, description="With placeholders where something is not filled in.")
    values: dict[str, Words] = Field({}, max_length=1000, description="What is filled in, by the ids of blanks.")
    with_clauses: list[str] = Field([], max_length=200, description="`id`, or `id:alternate,alternate`.")
    without_clauses: dict[Id, Words] = Field({}, max_length=200, description="Clauses left out, each with the reason.")
    negotiators: bool = Field(False, description="With the positions of playbooks as comments, in DOCX.")


@router.post(
    "/documents",
    response_model=None,
    responses={
        200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(
            {one.partition(";")[0] for one in MEDIA_TYPES.values()})}},
        202: {"model": JobBody, "description": "A PDF is set as long work."},
    },
)  # fmt: skip
async def documents(
    asked: DocumentAsked, request: Request, who: Annotated[Caller | None, decides], once: Once = None
) -> Response:
    """A document as a file: `tenderlaw document`. The same case, packs and values give the same bytes.

    A PDF takes seconds: it is set as long work (202). `Location` says how far that is; its `/file` is the PDF, for an
    hour.
    """
    desk = desk_of(request)
    name = f"{asked.kind}.{asked.format}"
    as_work = asked.format == "pdf" and desk.database is not None

    def work() -> tuple[PackSet, Document, bytes]:
        by = chosen(request, asked)
        document = document_of(by, asked)
        return by.set, document, b"" if as_work else _written(document, asked.format)

    by, document, data = await desk.work(work)
    if not as_work or who is None:
        return file_answer(data, MEDIA_TYPES[asked.format], name, by)

    def entered(connection: Connection, hand: Hand) -> tuple[str, Response]:
        subject, answered = accepted(enter_pdf(connection, act_of(hand), document, name))
        answered.headers[PACK_SET] = by.digest
        return subject, answered

    return await writes_once(request, who, once, entered)


def _written(document: Document, form: Format) -> bytes:
    """The bytes. Where nothing is kept, no worker sets PDFs: one is set here at a time, for it takes much memory."""
    if form != "pdf":
        return write_document(document, form)
    if not _SETTING.acquire(blocking=False):
        raise Problem("busy", "a PDF is being set already", headers={"Retry-After": "2"})
    try:
        return write_document(document, form)
    finally:
        _SETTING.release()


@router.post(
    "/documents/remarks", dependencies=[decides], responses=json_content("DocumentRemarks"), response_model=None
)
async def remarks(asked: DocumentAsked, request: Request) -> Response:
    """What a person reads before this document is sent: contacts to check, rights that are not settled."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        by = chosen(request, asked)
        made = document_of(by, asked)
        read: list[str] = []
        if asked.kind in LETTERS:
            decision = decide(by.case(asked), as_of=asked.as_of, packs=by.regimes, policies=by.policies)
            read = list(to_be_read(decision, asked.kind))
        return by.set, {"to_check": list(made.to_check), "to_be_read": read}

    by, said = await desk.work(work)
    return answer(said, by)


@router.post("/documents/values", dependencies=[decides], responses={200: {"content": {"application/yaml": {
    "schema": {"type": "object"}}}}}, response_model=None)  # fmt: skip
async def values(asked: DocumentAsked, request: Request) -> Response:
    """The values that this document asks for, as YAML to complete: `tenderlaw document --ask`."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, str]:
        by = chosen(request, asked)
        return by.set, _values_asked(by, asked)

    by, said = await desk.work(work)
    return file_answer(said.encode("utf-8"), "application/yaml", f"{asked.kind}.yaml", by)


def document_of(by: Chosen, asked: DocumentAsked) -> Document:
    """The document. Raises InputInvalidError for what it cannot be, and for what it would not read."""
    _refuse_unread(asked)
    case = by.case(asked)
    if asked.kind in OF_CLAUSES:
        return clause_schedule(
            case,
            kind=asked.kind,
            as_of=asked.as_of,
            packs=by.regimes,
            policies=by.policies,
            language=asked.language,
            fallback_language=asked.fallback_language,
            fill_ins=_values(asked),
            draft=asked.draft,
            library=by.set.library,
            with_clauses=asked.with_clauses,
            without_clauses=asked.without_clauses,
            negotiators=asked.negotiators,
        )
    decision = decide(case, as_of=asked.as_of, packs=by.regimes, policies=by.policies)
    if asked.kind in LETTERS:
        kind = cast("Letter", asked.kind)
        return letter(kind, decision, language=asked.language, fill_ins=_values(asked), draft=asked.draft)
    return file_note(decision, asked.language)


def _values_asked(by: Chosen, asked: DocumentAsked) -> str:
    _refuse_unread(asked)
    case = by.case(asked)
    if asked.kind in OF_CLAUSES:
        return values_asked(
            case,
            kind=asked.kind,
            as_of=asked.as_of,
            packs=by.regimes,
            policies=by.policies,
            language=asked.language,
            fallback_language=asked.fallback_language,
            fill_ins=_values(asked),
            library=by.set.library,
            with_clauses=asked.with_clauses,
            without_clauses=asked.without_clauses,
        )
    decision = decide(case, as_of=asked.as_of, packs=by.regimes, policies=by.policies)
    if asked.kind in LETTERS:
        kind = cast("Letter", asked.kind)
        return values_asked_for_letter(kind, decision, language=asked.language, fill_ins=_values(asked))
    return values_asked_for_file_note(decision, language=asked.language)


def _values(asked: DocumentAsked) -> Values:
    """What was given for blanks, each with its place in the request; an empty word is none."""
    given = {name: word for name, word in asked.values.items() if word.strip()}
    return Values(given, dict.fromkeys(given, ("values", 0, 0)))


def _refuse_unread(asked: DocumentAsked) -> None:
    """What this kind of document would not read is refused, so that nobody believes that it counted."""
    said = asked.model_fields_set
    unread: set[str] = set()
    if asked.kind not in OF_CLAUSES:
        unread |= {"with_clauses", "without_clauses", "fallback_language", "negotiators"}
        unread |= {"values", "draft"} if asked.kind == "file-note" else {"policies"}
    given = sorted(one for one in unread & said if getattr(asked, one))
    if given:
        message = f"a document of the kind `{asked.kind}` does not read this"
        raise InputInvalidError([Fault(one, 0, 0, "", message, "leave it out") for one in given])
    if asked.negotiators and (asked.kind != "contract-terms" or asked.format != "docx"):
        message = "comments are written into a schedule of the contract as docx"
        raise InputInvalidError([Fault("negotiators", 0, 0, "", message)])
