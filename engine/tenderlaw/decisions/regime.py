"""A pack made ready to decide: its targets compiled, its conditions found by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.rules.plan import compile_plan

__all__ = ["Regime"]


@dataclass(frozen=True, slots=True)
class Regime:
    """One pack, compiled."""

    typed: TypedPack
    evaluator: Evaluator
    known_offences: frozenset[str]

    @classmethod
    def of(cls, typed: TypedPack) -> Regime:
        """Compile a checked pack."""
        known = frozenset(("other", *(offence.id for offence in typed.pack.offences)))
        return cls(typed, Evaluator(compile_plan(typed, _targets(typed))), known)

    def target(self, name: str) -> int:
        """The number of a target by its name."""
        return self.evaluator.plan.by_name[name]


def _targets(typed: TypedPack) -> Iterator[tuple[str, str | None, Condition]]:
    yield "scope", None, typed.scope
    lifts: set[str] = set()
    for ground in typed.grounds:
        yield f"ground:{ground.ground.id}", ground.collection, ground.when
        for lift, condition in ground.lifts:
            name = f"lift:{lift.id}:{ground.collection}"
            if name not in lifts:
                lifts.add(name)
                yield name, ground.collection, condition
        if ground.review_when is not None:
            yield f"review:{ground.ground.id}", ground.collection, ground.review_when
    for requirement in typed.requirements:
        yield f"requirement:{requirement.requirement.id}", None, requirement.when
        if requirement.met is not None:
            yield f"met:{requirement.requirement.id}", None, requirement.met
    for review, condition in typed.reviews:
        yield f"review-note:{review.id}", None, condition
    for clause in typed.clauses:
        yield f"clause:{clause.rule.clause}", None, clause.when
        for name, condition in clause.alternates:
            yield f"alternate:{clause.rule.clause}:{name}", None, condition
