"""What is asked where a fact is not known: others beside it from which it follows, and which somebody may know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenderlaw.decisions.answers import answerable
from tenderlaw.decisions.model.missing import MissingFact
from tenderlaw.facts.models import FactModels
from tenderlaw.facts.places import field_of
from tenderlaw.interview.facts_at import at
from tenderlaw.interview.model import Interview

__all__ = ["also_answering", "made", "paths_answering"]

_OF_PARTS = ("group", "valuation", "list")


def also_answering(fact: MissingFact, interview: Interview, models: FactModels) -> tuple[MissingFact, ...]:
    """The facts that may be known where this one is not; given ones are left out, those not known stay among them."""
    return tuple(made(paths_answering(fact, interview, models), (fact.path,), models))


def paths_answering(fact: MissingFact, interview: Interview, models: FactModels) -> Iterator[str]:
    """The paths of the same.

    Whoever does not know whether something was decided does not know the day. An offence is asked for itself alone.
    """
    field = field_of(fact.path, models)
    if field is None or field.kind == "offence":
        return
    for path in fact.instead:
        other = field_of(path, models)
        if other is None or other.informs or other.kind in _OF_PARTS or at(interview.facts, path) is not None:
            continue
        if not (field.kind == "truth" and other.kind == "day"):
            yield path
    if field.kind == "day":
        yield from _not_before(fact, interview)


def _not_before(fact: MissingFact, interview: Interview) -> Iterator[str]:
    """The days before which the one that starts a period cannot lie: a period that runs from them runs in any case."""
    holder, _, name = fact.path.rpartition(".")
    for regime in interview.weighed.governing if holder.endswith("]") else ():
        for period in regime.typed.periods.values():
            for start in period.starts:
                if start.not_before is not None and start.day.names == (name,) and start.not_before.root == "item":
                    path = f"{holder}.{start.not_before.names[0]}"
                    if field_of(path, interview.models) is not None and at(interview.facts, path) is None:
                        yield path


def made(paths: Iterable[str], answers: Iterable[str], models: FactModels) -> Iterable[MissingFact]:
    """Facts that no condition waits for by themselves: they answer others."""
    told = tuple(answers)
    for one in answerable([MissingFact(path, "", False, ()) for path in paths], (), {}, models):
        yield MissingFact(one.path, one.meaning, False, (), paste=one.paste, ask=one.ask, instead=told)
