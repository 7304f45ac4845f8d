"""Answers put on record: what a file holds is changed whole, and steps about what changed count no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import orjson
from sqlalchemy import Connection

from tenderlaw.interview import Answered, Interview, answered
from tenderlaw.service.files.bidders import as_of_for, change_case
from tenderlaw.service.files.deciding import File, interview_on, read_file, refuse_changed
from tenderlaw.service.files.drafts import CaseDraft, checked_case, refuse_assessed
from tenderlaw.service.files.hand import Hand, noted
from tenderlaw.service.files.places import Plain
from tenderlaw.service.files.procurements import procurement_facts
from tenderlaw.service.files.steps import outdated, set_states
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["AnswersGiven", "keep_case", "keep_interview", "record_answers", "replace_facts"]


@dataclass(frozen=True, slots=True)
class AnswersGiven:
    """Answers by the paths of facts.

    A value of JSON is taken as it is, text as a person writes it, None says that it is not known; of a list, `add`
    says that there is one more entry.
    """

    by_path: Mapping[str, object]
    as_of: date | None = None
    """The day on which the file is decided; left out, that of the procurement or of the last decision."""
    language: str = "en"
    source: str = "typed"


def keep_interview(
    connection: Connection, hand: Hand, handle: str, interview: Interview, revision: str | None = None
) -> File:
    """Keep a questionnaire that began as `interview_on` without steps, however far it was answered.

    Raises ChangedError where somebody changed the file since `revision`, InputInvalidError for answers that only a
    step of the authority gives.
    """
    hand.need("officer")
    file = read_file(connection, hand, handle, lock=True)
    refuse_changed(file, revision)
    return keep_case(connection, hand, file, _draft_of(interview))


def _draft_of(interview: Interview) -> CaseDraft:
    try:
        facts = orjson.loads(orjson.dumps(interview.facts, default=str))  # numbers of JSON are exact: kept as words
    except TypeError as error:
        raise InputInvalidError([Fault("answers", 0, 0, "", "a number is too large to be kept")]) from error
    return CaseDraft(
        cast("Plain", facts),
        interview.unknown,
        dict(interview.sources),
        interview.growing,
        interview.order,
        interview.aim,
    )


def record_answers(
    connection: Connection,
    hand: Hand,
    handle: str,
    answers: AnswersGiven,
    revision: str | None = None,
) -> tuple[File, Answered]:
    """Put answers on record, in their order: all of them, or none.

    Gives the file and what became of the last one. Raises InputInvalidError with
    every fault, ChangedError as `keep_interview` does.
    """
    hand.need("officer")
    file = read_file(connection, hand, handle, lock=True)
    refuse_changed(file, revision)
    day = as_of_for(file.bidder, answers.as_of) or (None if file.latest is None else file.latest.as_of)
    if day is None:
        raise InputInvalidError([Fault("as_of", 0, 0, "", "the day on which it is decided is asked for")])
    if not answers.by_path:
        raise InputInvalidError([Fault("answers", 0, 0, "", "no answer was given")])
    interview = interview_on(hand, file.bidder, day)
    became: Answered | None = None
    for path, answer in answers.by_path.items():
        became = answered(interview, path, answer, answers.language, source=answers.source)
        if became.faults:
            raise InputInvalidError(became.faults)
        interview = became.interview
    kept = keep_case(connection, hand, file, _draft_of(interview))
    return kept, became  # type: ignore[return-value]  # there is at least one


def replace_facts(
    connection: Connection,
    hand: Hand,
    handle: str,
    facts: Mapping[str, object],
    revision: str | None = None,
    source: str = "case",
) -> File:
    """Put other facts of the bidder (`operator`, `entities`) in the place of those of the file, checked and on record.

    Raises as `keep_interview` does, and InputInvalidError with every fault.
    """
    hand.need("officer")
    file = read_file(connection, hand, handle, lock=True)
    refuse_changed(file, revision)
    whole: Plain = {"procurement": file.bidder.procurement.draft.facts, **facts}
    kept = {path: said for path, said in file.bidder.draft.sources.items() if path.startswith("procurement.")}
    unknown = file.bidder.procurement.draft.unknown
    return keep_case(connection, hand, file, CaseDraft(whole, unknown, {**kept, "operator": source}))


def keep_case(
    connection: Connection, hand: Hand, file: File, case: CaseDraft, listed: Mapping[str, str] | None = None
) -> File:
    """Keep a case in the place of what a file holds, checked and on record; steps about what changed count no more.

    `listed` is what of it was found in lists. Raises as `keep_interview` does.
    """
    now, known = file.bidder, file.bidder.procurement.draft
    refuse_assessed(case.facts, hand.regimes(known.regimes))
    try:
        case = replace(case, facts=checked_case(hand, case.facts, known))
    except InputInvalidError:
        if not case.growing:  # an entry that is being added may lack what makes it one
            raise
        # none of the procurement's: its other bidders are decided by these facts, too
        procurement_facts(hand, cast("Plain", case.facts.get("procurement") or {}), known.regimes)
    new = change_case(connection, hand, now, case, listed)
    gone = outdated(file.steps, new.facts, new.draft.listed)
    if gone:
        set_states(connection, hand, gone, "reopened")
        noted(connection, hand, "step", now.bidder, {"reopened": gone}, None)
    return read_file(connection, hand, now.bidder)
