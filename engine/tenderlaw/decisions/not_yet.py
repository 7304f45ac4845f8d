"""What does not count yet: findings on grounds whose facts begin after the as-of date, and notes on such days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tenderlaw.decisions.compiled import CompiledGround
from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.findings import Finding, FindingState
from tenderlaw.decisions.model.regimes import ReviewNote
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.beginnings import Later, later_of
from tenderlaw.facts.collections import NotYet
from tenderlaw.facts.records import Record
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.rules.coming import Coming
from tenderlaw.rules.dated import deciding_day
from tenderlaw.rules.explain import Explanation, FactRead
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.words import shown

__all__ = ["coming_places", "entry_of", "not_yet", "notes_of_later"]

_THERE: Collection[FindingState] = ("applies", "possible", "not_yet")
"""A ground that is in one of these states is no news for being given again."""


def not_yet(judged: Judged, coming: Coming, ground: CompiledGround, found: Sequence[Finding]) -> Iterator[Finding]:
    """A finding for each entry to come for which the ground may then be given; none for what was `found` already."""
    entries = list(_fitting(coming, ground))
    if not entries:
        return
    typed, scope = ground.typed, judged.scope()
    force = deciding_day(typed.ground.by, scope.operator, scope.procurement, judged.as_of)
    if force is not None and not in_force(force, typed.ground.from_, typed.ground.to):
        return
    there = {one.entry for one in found if one.state in _THERE}
    if typed.collection is None:
        days = [later for one in entries for later in one.days]
        if days and not there:
            yield _finding(judged, ground, scope, tuple(dict.fromkeys(days)))
        return
    for one in entries:
        at = coming.scope(typed.collection, one)
        if entry_of(judged, ground, at) not in there:
            yield _finding(judged, ground, at, one.days)


def coming_places(judged: Judged, coming: Coming) -> set[int]:
    """The places of the grounds that entries to come may bring about, as far as their plain facts tell."""
    regime, found = judged.regime, set[int]()
    for name, entries in judged.evaluation.later.items():
        read = regime.plain_facts.get(name, _nothing)
        for one in entries:
            key = name, read(one.item.record)
            places = regime.coming.get(key)
            if places is None:
                scope = coming.scope(name, one)
                places = regime.coming.keep(key, frozenset(_places(regime, name, coming, scope)))
            found |= places
    return found


def _nothing(_: Record) -> tuple[object, ...]:
    return ()


def _places(regime: Regime, name: str, coming: Coming, scope: Scope) -> Iterator[int]:
    for place, ground in enumerate(regime.grounds):
        if ground.typed.collection == name:
            if coming.may_hold_plainly(ground.typed.when, scope):
                yield place
        elif ground.typed.collection is None and name in ground.lists:
            yield place


def _fitting(coming: Coming, ground: CompiledGround) -> Iterator[NotYet]:
    """The entries to come for which the ground may be given; of a ground about the whole case, those that it counts."""
    typed = ground.typed
    if typed.collection is None:
        counted = list(coming.counted(ground.lists))
        yield from counted if counted and coming.may_hold_of_case(typed.when) else ()
        return
    for one in coming.evaluation.later.get(typed.collection, ()):
        if not one.item.placeholder and coming.may_hold(typed.when, typed.collection, one):
            yield one


def entry_of(judged: Judged, ground: CompiledGround, scope: Scope) -> str | None:
    """Where the entry stands in the case about which a finding speaks; None for one about the whole case."""
    if ground.typed.collection is None:
        return None
    root = "procurement" if scope.collection_root == "procurement" else judged.operator
    return f"{root}.{scope.item.path}"


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
        name=judged.name,
        statement=said.statement,
        entry=entry_of(judged, ground, scope),
        since=max(one.day for one in days),
        facts=read,
        explanation=(begun, *(node(scope, judged.evaluation) for node in ground.explain)),
    )


def notes_of_later(record: Record, root: str) -> Iterator[ReviewNote]:
    """A note for each day of a record that lies after the as-of date; `root` is where the record stands in the case."""
    for one in later_of(record):
        yield ReviewNote("not-yet", f"{root}.{one.path}", Sentence("later_day", day=one.day))
