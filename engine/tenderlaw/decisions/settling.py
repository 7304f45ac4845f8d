"""Whether the answer to one missing fact could settle the outcome: tried with the answers that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, cast

from tenderlaw.decisions.missing import STEP
from tenderlaw.decisions.model.outcome import Outcome
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.catalogue import Field
from tenderlaw.facts.given import Given
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["some_answer_settles"]

_LONG_AGO: Final = date(1900, 1, 1)
"""Before every period and every version of a pack that may still count."""


def some_answer_settles(
    facts: Record, path: str, field: Field, day: date, outcome: Callable[[Given], Outcome]
) -> bool | None:
    """Whether some answer to the fact at `path` leaves the case determined on `day`; None where that is not proven.

    Answers that contradict another fact of the case are no answers. Of a truth, a word of a closed vocabulary and
    a day, all answers that differ to the law are tried; of a list, that it is empty; of anything else none.
    """
    if any(_determines(facts, path, answer, outcome) for answer in _answers(field, day)):
        return True
    return False if field.vocabulary or field.kind in ("truth", "day") else None


def _answers(field: Field, day: date) -> tuple[object, ...]:
    if field.kind == "truth":
        return (False, True)
    if field.kind == "day":
        return (_LONG_AGO, day, OPEN) if field.may_be_open else (_LONG_AGO, day)
    return ((),) if field.kind == "list" else field.vocabulary


def _determines(facts: Record, path: str, answer: object, outcome: Callable[[Given], Outcome]) -> bool:
    steps = [int(step) if step.isdecimal() else step for step in STEP.findall(path)]
    try:
        answered = Given.of(cast("Record", _with_fact(facts, steps, answer)))
    except InputInvalidError:
        return False
    return outcome(answered) != "undetermined"


def _with_fact(node: object, steps: Sequence[int | str], answer: object) -> object:
    """A copy of `node` with an answer where `steps` lead; a group of which nothing was known is made on the way."""
    if not steps:
        return answer
    step, *rest = steps
    if isinstance(step, int):
        entries = cast("tuple[object, ...]", node)
        return (*entries[:step], _with_fact(entries[step], rest, answer), *entries[step + 1 :])
    group = cast("Record", node or {})
    return {**group, step: _with_fact(group.get(step), rest, answer)}
