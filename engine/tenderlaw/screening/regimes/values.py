"""What is wanted of an entry or a row, as a truth: whether a ground applies, obliges, needs review; its last day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import cast

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Condition
from tenderlaw.rules.periods import days_beside
from tenderlaw.screening.arrow.algebra import DAY, Given, choose, coalesce
from tenderlaw.screening.columns.entries import Entries
from tenderlaw.screening.columns.kleene import Kleene, all_of, any_of, negate, possibly, surely, unknown, where
from tenderlaw.screening.columns.leaves import later
from tenderlaw.screening.columns.quantified import needs_counts
from tenderlaw.screening.columns.sight import Sight, within
from tenderlaw.screening.columns.spans import at_most, earliest, event_of, judged_until, last_of
from tenderlaw.screening.columns.translate import translate
from tenderlaw.screening.regimes.plan import Wanted

__all__ = ["Values", "asked_by"]


def asked_by(wanted: Wanted) -> Iterator[Condition]:
    """Every condition that a value asks."""
    if wanted.quantifier is not None:
        yield wanted.quantifier.where
    if wanted.passed_over is not None:
        yield wanted.passed_over
    if wanted.ground is not None:
        typed, period = wanted.ground.typed, wanted.ground.period
        yield typed.when
        yield from (condition for _, condition in typed.lifts)
        if typed.review_when is not None:
            yield typed.review_when
        if period is not None:
            yield from (start.when for start in period.starts if start.when is not None)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a regime for one procurement and day."""

    regime: Regime
    procurement: Record
    as_of: date

    def of(
        self,
        wanted: Wanted,
        sight: Sight,
        entries: Entries | None,
        grounds: Mapping[int, Kleene],
        unplaced: Kleene = False,
    ) -> Kleene:
        """One value; `grounds` are those of the grounds, by their bits. Without `entries`, of a whole row.

        `unplaced`: whether a person must say to which category the offence of the entry belongs.
        """
        if wanted.quantifier is not None:
            value = translate(wanted.quantifier.where, sight)
            return value if needs_counts(wanted.quantifier) else _unsure_if_absent(value, entries)
        if wanted.passed_over is not None:
            return self._passed_over(wanted, sight, entries)
        ground = cast("CompiledGround", wanted.ground)
        if wanted.role == "ground":
            return self._applies(ground, sight, entries)
        applies = grounds[self.regime.grounds.index(ground)]
        if wanted.role == "must":
            soft = [
                translate(condition, sight) for lift, condition in ground.typed.lifts if lift.leaves == "discretion"
            ]
            return all_of([applies, negate(any_of(soft))])
        near = all_of([self._near_its_last_day(ground, sight), self._but_for_its_period(ground, sight, entries)])
        return any_of([self._review(ground, applies, sight, unplaced), possibly(near)])

    def _applies(self, ground: CompiledGround, sight: Sight, entries: Entries | None) -> Kleene:
        """Whether the ground applies: given, within its period, lifted by nothing, in force."""
        given = self._but_for_its_period(ground, sight, entries)
        return given if ground.in_period is None else all_of([given, translate(ground.in_period, sight)])

    def _but_for_its_period(self, ground: CompiledGround, sight: Sight, entries: Entries | None) -> Kleene:
        """Whether the ground is given, in force and lifted by nothing."""
        typed = ground.typed
        parts: list[Kleene] = [self._in_force(ground, sight)]
        parts.append(_unsure_if_absent(translate(typed.when, sight), entries))
        parts += [negate(translate(condition, sight)) for lift, condition in typed.lifts if lift.leaves == "nothing"]
        return all_of(parts)

    def _in_force(self, ground: CompiledGround, sight: Sight) -> Kleene:
        said = ground.typed.ground
        return sight.deciding_day(said.by, lambda day: None if day is None else within(day, said.from_, said.to))

    def _passed_over(self, wanted: Wanted, sight: Sight, entries: Entries | None) -> Kleene:
        """Whether a person must look at an entry that no ground about entries of its list reaches."""
        asked = possibly(translate(cast("Condition", wanted.passed_over), sight))
        about = [ground for ground in self.regime.grounds if ground.typed.collection == wanted.collection]
        grounds = [ground.typed.when for ground in about if self._in_force(ground, sight) is not False]
        reached = any_of([possibly(translate(when, sight)) for when in grounds])
        there = True if entries is None else negate(entries.absent)
        return all_of([asked, negate(reached), there])

    def _review(self, ground: CompiledGround, applies: Kleene, sight: Sight, unplaced: Kleene) -> Kleene:
        """Whether a person must look at the ground where it applies or may apply."""
        typed, reasons = ground.typed, list[Kleene]()
        if typed.ground.review is not None:
            when = True if typed.review_when is None else translate(typed.review_when, sight)
            reasons.append(possibly(when))
        reasons.append(unplaced)
        return all_of([possibly(applies), any_of(reasons)])

    def _near_its_last_day(self, ground: CompiledGround, sight: Sight) -> Kleene:
        """Whether the period ends on a day about which, for this as-of date, the counting rule is not settled."""
        period, counting = ground.period, self.regime.typed.pack.counting
        event = None if period is None else event_of(period, sight, translate)
        if period is None or event is None or counting is None or counting.review is None:
            return False
        asked = sight.operand(period.on)
        if not isinstance(asked, date):
            return False
        low, high = days_beside(asked, counting.beside, self.procurement)
        first = earliest(period, low)
        after = min(earliest(period, _next(high), moved=False), _next(self.as_of))
        on = all_of([at_most(first, event), negate(at_most(after, event))])
        by_law: Kleene = True
        if period.judgment is not None:
            sets, until = (sight.read(ref) for ref in period.judgment)
            by_law = all_of([unknown(until), negate(surely(cast("Kleene", sets)))])
        return all_of([surely(on), by_law])

    def last_day(self, wanted: Iterable[Wanted], values: Mapping[int, Kleene], sight: Sight) -> Given:
        """The last day of exclusion among the grounds that surely apply to the entry."""
        applying: dict[int, list[Kleene]] = {}
        periods = {}
        for one in wanted:
            if one.role == "ground" and one.ground is not None and one.ground.period is not None:
                periods[id(one.ground.period)] = one.ground.period
                applying.setdefault(id(one.ground.period), []).append(surely(values[one.bit]))
        days: list[Given] = []
        for number, period in periods.items():
            holds = surely(any_of(applying[number]))
            by_law = last_of(period, event_of(period, sight, translate))
            days.append(choose(holds, coalesce(judged_until(period, sight), by_law), None, DAY))
        return reduce(later, days, None)


def _next(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))


def _unsure_if_absent(value: Kleene, entries: Entries | None) -> Kleene:
    """An entry that stands for a list that was not given may be none at all: it never makes anything certain."""
    if entries is None or value is False:
        return value
    return all_of([value, where(entries.absent, None, True)])
