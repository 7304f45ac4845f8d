"""Dated values: which version counts, and what a comparison may be with where the day that decides is unknown.

On a day for which there is a version, that one counts. Where the day is unknown, any version may count: what all of
them answer alike is the answer. On a day for which there is none, and where a version is unsettled, nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import Amount, Dated
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.packs.model.pack import Pack
from tenderlaw.packs.model.values import Value, Version
from tenderlaw.rules.truth import Truth

if TYPE_CHECKING:
    from tenderlaw.rules.reading import Scope

__all__ = [
    "Counting",
    "Undated",
    "Versions",
    "asked_days",
    "choices",
    "choices_on_bases",
    "counting_on",
    "deciding_day",
    "held",
    "over_choices",
    "settled",
    "stood_in_for",
    "value_of",
    "version_of",
    "version_on_day",
]


@dataclass(frozen=True, slots=True, eq=False)
class Undated:
    """The versions of a dated value whose deciding day is unknown: any of them may count."""

    versions: tuple[Version, ...]
    held: dict[str, tuple[object, ...]] = field(default_factory=dict)
    """What they hold, each once, where somebody asked."""


Counting: TypeAlias = Version | Undated | None
"""What counts of a dated value: a version, one of several, or None where the pack has nothing for the day."""
Versions: TypeAlias = "dict[str, Counting]"
"""What counts of dated values, by the key of the operand."""


def deciding_day(
    paths: tuple[str, ...], operator: Record, procurement: Record, as_of: date, *, assume: bool = True
) -> date | None:
    """The first known day among the facts at `paths`; unless `assume`, None while an earlier one of them is unknown."""
    for path in paths:
        if path == "as_of":
            return as_of
        found = _day_at(path, operator, procurement)
        if found is not None or not assume:
            return found
    return None


def asked_days(paths: tuple[str, ...], operator: Record, procurement: Record) -> list[str]:
    """The facts to ask for where a day decides: those before the first that is known, and that one."""
    asked: list[str] = []
    for path in paths:
        if path == "as_of":
            break
        asked.append(path)
        if _day_at(path, operator, procurement) is not None:
            break
    return asked


def stood_in_for(paths: tuple[str, ...], operator: Record, procurement: Record) -> tuple[list[str], str | None]:
    """The unknown days in whose place another one decides, and that one; none where the first of them is known."""
    asked = asked_days(paths, operator, procurement)
    if asked and _day_at(asked[-1], operator, procurement) is not None:
        return asked[:-1], asked[-1]
    return (asked, "as_of") if "as_of" in paths else ([], None)


def _day_at(path: str, operator: Record, procurement: Record) -> date | None:
    root, _, name = path.rpartition(".")
    if root in _WHOLE:
        return cast("date | None", (procurement if root == "procurement" else operator).get(name))
    # a day inside a group of facts, such as that of a subcontract
    first, *names = path.removeprefix("operator.").split(".")
    found: object = procurement if first == "procurement" else operator.get(first)
    for inner in names:
        found = found.get(inner) if isinstance(found, dict) else None
    return cast("date | None", found)


_WHOLE: Final = ("procurement", "operator", "")
"""What a day of the procurement or the operator itself is rooted at."""


def version_on_day(value: Value, day: date) -> Version | None:
    """The version of a dated value on its deciding day, or None where the pack has none for it."""
    return next((version for version in value.versions if in_force(day, version.from_, version.to)), None)


def counting_on(value: Value, day: date | None) -> Counting:
    """What counts of a dated value on its deciding day."""
    return Undated(value.versions) if day is None else version_on_day(value, day)


def version_of(counting: Counting) -> Version | None:
    """The version that surely counts."""
    return None if isinstance(counting, Undated) else counting


def held(version: Version) -> object:
    """What a version of a dated value holds: an amount, a number or words; None where it is unsettled."""
    return next((value for value in (version.amount, version.number, version.words) if value is not None), None)


def value_of(operand: Dated, pack: Pack) -> Value:
    """The dated value that an operand names."""
    return pack.value_by_id[operand.value_id]


def choices(value: Value, counting: Counting) -> tuple[object, ...]:
    """What a dated value may stand for, money as an `Amount`: several where the day is unknown, None if unsettled."""
    return _choices(value, counting, "alone", _stands_for)


def choices_on_bases(value: Value, counting: Counting) -> tuple[object, ...]:
    """The amounts that a dated value may stand for, each with whether VAT is in it."""
    return _choices(value, counting, "on bases", _on_basis)


def _choices(
    value: Value, counting: Counting, kind: str, stands_for: Callable[[Value, Version], object]
) -> tuple[object, ...]:
    if isinstance(counting, Undated):
        known = counting.held.get(kind)
        if known is None:
            found = [stands_for(value, version) for version in counting.versions]
            known = counting.held[kind] = tuple(dict.fromkeys(found))
        return known
    return () if counting is None else (stands_for(value, counting),)


def _on_basis(value: Value, version: Version) -> object:
    return None if version.amount is None else (_stands_for(value, version), value.vat_of(version) == "included")


def settled(found: tuple[object, ...]) -> bool:
    """Whether the day matters no more: one version counts and is settled, or all that may count hold the same."""
    return len(found) == 1 and found[0] is not None


def _stands_for(value: Value, version: Version) -> object:
    return held(version) if version.amount is None else _amount(version.amount, str(value.currency_of(version)))


@lru_cache(maxsize=1024)
def _amount(amount: object, currency: str) -> Amount:
    return Amount(amount, currency)  # type: ignore[arg-type]


def over_choices(
    operand: Dated,
    pack: Pack,
    judge: Callable[[object, object], Truth],
    choose: Callable[[Value, Counting], tuple[object, ...]] = choices,
) -> Callable[[object, Scope], Truth]:
    """Compares with whatever a dated value may stand for; `choose` says what that is."""
    value, key = value_of(operand, pack), operand.key
    # by identity: the versions are those of the pack, and live as long as it does
    alone = {id(version): choose(value, version) for version in value.versions}
    every = choose(value, Undated(value.versions))

    def compared(given: object, scope: Scope) -> Truth:
        counting = scope.values.get(key)
        found = every if isinstance(counting, Undated) else alone.get(id(counting), ())
        if not found:
            return None
        first = None if found[0] is None else judge(given, found[0])
        for other in found[1:]:
            if first is None or other is None or judge(given, other) is not first:
                return None
        return first

    return compared
