"""Mutants of the entries of a pack: what a ground obliges to and where it stands, what lifts it, what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from tenderlaw.mutants.conditions import of_condition
from tenderlaw.mutants.model import At, Change, Mutant, mutant
from tenderlaw.mutants.of_duties import of_duty
from tenderlaw.mutants.operands import further, listed
from tenderlaw.mutants.values import of_bounds, of_period, of_value
from tenderlaw.sources.tree import Data

__all__ = ["ENTRIES", "of_tiering"]

Entry: TypeAlias = Mapping[str, Data]
Make: TypeAlias = Callable[[Entry, At], Iterator[Mutant]]

_FOLLOWS: Final[Mapping[str, str]] = {
    "no_award_until_met": "record",
    "no_subcontract_until_met": "no_award_until_met",
    "reject_tender": "may_reject_tender",
    "may_reject_tender": "reject_tender",
    "replace_entity": "record",
    "termination_available": "remedies_available",
    "remedies_available": "termination_available",
    "file_statement": "record",
    "notify": "record",
    "record": "no_award_until_met",
    "request_completion": "no_award_until_met",
}
_OTHER_STATE: Final = {"self_cleaned": "derogated", "cured": "derogated", "derogated": "cured"}


def _ground(entry: Entry, at: At) -> Iterator[Mutant]:
    effect = entry.get("effect")
    other = "may_exclude" if effect == "must_exclude" else "must_exclude"
    yield mutant(at.key("effect"), other, f"`{other}` instead of `{effect}`", other)
    yield from _without(entry, at, "must_if", "period", "review", "review_when")
    lifts = entry.get("lifted_by")
    for number, lift in enumerate(lifts if isinstance(lifts, list) else []):
        yield mutant(at.key("lifted_by").entry(number, str(lift)), "dropped", f"nothing is lifted by `{lift}`")
    yield from of_bounds(entry, at)
    yield from of_condition(entry.get("when"), at.key("when"))
    yield from of_condition(entry.get("review_when"), at.key("review_when"))


def _lift(entry: Entry, at: At) -> Iterator[Mutant]:
    state = entry.get("state")
    if isinstance(state, str):
        to = _OTHER_STATE[state]
        yield mutant(at.key("state"), to, f"`{to}` instead of `{state}`", to)
    elif entry.get("leaves") == "discretion":
        changes = [Change((*at.steps, "leaves"), "nothing"), Change((*at.steps, "state"), "derogated")]
        yield mutant(at.key("leaves"), "nothing", "it leaves nothing, not discretion", changes=changes)
    yield from _without(entry, at, "available_if")
    if "barred" in entry:
        held: Data = {name: value for name, value in entry.items() if name not in ("barred", "barred_cite")}
        yield mutant(at.key("barred"), "dropped", "nothing bars it", changes=[Change(at.steps, held)])
    yield from of_condition(entry.get("when"), at.key("when"))
    yield from of_condition(entry.get("barred"), at.key("barred"))


def _role(entry: Entry, at: At) -> Iterator[Mutant]:
    said = entry.get("consequence")
    other = "replacement" if said == "exclusion" else "exclusion"
    yield mutant(at.key("consequence"), other, f"`{other}` instead of `{said}`", other)
    yield from _without(entry, at, "must_if", "unless")
    yield from of_condition(entry.get("unless"), at.key("unless"))


def _requirement(entry: Entry, at: At) -> Iterator[Mutant]:
    follows = str(entry.get("follows"))
    other = _FOLLOWS.get(follows, "record")
    yield mutant(at.key("follows"), other, f"`{other}` instead of `{follows}`", other)
    yield from _without(entry, at, "met", "due")
    if isinstance(roles := entry.get("roles"), list):
        yield from listed(roles, at.key("roles"))
    yield from of_condition(entry.get("when"), at.key("when"))
    yield from of_condition(entry.get("met"), at.key("met"))
    yield from _inner(entry, "factors", at, _judged)


def _judged(entry: Entry, at: At) -> Iterator[Mutant]:
    """Of what is there for its condition alone."""
    yield from of_bounds(entry, at)
    yield from of_condition(entry.get("when"), at.key("when"))


def _definition(entry: Entry, at: At) -> Iterator[Mutant]:
    yield from of_condition(entry.get("condition"), at.key("condition"))


def _option(entry: Entry, at: At) -> Iterator[Mutant]:
    yield from _chosen(entry.get("default"), at.key("default"))


def _choice(entry: Entry, at: At) -> Iterator[Mutant]:
    yield from _chosen(entry.get("value"), at.key("value"))


def _chosen(value: Data, at: At) -> Iterator[Mutant]:
    if isinstance(value, bool):
        yield mutant(at, "contrary", f"`{str(not value).lower()}` instead of `{str(value).lower()}`", not value)
    elif isinstance(value, int):
        for way in (1, -1):
            yield from further(value, way, at)


def _offence(entry: Entry, at: At) -> Iterator[Mutant]:
    if "under" in entry:
        yield mutant(at.key("under"), "dropped", f"outside `{entry['under']}`")
    yield from _without(entry, at, "elements")


def _presumption(entry: Entry, at: At) -> Iterator[Mutant]:
    yield mutant(at, "dropped", f"`{entry.get('fact')}` is unknown where it is not given")
    if isinstance(entry.get("is"), bool):
        yield from _chosen(entry["is"], at.key("is"))
    yield from _without(entry, at, "unless_told")
    if isinstance(roles := entry.get("roles"), list):
        yield from listed(roles, at.key("roles"))


def _clause(entry: Entry, at: At) -> Iterator[Mutant]:
    yield from of_condition(entry.get("when"), at.key("when"))
    alternates = entry.get("alternates")
    for name, when in alternates.items() if isinstance(alternates, dict) else ():
        yield from of_condition(when, at.key("alternates").key(name))


def of_tiering(tiering: Entry, at: At) -> Iterator[Mutant]:
    """Mutants of the points of a score of risk and of the limits of its tiers."""
    for name in ("medium_from", "high_from"):
        if isinstance(limit := tiering.get(name), int):
            for way in (1, -1):
                yield from further(limit, way, at.key(name))
    yield from _inner(tiering, "factors", at, _factor)
    yield from _inner(tiering, "raised_to_high", at, _raise)
    yield from _inner(tiering, "raised_to_medium", at, _raise)


def _factor(factor: Entry, at: At) -> Iterator[Mutant]:
    if isinstance(unknown := factor.get("unknown"), int):
        for way in (1, -1):
            yield from further(unknown, way, at.key("unknown"))
    yield from of_condition(factor.get("applies_when"), at.key("applies_when"))
    yield from _inner(factor, "levels", at, _level)


def _level(level: Entry, at: At) -> Iterator[Mutant]:
    if isinstance(points := level.get("points"), int):
        for way in (1, -1):
            yield from further(points, way, at.key("points"))
    yield from of_condition(level.get("applies_when"), at.key("applies_when"))
    yield from of_condition(level.get("when"), at.key("when"))


def _raise(entry: Entry, at: At) -> Iterator[Mutant]:
    yield from _judged(entry, at)
    yield from of_condition(entry.get("unless"), at.key("unless"))


def _inner(entry: Entry, name: str, at: At, make: Make) -> Iterator[Mutant]:
    inner = entry.get(name)
    for number, one in enumerate(inner if isinstance(inner, list) else []):
        if isinstance(one, dict):
            said = one.get("id")
            yield from make(one, at.key(name).entry(number, said if isinstance(said, str) else None))


def _without(entry: Entry, at: At, *names: str) -> Iterator[Mutant]:
    for name in names:
        if name in entry:
            yield mutant(at.key(name), "dropped", f"without `{name}`")


ENTRIES: Final[Mapping[str, Make]] = {
    "options": _option,
    "choices": _choice,
    "values": of_value,
    "offences": _offence,
    "definitions": _definition,
    "presumptions": _presumption,
    "periods": of_period,
    "lifts": _lift,
    "grounds": _ground,
    "roles": _role,
    "requirements": _requirement,
    "duties": of_duty,
    "risks": _judged,
    "reviews": _judged,
    "passed_over": _judged,
    "elsewhere": _judged,
    "clauses": _clause,
    "remedies": _judged,
}
"""The keys of a pack that hold lists, and what makes the mutants of one entry."""
