"""Which answers count: the branches of an ESPD criterion that its own answers open.

A group `ONTRUE` is asked only where the question before it (the truth value asked for by the group around
it) is answered true, `ONFALSE` only where it is answered false. An answer in a group that was not asked is
not an answer (ESPD-EDM, property group types); it is left out and reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tenderlaw.facts.base import Money
from tenderlaw.interop.espd.answers import Answer, Criterion, Path, Question
from tenderlaw.interop.espd.reading import Remark

__all__ = ["open_branches"]

_ASKED_WHEN = {"ONTRUE": True, "ONFALSE": False}


def open_branches(criterion: Criterion, number: str, remarks: list[Remark]) -> Criterion:
    """Leave out the answers in branches that are not open, with a remark for each question.

    Where they say something, the question that closes their branch contradicts itself: `no`, and a day of conviction.
    """
    questions = []
    against: dict[Question, set[int]] = {}
    evidence = _evidence_groups(criterion)
    for question in criterion.questions:
        repetitions = {answer.repetition for answer in question.answers}
        closed = {n: found for n in repetitions if (found := _closed_by(criterion, question.path, n)) is not None}
        kept = tuple(answer for answer in question.answers if answer.repetition not in closed)
        dropped = [answer for answer in question.answers if answer.repetition in closed]
        if dropped:
            remarks.append(Remark(number, question.text, closed[dropped[0].repetition].why, dropped[0].line))
        for answer in dropped:
            by = closed[answer.repetition]
            if by.contradicts is not None and _says_something(answer) and not _inside(question.path, evidence):
                against.setdefault(by.contradicts, set()).add(by.repetition)
        questions.append(replace(question, answers=kept))
    marked = [
        replace(new, against=frozenset(against[old])) if old in against else new
        for old, new in zip(criterion.questions, questions, strict=True)
    ]
    return replace(criterion, questions=tuple(marked))


@dataclass(frozen=True, slots=True)
class _Closed:
    """Why an answer does not count."""

    why: str
    contradicts: Question | None = None
    """The question that was answered so that it is not asked."""
    repetition: int = 0
    """In which repetition that was answered."""


def _closed_by(criterion: Criterion, path: Path, repetition: int) -> _Closed | None:
    """Why a group was not asked; none where it was."""
    conditional = False
    for length in range(1, len(path) + 1):
        wanted = _ASKED_WHEN.get(criterion.groups[path[:length]])
        if wanted is None:
            continue
        question = _question_before(criterion, path[:length])
        if question is None:
            return _Closed("the answer was ignored: no question says whether it is asked")
        at = repetition if conditional else 0
        said = _said(question, at)
        if said is not wanted:
            word = "true" if wanted else "false"
            why = f"the answer was ignored: it is asked only where `{question.text}` is answered `{word}`"
            return _Closed(why, None if said is None else question, at)
        conditional = True
    return None


def _says_something(answer: Answer) -> bool:
    """Whether an answer says more than what a form fills in by itself: no, nothing, a country."""
    value = answer.value
    if isinstance(value, bool):
        return value
    if isinstance(value, Money):
        return value.amount != 0
    if isinstance(value, str):
        return len(value) > _CODE and value.casefold().strip(" .") not in _NOTHING
    return True


_CODE: Final = 3
"""Characters of a code; text that is no longer may be one."""
_NOTHING: Final = frozenset({"none", "not applicable", "n/a", "n.a"})


def _evidence_groups(criterion: Criterion) -> tuple[Path, ...]:
    """The groups around evidence, which is supplied for a denial as well."""
    return tuple({q.path[:-1] for q in criterion.questions if q.kind == "EVIDENCE_IDENTIFIER" and len(q.path) > 1})


def _inside(path: Path, groups: tuple[Path, ...]) -> bool:
    return any(path[: len(group)] == group for group in groups)


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
