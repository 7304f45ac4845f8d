"""Which answers count: the branches of an ESPD criterion that its own answers open.

A group `ONTRUE` is asked only where the question before it (the truth value asked for by the group around
it) is answered true, `ONFALSE` only where it is answered false. An answer in a group that was not asked is
not an answer (ESPD-EDM, property group types); it is left out and reported.
"""

from __future__ import annotations

from dataclasses import replace

from tenderlaw.interop.espd.answers import Criterion, Path, Question
from tenderlaw.interop.espd.reading import Remark

__all__ = ["open_branches"]

_ASKED_WHEN = {"ONTRUE": True, "ONFALSE": False}


def open_branches(criterion: Criterion, number: str, remarks: list[Remark]) -> Criterion:
    """Leave out the answers in branches that are not open, with a remark for each question."""
    questions = []
    for question in criterion.questions:
        repetitions = {answer.repetition for answer in question.answers}
        closed = {n: _closed_by(criterion, question.path, n) for n in repetitions}
        kept = tuple(answer for answer in question.answers if closed[answer.repetition] is None)
        if len(kept) < len(question.answers):
            first = next(answer for answer in question.answers if closed[answer.repetition] is not None)
            remarks.append(Remark(number, question.text, closed[first.repetition] or "", first.line))
        questions.append(replace(question, answers=kept))
    return replace(criterion, questions=tuple(questions))


def _closed_by(criterion: Criterion, path: Path, repetition: int) -> str | None:
    """Why a group was not asked; none where it was."""
    conditional = False
    for length in range(1, len(path) + 1):
        wanted = _ASKED_WHEN.get(criterion.groups[path[:length]])
        if wanted is None:
            continue
        question = _question_before(criterion, path[:length])
        if question is None:
            return "the answer was ignored: no question says whether it is asked"
        if _said(question, repetition if conditional else 0) is not wanted:
            word = "true" if wanted else "false"
            return f"the answer was ignored: it is asked only where `{question.text}` is answered `{word}`"
        conditional = True
    return None


def _question_before(criterion: Criterion, path: Path) -> Question | None:
    """Give the truth value on which a group depends: the last one asked by the nearest group around it."""
    for length in range(len(path) - 1, 0, -1):
        asked = [q for q in criterion.questions if q.kind == "INDICATOR" and q.path == path[:length]]
        if asked:
            return asked[-1]
    return None


def _said(question: Question, repetition: int) -> bool | None:
    """Tell what was answered in this repetition, or by all alike; contradictory answers say nothing."""
    same = {a.value for a in question.answers if repetition and a.repetition == repetition}
    values = same or {a.value for a in question.answers}
    value = values.pop() if len(values) == 1 else None
    return value if isinstance(value, bool) else None
