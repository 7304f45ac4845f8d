"""An authority's own policy in columns, for one procurement and day: the tier of each supplier, its own conditions.

A policy's conditions may ask the tier, and the tier may differ from supplier to supplier: they are worked out once for
each tier, and what counts is chosen row by row. What does not depend on the tier is the same column each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias, cast

from tenderlaw.decisions.governing import Governing
from tenderlaw.decisions.own_conditions import is_awarded
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition
from tenderlaw.packs.model.requirements import OWN_FOLLOWS, DueDay
from tenderlaw.packs.typed import TypedRequirement
from tenderlaw.rules.evaluate import Evaluator
from tenderlaw.screening.arrow.algebra import NUMBER, choose, has_bits, is_null, is_one_of, joined_bits
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, possibly, surely, unknown, where
from tenderlaw.screening.columns.sight import Sight
from tenderlaw.screening.columns.tallies import Found
from tenderlaw.screening.columns.translate import translate
from tenderlaw.screening.regimes.fact_bits import Asked, Names
from tenderlaw.screening.regimes.missing import asks
from tenderlaw.screening.regimes.plan import plan_of_conditions, refuse_what_single_cases_work_out
from tenderlaw.screening.regimes.policy_conditions import conditions_of, refuse_too_many
from tenderlaw.screening.regimes.regime_columns import RegimeColumns
from tenderlaw.screening.regimes.seeing import reader
from tenderlaw.screening.regimes.tier_columns import TierColumns, nothing_named, tiers_in
from tenderlaw.screening.regimes.values import Values
from tenderlaw.screening.regimes.words import surely_word

__all__ = ["AFTER_AWARD", "BITS", "PolicyColumns", "PolicyResult"]

Number: TypeAlias = int | Column
Tier: TypeAlias = str | None
Asking: TypeAlias = list[tuple[int, Asked]]

AFTER_AWARD: Final = "after_award"
"""What is said of a condition that is open once the contract is awarded: it was to be met before."""
BITS: Final = ("met", "unmet", "unknown", "clauses", "clauses_open", "risks", "risks_open")
"""The bit sets of a policy besides those of its tier: of its conditions, its clauses, its signs of risk."""
_TIERS: Final = ("low", "medium", "high")
_TENDERER: Final = "tenderer"
_ASKED: Final = "it is asked beside any regime"


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """What a policy says of each supplier."""

    tier: TierColumns | None
    bits: Mapping[str, Number]
    """By the names of `BITS`."""
    missing: Mapping[str, Sequence[tuple[Number, int]]]
    """The facts that its conditions, its tier and its clauses lack: each with words and bits that say where."""


@dataclass(frozen=True, slots=True)
class PolicyColumns:
    """A policy compiled for one procurement and one day."""

    policy: Regime
    tiering: RegimeColumns | None
    """Its scoring; None where it has none."""
    own: Mapping[Tier, RegimeColumns]
    """Everything else, with the procurement in each tier; under None, where there is no tier."""
    order: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """The place of each missing fact in the order in which the policy asks; it fills while columns are made."""

    @classmethod
    def of(cls, policy: Regime, procurement: Record, as_of: date) -> PolicyColumns:
        """Compile the policy. Raises InputInvalidError for what columns cannot hold or tables do not have."""
        typed = policy.typed
        own = list(conditions_of(policy))
        of_tier = [] if typed.tiering is None else [condition for _, condition in typed.tiering.targets]
        refuse_what_single_cases_work_out(typed, [*own, *of_tier])
        refuse_too_many(policy)

        def part(evaluator: Evaluator, record: Record, conditions: Sequence[Condition]) -> RegimeColumns:
            why = Governing(typed.pack.id, typed.pack.title, "true", _ASKED)
            plan, values = plan_of_conditions(policy, conditions), Values(policy, record, as_of)
            return RegimeColumns(plan, values, True, why, Names(), evaluator)

        if policy.tiering is None:
            return cls(policy, None, {None: part(policy.evaluator, procurement, own)})
        in_tier = {tier: {**procurement, "risk_tier": tier} for tier in _TIERS}
        return cls(
            policy,
            part(policy.tiering, procurement, of_tier),
            {tier: part(policy.evaluator, record, own) for tier, record in in_tier.items()},
        )

    @property
    def parts(self) -> tuple[RegimeColumns, ...]:
        """Everything that reads the lists of suppliers."""
        return (*(() if self.tiering is None else (self.tiering,)), *self.own.values())

    @property
    def id(self) -> str:
        """The id of its pack."""
        return self.policy.id

    def of_suppliers(self, suppliers: Rows, found: Sequence[Found]) -> PolicyResult:
        """What the policy says of each supplier; for each of the `parts`, `found` is what their entries came to."""
        read = dict(zip(map(id, self.parts), found, strict=True))
        missing: dict[str, list[tuple[Number, int]]] = {}
        tier: TierColumns | None = None
        if self.tiering is not None and self.policy.typed.tiering is not None:
            tier = tiers_in(self.policy.typed.tiering, self.tiering.sight(suppliers, read[id(self.tiering)]))
            first = len(self.policy.typed.requirements)
            asked = [(first + number, fact) for number, fact in tier.asked]
            self._note(self.tiering, asked, read[id(self.tiering)], True, missing)
        chosen: list[tuple[Kleene, Mapping[str, Number]]] = []
        for name, part in self.own.items():
            here = _is_in(name, tier)
            if here is False:
                continue
            own = _Own(self.policy, part.sight(suppliers, read[id(part)]), suppliers.read("role"))
            chosen.append((here, own.bits()))
            self._note(part, list(own.asked()), read[id(part)], here, missing)
        bits = {name: _of_first([(here, held[name]) for here, held in chosen]) for name in BITS}
        ordered = {name: missing[name] for name in sorted(missing, key=lambda name: self.order[name])}
        return PolicyResult(tier, bits, ordered)

    def _note(
        self,
        part: RegimeColumns,
        asked: Asking,
        found: Found,
        here: Kleene,
        missing: dict[str, list[tuple[Number, int]]],
    ) -> None:
        """Note the facts that are missing to a part, where it counts."""
        words = {
            word: cast("Number", choose(surely(here), tally.value, 0, NUMBER))
            for word, tally in part.names.words(asked, reader(found)).items()
        }
        number = next(n for n, one in enumerate(self.parts) if one is part)
        for name in part.names.in_order():
            word, mask = part.names.place(name)
            if word in words:
                missing.setdefault(name, []).append((words[word], mask))
                first, place = part.names.order[name]
                self.order[name] = min(self.order.get(name, (first, number, place)), (first, number, place))

    def follows(self, result: PolicyResult) -> list[tuple[Kleene, str]]:
        """Where each of what may follow from open conditions is the weightiest that does."""
        open_ = joined_bits(result.bits["unmet"], result.bits["unknown"])
        return [(has_bits(open_, mask), word) for word, mask in self.masks().items() if mask]

    def masks(self) -> dict[str, int]:
        """The bits of the conditions from which each follows, the weightiest first."""
        out = dict.fromkeys((AFTER_AWARD, *OWN_FOLLOWS), 0)
        for bit, one in enumerate(self.policy.typed.requirements):
            out[self.follows_of(one)] |= 1 << bit
        return out

    def follows_of(self, one: TypedRequirement) -> str:
        """What follows while a condition is open."""
        said = one.requirement.follows
        awarded = is_awarded(next(iter(self.own.values())).values.procurement)
        return AFTER_AWARD if awarded and said != "record" else said

    def legend(self) -> dict[str, object]:
        """What each bit stands for, lowest first."""
        typed = self.policy.typed
        return {
            "conditions": [self._said(one) for one in typed.requirements],
            "raised": [] if typed.tiering is None else [one.said.id for one in typed.tiering.raises],
            "clauses": [one.rule.clause for one in typed.clauses],
            "risks": [risk.id for risk, _ in typed.risks],
        }

    def _said(self, one: TypedRequirement) -> dict[str, object]:
        said, due = one.requirement, one.requirement.due
        by = due.fact if isinstance(due, DueDay) else due
        return {"id": said.id, "title": str(said.title), "follows": self.follows_of(one), "due": by}


@dataclass(frozen=True, slots=True)
class _Own:
    """The conditions, clauses and signs of risk of a policy for the procurement in one tier."""

    policy: Regime
    sight: Sight
    role: Column | None

    def bits(self) -> dict[str, Number]:
        """Where each is met, unmet, unknown, prescribed or given, as words of bits."""
        typed = self.policy.typed
        states = [self._states(one) for one in typed.requirements]
        met, unmet, open_ = ([state[n] for state in states] for n in range(3))
        clauses = [self._clause(one.when, [held for _, held in one.alternates]) for one in typed.clauses]
        risks = [translate(condition, self.sight) for _, condition in typed.risks]
        words = (met, unmet, open_, *_sure_and_open(clauses), *_sure_and_open(risks))
        return {name: surely_word(enumerate(held)) for name, held in zip(BITS, words, strict=True)}

    def asked(self) -> Iterator[tuple[int, Asked]]:
        """The facts that leave them open, with the numbers of what asks: the factors of the tier lie between."""
        typed, sight = self.policy.typed, self.sight
        for number, one in enumerate(typed.requirements):
            met, _, open_ = self._states(one)
            for condition in (one.when, *(() if one.met is None else (one.met,))):
                yield from ((number, fact) for fact in asks(condition, sight, open_, nothing_named))
            due = one.requirement.due
            if isinstance(due, DueDay):
                day = sight.day_at(due.fact)
                lacks: Kleene = is_null(day) if isinstance(day, Column) else day is None
                yield number, (due.fact, surely(all_of([self._asks(one), negate(met), lacks])))
        first = len(typed.requirements) + (0 if typed.tiering is None else len(typed.tiering.factors))
        for number, clause in enumerate(typed.clauses, first):
            holds = translate(clause.when, sight)
            yield from ((number, fact) for fact in asks(clause.when, sight, True, nothing_named))
            for _, condition in clause.alternates:
                yield from ((number, fact) for fact in asks(condition, sight, possibly(holds), nothing_named))

    def _asks(self, one: TypedRequirement) -> Kleene:
        """Whether a condition arises, or may, for a supplier in its role."""
        return all_of([_has_role(self.role, one.requirement.roles), possibly(translate(one.when, self.sight))])

    def _states(self, one: TypedRequirement) -> tuple[Kleene, Kleene, Kleene]:
        """Where a condition is met, unmet and unknown; where it is none of them, it does not arise."""
        arises, here = translate(one.when, self.sight), self._asks(one)
        held: Kleene = False if one.met is None else translate(one.met, self.sight)
        met = all_of([here, surely(held)])
        unmet = all_of([here, surely(arises), surely(negate(held))])
        return met, unmet, all_of([here, negate(met), negate(unmet)])

    def _clause(self, when: Condition, alternates: Sequence[Condition]) -> Kleene:
        """Whether a clause is prescribed: open, too, where the choice of an alternate is."""
        chosen = [unknown(translate(one, self.sight)) for one in alternates]
        return where(any_of(chosen), all_of([translate(when, self.sight), None]), translate(when, self.sight))


def _sure_and_open(held: Sequence[Kleene]) -> tuple[list[Kleene], list[Kleene]]:
    return [surely(one) for one in held], [unknown(one) for one in held]


def _has_role(role: Column | None, roles: Sequence[str]) -> Kleene:
    """Whether a supplier, a tenderer unless its role is given, has one of these roles."""
    if role is None:
        return _TENDERER in roles
    return where(is_null(role), _TENDERER in roles, is_one_of(role, roles))


def _is_in(name: Tier, tier: TierColumns | None) -> bool | Column:
    if tier is None:
        return True
    found: dict[Tier, Callable[[], Kleene]] = {
        "high": lambda: tier.high,
        "medium": lambda: tier.medium,
        "low": lambda: negate(any_of([tier.high, tier.medium])),
    }
    return surely(found[name]())


def _of_first(held: Sequence[tuple[Kleene, Number]]) -> Number:
    """The number of the condition that is true; one is."""
    out = held[-1][1]
    for here, number in reversed(held[:-1]):
        out = cast("Number", choose(surely(here), number, out, NUMBER))
    return out
