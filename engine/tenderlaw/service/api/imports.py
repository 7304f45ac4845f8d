"""Files of others read into facts, with remarks, and nothing kept: ESPD Responses, extracts of lists."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final, cast

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import Response

from tenderlaw.answers.decisions import remarks_answer
from tenderlaw.decisions.as_of import day_of_procurement
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.governing import may_govern
from tenderlaw.facts.operator import Role
from tenderlaw.interop.espd import EspdReading, read_response_bytes
from tenderlaw.interop.espd.case import case_with, joined
from tenderlaw.interop.list_files import completed_case, list_files
from tenderlaw.service.api.access import PROBLEMS, decides
from tenderlaw.service.api.asking import CaseAsked, answer, chosen, json_content
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.bodies import json_of, read_raw, wrong_type
from tenderlaw.service.http.pointers import places_of
from tenderlaw.service.http.uploads import bytes_of_upload, laid_down
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.extras import need
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router = APIRouter(prefix="/v1/imports", tags=["imports"], responses=PROBLEMS)

_XML: Final = ("application/xml", "text/xml")
_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "An ESPD Response of version 2.1 to 4.x.",
        "content": {"application/xml": {"schema": {"type": "string", "minLength": 1}}},
    }
}


@router.post(
    "/espd", dependencies=[decides], responses=json_content("EspdRead"), openapi_extra=_BODY, response_model=None
)
async def espd(
    request: Request,
    role: Annotated[Role | None, Query(description="In which it is checked, where the document does not say.")] = None,
) -> Response:
    """What an ESPD Response declares, as facts of an operator, with remarks. Put `operator` into a case."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _XML:
        raise wrong_type("application/xml")
    desk = desk_of(request)
    data = await read_raw(request, desk.settings.max_upload)
    return answer(await desk.work(lambda: _read(read_response_bytes(data, "body", role))))


@router.post("/espd-case", dependencies=[decides], responses=json_content("EspdCase"), response_model=None)
async def espd_case(
    request: Request,
    asked: Annotated[
        str,
        Form(
            max_length=4 * 2**20,
            description="As JSON: what `POST /v1/decisions` takes; `facts` is the procurement, "
            "and what else the authority adds.",
        ),
    ],
    files: Annotated[list[UploadFile], File(min_length=1, max_length=50, description="ESPD Responses.")],
    roles: Annotated[
        list[Role] | None, Form(max_length=50, description="Of each file, where the documents do not say.")
    ] = None,
) -> Response:
    """A case of ESPD Responses, of a tenderer and those that it brings along, and what the authority adds.

    As `tenderlaw check --espd ... --procurement ...` puts it together; `facts` is to be decided.
    """
    said = _asked(asked)
    if roles and len(roles) != len(files):
        raise InputInvalidError([Fault("roles", 0, 0, "", f"{len(files)} files need as many roles", "or none")])
    stated: list[Role | None] = list(roles) if roles else [None] * len(files)
    held = [await bytes_of_upload(request, one) for one in files]
    by, found = await desk_of(request).work(_joined, request, said, held, stated)
    return answer(found, by)


def _joined(
    request: Request, asked: CaseAsked, held: list[bytes], roles: list[Role | None]
) -> tuple[PackSet, dict[str, object]]:
    by = chosen(request, asked)
    readings = [
        (f"files-{number}", read_response_bytes(data, f"files-{number}", role))
        for number, (data, role) in enumerate(zip(held, roles, strict=True))
    ]
    reading, entities = joined(readings)
    parse = partial(case_in, regimes=(*by.regimes, *by.policies))
    case = case_with(reading, asked.source, entities, (), parse)
    facts = case.model_dump(mode="json", exclude_none=True)
    return by.set, {"facts": facts, "version": reading.version, "remarks": remarks_answer(reading)}


def _read(found: EspdReading) -> dict[str, object]:
    return {
        "version": found.version,
        "sha256": found.sha256,
        "procedure": found.procedure,
        "operator": found.operator.model_dump(mode="json", exclude_none=True),
        "brings": dict(found.brings),
        "remarks": remarks_answer(found),
    }


@router.post("/lists", dependencies=[decides], responses=json_content("ListsRead"), response_model=None)
async def lists(
    request: Request,
    asked: Annotated[str, Form(max_length=4 * 2**20, description="As JSON: what `POST /v1/decisions` takes.")],
    files: Annotated[
        list[UploadFile], File(min_length=1, max_length=20, description="FollowTheMoney (JSON lines), SAM (CSV).")
    ],
) -> Response:
    """What extracts of lists say of each operator of a case: `tenderlaw check --list`. The files are not kept.

    `facts` is the case with the listings found, to be decided; `remarks` say what stays unknown.
    """
    need("batch", "reading lists")
    said = _asked(asked)
    held = [(f"files-{number}", await bytes_of_upload(request, one)) for number, one in enumerate(files)]
    by, found = await desk_of(request).work(_completed, request, said, held)
    return answer(found, by)


def _asked(text: str) -> CaseAsked:
    try:
        return CaseAsked.model_validate(json_of(text.encode("utf-8"), "asked"))
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error


def _completed(request: Request, asked: CaseAsked, held: list[tuple[str, bytes]]) -> tuple[PackSet, dict[str, object]]:
    by = chosen(request, asked)
    case = by.case(asked)
    day = day_of_procurement(case.procurement, asked.as_of)
    asking = (*may_govern(by.regimes, [case.procurement], [day]), *by.policies)
    with laid_down(held) as places:
        done, remarks = completed_case(case, list_files(places), [pack.typed for pack in asking])
    data = cast("dict[str, object]", done.model_dump(mode="json", exclude_none=True))
    operators = [data["operator"], *cast("list[object]", data.get("entities") or [])]
    names = ["operator", *(f"entities/{number}" for number in range(len(operators) - 1))]
    listings = {
        name: cast("dict[str, object]", one).get("listings", []) for name, one in zip(names, operators, strict=True)
    }
    told = [one.plain() for one in places_of(remarks, "/facts", data)]
    return by.set, {"facts": data, "listings": listings, "remarks": told}
