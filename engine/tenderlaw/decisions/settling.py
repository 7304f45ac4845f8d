"""Whether the answer to one missing fact could settle the outcome: tried with the answers that there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, cast

from pydantic import ValidationError

from tenderlaw.decisions.missing import STEP
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.case import Case
from tenderlaw.facts.catalogue import Field

__all__ = ["some_answer_settles"]

_LONG_AGO: Final = date(1900, 1, 1)
"""Before every period and every version of a pack that may still count."""


def some_answer_settles(
    case: Case, path: str, field: Field, day: date, outcome: Callable[[Case], Outcome]
) -> bool | None:
    """Whether some answer to the fact at `path` leaves the case determined on `day`; None where that is not proven.

    Answers that contradict another fact of the case are no answers. Of a truth, a word of a closed vocabulary and
    a day, all answers that differ to the law are tried; of a list, that it is empty; of anything else none.
    """
    if any(_determines(case, path, answer, outcome) for answer in _answers(field, day)):
        return True
    return False if field.vocabulary or field.kind in ("truth", "day") else None


def _answers(field: Field, day: date) -> tuple[object, ...]:
    if field.kind == "truth":
        return (False, True)
    if field.kind == "day":
        return (_LONG_AGO, day, OPEN) if field.may_be_open else (_LONG_AGO, day)
    return ((),) if field.kind == "list" else field.vocabulary


def _determines(case: Case, path: str, answer: object, outcome: Callable[[Case], Outcome]) -> bool:
    try:
        answered = _with_fact(case, path, answer)
    except ValidationError:
        return False
    return outcome(answered) != "undetermined"


def _with_fact(case: Case, path: str, answer: object) -> Case:
    facts = cast("dict[str | int, object]", case.model_dump(exclude_none=True))
    *inner, last = [int(step) if step.isdecimal() else step for step in STEP.findall(path)]
    node = facts
    for step in inner:
        # a group of which nothing is known is left out
        held = node.setdefault(step, {}) if isinstance(node, dict) else node[cast("int", step)]
        node = cast("dict[str | int, object]", held)
    node[last] = answer
    return Case.model_validate(facts)
