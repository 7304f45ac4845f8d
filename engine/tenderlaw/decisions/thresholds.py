"""The thresholds on which a scope turns for one procurement: those of its own kind, not every one of the regime."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import cast

from tenderlaw.decisions.model.regimes import Threshold
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.records import BY_LOTS, Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, Dated, Not, Some, Sum, Test
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.packs.walking import leaves_of
from tenderlaw.rules.amounts import is_whole
from tenderlaw.rules.dated import value_of, version_of, version_on_day
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.explain import truth_of, truth_word
from tenderlaw.rules.reading import Scope, read
from tenderlaw.rules.truth import Truth, all_of, any_of, negate

__all__ = ["all_thresholds", "thresholds_of"]


def thresholds_of(regime: Regime, evaluation: Evaluation) -> tuple[Threshold, ...]:
    """The dated amounts with which the scope of a regime compares a value, where nothing else makes that idle."""
    marks = tuple([row.marks for rows in evaluation.rows.values() for row in rows])
    turning = regime.turning.get(marks)
    if turning is None:  # the marks of an evaluation say all that its truths are made of
        found = _turning(regime.typed.scope, _truths(regime.scope, evaluation))
        turning = regime.turning.keep(marks, tuple(found))
    return _thresholds(turning, regime.scope, evaluation)


def all_thresholds(regime: Regime, operator: Record, procurement: Record, day: date) -> tuple[Threshold, ...]:
    """Every dated amount in the scope of a regime, in the version that counts; where that is unknown, in the day's."""
    evaluation = regime.scope.evaluate(operator, procurement, day)
    return _thresholds(_comparisons(regime.typed.scope), regime.scope, evaluation, day)


def _thresholds(
    comparisons: Iterable[Test | Sum], evaluator: Evaluator, evaluation: Evaluation, day: date | None = None
) -> tuple[Threshold, ...]:
    scope, pack = evaluation.scopes[None][0], evaluator.plan.typed.pack
    found: dict[str, Threshold] = {}
    for leaf in comparisons:
        operand = cast("Dated", leaf.operand)
        value, counting = value_of(operand, pack), scope.values.get(operand.key)
        version = version_of(counting) or (None if day is None else version_on_day(value, day))
        if version is not None and (version.amount is not None or version.unsettled):
            holds = truth_word(truth_of(leaf, scope, evaluator, evaluation))
            found[operand.key] = Threshold(
                value=value.id,
                title=value.title,
                cite=f"{value.cite}; {version.cite}",
                amount=None if version.amount is None else _plain(version.amount),
                currency=value.currency_of(version),
                vat=value.vat_of(version),
                operator=leaf.operator,
                holds=holds,
                review=_review(version, _compared(leaf, scope, value, version)),
            )
    return tuple(found.values())


def _compared(leaf: Test | Sum, scope: Scope, value: Value, version: Version) -> Decimal | None:
    """The amount that is compared, on the VAT basis of the threshold or, where that is unknown, on the other."""
    if isinstance(leaf, Sum):
        return None
    found = cast("dict[str, object] | None", read(leaf.ref, scope))
    if leaf.kind == "valuation" and found is not None:
        own = "including_vat" if value.vat_of(version) == "included" else "excluding_vat"
        found = cast("dict[str, object] | None", found.get(own) or next(iter(found.values()), None))
    if found is None:
        return _of_lots(leaf, scope, value, version)
    return cast("Decimal | None", found.get("amount"))


def _of_lots(leaf: Test, scope: Scope, value: Value, version: Version) -> Decimal | None:
    """What lots come to where they reach the threshold already: the whole, which nobody gave, lies no nearer to it."""
    lots = cast("tuple[dict[str, object], ...]", scope.procurement.get(BY_LOTS, ()) if is_whole(leaf.ref) else ())
    same = [cast("Decimal", one["amount"]) for one in lots if one["currency"] == value.currency_of(version)]
    return next((amount for amount in same if version.amount is not None and amount >= version.amount), None)


def _review(version: Version, compared: Decimal | None) -> str | None:
    if version.unsettled:
        return version.unsettled
    if version.review is None or version.amount is None or version.review_within is None or compared is None:
        return version.review
    return version.review if abs(compared - version.amount) <= version.review_within * version.amount else None


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _comparisons(condition: Condition) -> Iterator[Test | Sum]:
    """The comparisons with dated values, wherever they stand."""
    for one in leaves_of(condition):
        if isinstance(one, Test | Sum) and isinstance(one.operand, Dated):
            yield one


def _turning(condition: Condition, truth: Callable[[Condition], Truth]) -> Iterator[Test | Sum]:
    """The comparisons with dated values on which the truth of `condition` may turn."""
    if isinstance(condition, All):
        failing = [part for part in condition.parts if truth(part) is False]
        for part in condition.parts:
            if not failing or (len(failing) == 1 and failing[0] is part):
                yield from _turning(part, truth)
    elif isinstance(condition, AnyOf):
        held = [part for part in condition.parts if truth(part) is True]
        for part in held or condition.parts:
            yield from _turning(part, truth)
    elif isinstance(condition, Not):
        yield from _turning(condition.part, truth)
    elif isinstance(condition, Test | Sum) and isinstance(condition.operand, Dated):
        yield condition


def _truths(evaluator: Evaluator, evaluation: Evaluation) -> Callable[[Condition], Truth]:
    """What tells the truth of each part of a condition, worked out once."""
    scope = evaluation.scopes[None][0]
    known: dict[int, Truth] = {}

    def truth(condition: Condition) -> Truth:
        # by identity, which is quicker than the hash of a tree; the pack keeps its conditions alive
        key = id(condition)
        if key not in known:
            if isinstance(condition, All | AnyOf):
                parts = map(truth, condition.parts)
                known[key] = all_of(parts) if isinstance(condition, All) else any_of(parts)
            elif isinstance(condition, Not):
                known[key] = negate(truth(condition.part))
            elif isinstance(condition, Some | Sum):
                known[key] = truth_of(condition, scope, evaluator, evaluation)
            else:
                known[key] = evaluator.leaf(condition)(scope)
        return known[key]

    return truth
