"""What leaves a condition unknown: the paths of the facts that nobody gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from tenderlaw.facts.base import Record
from tenderlaw.facts.currencies import amount_in, rates_beside
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    Begun,
    Condition,
    Dated,
    Fact,
    InPeriod,
    Not,
    Operand,
    Ref,
    Some,
    Sum,
    Test,
    YearsSince,
)
from tenderlaw.rules.amounts import bounds_of
from tenderlaw.rules.dated import asked_days, choices, settled, value_of
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.lacking import missing_facts
from tenderlaw.rules.reading import Scope, day_path, number_of, operand_of, path_of, read
from tenderlaw.rules.sums import compile_sum
from tenderlaw.rules.truth import Truth, all_of, any_of, at_least, negate

__all__ = ["MOST_ASKED", "missing_paths", "open_truth", "truth_of"]


def missing_paths(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> list[str]:
    """Paths of the facts that leave `condition` unknown, in the order of the condition."""
    return list(dict.fromkeys(_Open(evaluator, evaluation).found(condition, scope)[1]))


def open_truth(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> Truth:
    """The truth of `condition`, of which it is, or will be, asked what it lacks."""
    return _Open(evaluator, evaluation).found(condition, scope)[0]


def truth_of(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> Truth:
    """The truth of `condition` for the entry of `scope`."""
    return _Open(evaluator, evaluation).value(condition, scope)


MOST_ASKED: Final = 50
"""Of how many entries of a list that a condition counts the facts are asked at a time: every finding that asks the
condition lists them."""

_LEAVES: Final = (Test, InPeriod, Begun)
_QUANTIFIERS: Final = (Some, Sum)


class _Open:
    """Finds what leaves a condition unknown."""

    def __init__(self, evaluator: Evaluator, evaluation: Evaluation) -> None:
        self.evaluator, self.evaluation = evaluator, evaluation

    def value(self, condition: Condition, scope: Scope) -> Truth:
        if isinstance(condition, All | AnyOf):
            values = (self.value(part, scope) for part in condition.parts)
            return all_of(values) if isinstance(condition, All) else any_of(values)
        if isinstance(condition, Not):
            return negate(self.value(condition.part, scope))
        if isinstance(condition, Some | Sum):
            return self.found(condition, scope)[0]
        return self.evaluator.leaf(condition)(scope)

    def found(self, condition: Condition, scope: Scope) -> tuple[Truth, Sequence[str]]:
        """The truth of a condition and, where it is unknown, what it lacks; each is asked once, wherever it stands."""
        if isinstance(condition, _LEAVES):
            truth = self.evaluator.leaf(condition)(scope)
            return truth, () if truth is not None else missing_facts(condition, self.evaluator.plan.typed, scope)
        # a quantifier comes to the same wherever in the case it is asked; a scope lives as long as the evaluation
        key = condition, 0 if isinstance(condition, _QUANTIFIERS) else id(scope)
        known = self.evaluation.found.get(key)
        if known is None:
            known = self.evaluation.found[key] = self._worked_out(condition, scope)
        return known

    def _worked_out(self, condition: Some | Sum | All | AnyOf | Not, scope: Scope) -> tuple[Truth, Sequence[str]]:
        if isinstance(condition, All | AnyOf):
            return self._joined(condition, scope)
        if isinstance(condition, Not):
            truth, missing = self.found(condition.part, scope)
            return negate(truth), missing
        return self._of_entries(condition, scope)

    def _joined(self, condition: All | AnyOf, scope: Scope) -> tuple[Truth, Sequence[str]]:
        decides = isinstance(condition, AnyOf)
        missing: list[str] = []
        out: Truth = not decides
        for part in condition.parts:
            truth, lacks = self.found(part, scope)
            if truth is decides:
                return decides, ()
            if truth is None:
                out = None
                missing += lacks
        return out, missing

    def _of_entries(self, quantifier: Some | Sum, scope: Scope) -> tuple[Truth, list[str]]:
        entries = self.evaluation.scopes[quantifier.collection]
        truths: list[Truth] = []
        missing: list[str] = []
        asked = 0
        for entry in entries:
            holds, lacks = self.found(quantifier.where, entry)
            truths.append(holds)
            asked += bool(lacks) or entry.item.placeholder
            if asked > MOST_ASKED:
                continue
            if entry.item.placeholder and holds is not False:
                prefix = "procurement" if entry.collection_root == "procurement" else entry.prefix
                unlisted = f"{prefix}.{entry.item.path}"
                # also what says whether entries would count that nobody listed: a person's link, the procurement
                missing += [unlisted, *(path for path in lacks if path != unlisted)]
                continue
            missing += lacks
            if isinstance(quantifier, Sum) and holds is not False:
                ref = Ref("item", quantifier.names)
                money, path = cast("Record | None", read(ref, entry)), path_of(ref, entry)
                if not self._counts(money, quantifier, scope):
                    missing.append((rates_beside(path) if money else None) or path)
        items = [entry.item for entry in entries]
        if isinstance(quantifier, Some):
            pairs = [(truth, item.placeholder) for truth, item in zip(truths, items, strict=True)]
            truth = at_least(number_of(quantifier, scope), pairs)
            if isinstance(quantifier.at_least, YearsSince) and number_of(quantifier, scope) is None:
                missing.append(path_of(quantifier.at_least.since, scope))
        else:
            truth = compile_sum(quantifier, self.evaluator.plan.typed.pack)(truths, items, scope)
            missing += self._missing_bound(quantifier.operand, scope)
        return truth, missing if truth is None else []

    def _missing_bound(self, operand: Operand, scope: Scope) -> Sequence[str]:
        """What the bound of a sum lacks."""
        if isinstance(operand, Dated):
            value = value_of(operand, self.evaluator.plan.typed.pack)
            if not settled(choices(value, scope.values.get(operand.key))):
                days = asked_days(operand.on, scope.operator, scope.procurement)
                return [day_path(day, scope) for day in days]
        if isinstance(operand, Fact) and operand_of(operand, scope) is None:
            return (path_of(operand.ref, scope),)
        return ()

    def _counts(self, money: Record | None, total: Sum, scope: Scope) -> bool:
        """Whether an amount adds to the sum: known, also in the currency of what the sum is compared with."""
        bounds = bounds_of(total.operand, self.evaluator.plan.typed.pack)(scope)
        return money is not None and (not bounds or amount_in(money, bounds[0].currency) is not None)
