"""C1 to C6: convictions by final judgment.

Directive 2014/24 art. 57(1) and (7); regulation 2016/7 annex 2 part III A.

The question covers the operator and everyone in or above its bodies, and has one day only: the model does
not tell when a judgment was pronounced from when it became final.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from tenderlaw.facts.events import Conviction
from tenderlaw.interop.espd.answers import Question
from tenderlaw.interop.espd.criteria import Ground
from tenderlaw.interop.espd.sheet import Sheet, says
from tenderlaw.interop.espd.values import Period, read_day, words

__all__ = ["Exclusion", "convictions", "exclusion_set", "silence"]

_YEARS: Final = 5
_TWO_DAYS: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:/|-|–|to|until)\s*(\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The period of exclusion that a judgment sets, as far as the answer tells it."""

    is_set: bool | None = None
    """The judgment sets a period; none where the answer does not tell."""
    until: date | None = None
    """Its last day."""
    words: str | None = None
    """The answer, where it is text that is not a period between two days."""


def convictions(sheet: Sheet, ground: Ground[str]) -> tuple[Conviction, ...]:
    """Read the convictions declared for one criterion.

    Denied: none. Not answered: one of which only the offence is known, because it may exist. Declared: one
    for each repetition of the questions, and one for each day of conviction within a repetition.
    """
    said = sheet.answer(sheet.mains)
    if said is False:
        return ()
    if said is None:
        return (Conviction(offence=ground.kind, note=silence(sheet, sheet.mains), evidence=sheet.proofs()),)
    main = sheet.mains[0]
    repetitions = sheet.repetitions(main)
    found: list[Conviction] = []
    for repetition in repetitions:
        proofs = sheet.proofs(repetition if len(repetitions) > 1 else None)
        for conviction in _in_repetition(sheet, ground, main, repetition):
            _add(found, conviction.model_copy(update={"evidence": proofs}))
    if len(found) > 1:
        sheet.remark("", f"the repeated answers were read as {len(found)} convictions", main.line)
    return tuple(found)


def silence(sheet: Sheet, mains: tuple[Question, ...]) -> str:
    """Give the note, and the remark, on a fact that is unknown because its question was not answered."""
    if not mains:
        sheet.remark("", "the criterion, or its question, is not in the document")
        return f"criterion {sheet.number} is not in the document"
    if any(question.against for question in mains):
        return f"criterion {sheet.number} was answered, and so was what is asked only after another answer"
    if any(question.answers for question in mains):
        return f"criterion {sheet.number} was answered both `true` and `false`"
    sheet.remark(mains[0].text, "the criterion was not answered", mains[0].line)
    return f"criterion {sheet.number} was not answered"


def _add(found: list[Conviction], new: Conviction) -> None:
    """Add a conviction, or the evidence of one that was declared before in the same words."""
    for place, old in enumerate(found):
        if old.model_copy(update={"evidence": None}) == new.model_copy(update={"evidence": None}):
            proofs = tuple(dict.fromkeys((*(old.evidence or ()), *(new.evidence or ()))))
            found[place] = old.model_copy(update={"evidence": proofs or None})
            return
    found.append(new)


def _in_repetition(sheet: Sheet, ground: Ground[str], main: Question, repetition: int) -> list[Conviction]:
    days: list[date | None] = [*sheet.distinct(sheet.below(main, "DATE"), date, repetition)]
    if len(days) > 1:
        sheet.remark("", "several days of conviction were answered: each was read as one conviction", main.line)
    reasons, persons, lengths = _descriptions(sheet, main)
    exclusion = exclusion_set(sheet, sheet.below(main, "PERIOD"), lengths, repetition)
    if len(days) > 1 and exclusion.is_set:
        sheet.remark("", "it is not said to which conviction the period of exclusion belongs: unknown", main.line)
        exclusion = Exclusion()
    if any(list(map(partial(_contradicts, sheet, exclusion), days or [None]))):  # each is reported
        # over five years old, and no exclusion that runs: what is declared cannot be what was asked about
        exclusion = Exclusion(words=exclusion.words or _period(exclusion.until))
    stated = exclusion.words and f"period of exclusion, as declared: {exclusion.words}"
    return [
        Conviction(
            offence=ground.kind,
            final=True,  # the question asks about convictions by final judgment only
            convicted_on=day,
            judgment_sets_exclusion=exclusion.is_set,
            judgment_excludes_until=exclusion.until,
            declared_name=sheet.text(persons, repetition),
            self_cleaning=sheet.self_cleaning(main, repetition),
            note=words(sheet.text(reasons, repetition), stated),
            source="self-declared",
        )
        for day in days or [None]
    ]


def _descriptions(sheet: Sheet, main: Question) -> tuple[list[Question], list[Question], list[Question]]:
    """Reason, who, and length of the exclusion: by their words, and in another language by their order."""
    told = sheet.told(main)
    persons = [q for q in told if says(q, "who ")]
    lengths = [q for q in told if says(q, "length", "period of exclusion")]
    reasons = [q for q in told if q not in persons and q not in lengths]
    if not persons and not lengths and len(told) in {2, 3} and any(q.answers for q in told):
        sheet.remark("", "the questions on reason, person and length were read by their order", main.line)
        return told[:1], told[1:2], told[2:]
    return reasons, persons, lengths


def exclusion_set(sheet: Sheet, periods: list[Question], lengths: list[Question], repetition: int) -> Exclusion:
    """Read the exclusion that a judgment sets (art. 57(7)): a period or, in version 2.1, text."""
    found = sheet.distinct(periods, Period, repetition)
    if len(found) > 1:
        sheet.remark(periods[0].text, "has several different answers: the end is unknown", periods[0].line)
        return Exclusion(is_set=True)
    if found:
        if found[0].end is None:
            sheet.remark(periods[0].text, "has no last day: the end is unknown", periods[0].line)
        return Exclusion(True, found[0].end)
    written = sheet.text(lengths, repetition)
    if written is None:
        return Exclusion()
    match = _TWO_DAYS.fullmatch(written)
    start, end = (read_day(match[1]), read_day(match[2])) if match else (None, None)
    if start and end and start <= end:
        sheet.remark(lengths[0].text, "is text, which was read as a period between two days", lengths[0].line)
        return Exclusion(True, end)
    sheet.remark(lengths[0].text, "is text that cannot be read as a period: the exclusion is unknown", lengths[0].line)
    return Exclusion(words=written)


def _period(until: date | None) -> str | None:
    return None if until is None else f"until {until.isoformat()}"


def _contradicts(sheet: Sheet, exclusion: Exclusion, day: date | None) -> bool:
    """Whether an answer cannot be what the question asks about; it is reported.

    The question covers convictions of the last five years, and exclusions that still run.
    """
    issued, until = sheet.issued, exclusion.until
    if issued is None or (day is None and until is None):
        return False
    runs = exclusion.is_set is True and (until is None or until >= issued)
    recent = day is not None and (day.year + _YEARS, day.month, day.day) >= (issued.year, issued.month, issued.day)
    if runs or recent:
        return False
    if day is None:
        message = (
            f"the exclusion declared was over on {_said(until)}, before the document was issued, and no day of "
            "conviction is declared: the answer may contradict the question"
        )
    else:
        message = (
            f"the conviction of {day.isoformat()} was more than five years old when the document was issued, "
            "and no exclusion that still runs is declared: the answer contradicts the question"
        )
    sheet.remark("", message)
    return True


def _said(day: date | None) -> str:
    return "a day that is not known" if day is None else day.isoformat()
