"""The forms of a stratum's conditions: for the explainer a function, for the wall disjuncts; and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Final, TypeAlias

from tenderlaw.packs.conditions import All, AnyOf, Condition, Not
from tenderlaw.packs.model.pack import Pack
from tenderlaw.rules.disjuncts import Disjuncts, Literal, disjuncts_of
from tenderlaw.rules.truth import Truth, all_of, any_of, negate

__all__ = ["Evaluate", "Forms", "steps_to"]

Evaluate: TypeAlias = Callable[[Sequence[Truth]], Truth]


class Forms:
    """What the conditions of a stratum come to, those that stand in several places once."""

    def __init__(self, index: Mapping[Condition, tuple[bool, int]], shared: int) -> None:
        """`index`: of each leaf, whether all entries share it, and its number among those of its kind."""
        self._index = {leaf: at if common else at + shared for leaf, (common, at) in index.items()}
        self._evaluators: dict[Condition, Evaluate] = {}
        self._disjuncts: Disjuncts = {}

    def disjuncts(self, condition: Condition) -> list[list[Literal]] | None:
        """The disjunctive form of a condition, or None where it is too wide."""
        return disjuncts_of(condition, self._index, self._disjuncts)

    def evaluator(self, condition: Condition) -> Evaluate:
        """The condition as a function of its entry's marks: the explainer's own way to the answer."""
        found = self._evaluators.get(condition)
        if found is None:
            found = self._evaluators[condition] = self._made(condition)
        return found

    def _made(self, condition: Condition) -> Evaluate:
        if isinstance(condition, All | AnyOf):
            parts = [self.evaluator(part) for part in condition.parts]
            join = all_of if isinstance(condition, All) else any_of
            return lambda marks: join([part(marks) for part in parts])
        if isinstance(condition, Not):
            inner = self.evaluator(condition.part)
            return lambda marks: negate(inner(marks))
        return itemgetter(self._index[condition])


_LISTS: Final[Mapping[str, str]] = {
    "ground": "grounds",
    "review": "grounds",
    "lift": "lifts",
    "bar": "lifts",
    "requirement": "requirements",
    "met": "requirements",
    "risk": "risks",
    "review-note": "reviews",
    "passed-over": "passed_over",
    "elements": "offences",
    "clause": "clauses",
    "alternate": "clauses",
    "remedy": "remedies",
}
"""Where the pack holds what a target is called by."""


def steps_to(name: str, pack: Pack) -> tuple[str | int, ...]:
    """The steps to what a target is made from, or its name alone."""
    kind, _, rest = name.partition("/")[0].partition(":")
    said, where = rest.partition(":")[0], _LISTS.get(kind)
    entries = getattr(pack, where) if where else ()
    ids = [getattr(entry, "id", None) or getattr(entry, "clause", None) for entry in entries]
    return (where, ids.index(said)) if where and said in ids else (name,)
