"""How many questions remain at most about what is there: those that are open, and those that answers may still open.

What a pack asks of an entry does not grow while it is answered; so an entry of which nothing is known says all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast
from weakref import WeakKeyDictionary

from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.missing import Wait
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.decisions.model.regimes import RegimeDecision
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.regime_decision import decide_regime
from tenderlaw.facts.judgments import ENTAILS
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.records import Record, case_records
from tenderlaw.interview.asking import Listed
from tenderlaw.interview.entries import takes_blanks, without_blank
from tenderlaw.interview.facts_at import at, lists_above, steps_in
from tenderlaw.interview.instead import paths_answering
from tenderlaw.interview.model import Interview
from tenderlaw.interview.reach import requirement_waits
from tenderlaw.interview.weighing import Weighed, WeighedRegime, weighed_whole

__all__ = ["at_most"]

_GROUNDS: Final = ("mandatory", "discretionary")
_OF_OUTCOME: Final = ("entry", "scope", "outcome")


@dataclass(frozen=True, slots=True)
class _ToCome:
    """What a pack asks at most of a bidder of whom nothing is known."""

    paths: frozenset[str]
    of_entries: Mapping[str, frozenset[str]]
    """By the name of a list, the facts of an entry."""


_KNOWN: Final[WeakKeyDictionary[Regime, dict[tuple[date, str], _ToCome]]] = WeakKeyDictionary()
_MOST_DAYS: Final = 16


def at_most(interview: Interview, weighed: Weighed, asked: Sequence[Listed]) -> int:
    """The number of questions that remain at most; an entry that is added brings its own."""
    paths = {one.fact.path for one in asked}
    # of what turns out to be not known, what answers it as well is asked
    paths.update(path for one in asked for path in paths_answering(one.fact, interview, weighed.models))
    paths.update(_of_entries(weighed, {one.fact.path for one in asked}))
    if any(one.stage in _OF_OUTCOME for one in asked):
        open_ = [one for one in weighed.regimes if one.governs is None]
        paths.update(path for one in open_ for path in _to_come(weighed, one))
        if interview.aim != "outcome":
            paths.update(_required(weighed))
    unknown, first = frozenset(interview.unknown), {one.fact.path for one in asked}
    return sum(path in first or (path not in unknown and at(interview.facts, path) is None) for path in paths)


def _required(weighed: Weighed) -> Iterator[str]:
    """What the award waits for once the outcome stands, under the packs that govern."""
    decided = [one.decided for one in weighed.regimes if one.governs is True and one.decided is not None]
    for found in decided if weighed.award.may_proceed == "unknown" else ():
        for _, wait in requirement_waits(found, only_blocking=False):
            yield from (without_blank(path, weighed.blanks) for path in wait.paths)


def _of_entries(weighed: Weighed, asked: Iterable[str]) -> Iterator[str]:
    """What is asked at most of the entries about which something is asked now."""
    entries = {(listed, _number(path, listed)) for path in asked for listed in lists_above(path)}
    for one in weighed.regimes if entries else ():
        if one.governs is not False:
            told = _known(weighed, one.regime).of_entries
            for listed, number in entries:
                names = told.get(listed.rpartition(".")[2], frozenset())
                yield from (f"{listed}[{number}].{name}" for name in names)


def _number(path: str, listed: str) -> int:
    return next(step for step in steps_in(path)[len(steps_in(listed)) :] if isinstance(step, int))


def _to_come(weighed: Weighed, one: WeighedRegime) -> Iterator[str]:
    """At most what a pack will ask once it governs: of a bidder with entries as they are, else of any."""
    known = _known(weighed, one.regime)
    yield from known.paths
    if len(weighed.operators) > 1 or any(isinstance(value, tuple) and value for value in weighed.operators[0].values()):
        paths = _paths(*weighed_whole(weighed, one))
        yield from paths
        yield from _of_entries(weighed, paths)


def _known(weighed: Weighed, regime: Regime) -> _ToCome:
    role = str(weighed.operators[0]["role"])
    held = _KNOWN.setdefault(regime, {})
    key = (weighed.day, role)
    if key not in held:
        if len(held) >= _MOST_DAYS:
            held.clear()
        held[key] = _worked_out(regime, weighed, role)
    return held[key]


def _worked_out(regime: Regime, weighed: Weighed, role: str) -> _ToCome:
    models, nobody = weighed.models, {"procurement": {}, "operator": {"role": role}}
    paths = _asked(regime, cast("Record", nobody), weighed)
    lists = [path.partition(".")[2] for path in paths if path.startswith("operator.") and path.count(".") == 1]
    blank: dict[str, object] = {name: ({},) for name in lists if takes_blanks(f"operator.{name}", models)}
    entries = _asked(regime, {"procurement": {}, "operator": {"role": role, **blank}}, weighed)
    of: dict[str, set[str]] = {}
    for path in (*entries, *_judged(regime, entries), *_answering(entries, weighed.day, models)):
        for listed in lists_above(path)[-1:]:
            of.setdefault(listed.rpartition(".")[2], set()).add(path.rpartition("].")[2])
    return _ToCome(
        paths=paths.union(_answering(paths, weighed.day, models)),
        of_entries={name: frozenset(facts) for name, facts in of.items()},
    )


def _asked(regime: Regime, held: Record, weighed: Weighed) -> frozenset[str]:
    records = case_records(held, weighed.day, weighed.given.models.case)
    return _paths(*decide_regime(regime, records, False, weighed.day, False))


def _judged(regime: Regime, entries: Iterable[str]) -> Iterator[str]:
    """What is asked once a judgment is known to exclude: until when, what it entails; and the days before others."""
    besides: dict[str, set[str]] = {}
    for period in regime.typed.periods.values():
        for start in period.starts:
            if start.not_before is not None:
                besides.setdefault(start.day.names[-1], set()).add(start.not_before.names[-1])
        if period.judgment is not None:
            sets, until = period.judgment
            besides.setdefault(sets.names[-1], set()).update((until.names[-1], *ENTAILS.values()))
    for path in entries:
        holder, _, name = path.rpartition(".")
        yield from (f"{holder}.{other}" for other in besides.get(name, ()))


def _answering(paths: Iterable[str], day: date, models: FactModels) -> Iterator[str]:
    """What is asked besides where they are not known."""
    nobody = Interview({"procurement": {}, "operator": {"role": "tenderer"}}, day, ())
    for fact in answerable([MissingFact(path, "", False, ()) for path in sorted(paths)], (), {}, models):
        yield from paths_answering(fact, nobody, models)


def _paths(decided: RegimeDecision, waits: Sequence[Wait]) -> frozenset[str]:
    grounds = (path for wait in waits if wait.kind in _GROUNDS for path in wait.paths)
    required = (path for _, wait in requirement_waits(decided, only_blocking=False) for path in wait.paths)
    return frozenset((*grounds, *required))
