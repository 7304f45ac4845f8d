"""The library of clauses: listed, searched, shown with texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from tenderlaw.answers.clauses import clause_answer, clause_summary
from tenderlaw.clauses.model import Clause
from tenderlaw.facts.wording import said_in
from tenderlaw.packs.conditions import Given as Value
from tenderlaw.packs.conditions import Test
from tenderlaw.packs.typed import TypedClause
from tenderlaw.packs.walking import leaves_of
from tenderlaw.service.api.access import PROBLEMS, reads_law
from tenderlaw.service.api.asking import Digest, Id, answer, json_content
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.etags import etag, not_modified, same_as_seen
from tenderlaw.service.http.paging import After, Limit, cursor, cursor_of, link_next
from tenderlaw.service.http.problems import Problem
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import nearest

__all__ = ["prescribed_by", "router", "searched"]

router = APIRouter(prefix="/v1", tags=["law"], responses=PROBLEMS)

Obligation = Literal["mandatory", "discretionary", "voluntary", "guidance"]
Kind = Literal["clause", "submission-condition", "award-criterion", "buyer-duty"]
Risk = Literal["low", "medium", "high"]
Language = Annotated[str | None, Query(pattern=r"^[a-z]{2}$", description="Only clauses with a text in it.")]
Set = Annotated[Digest | None, Query(description="By which set; left out: the one in force.")]


@router.get("/clauses", dependencies=[reads_law], responses=json_content("Clauses"), response_model=None)
async def clauses(  # noqa: PLR0913, PLR0917 - a filter each
    request: Request,
    q: Annotated[str | None, Query(max_length=200, description="Words in id, title, citation or text.")] = None,
    kind: Annotated[Kind | None, Query()] = None,
    obligation: Annotated[Obligation | None, Query()] = None,
    source: Annotated[str | None, Query(max_length=200, description="Words in its source or citation.")] = None,
    by: Annotated[Id | None, Query(description="Prescribed by this pack or policy.")] = None,
    risk: Annotated[Risk | None, Query(description="Prescribed where the tier of risk is this one.")] = None,
    language: Language = None,
    after: After = None,
    limit: Limit = 100,
    pack_set: Set = None,
) -> Response:
    """Clauses by id, those that all filters leave."""
    place = cursor_of(after, str)
    desk = desk_of(request)

    def work() -> tuple[PackSet, list[dict[str, object]], str | None]:
        held = desk.packs.of(pack_set)
        found = sorted(
            (
                one
                for one in searched(held, q, source, by, risk, language)
                if kind in (None, one.said.kind) and obligation in (None, one.said.obligation)
            ),
            key=lambda one: one.said.id,
        )
        rest = [one for one in found if place is None or one.said.id > str(place[0])]
        more = cursor(rest[limit - 1].said.id) if len(rest) > limit else None
        return held, [_row(one) for one in rest[:limit]], more

    held, items, more = await desk.work(work)
    tag = etag(held.digest, request.url.query)
    if same_as_seen(request, tag):
        return not_modified(tag)
    said = answer({"items": items, "next": more}, held)
    said.headers["ETag"] = tag
    said.headers["Cache-Control"] = "private, no-cache"
    link_next(request, said, more)
    return said


@router.get("/clauses/{clause}", dependencies=[reads_law], responses=json_content("Clause"), response_model=None)
async def clause(clause: Annotated[Id, Path()], request: Request, pack_set: Set = None) -> Response:
    """A clause whole, its texts by language, and who prescribes it: `tenderlaw clauses --show --json`."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, str, dict[str, object] | None]:
        held = desk.packs.of(pack_set)
        known = held.library.clauses
        if clause not in known:
            raise Problem("not-found", nearest(clause, known))
        tag = etag(held.digest, clause)
        if same_as_seen(request, tag):
            return held, tag, None
        return held, tag, {**clause_answer(known[clause]), "prescribed_by": list(prescribed_by(held, clause))}

    held, tag, data = await desk.work(work)
    if data is None:
        return not_modified(tag)
    said = answer(data, held)
    said.headers["ETag"] = tag
    said.headers["Cache-Control"] = "private, no-cache"
    return said


def searched(
    held: PackSet,
    words: str | None = None,
    source: str | None = None,
    by: str | None = None,
    risk: str | None = None,
    language: str | None = None,
) -> Iterator[Clause]:
    """The clauses of a set that hold all these words, have this source and language, and are prescribed so."""
    allowed = None if by is None and risk is None else _prescribed(held, by, risk)
    for name, one in held.library.clauses.items():
        if language is not None and language not in one.bodies:
            continue
        if allowed is not None and name not in allowed:
            continue
        if source is not None and not _holds(_source(one), source):
            continue
        if words is None or _holds(_words(one), words):
            yield one


def prescribed_by(held: PackSet, clause: str) -> Iterator[Mapping[str, object]]:
    """The packs and policies that prescribe a clause, each with its provision and how far it obliges."""
    for one in (*held.regimes, *held.policies):
        for typed in one.typed.clauses:
            if typed.rule.clause == clause:
                yield {"by": one.id, "kind": one.kind, "cite": typed.rule.cite, "obligation": typed.rule.obligation}


def _prescribed(held: PackSet, by: str | None, risk: str | None) -> set[str]:
    asked = [one for one in (*held.regimes, *held.policies) if by in (None, one.id)]
    return {typed.rule.clause for one in asked for typed in one.typed.clauses if risk is None or _at(typed, risk)}


def _at(typed: TypedClause, risk: str) -> bool:
    """Whether a prescription names this tier of risk."""
    for leaf in leaves_of(typed.when):
        if isinstance(leaf, Test) and leaf.ref.names[-1] == "risk_tier" and isinstance(leaf.operand, Value):
            return risk in leaf.operand.value if isinstance(leaf.operand.value, tuple) else risk == leaf.operand.value
    return False


def _row(one: Clause) -> dict[str, object]:
    said = one.said
    return {
        **clause_summary(one),
        "cite": said.cite,
        "source": said_in(said.source, "en"),
        "obligation": said.obligation,
    }


def _source(one: Clause) -> str:
    return f"{one.said.source} {one.said.cite}"


def _words(one: Clause) -> str:
    texts = " ".join(f"{body.title} {body.text}" for body in one.bodies.values())
    return f"{one.said.id} {_source(one)} {texts}"


def _holds(text: str, words: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words.casefold().split())
