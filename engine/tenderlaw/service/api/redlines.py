"""What changed between two documents: as tracked changes, as a page, as text, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import Response

from tenderlaw.documents.clause_texts import clause_lines
from tenderlaw.documents.redlining import Change, author_of, changes, changes_html, changes_text, compared, redline_docx
from tenderlaw.service.api.access import PROBLEMS, decides
from tenderlaw.service.api.asking import Id, answer, file_answer
from tenderlaw.service.api.documents import MEDIA_TYPES
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.headers import preview_csp
from tenderlaw.service.http.uploads import bytes_of_upload, laid_down
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["documents"], responses=PROBLEMS)

Form_ = Literal["docx", "html", "text", "json"]
_ZIP: Final = b"PK"
_KINDS: Final = (MEDIA_TYPES["docx"], "text/html", "text/plain", "application/json")


@router.post(
    "/redlines",
    dependencies=[decides],
    response_model=None,
    responses={200: {"content": {kind: {"schema": {"type": "string"}} for kind in _KINDS}}},
)
async def redlines(
    request: Request,
    old: Annotated[UploadFile, File(description="A Word document, or a schedule of clauses in JSON.")],
    new: Annotated[UploadFile, File(description="The later one, likewise.")],
    format: Annotated[Form_, Form()] = "docx",
    author: Annotated[str, Form(max_length=200)] = "tenderlaw",
    words_only: Annotated[bool, Form()] = False,
    clause: Annotated[Id | None, Form()] = None,
) -> Response:
    """The changes of the later document against the earlier one: `tenderlaw redline`. The files are not kept."""
    need("redline", "a redline")
    both = [await bytes_of_upload(request, one) for one in (old, new)]
    desk = desk_of(request)
    if format == "docx":
        made = await desk.work(_tracked, both, author, words_only=words_only)
        return file_answer(made, MEDIA_TYPES["docx"], "redline.docx")
    found = await desk.work(_compared, both, clause)
    if format == "json":
        return answer([{"kind": one.kind, "text": one.text} for one in found])
    if format == "html":
        page = (await desk.work(changes_html, found, "old → new")).encode("utf-8")
        said = Response(page, 200, {"Content-Security-Policy": preview_csp()}, "text/html; charset=utf-8")
        said.headers["Content-Disposition"] = 'attachment; filename="redline.html"'
        return said
    return Response(changes_text(found), 200, media_type="text/plain; charset=utf-8")


def _tracked(both: Sequence[bytes], author: str, *, words_only: bool) -> bytes:
    if not all(one.startswith(_ZIP) for one in both):
        raise InputInvalidError([Fault("format", 0, 0, "", "tracked changes are between two Word documents")])
    with laid_down([("old.docx", both[0]), ("new.docx", both[1])]) as (old, new):
        return redline_docx(old, new, author=author_of(author), words_only=words_only).data


def _compared(both: Sequence[bytes], clause: str | None) -> tuple[Change, ...]:
    words = [one.startswith(_ZIP) for one in both]
    if words[0] is not words[1]:
        raise InputInvalidError([Fault("new", 0, 0, "", "is of another kind than `old`")])
    if words[0] and clause is not None:
        raise InputInvalidError([Fault("clause", 0, 0, "", "is not asked of Word documents", "leave it out")])
    ending = ".docx" if words[0] else ".json"
    with laid_down([(f"old{ending}", both[0]), (f"new{ending}", both[1])]) as (old, new):
        return changes(old, new) if words[0] else compared(clause_lines(old, clause), clause_lines(new, clause))
