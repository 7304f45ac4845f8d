"""What does not count yet: findings on grounds whose facts begin after the as-of date, and notes on such days."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.findings import Finding, FindingState
from tenderlaw.decisions.model.regimes import ReviewNote
from tenderlaw.decisions.regime import CompiledGround
from tenderlaw.decisions.sentences import day
from tenderlaw.facts.beginnings import Later, later_of
from tenderlaw.facts.records import Record
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.coming import Coming
from tenderlaw.rules.dated import deciding_day
from tenderlaw.rules.explain import Explanation, FactRead
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.words import shown

__all__ = ["not_yet", "notes_of_later"]

_REASON = "the day given, {day}, lies after the as-of date: what begins then is not there yet and counts for nothing"
_THERE: Collection[FindingState] = ("applies", "possible", "not_yet")
"""A ground that is in one of these states is no news for being given again."""


def not_yet(judged: Judged, ground: CompiledGround, there: dict[str, set[FindingState]]) -> Iterator[Finding]:
    """A finding for each entry to come for which the ground may then be given; none for what `there` is already.

    `there`: the states of the ground as of the as-of date, by the path of the entry; under an empty path, of the
    whole case.
    """
    typed, coming = ground.typed, Coming(judged.regime.evaluator, judged.evaluation)
    scope = judged.scope()
    force = deciding_day(typed.ground.by, scope.operator, scope.procurement, judged.as_of)
    if force is not None and not in_force(force, typed.ground.from_, typed.ground.to):
        return
    if typed.collection is None:
        days = [later for one in coming.counted(typed.when) for later in one.days]
        if days and not _is_there(there, "") and coming.may_hold_of_case(typed.when):
            yield _finding(judged, ground, scope, tuple(dict.fromkeys(days)))
        return
    for one in judged.evaluation.later.get(typed.collection, ()):
        known = not one.item.placeholder and not _is_there(there, one.item.path)
        if known and coming.may_hold(typed.when, typed.collection, one):
            yield _finding(judged, ground, coming.scope(typed.collection, one), one.days)


def _is_there(there: dict[str, set[FindingState]], path: str) -> bool:
    return not there.get(path, set()).isdisjoint(_THERE)


def _finding(judged: Judged, ground: CompiledGround, scope: Scope, days: tuple[Later, ...]) -> Finding:
    typed, said = ground.typed, ground.typed.ground
    read = tuple(FactRead(f"{judged.operator}.{one.path}", shown(one.day)) for one in days)
    begun = Explanation(f"it was there on the as-of date {judged.as_of.isoformat()}", "false", read)
    return Finding(
        ground=said.id,
        title=said.title,
        cite=said.cite,
        effect="must_exclude" if typed.must else "may_exclude",
        obligation="mandatory" if typed.must else said.obligation,
        state="not_yet",
        topic=said.topic,
        operator=judged.operator,
        entry=f"{judged.operator}.{scope.item.path}" if typed.collection else None,
        since=max(one.day for one in days),
        facts=read,
        explanation=(begun, *(node(scope, judged.evaluation) for node in ground.explain)),
    )


def notes_of_later(record: Record, root: str) -> Iterator[ReviewNote]:
    """A note for each day of a record that lies after the as-of date; `root` is where the record stands in the case."""
    for one in later_of(record):
        yield ReviewNote("not-yet", f"{root}.{one.path}", _REASON.format(day=day(one.day)))
