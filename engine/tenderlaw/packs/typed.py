"""A pack with every condition typed: what the rules compile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tenderlaw.facts.catalogue import Field
from tenderlaw.facts.declared import DeclaredFact
from tenderlaw.packs.conditions import AsOf, Condition, Fact, Ref
from tenderlaw.packs.model.duties import Duty, Element
from tenderlaw.packs.model.grounds import Ground, Lift, RoleRule
from tenderlaw.packs.model.pack import Definition, Elsewhere, Offence, Pack, PassedOver, Review
from tenderlaw.packs.model.prescriptions import ClauseRule, Filling
from tenderlaw.packs.model.remedies import Remedy
from tenderlaw.packs.model.requirements import Factor, Requirement
from tenderlaw.packs.model.risks import Level, Raise, Risk, Tiering, TieringFactor
from tenderlaw.packs.presumed import TypedPresumption
from tenderlaw.sources.faults import Fault
from tenderlaw.sources.places import Steps, dotted

__all__ = [
    "TypedClause",
    "TypedDuty",
    "TypedFilling",
    "TypedGround",
    "TypedLevel",
    "TypedPack",
    "TypedPeriod",
    "TypedRaise",
    "TypedRequirement",
    "TypedStart",
    "TypedTiering",
]


@dataclass(frozen=True, slots=True)
class TypedStart:
    """One way in which a period starts."""

    day: Ref
    not_before: Ref | None
    when: Condition | None


@dataclass(frozen=True, slots=True)
class TypedPeriod:
    """A period of exclusion: calendar years from the first start that counts, or what a judgment sets."""

    period_id: str
    collection: str
    years: int
    event_day_counted: bool
    holidays: str | None
    """Where a last day that is no working day moves to the next one; None: it does not move."""
    starts: tuple[TypedStart, ...]
    judgment: tuple[Ref, Ref] | None
    on: AsOf | Fact = field(default_factory=AsOf)
    """The day that it must cover."""


@dataclass(frozen=True, slots=True)
class TypedGround:
    """A ground; with a collection, each of its entries that satisfies `when` is a finding of its own."""

    ground: Ground
    collection: str | None
    when: Condition
    must: bool
    """Whether it obliges: by itself, or by an option of the pack."""
    lifts: tuple[tuple[Lift, Condition], ...]
    """What lifts it, each with when it does: while nothing bars it."""
    bars: tuple[Condition | None, ...]
    """For each lift, what bars it."""
    review_when: Condition | None


@dataclass(frozen=True, slots=True)
class TypedRequirement:
    """A requirement of the whole case."""

    requirement: Requirement
    when: Condition
    met: Condition | None
    factors: tuple[tuple[Factor, Condition], ...]


@dataclass(frozen=True, slots=True)
class TypedDuty:
    """A duty of a company: who owes it, and what meets it."""

    duty: Duty
    when: Condition
    elements: tuple[tuple[Element, Condition | None, Condition], ...]
    """Each with when it is asked and when it is met."""
    days: Mapping[str, Ref]
    """The days that it names: `due` and `guided` run after theirs, `done` is the one on which it was done."""


@dataclass(frozen=True, slots=True)
class TypedFilling:
    """What the pack fills into a blank of a clause: where it does, and of a list, which entries and what of each."""

    name: str
    """The id of the blank."""
    filling: Filling
    when: Condition | None
    where: Condition | None
    """Of a list, which entries go in."""
    of: tuple[tuple[Ref, Field], ...]


@dataclass(frozen=True, slots=True)
class TypedClause:
    """A prescription, the alternates it may choose and what it fills in."""

    rule: ClauseRule
    when: Condition
    alternates: tuple[tuple[str, Condition], ...]
    fillings: tuple[TypedFilling, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedLevel:
    """A level of a factor, when it holds, and when it surely applies; None: always."""

    level: Level
    when: Condition
    applies: Condition | None


@dataclass(frozen=True, slots=True)
class TypedRaise:
    """What raises, to which tier, when, and what lifts it."""

    said: Raise
    to: Literal["medium", "high"]
    when: Condition
    unless: Condition | None


@dataclass(frozen=True, slots=True)
class TypedTiering:
    """A tiering, the levels of its factors in the order of their points, the highest first, and what raises."""

    tiering: Tiering
    factors: tuple[tuple[TieringFactor, tuple[TypedLevel, ...]], ...]
    raises: tuple[TypedRaise, ...]

    @property
    def full(self) -> int:
        """The sum of all points, for which the limits of the tiers are said."""
        return sum(max((one.level.points for one in levels), default=0) for _, levels in self.factors)

    @property
    def targets(self) -> Iterator[tuple[str, Condition]]:
        """Every condition of it, by the name under which it is decided."""
        for factor, levels in self.factors:
            for level in levels:
                yield f"factor:{factor.id}:{level.level.id}", level.when
                if level.applies is not None:
                    yield f"applies:{factor.id}:{level.level.id}", level.applies
        for one in self.raises:
            yield f"raise:{one.said.id}", one.when
            if one.unless is not None:
                yield f"unless:{one.said.id}", one.unless


def _fault(steps: Steps, message: str, hint: str) -> Fault:
    return Fault("pack", 0, 0, dotted(steps), message, hint)


@dataclass(frozen=True, slots=True)
class TypedPack:
    """A checked pack."""

    pack: Pack
    scope: Condition
    """Which procurements the regime governs; what it is confined to is part of it."""
    confined: Condition
    """What the regime is confined to: nothing, mostly."""
    grounds: tuple[TypedGround, ...]
    periods: Mapping[str, TypedPeriod]
    requirements: tuple[TypedRequirement, ...]
    risks: tuple[tuple[Risk, Condition], ...]
    tiering: TypedTiering | None
    reviews: tuple[tuple[Review, Condition], ...]
    passed_over: tuple[tuple[PassedOver, Condition], ...]
    """Each with the condition on an entry of its collection."""
    elements: tuple[tuple[Offence, Definition, Condition], ...]
    """The offences whose elements the pack defines, each with the definition and its condition on a conviction."""
    clauses: tuple[TypedClause, ...]
    roles: tuple[tuple[RoleRule, Condition | None], ...] = ()
    """What grounds mean by role, each with the condition under which nothing follows."""
    presumptions: tuple[TypedPresumption, ...] = ()
    duties: tuple[TypedDuty, ...] = ()
    remedies: tuple[tuple[Remedy, Condition | None], ...] = ()
    """Each with when letters carry it; None: always."""
    elsewhere: tuple[tuple[Elsewhere, Condition], ...] = ()
    read_facts: Callable[[], tuple[DeclaredFact, ...]] | None = field(default=None, compare=False, repr=False)
    """Of a head: reads what the pack declares of facts, which few cases give."""
    facts_in: tuple[Path, ...] = field(default=(), compare=False)
    """Of a head: the files where the pack, and those that it extends, declare facts."""
    fault_at: Callable[[Steps, str, str], Fault] = field(default=_fault, compare=False, repr=False)
    """Makes a fault of what is found only when the pack is compiled, at the place of the steps that lead to it."""
