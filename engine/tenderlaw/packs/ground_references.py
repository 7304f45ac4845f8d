"""What a condition means that asks for a ground: the ground's own condition, period and lifts, on the day asked.

Whatever depends on a ground (termination, reasons owed, replacement) asks the ground instead of restating it, so that
period, derogation and the bar of self-cleaning count alike everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.facts.models import FactModels
from tenderlaw.packs.begun import begun_by
from tenderlaw.packs.conditions import (
    All,
    AnyOf,
    AsOf,
    Begun,
    Condition,
    Dated,
    Fact,
    Given,
    InPeriod,
    Not,
    Operand,
    Ref,
    Some,
    Sum,
    Test,
    YearsSince,
)
from tenderlaw.packs.model.grounds import Ground, Lift
from tenderlaw.packs.walking import walk, with_parts

__all__ = ["WORDS", "GroundParts", "Word", "asked_on", "asks_ground", "either", "entry_of", "grounds_named"]

Word: TypeAlias = Literal["given", "applies", "obliges"]
WORDS: Final[tuple[Word, ...]] = ("given", "applies", "obliges")
"""`given`: the situation is given and its period runs; `applies`: and nothing lifts it; `obliges`: and it is a duty."""


@dataclass(frozen=True, slots=True)
class GroundParts:
    """A ground, typed: what makes it, over which list, and what takes its effect."""

    ground: Ground
    collection: str | None
    when: Condition
    lifts: tuple[tuple[Lift, Condition], ...]
    bars: tuple[Condition | None, ...]
    """For each lift, what bars it."""
    must: bool
    """Whether it obliges by itself, or by an option of the pack."""
    period_on: AsOf | Fact = field(default_factory=AsOf)
    """The day that its period must cover."""


def entry_of(condition: Condition) -> tuple[str | None, Condition]:
    """The list whose entries a ground speaks of one by one, and what it asks of each; without one, the whole."""
    while isinstance(condition, All) and len(condition.parts) == 1:
        condition = condition.parts[0]
    if isinstance(condition, Some) and condition.at_least == 1:
        return condition.collection, condition.where
    return None, condition


def asked_on(parts: GroundParts, word: Word, day: Operand, models: FactModels, *, of_entry: bool) -> Condition:
    """The condition that the ground is `given`, `applies` or `obliges` on `day`, of an entry or of the operator."""
    said = parts.ground
    asked: list[Condition] = [parts.when]
    if said.period is not None:
        asked.append(InPeriod(said.period, parts.period_on))
    if word == "obliges" and not parts.must:
        return AnyOf(())
    if word != "given":
        taken = [condition for lift, condition in parts.lifts if lift.leaves == "nothing" or word == "obliges"]
        asked += [Not(condition) for condition in taken]
    title = f"{said.title} ({said.cite})"
    force = _in_force(said, day)
    then = (
        asked if isinstance(day, AsOf) else [_on_day(begun_by(All(tuple(asked)), parts.collection, day, models), day)]
    )
    inner = All((*then, *force), title, of_ground=isinstance(day, AsOf))
    if of_entry or parts.collection is None:
        return inner
    return Some(parts.collection, inner)


def grounds_named(condition: object, definitions: Mapping[str, object]) -> Iterator[str]:
    """The grounds that a condition names as a pack writes it, those of the definitions that it uses among them."""
    if isinstance(condition, Mapping):
        for key, value in condition.items():
            if key == "ground":
                yield from ([value] if isinstance(value, str) else cast("Sequence[str]", value))
            elif key == "use" and isinstance(value, str):
                yield from grounds_named(definitions.get(value), definitions)
            else:
                yield from grounds_named(value, definitions)
    elif isinstance(condition, Sequence) and not isinstance(condition, str):
        for part in condition:
            yield from grounds_named(part, definitions)


def asks_ground(condition: Condition) -> bool:
    """Whether a condition asks a ground as of the as-of date."""
    return any(getattr(one, "of_ground", False) for _, one in walk(condition))


def either(asked: Sequence[Condition]) -> Condition:
    """At least one of the grounds asked; those that differ in the offence alone are one that asks for any of theirs.

    So ten grounds for ten offences, alike in all else, are not ten times the work of one.
    """
    found: list[Condition] = []
    for one in asked:
        for number, other in enumerate(found):
            joined = _joined(other, one)
            if joined is not None:
                found[number] = joined
                break
        else:
            found.append(one)
    return found[0] if len(found) == 1 else AnyOf(tuple(found))


def _joined(a: Condition, b: Condition) -> Condition | None:
    """One or the other as one condition; None where more tells them apart than the offences within which one lies."""
    if a == b:
        return a
    if isinstance(a, Test) and isinstance(b, Test):
        alike = a.kind == "offence" and a.operator == "within" and replace(a, operand=b.operand) == b
        return replace(a, operand=Given(tuple(dict.fromkeys((*_offences(a), *_offences(b)))))) if alike else None
    if isinstance(a, Some) and isinstance(b, Some) and a.at_least == b.at_least == 1:
        inner = _joined(a.where, b.where) if a.collection == b.collection else None
        return None if inner is None else Some(a.collection, inner)
    if not isinstance(a, All) or not isinstance(b, All) or len(a.parts) != len(b.parts):
        return None
    differ = [n for n, (one, other) in enumerate(zip(a.parts, b.parts, strict=True)) if one != other]
    parts = list(a.parts)
    if len(differ) > 1:
        return None
    for n in differ:
        part = _joined(a.parts[n], b.parts[n])
        if part is None:
            return None
        parts[n] = part
    return All(tuple(parts), a.said if a.said == b.said else f"{a.said} or {b.said}", a.of_ground)


def _offences(leaf: Test) -> tuple[str, ...]:
    named = leaf.operand.value if isinstance(leaf.operand, Given) else ()
    return named if isinstance(named, tuple) else (str(named),)


def _in_force(ground: Ground, day: Operand) -> Sequence[Condition]:
    """That the ground is in force: by the day asked, or by the first fact that decides it."""
    ref = Ref("as_of", ())
    if isinstance(day, Fact):
        ref = day.ref
    if ground.by != ("as_of",):
        root, _, name = ground.by[0].rpartition(".")
        ref = Ref("procurement" if root == "procurement" else "operator", (name,))
    bounds: list[Condition] = []
    if ground.from_ is not None:
        bounds.append(Test(ref, "day", "on_or_after", Given(ground.from_)))
    if ground.to is not None:
        bounds.append(Test(ref, "day", "on_or_before", Given(ground.to)))
    return bounds


def _on_day(condition: Condition, day: Operand) -> Condition:
    """The condition with `day` in the place of the as-of date."""
    if isinstance(condition, All | AnyOf | Not):
        return with_parts(condition, lambda part: _on_day(part, day))
    if isinstance(condition, Some):
        number = condition.at_least
        if isinstance(number, YearsSince):
            number = replace(number, at=_operand(number.at, day))
        return replace(condition, where=_on_day(condition.where, day), at_least=number)
    if isinstance(condition, Sum):
        return replace(condition, where=_on_day(condition.where, day), operand=_operand(condition.operand, day))
    if isinstance(condition, InPeriod | Begun):
        return replace(condition, at=_operand(condition.at, day))
    if condition.ref.root == "as_of" and isinstance(day, Fact):
        condition = replace(condition, ref=day.ref)
    operand = _operand(condition.operand, day)
    return condition if operand is condition.operand else replace(condition, operand=operand)


def _operand(operand: Operand, day: Operand) -> Operand:
    if isinstance(operand, AsOf):
        return day
    if isinstance(operand, Dated) and isinstance(day, Fact) and "as_of" in operand.on:
        return replace(operand, on=tuple(str(day.ref) if path == "as_of" else path for path in operand.on))
    return operand
