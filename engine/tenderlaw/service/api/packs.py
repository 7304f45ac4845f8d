"""Packs: what is in force, each whole, each ground; sets of packs, and a new one put in force."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, cast

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from tenderlaw.answers.packs import offences_answer, pack_summary
from tenderlaw.answers.schemas import schema_answer
from tenderlaw.decisions.compare import period_in_words
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.model.pack import Pack
from tenderlaw.service.accounts.caller import Caller, caller_or_none
from tenderlaw.service.api.access import PROBLEMS, administers, reads_law
from tenderlaw.service.api.asking import Digest, Id, answer, json_content
from tenderlaw.service.desk import Desk, desk_of
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.etags import etag, not_modified, same_as_seen
from tenderlaw.service.http.pointers import places_of
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pack_orders import reloaded
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import PackInvalidError, nearest

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["law"], route_class=DoorRoute, responses=PROBLEMS)

Kind = Literal["regime", "duties", "policy"]
Set = Annotated[Digest | None, Query(description="By which set of packs; left out: the one in force.")]
OfKind = Annotated[Kind | None, Query(description="A policy may have the id of a pack of law.")]
PackId = Annotated[Id, Path()]
_OWN: Final = {"folder", "confined", "stands_for"}
"""What a pack holds for the program's own use."""


async def _known(request: Request, pack_set: str | None, *parts: object) -> tuple[PackSet, str, bool]:
    """The set asked for, the ETag of an answer by it, and whether the caller has that answer already."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, str]:
        held = desk.packs.of(pack_set)
        return held, etag(held.digest, *parts)

    held, tag = await desk.work(work)
    return held, tag, same_as_seen(request, tag)


async def _made(request: Request, held: PackSet, tag: str, make: Any) -> Response:  # noqa: ANN401 - a function
    said = answer(await desk_of(request).work(make), held)
    said.headers["ETag"] = tag
    said.headers["Cache-Control"] = "private, no-cache"
    return said


@router.get("/packs", dependencies=[reads_law], responses=json_content("Packs"), response_model=None)
async def packs(request: Request, pack_set: Set = None) -> Response:
    """The packs that are there: id, kind, version, in force, sources, digest."""
    held, tag, seen = await _known(request, pack_set, "packs")
    if seen:
        return not_modified(tag)
    return await _made(
        request, held, tag, lambda: {"pack_set": held.digest, "items": [_summary(one) for one in held.everything]}
    )


@router.get("/packs/{pack}", dependencies=[reads_law], responses=json_content("Pack"), response_model=None)
async def pack(pack: PackId, request: Request, kind: OfKind = None, pack_set: Set = None) -> Response:
    """The whole of a pack as data: scope, values over time, grounds, periods, requirements, with their provisions."""
    held, tag, seen = await _known(request, pack_set, "pack", pack, kind)
    found = _found(held, pack, kind)
    return not_modified(tag) if seen else await _made(request, held, tag, lambda: _whole(found.typed.pack))


@router.get(
    "/packs/{pack}/grounds/{ground}", dependencies=[reads_law], responses=json_content("Ground"), response_model=None
)
async def ground(pack: PackId, ground: Annotated[Id, Path()], request: Request, pack_set: Set = None) -> Response:
    """A ground: its provision, what triggers it, how long it lasts, what lifts it."""
    held, tag, seen = await _known(request, pack_set, "ground", pack, ground)
    found = _found(held, pack, "regime")
    known = {one.ground.id: one for one in found.typed.grounds}
    if ground not in known:
        raise Problem("not-found", nearest(ground, known))
    return not_modified(tag) if seen else await _made(request, held, tag, lambda: _ground(found, ground))


@router.get("/packs/{pack}/offences", dependencies=[reads_law], responses=json_content("Offences"), response_model=None)
async def offences(pack: PackId, request: Request, pack_set: Set = None) -> Response:
    """The offences that a conviction may name under this pack: `tenderlaw offences --json`."""
    held, tag, seen = await _known(request, pack_set, "offences", pack)
    found = _found(held, pack, "regime")
    return not_modified(tag) if seen else await _made(request, held, tag, lambda: offences_answer([found.typed.pack]))


@router.get("/schemas/{of}", dependencies=[reads_law], responses=json_content("Schema"), response_model=None)
async def schema(
    of: Literal["case", "decision", "contract", "chain"], request: Request, pack_set: Set = None
) -> Response:
    """The JSON Schema (2020-12) of what is given or answered: `tenderlaw schema`."""
    held, tag, seen = await _known(request, pack_set, "schema", of)
    return not_modified(tag) if seen else await _made(request, held, tag, lambda: schema_answer(of, held.regimes))


@router.get("/pack-sets", dependencies=[reads_law], responses=json_content("PackSets"), response_model=None)
async def pack_sets(request: Request) -> Response:
    """The set in force, and those of before that can still be asked by their digest."""
    desk = desk_of(request)
    return answer(await desk.work(lambda: _sets(desk)))


class Reload(BaseModel):
    """Put the packs that lie in the folders now in force."""

    model_config = ConfigDict(extra="forbid")

    expected: Digest | None = Field(None, description="Only if they have this digest.")


@router.post(
    "/pack-sets", dependencies=[administers], responses=json_content("PackSets"), response_model=None, tags=["admin"]
)
async def reload(
    asked: Reload, request: Request, who: Annotated[Caller | None, Depends(caller_or_none)] = None
) -> Response:
    """Read all packs again, run the worked cases of what is new, and put the set in force, or change nothing.

    It takes seconds; requests that have begun keep the packs with which they began. Other processes follow. It is for
    administrators of the first tenant, and stands in its record.
    """
    desk = desk_of(request)
    if who is not None and who.tenant != desk.settings.tenant:
        raise Problem("not-allowed", "packs are kept by administrators of the first tenant")
    tenant, actor = (None, "") if who is None else (who.tenant, who.actor)
    try:
        new = await reloaded(desk, tenant, actor, asked.expected)
    except PackInvalidError as error:  # what is in force is as it was: the request, not the service, is at fault
        raise Problem("conflict", "the new packs are not put in force", places_of(error.faults)) from error
    return answer(await desk.work(lambda: _sets(desk)), new)


def _sets(desk: Desk) -> dict[str, object]:
    known = desk.packs.known()
    return {"in_force": known[0].digest, "known": [one.digest for one in known]}


def _found(held: PackSet, name: str, kind: str | None) -> Regime:
    known = {one.id: one for one in reversed(held.everything) if kind is None or one.kind == kind}
    if name not in known:
        raise Problem("pack-unknown", nearest(name, known))
    return known[name]


def _summary(one: Regime) -> dict[str, object]:
    return {name: value for name, value in pack_summary(one.typed.pack).items() if name not in _OWN}


def _whole(said: Pack) -> dict[str, object]:
    return said.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=_OWN)


def _ground(regime: Regime, name: str) -> dict[str, object]:
    whole = regime.typed.pack
    typed = next(one for one in regime.typed.grounds if one.ground.id == name)
    said = typed.ground
    whole_period = next((one for one in whole.periods if one.id == said.period), None)
    lifts = [lift.model_dump(mode="json", by_alias=True, exclude_none=True) for lift, _ in typed.lifts]
    return {
        "pack": whole.id,
        "version": whole.version,
        "digest": whole.digest,
        "must": typed.must,
        "period_in_words": period_in_words(whole, said.period),
        "years": None if whole_period is None else whole.years(whole_period),
        "lifts": lifts,
        "ground": cast("dict[str, object]", said.model_dump(mode="json", by_alias=True, exclude_none=True)),
    }
