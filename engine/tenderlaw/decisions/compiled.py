"""A ground made ready to decide: where its answers stand in an evaluation, and what explains them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from tenderlaw.decisions.model.findings import Finding, LiftState
from tenderlaw.packs.conditions import Condition, InPeriod
from tenderlaw.packs.typed import TypedGround, TypedPeriod
from tenderlaw.rules.coming import lists_counted
from tenderlaw.rules.evaluate import Evaluation, Evaluator
from tenderlaw.rules.explain import Explainer, Explanation, explainer, titled
from tenderlaw.rules.marks import Memo
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth

__all__ = ["CompiledGround", "compiled_ground", "explainer_of"]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledGround:
    """A ground, where its answers stand in an evaluation, and what explains them."""

    typed: TypedGround
    target: int
    lifts: tuple[int, ...]
    """The targets of its lifts."""
    bars: tuple[int | None, ...]
    """For each lift, the target of what bars it."""
    review: int | None
    """The target that says whether its review matters."""
    period: TypedPeriod | None
    in_period: InPeriod | None
    """The condition that its period covers the as-of date."""
    explain: tuple[Explainer, ...]
    """Explains the ground, its period and its lifts."""
    lists: tuple[str, ...]
    """The list over which it runs, or those that it counts: what is to come there may bring it about."""
    absent: Memo[str, Finding] = field(default_factory=Memo)
    """For an operator, the finding that the ground is not triggered."""
    lift_states: Memo[tuple[tuple[Truth, ...], tuple[bool, ...]], tuple[LiftState, ...]] = field(default_factory=Memo)
    """What was said of the lifts, by what held and what was barred."""


def compiled_ground(typed: TypedGround, evaluator: Evaluator) -> CompiledGround:
    """A ground as the evaluator of its pack decides it."""
    said, numbers = typed.ground, evaluator.plan.by_name
    period = evaluator.plan.typed.periods[said.period] if said.period else None
    in_period = None if period is None else InPeriod(period.period_id, period.on)
    return CompiledGround(
        typed=typed,
        target=numbers[f"ground:{said.id}"],
        lifts=tuple(numbers[f"lift:{lift.id}:{typed.collection}"] for lift, _ in typed.lifts),
        bars=tuple(
            None if bar is None else numbers[f"bar:{lift.id}:{typed.collection}"]
            for (lift, _), bar in zip(typed.lifts, typed.bars, strict=True)
        ),
        review=numbers.get(f"review:{said.id}"),
        period=period,
        in_period=in_period,
        explain=(
            *(explainer_of(part, evaluator) for part in (typed.when, in_period) if part is not None),
            *(explainer_of(condition, evaluator, f"{lift.title} ({lift.cite})") for lift, condition in typed.lifts),
        ),
        lists=lists_counted(typed.when) if typed.collection is None else (typed.collection,),
    )


def explainer_of(condition: Condition, evaluator: Evaluator, title: str | None = None) -> Explainer:
    """What explains `condition`; its words are put together when a finding first asks for them."""

    @cache
    def made() -> Explainer:
        return explainer(condition, evaluator) if title is None else titled(title, condition, evaluator)

    def explained(scope: Scope, evaluation: Evaluation) -> Explanation:
        return made()(scope, evaluation)

    return explained
