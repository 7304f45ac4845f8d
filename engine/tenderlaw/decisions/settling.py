"""Whether the answer to one missing fact could settle the outcome: tried with the answers that there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.decisions.alike import Alike, Key
from tenderlaw.decisions.missing import STEP
from tenderlaw.decisions.outcomes import outcome_under_all
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.base import OPEN
from tenderlaw.facts.catalogue import Field
from tenderlaw.facts.given import Given
from tenderlaw.facts.models import BUILT_IN, FactModels
from tenderlaw.facts.records import Record
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["Trials", "Verdict", "answers_of", "with_answer"]

Verdict: TypeAlias = Literal["settles", "does-not", "open", "untried"]
"""What trying the answers to a fact came to; `open`: of such a fact not all answers can be tried; `untried`: there
are too many facts to try them all."""

_LONG_AGO: Final = date(1900, 1, 1)
"""Before every period and every version of a pack that may still count."""

MOST_TRIED: Final = 256
"""How many answers are tried of one case."""
MOST_ENTRIES: Final = 2048
"""How many entries, of all the cases tried together, are decided: a large case is tried with fewer answers."""


class Trials:
    """Tries whether the answer to one fact could determine a case under regimes on a day; each kind of fact once.

    Answers that contradict another fact of the case are no answers. Of a truth, a word of a closed vocabulary and
    a day, all answers that differ to the law are tried; of a list, that it is empty; of anything else none.
    """

    def __init__(self, facts: Record, regimes: Sequence[Regime], day: date, models: FactModels = BUILT_IN) -> None:
        self._facts, self._regimes, self._day = facts, regimes, day
        self._models = models
        self._alike = Alike(facts, models.case)
        self._known: dict[Key, Verdict] = {}
        self._left = min(MOST_TRIED, MOST_ENTRIES // (1 + _entries(facts)))

    def verdict(self, path: str, field: Field) -> Verdict:
        """What the answers to the fact at `path` come to."""
        key = self._alike.key(path)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._tried(path, field)
        return found

    def _tried(self, path: str, field: Field) -> Verdict:
        answers = answers_of(field, self._day)
        if len(answers) > self._left:
            return "untried"
        self._left -= len(answers)
        if any(self._determines(path, answer) for answer in answers):
            return "settles"
        return "does-not" if field.vocabulary or field.kind in ("truth", "day") else "open"

    def _determines(self, path: str, answer: object) -> bool:
        try:
            answered = Given.of(with_answer(self._facts, path, answer), self._models)
        except InputInvalidError:
            return False
        known = "entities" in answered.held
        return outcome_under_all(self._regimes, answered.records(self._day), known, self._day) != "undetermined"


def _entries(node: object) -> int:
    """How many entries all lists of a case have."""
    if isinstance(node, dict):
        return sum(map(_entries, node.values()))
    return len(node) + sum(map(_entries, node)) if isinstance(node, tuple) else 0


def answers_of(field: Field, day: date) -> tuple[object, ...]:
    """The answers that there are to a fact, as far as the law tells them apart; none where they are endless."""
    if field.kind == "truth":
        return (False, True)
    if field.kind == "day":
        return (_LONG_AGO, day, OPEN) if field.may_be_open else (_LONG_AGO, day)
    return ((),) if field.kind == "list" else field.vocabulary


def with_answer(facts: Record, path: str, answer: object) -> Record:
    """A copy of the facts of a case with an answer to the fact at a path."""
    steps = [int(step) if step.isdecimal() else step for step in STEP.findall(path)]
    return cast("Record", _with_fact(facts, steps, answer))


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
