"""Questions from the law itself, with nothing kept: a draft goes out with each answer and comes in with the next.

A draft is plain data: facts, what was answered to be not known, where each fact comes from. Whoever keeps it may go on
another day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from tenderlaw.decisions.regime import Regime
from tenderlaw.interview import Interview, Standing, answered, begin, case_of, from_plain, standing, to_plain
from tenderlaw.interview.data import answered_data, standing_data
from tenderlaw.service.api.access import PROBLEMS, decides
from tenderlaw.service.api.asking import CaseAsked, Digest, answer, json_content
from tenderlaw.service.desk import desk_of
from tenderlaw.service.http.door import DoorRoute
from tenderlaw.service.http.pointers import pointer_of
from tenderlaw.service.http.problems import Place, Problem
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["interview"], route_class=DoorRoute, responses=PROBLEMS)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Aim = Literal["outcome", "award", "policy", "duties"]


_UNTIL: Final = "Until the outcome is settled, the award, or what policies add; `duties`: of a company by itself."


class InterviewAsked(CaseAsked):
    """What is known so far, which may be nothing, and how far it is to be asked."""

    facts: dict[str, Any] = Field(default_factory=dict)
    language: Language = "en"
    aim: Aim | None = Field(None, description=_UNTIL)


class DraftAsked(BaseModel):
    """A draft, as it was given out."""

    model_config = ConfigDict(extra="forbid")

    draft: dict[str, Any] = Field(description="As it was given out.")
    language: Language = "en"
    pack_set: Digest | None = None


class AnswerGiven(BaseModel):
    """An answer to one question."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(min_length=1, max_length=500)
    value: Any = Field(description="As a person writes it, or as JSON; null: not known; a list: `none`, or `add`.")


class AnswersGiven(DraftAsked):
    """Answers to questions of a draft, in their order; all of them, or none."""

    answers: list[AnswerGiven] = Field(min_length=1, max_length=200)


@router.post("/next-question", dependencies=[decides], responses=json_content("Standing"), response_model=None)
async def next_question(asked: InterviewAsked, request: Request) -> Response:
    """What to ask next about these facts, the decisive first, and whether anything is left that could change them."""
    return await _answered(request, asked, lambda one: standing_data(standing(one, asked.language)))


@router.post("/interviews", dependencies=[decides], responses=json_content("Interviewed"), response_model=None)
async def interviews(asked: InterviewAsked, request: Request) -> Response:
    """Begin an interview: from nothing, a case, or what an ESPD declares; about a company alone with `aim: duties`."""
    return await _answered(request, asked, lambda one: _interviewed(one, asked.language))


@router.post("/interviews/standing", dependencies=[decides], responses=json_content("Interviewed"), response_model=None)
async def standing_of_draft(asked: DraftAsked, request: Request) -> Response:
    """Where a draft stands now, in a language."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        held, one = _taken_up(request, asked)
        return held, _interviewed(one, asked.language)

    by, said = await desk.work(work)
    return answer(said, by)


@router.post(
    "/interviews/answers", dependencies=[decides], responses=json_content("InterviewAnswered"), response_model=None
)
async def answers(asked: AnswersGiven, request: Request) -> Response:
    """Answer questions of a draft; what each settled is said. One that cannot be read refuses all."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        held, one = _taken_up(request, asked)
        told: list[dict[str, object]] = []
        found: Standing | None = None
        for number, given in enumerate(asked.answers):
            done = answered(one, given.path, given.value, asked.language)
            if done.faults:
                raise Problem("input-invalid", "", [_place(fault, number) for fault in done.faults])
            one, found = done.interview, done.standing
            told.append({"path": given.path, "echo": done.echo, "settled": answered_data(done)["settled"]})
        said = standing_data(found or standing(one, asked.language))
        return held, {"draft": to_plain(one), "standing": said, "answers": told}

    by, said = await desk.work(work)
    return answer(said, by)


@router.post("/interviews/case", dependencies=[decides], responses=json_content("InterviewCase"), response_model=None)
async def case(asked: DraftAsked, request: Request) -> Response:
    """The case of a draft: what `POST /v1/decisions` takes; of a company, what `POST /v1/duties` does."""
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        held, one = _taken_up(request, asked)
        ids = [regime.id for regime in one.regimes]
        own = [policy.id for policy in one.policies]
        return held, {"facts": case_of(one), "as_of": one.as_of.isoformat(), "packs": ids, "policies": own}

    by, said = await desk.work(work)
    return answer(said, by)


def _interviewed(one: Interview, language: str) -> dict[str, object]:
    return {"draft": to_plain(one), "standing": standing_data(standing(one, language))}


def _place(fault: Fault, number: int) -> Place:
    return Place(pointer_of(("answers", number, "value")), f"{fault.field}: {fault.message}", fault.hint)


async def _answered(request: Request, asked: InterviewAsked, make: Callable[[Interview], object]) -> Response:
    desk = desk_of(request)

    def work() -> tuple[PackSet, object]:
        if asked.as_of is None:
            raise InputInvalidError([Fault("as_of", 0, 0, "", "the day of the decision is needed")])
        held = desk.packs.of(asked.pack_set)
        packs = _packs(request, held, asked.packs, asked.aim)
        facts, own = asked.facts or None, held.own(asked.policies)
        return held, make(begin(facts, as_of=asked.as_of, packs=packs, policies=own, aim=asked.aim))

    by, said = await desk.work(work)
    return answer(said, by)


def _taken_up(request: Request, asked: DraftAsked) -> tuple[PackSet, Interview]:
    held = desk_of(request).packs.of(asked.pack_set)
    packs, policies = _ids(asked.draft, "packs"), _ids(asked.draft, "policies")
    regimes = _packs(request, held, packs, asked.draft.get("aim"))
    one = from_plain(asked.draft, packs=regimes, policies=held.own(policies or ()))
    return held, one


def _packs(request: Request, held: PackSet, ids: list[str] | None, aim: object) -> tuple[Regime, ...]:
    """The packs that are asked: of duties, or of law, among those by which the caller's tenant decides."""
    return held.owing(ids) if aim == "duties" else held.law(ids, request.state.packs)


def _ids(draft: dict[str, Any], name: str) -> list[str] | None:
    found = draft.get(name)
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise InputInvalidError([Fault("draft", 0, 0, name, "must be a list of words")])
    return found
