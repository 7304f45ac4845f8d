"""Many cases in one request: a JSON object a line in, a line a case out, all by one set of packs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast

import orjson
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.responses import StreamingResponse

from tenderlaw.answers.decisions import decision_answer
from tenderlaw.clauses.wording import unworded_in
from tenderlaw.decisions.decide import decide
from tenderlaw.service.api.access import PROBLEMS, decides
from tenderlaw.service.api.asking import PACK_SET, AsOf, CaseAsked, Chosen, Digest, Given, Id, chosen
from tenderlaw.service.desk import BusyError, Desk, TooLongError, desk_of
from tenderlaw.service.http.bodies import json_of, read_raw, wrong_type
from tenderlaw.service.http.handlers import problem_of
from tenderlaw.service.http.metrics import Metrics
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.service.http.request_ids import request_id

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["decide"], responses=PROBLEMS)

_NDJSON: Final = "application/x-ndjson"
_TYPES: Final = (_NDJSON, "application/jsonl", "application/ndjson")
_SLICE: Final = 0.25
"""Seconds that a batch keeps a thread before others have their turn."""
_PATIENCE: Final = 20
"""How often a batch that has begun asks for a thread again."""
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "First a line `batch` with the packs, then a line a case with its index and status, and either "
        "a `decision` or a `problem`; last a line `end` with counts. Without that line the answer is not whole.",
        "content": {_NDJSON: {"schema": {"type": "string"}}},
    }
}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": 'A JSON object a line: `{"facts": {...}, "as_of": "2026-02-01"}`.',
        "content": {_NDJSON: {"schema": {}}},
    }
}


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is common to all cases."""

    desk: Desk
    metrics: Metrics
    by: Chosen
    as_of: AsOf
    id: str


@router.post("/decisions:batch", dependencies=[decides], responses=_RESPONSES, openapi_extra=_BODY, response_model=None)
async def decide_batch(
    request: Request,
    as_of: Annotated[AsOf, Query(description="The day of those cases that name none.")] = None,
    packs: Annotated[list[Id] | None, Query(max_length=200)] = None,
    policies: Annotated[list[Id] | None, Query(max_length=200)] = None,
    pack_set: Annotated[Digest | None, Query()] = None,
) -> StreamingResponse:
    """Decide many cases by the same packs, whatever is put in force meanwhile. A faulty case fails alone."""
    desk, settings = desk_of(request), desk_of(request).settings
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
        raise wrong_type(_NDJSON)
    body = await read_raw(request, settings.max_upload)
    lines = [line for line in body.split(b"\n") if line.strip()]
    if not lines:
        raise Problem("input-invalid", "the body holds no case", [Place("", "a JSON object a line is asked for")])
    if len(lines) > settings.max_batch:
        raise Problem("too-large", f"more than {settings.max_batch:,} cases", headers={"Connection": "close"})
    common = CaseAsked(facts={}, as_of=as_of, packs=packs, policies=policies or [], pack_set=pack_set)
    by = await desk.work(lambda: chosen(request, common))
    metrics = cast("Metrics", request.app.state.metrics)
    batch = _Batch(desk, metrics, by, as_of, request_id(request.scope))
    return StreamingResponse(_lines(batch, lines), media_type=_NDJSON, headers={PACK_SET: by.set.digest})


async def _lines(batch: _Batch, lines: Sequence[bytes]) -> AsyncIterator[bytes]:
    by = batch.by
    named = [{"id": one.id, "version": one.version, "digest": one.digest} for one in (*by.regimes, *by.policies)]
    yield _line({"batch": {"pack_set": by.set.digest, "packs": named, "cases": len(lines)}})
    done, failed = 0, 0
    while done < len(lines):
        try:
            made, faults = await _turn(batch, lines, done)
        except (BusyError, TooLongError) as error:
            left = [_refused(batch, number, error) for number in range(done, len(lines))]
            made, faults = left, len(left)
        done, failed = done + len(made), failed + faults
        yield b"".join(made)
    yield _line({"end": {"cases": done, "decided": done - failed, "problems": failed}})


async def _turn(batch: _Batch, lines: Sequence[bytes], done: int) -> tuple[list[bytes], int]:
    """Some cases more; where no thread is free, it waits for its turn as long as it has patience."""
    for attempt in range(_PATIENCE):
        try:
            return await batch.desk.work(_slice, batch, lines, done)
        except BusyError:
            await asyncio.sleep(0.05 * (attempt + 1))
    raise BusyError


def _slice(batch: _Batch, lines: Sequence[bytes], done: int) -> tuple[list[bytes], int]:
    until = time.monotonic() + _SLICE
    made: list[bytes] = []
    failed = 0
    for number in range(done, len(lines)):
        try:
            made.append(_decided(batch, number, lines[number]))
        except Exception as error:
            made.append(_refused(batch, number, error))
            failed += 1
        if time.monotonic() > until:
            break
    return made, failed


def _decided(batch: _Batch, number: int, line: bytes) -> bytes:
    read = json_of(line, "facts")
    try:
        asked = _Case.model_validate(read)
    except ValidationError as error:
        raise Problem("input-invalid", "", _places(error)) from error
    began = time.perf_counter()
    decision = decide(asked.facts, as_of=asked.as_of or batch.as_of, packs=batch.by.regimes, policies=batch.by.policies)
    batch.metrics.decide_seconds.observe(time.perf_counter() - began)
    batch.metrics.decisions.labels(decision.outcome).inc()
    said = decision_answer(decision, tuple(unworded_in(decision)))
    return _line({"index": number, "status": 200, "decision": said})


class _Case(BaseModel):
    """One line: facts, and their day; packs are those of the batch."""

    model_config = ConfigDict(extra="forbid")

    facts: Given
    as_of: AsOf = None


def _places(error: ValidationError) -> tuple[Place, ...]:
    from fastapi.exceptions import RequestValidationError  # noqa: PLC0415 - to tell faults as the door does

    return problem_of(RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()])).errors


def _refused(batch: _Batch, number: int, error: Exception) -> bytes:
    problem = problem_of(error)
    return _line({"index": number, "status": problem.status_code, "problem": problem.plain(batch.id)})


def _line(said: object) -> bytes:
    return orjson.dumps(said) + b"\n"
