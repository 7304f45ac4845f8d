"""What leaves a condition unknown: the paths of the facts that nobody gave."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.packs.conditions import All, AnyOf, Condition, Dated, Fact, Not, Ref, Some, Sum
from tenderlaw.rules.amounts import bounds_of
from tenderlaw.rules.dated import asked_days, choices, settled, value_of
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.lacking import missing_facts
from tenderlaw.rules.reading import Scope, operand_of, path_of, read
from tenderlaw.rules.sums import compile_sum
from tenderlaw.rules.truth import Truth, all_of, any_of, at_least, negate

__all__ = ["missing_paths", "truth_of"]


def missing_paths(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> list[str]:
    """Paths of the facts that leave `condition` unknown, in the order of the condition."""
    return list(dict.fromkeys(_Open(evaluator, evaluation).missing(condition, scope)))


def truth_of(condition: Condition, scope: Scope, evaluator: Evaluator, evaluation: Evaluation) -> Truth:
    """The truth of `condition` for the entry of `scope`."""
    return _Open(evaluator, evaluation).value(condition, scope)


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
        if isinstance(condition, Some):
            entries = self._entries(condition)
            return at_least(
                condition.at_least,
                ((self.value(condition.where, entry), entry.item.placeholder) for entry in entries),
            )
        if isinstance(condition, Sum):
            entries = self.evaluation.scopes[condition.collection]
            truths = [self.value(condition.where, entry) for entry in entries]
            test = compile_sum(condition, self.evaluator.plan.typed.pack)
            return test(truths, [entry.item for entry in entries], scope)
        return self.evaluator.leaf(condition)(scope)

    def missing(self, condition: Condition, scope: Scope) -> Iterator[str]:
        if self.value(condition, scope) is not None:
            return
        if isinstance(condition, All | AnyOf):
            for part in condition.parts:
                yield from self.missing(part, scope)
        elif isinstance(condition, Not):
            yield from self.missing(condition.part, scope)
        elif isinstance(condition, Some | Sum):
            yield from self._missing_entries(condition, scope)
        else:
            yield from missing_facts(condition, self.evaluator.plan.typed, scope)

    def _missing_entries(self, quantifier: Some | Sum, scope: Scope) -> Iterator[str]:
        for entry in self._entries(quantifier):
            holds = self.value(quantifier.where, entry)
            if entry.item.placeholder and holds is not False:
                prefix = "procurement" if entry.collection_root == "procurement" else entry.prefix
                yield f"{prefix}.{entry.item.path}"
                continue
            yield from self.missing(quantifier.where, entry)
            if isinstance(quantifier, Sum) and holds is not False:
                ref = Ref("item", quantifier.names)
                if not self._counts(read(ref, entry), quantifier, scope):
                    yield path_of(ref, entry)
        operand = quantifier.operand if isinstance(quantifier, Sum) else None
        if isinstance(operand, Dated):
            value = value_of(operand, self.evaluator.plan.typed.pack)
            if not settled(choices(value, scope.values.get(operand.key))):
                yield from asked_days(operand.on, scope.operator, scope.procurement)
        if isinstance(operand, Fact) and operand_of(operand, scope) is None:
            yield path_of(operand.ref, scope)

    def _counts(self, money: object, total: Sum, scope: Scope) -> bool:
        """Whether an amount adds to the sum: known, and in the currency of what the sum is compared with."""
        bounds = bounds_of(total.operand, self.evaluator.plan.typed.pack)(scope)
        return isinstance(money, dict) and (not bounds or money["currency"] == bounds[0].currency)

    def _entries(self, quantifier: Some | Sum) -> list[Scope]:
        return self.evaluation.scopes[quantifier.collection]
