"""What the law makes of a draft: which regimes govern, what each comes to, and what waits for facts.

The same functions decide here as in `decide`; a regime of which it is not known whether it governs is not decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tenderlaw.decisions.cases import given_of, models_of
from tenderlaw.decisions.compose import strictest
from tenderlaw.decisions.decide import award_over
from tenderlaw.decisions.governing import Governing, cannot_govern, governed, governing, in_its_place
from tenderlaw.decisions.missing import Wait
from tenderlaw.decisions.model.outcome import Award, Outcome
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.outcomes import outcome_under_all
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.regime_decision import decide_regime
from tenderlaw.decisions.stand_ins import stand_ins
from tenderlaw.facts.given import Given
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.records import Record, case_records
from tenderlaw.interview.entries import decidable, with_blanks
from tenderlaw.interview.model import Interview
from tenderlaw.rules.truth import Truth

__all__ = ["Facts", "Weighed", "WeighedRegime", "checked", "weigh", "weighed_whole"]

_OUT: Final = Award("unknown")


@dataclass(frozen=True, slots=True)
class WeighedRegime:
    """One regime: whether it governs, and where it does, its decision and what waits for facts."""

    regime: Regime
    governs: Truth
    outcome: Outcome
    decided: RegimeDecision | None
    """What it comes to; of one that may not govern, only where that was asked for."""
    waits: tuple[Wait, ...]
    """Those of its scope, of its grounds and of days in whose place another one stands."""
    out: Governing | None = None
    """Why it does not govern, where its head alone says so."""


@dataclass(frozen=True)
class Weighed:
    """A draft as the law sees it on its day."""

    given: Given
    models: FactModels
    procurement: Record
    operators: Sequence[Record]
    day: date
    regimes: tuple[WeighedRegime, ...]
    outcome: Outcome
    blanks: Mapping[str, str]
    """The lists that may still grow, each by the path of the entry that stands for those to come."""
    entities_known: bool
    forced: tuple[str, ...]
    """Lists of which it decides whether they have further entries, though no condition waits for one."""

    @property
    def award(self) -> Award:
        """Whether award may proceed, as far as is known."""
        decided = [one.decided for one in self.regimes if one.decided is not None]
        if any(one.governs is None and one.decided is None for one in self.regimes):
            said = award_over(decided)
            return said if decided and said.may_proceed == "no" else _OUT
        return award_over(decided) if decided else _OUT

    @property
    def governing(self) -> tuple[Regime, ...]:
        """The packs that surely govern."""
        return tuple(one.regime for one in self.regimes if one.governs is True)

    def why_not(self, one: WeighedRegime) -> Governing:
        """Why a regime does not govern, or is not known to."""
        return one.out or governing(one.regime, self.operators[0], self.procurement, self.day, detailed=False)[1]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a draft, checked."""

    given: Given
    models: FactModels
    eager: tuple[str, ...]
    """The growing lists for which no blank can stand."""


def checked(interview: Interview) -> Facts:
    """The facts of a draft. Raises InputInvalidError for facts that are none, or contradict each other."""
    everybody = (*interview.regimes, *interview.policies)
    facts, eager = decidable(interview)
    given = given_of(facts, everybody)
    return Facts(given, models_of(everybody, given.models), eager)


def weigh(interview: Interview) -> Weighed:
    """Weigh a draft. Raises InputInvalidError as `checked` does."""
    given, models, eager = interview.checked.given, interview.checked.models, interview.checked.eager
    if interview.aim == "duties":
        records = case_records(given.held, interview.as_of, given.models.case)
        return Weighed(given, models, *records, interview.as_of, (), "out_of_scope", {}, entities_known=True, forced=())
    known = "entities" in given.held and "entities" not in interview.growing
    blanks = with_blanks(given.held, interview.growing, models)
    if not blanks.of:
        closed = _weighed(given, models, interview, ({}, known))
        open_ = bool(eager) and closed.outcome != "must_exclude"
        return replace(closed, outcome="undetermined", forced=eager) if open_ else closed
    opened = _weighed(Given(blanks.held, given.models), models, interview, (blanks.of, known))
    if opened.outcome == "undetermined" or _closed(given, opened) == opened.outcome:
        return opened
    # that there is an entry is no more known than what it says
    return replace(opened, outcome="undetermined", forced=tuple(blanks.of.values()))


def _closed(given: Given, opened: Weighed) -> Outcome:
    """The outcome if the entries named were all."""
    regimes = [one.regime for one in opened.regimes if one.governs is not False]
    records = case_records(given.held, opened.day, given.models.case)
    return outcome_under_all(regimes, records, opened.entities_known, opened.day)


def _weighed(given: Given, models: FactModels, interview: Interview, open_: tuple[Mapping[str, str], bool]) -> Weighed:
    day, (blanks, known) = interview.as_of, open_
    procurement, operators = case_records(given.held, day, given.models.case)
    regimes = interview.regimes
    silent = in_its_place(regimes, operators[0], procurement, day) if len(regimes) > 1 else {}
    found = tuple(_regime(one, silent, (procurement, operators), known, day) for one in regimes)
    return Weighed(
        given=given,
        models=models,
        procurement=procurement,
        operators=operators,
        day=day,
        regimes=found,
        outcome=strictest(one.outcome for one in found),
        blanks=blanks,
        entities_known=known,
        forced=(),
    )


def _regime(
    regime: Regime,
    silent: Mapping[str, Governing],
    records: tuple[Record, list[Record]],
    known: bool,
    day: date,
) -> WeighedRegime:
    procurement, operators = records
    out = silent.get(regime.id) or cannot_govern(regime, operators[0], procurement, day)
    if out is not None:
        return WeighedRegime(regime, False, "out_of_scope", None, (), out)
    truth = governed(regime, operators[0], procurement, day)
    if truth is False:
        waits = stand_ins(regime, operators, procurement, day, truth, ())
        return WeighedRegime(regime, False, "out_of_scope", None, tuple(waits))
    if truth is None:
        why = governing(regime, operators[0], procurement, day, detailed=False)[1]
        pack = regime.head.pack
        return WeighedRegime(
            regime, None, "undetermined", None, (Wait(pack.scope_cite or pack.id, why.missing, "scope"),)
        )
    decided, waits = decide_regime(regime, records, known, day, False)
    return WeighedRegime(regime, True, decided.outcome, decided, tuple(waits))


def weighed_whole(weighed: Weighed, one: WeighedRegime) -> tuple[RegimeDecision, tuple[Wait, ...]]:
    """What a regime comes to that may govern, as far as is known, and what would wait for facts if it did."""
    if one.decided is not None:
        return one.decided, one.waits
    records = (weighed.procurement, list(weighed.operators))
    decided, waits = decide_regime(one.regime, records, weighed.entities_known, weighed.day, False)
    return decided, tuple(waits)
