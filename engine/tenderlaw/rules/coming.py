"""Whether a condition may hold once what is not there yet has begun.

What begins after the as-of date counts for nothing, so that conditions say no; a person must still hear of it, for the
day may be near or mistyped. Only time may then turn: an entry to come is asked as of the as-of date and as of its own
day, and a period that had not begun by the as-of date is no obstacle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from tenderlaw.facts.collections import NotYet
from tenderlaw.packs.conditions import All, AnyOf, Condition, InPeriod, Not, Some, Sum, Test
from tenderlaw.packs.walking import walk
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.periods import span_of
from tenderlaw.rules.plan import plain
from tenderlaw.rules.reading import Scope, number_of, operand_of

__all__ = ["Coming", "lists_counted"]

Days: TypeAlias = Sequence[Scope]
"""An entry, or the whole case, as of the days on which it is asked."""


def lists_counted(condition: Condition) -> tuple[str, ...]:
    """The lists that a condition counts, in its order."""
    return tuple(dict.fromkeys(one.collection for _, one in walk(condition) if isinstance(one, Some | Sum)))


@dataclass(frozen=True, slots=True)
class Coming:
    """What is not there yet, of one operator evaluated against one pack."""

    evaluator: Evaluator
    evaluation: Evaluation

    def scope(self, collection: str, one: NotYet) -> Scope:
        """What a condition sees of an entry to come, as of the as-of date."""
        whole = self._whole()
        return Scope(
            one.item, whole.operator, whole.procurement, whole.as_of, whole.values, whole.prefix,
            self.evaluator.models.root_of(collection),
            whole.decide,
        )  # fmt: skip

    def may_hold(self, condition: Condition, collection: str, one: NotYet) -> bool:
        """Whether a condition may hold for an entry to come."""
        return self._may(condition, self._days(collection, one), sign=True)

    def may_hold_plainly(self, condition: Condition, scope: Scope, *, sign: bool = True) -> bool:
        """Whether a condition may hold by the plain facts of an entry alone, which no day changes."""
        if isinstance(condition, All | AnyOf):
            every = isinstance(condition, All) is sign
            found = (self.may_hold_plainly(part, scope, sign=sign) for part in condition.parts)
            return all(found) if every else any(found)
        if isinstance(condition, Not):
            return self.may_hold_plainly(condition.part, scope, sign=not sign)
        if not plain(condition) or not isinstance(condition, Test) or condition.ref.root != "item":
            return True
        return self.evaluator.leaf(condition)(scope) is not (not sign)

    def may_hold_of_case(self, condition: Condition) -> bool:
        """Whether a condition about the whole case may hold with the entries to come."""
        return self._may(condition, (self._whole(),), sign=True)

    def counted(self, lists: Iterable[str]) -> Iterator[NotYet]:
        """The entries to come of some lists."""
        for name in lists:
            yield from self.evaluation.later.get(name, ())

    def _whole(self) -> Scope:
        return self.evaluation.scopes[None][0]

    def _days(self, collection: str, one: NotYet) -> Days:
        known = self.evaluation.coming.get(id(one))
        if known is None:
            now = self.scope(collection, one)
            known = self.evaluation.coming[id(one)] = now, *(replace(now, as_of=later.day) for later in one.days)
        return known

    def _may(self, condition: Condition, days: Days, *, sign: bool) -> bool:
        """Whether it may be true; with `sign` false, whether it may be false."""
        if isinstance(condition, All | AnyOf):
            every = isinstance(condition, All) is sign
            for part in condition.parts:
                if self._may(part, days, sign=sign) is not every:
                    return not every
            return every
        if isinstance(condition, Not):
            return self._may(condition.part, days, sign=not sign)
        if isinstance(condition, Some):
            return self._may_number(condition, sign=sign)
        if isinstance(condition, Sum):
            return True
        leaf, otherwise = self.evaluator.leaf(condition), not sign
        for scope in days:
            if leaf(scope) is not otherwise:
                return True
        return sign and len(days) > 1 and isinstance(condition, InPeriod) and self._begins_later(condition, days[0])

    def _may_number(self, some: Some, *, sign: bool) -> bool:
        """Whether enough entries may fit or, with `sign` false, too few."""
        entries: list[tuple[Days, bool]] = [
            ((scope,), scope.item.placeholder) for scope in self.evaluation.scopes[some.collection]
        ]
        entries += [
            (self._days(some.collection, one), one.item.placeholder)
            for one in self.evaluation.later.get(some.collection, ())
        ]
        number = number_of(some, self.evaluation.scopes[None][0])
        if number is None:
            return True
        if sign:
            may = [(many, self._may(some.where, days, sign=True)) for days, many in entries]
            return sum(number if many else 1 for many, fits in may if fits) >= number
        surely = [not many and not self._may(some.where, days, sign=False) for days, many in entries]
        return sum(surely) < number

    def _begins_later(self, leaf: InPeriod, scope: Scope) -> bool:
        """Whether the period does not cover the day because it begins only after the as-of date."""
        day = operand_of(leaf.at, scope)
        period = self.evaluator.plan.typed.periods[leaf.period_id]
        span = span_of(period, scope, day if isinstance(day, date) else scope.as_of)
        return span.first is not None and span.first > scope.as_of
