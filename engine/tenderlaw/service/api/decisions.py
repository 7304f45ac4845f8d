"""Deciding, with nothing kept: decision, explanation, missing facts, regimes, comparison, duties, why not a clause."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tenderlaw.answers.decisions import decision_answer, duties_answer, why_not_answer
from tenderlaw.answers.plain import plain
from tenderlaw.clauses.wording import unworded_in
from tenderlaw.decisions.as_of import day_of_procurement
from tenderlaw.decisions.cases import company_in, procurement_in
from tenderlaw.decisions.compare import compare
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.duties import duties_of
from tenderlaw.decisions.governing import governing_all
from tenderlaw.decisions.matrix import matrix_of
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.sharing import shared
from tenderlaw.decisions.why_not import why_not
from tenderlaw.facts.company import passed_over
from tenderlaw.service.api.access import PROBLEMS, decides, reads_law
from tenderlaw.service.api.asking import AsOf, CaseAsked, Chosen, Digest, Id, answer, chosen, json_content
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.metrics import Metrics
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError, nearest, quoted

__all__ = ["about_law", "router"]

router = APIRouter(prefix="/v1", tags=["decide"], route_class=DoorRoute, responses=PROBLEMS)
about_law = APIRouter(prefix="/v1", tags=["law"], route_class=DoorRoute, responses=PROBLEMS)


async def _decided(
    request: Request, asked: CaseAsked, make: Callable[[Decision], object], *, detailed: bool
) -> Response:
    """Decide, count, and answer what is made of the decision."""
    desk, metrics = desk_of(request), cast("Metrics", request.app.state.metrics)

    def work() -> tuple[PackSet, str, float, object]:
        by = chosen(request, asked)
        began = time.perf_counter()
        decision = decide(asked.facts, as_of=asked.as_of, packs=by.regimes, policies=by.policies, detailed=detailed)
        return by.set, decision.outcome, time.perf_counter() - began, make(decision)

    try:
        by, outcome, took, said = await desk.work(work)
    except InternalError:
        metrics.disagreements.inc()
        raise
    metrics.decisions.labels(outcome).inc()
    metrics.decide_seconds.observe(took)
    return answer(said, by)


@router.post("/decisions", dependencies=[decides], responses=json_content("Decision"), response_model=None)
async def decide_case(asked: CaseAsked, request: Request) -> Response:
    """Decide a case: whether a bidder must, may or must not be excluded, and why. Nothing is kept.

    The answer is that of `tenderlaw check --json`.
    """
    return await _decided(request, asked, lambda one: decision_answer(one, tuple(unworded_in(one))), detailed=False)


@router.post("/explanations", dependencies=[decides], responses=json_content("Decision"), response_model=None)
async def explain_case(asked: CaseAsked, request: Request) -> Response:
    """The decision with every condition of every ground, those not triggered, too: `tenderlaw explain --json`."""
    return await _decided(request, asked, lambda one: one.data(), detailed=True)


@router.post("/missing-facts", dependencies=[decides], responses=json_content("MissingFacts"), response_model=None)
async def missing_facts(asked: CaseAsked, request: Request) -> Response:
    """What is not known and could change the answer, the decisive first."""
    return await _decided(request, asked, _missing, detailed=False)


@router.post("/shared-findings", dependencies=[decides], responses=json_content("SharedFindings"), response_model=None)
async def shared_findings(asked: CaseAsked, request: Request) -> Response:
    """What may be given to other authorities, without anything of a natural person: `tenderlaw check --share`."""
    return await _decided(request, asked, shared, detailed=False)


def _missing(decision: Decision) -> dict[str, object]:
    return {
        "outcome": decision.outcome,
        "as_of": decision.as_of.isoformat(),
        "missing_facts": plain(decision.missing_facts),
        "policies": [{"policy": one.policy, "missing_facts": plain(one.missing_facts)} for one in decision.policies],
    }


class ClauseAsked(CaseAsked):
    """A case, and a clause of the library."""

    clause: Id


@router.post("/why-not", dependencies=[decides], responses=json_content("WhyNot"), response_model=None)
async def why_not_clause(asked: ClauseAsked, request: Request) -> Response:
    """Why a clause of the library is prescribed for this case, or not: `tenderlaw clauses --why-not --json`."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        by = chosen(request, asked)
        library = by.set.library.clauses
        if asked.clause not in library:
            hint = nearest(asked.clause, library)
            raise InputInvalidError([Fault("clause", 0, 0, "", f"no clause {quoted(asked.clause)}", hint)])
        installed = (*by.set.regimes, *by.set.policies)
        found = why_not(
            by.case(asked), asked.clause, as_of=asked.as_of, packs=by.regimes, policies=by.policies, installed=installed
        )
        return by.set, why_not_answer(found, library)

    by, said = await desk.work(work)
    return answer(said, by)


@router.post("/regimes", dependencies=[decides], responses=json_content("Regimes"), response_model=None)
async def regimes(asked: CaseAsked, request: Request) -> Response:
    """Which regimes govern a procurement, and why the others do not: `tenderlaw regimes --json`.

    `facts` is a procurement, alone or within a case.
    """
    return await _computed(request, asked, _governing)


def _governing(by: Chosen, asked: CaseAsked) -> object:
    bought = procurement_in(asked.source, by.regimes)
    return plain(governing_all(bought, by.regimes, day_of_procurement(bought, asked.as_of)))


@router.post("/comparisons", dependencies=[decides], responses=json_content("Comparison"), response_model=None)
async def comparisons(asked: CaseAsked, request: Request) -> Response:
    """Regimes side by side, and what this case comes to under each: `tenderlaw compare --json`."""
    return await _computed(request, asked, lambda by, said: plain(compare(by.case(said), by.regimes, said.as_of)))


@router.post("/duties", dependencies=[decides], responses=json_content("Duties"), response_model=None)
async def duties(asked: CaseAsked, request: Request) -> Response:
    """What a company and its group owe outside any procurement: `tenderlaw duties --json`. `as_of` is needed."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        held = desk.packs.of(asked.pack_set)
        if asked.as_of is None:
            raise InputInvalidError([Fault("as_of", 0, 0, "", "the day on which it is asked is needed")])
        _refuse_policies(asked)
        packs = held.owing(asked.packs)
        company, _ = company_in(asked.source, packs)
        found = duties_of(company, as_of=asked.as_of, packs=packs)
        return held, duties_answer(found, passed_over(asked.source))

    by, said = await desk.work(work)
    return answer(said, by)


async def _computed(request: Request, asked: CaseAsked, make: Callable[[Chosen, CaseAsked], object]) -> Response:
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        _refuse_policies(asked)
        by = chosen(request, asked)
        return by.set, make(by, asked)

    by, said = await desk.work(work)
    return answer(said, by)


def _refuse_policies(asked: CaseAsked) -> None:
    """What no rule would read is refused."""
    if asked.policies:
        raise InputInvalidError([Fault("policies", 0, 0, "", "policies are not asked here", "leave them out")])


@about_law.get("/comparisons/matrix", dependencies=[reads_law], responses=json_content("Matrix"), response_model=None)
async def matrix(
    request: Request,
    packs: Annotated[list[Id] | None, Query(max_length=200)] = None,
    as_of: Annotated[AsOf, Query()] = None,
    pack_set: Annotated[Digest | None, Query()] = None,
) -> Response:
    """Grounds by topic and regime, without a case: `tenderlaw compare --all --json`."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        held = desk.packs.of(pack_set)
        return held, plain(matrix_of(held.law(packs), as_of))

    by, said = await desk.work(work)
    return answer(said, by)
