"""What is still open in a bidder's file: the next question, and what each further answer would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response

from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.interview import standing
from tenderlaw.interview.data import standing_data
from tenderlaw.service.api.access import PROBLEMS
from tenderlaw.service.api.asking import AsOf, json_content
from tenderlaw.service.api.filing import Handle, Reader, reads, said
from tenderlaw.service.files.deciding import day_of, decided, interview_on, read_file
from tenderlaw.service.files.further import Further, further_answers
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.http.door import DoorRoute

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["files"], route_class=DoorRoute, responses=PROBLEMS)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """One answer, and the outcome that it alone would bring about."""

    answer: bool | str | None
    """None: that a list has no entry."""
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class FurtherAnswer:
    """A fact that is missing, and what its answers would change."""

    path: str
    meaning: str
    ask: Literal["bidder", "authority"]
    settles: bool
    needed_for: tuple[str, ...]
    by_step: bool
    """Whether only a step of the authority gives it."""
    answers: tuple[AnswerOutcome, ...]


@dataclass(frozen=True, slots=True)
class FurtherAnswers:
    """What each further answer would change."""

    bidder: str
    as_of: date
    outcome: Outcome
    missing: tuple[FurtherAnswer, ...]


@router.get("/bidders/{bidder}/next-question", response_model=None, responses=json_content("Standing"))
async def question_on_bidder(
    request: Request,
    bidder: Handle,
    who: Reader,
    as_of: Annotated[AsOf, Query()] = None,
    language: Annotated[Language, Query()] = "en",
) -> Response:
    """Where the questionnaire about a file stands, and what it asks next, the decisive first."""

    def asked(connection: Connection, hand: Hand) -> object:
        file = read_file(connection, hand, bidder)
        interview = interview_on(hand, file.bidder, day_of(file, as_of), file.standing)
        return standing_data(standing(interview, language))

    return said(await reads(request, who, asked))


@router.get("/bidders/{bidder}/further-answers", response_model=None, responses={200: {"model": FurtherAnswers}})
async def further_answers_on_bidder(
    request: Request, bidder: Handle, who: Reader, as_of: Annotated[AsOf, Query()] = None
) -> Response:
    """What each further answer would change: the outcome that it alone would bring about."""

    def tried(connection: Connection, hand: Hand) -> FurtherAnswers:
        file = read_file(connection, hand, bidder)
        found = decided(hand, file.bidder, file.standing, day_of(file, as_of))
        told = _told(further_answers(found))
        return FurtherAnswers(bidder, found.decision.as_of, found.decision.outcome, told)

    return said(await reads(request, who, tried))


def _told(found: list[Further]) -> tuple[FurtherAnswer, ...]:
    """What answers would change as the API shows it."""
    return tuple(
        FurtherAnswer(
            one.missing.path, one.missing.meaning, one.missing.ask, one.missing.settles, one.missing.needed_for,
            one.by_step, tuple(_would(each.answer, each.outcome) for each in one.answers),
        )
        for one in found
    )  # fmt: skip


def _would(answer: bool | str | tuple[()], outcome: Outcome) -> AnswerOutcome:
    return AnswerOutcome(None if isinstance(answer, tuple) else answer, outcome)
