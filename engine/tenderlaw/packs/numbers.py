"""How many entries a `count` asks for: a whole number, or as many as years have ended since a day of the case.

bound      = at_least | more_than | at_most | less_than: whole number | {years_since: day}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from tenderlaw.packs.conditions import All, Condition, Not, Operator, Some, YearsSince
from tenderlaw.packs.fact_paths import day_at
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.operands import is_whole
from tenderlaw.packs.operators import ORDER
from tenderlaw.sources.tree import Report, Steps

__all__ = ["counted"]


def counted(
    name: str, where: Condition, data: Mapping[str, object], pack: Pack | PackFile, at: Steps, report: Report
) -> Condition | None:
    """The condition that so many entries of the list fit; None where the bound is faulty."""
    bounds = [bound for bound in ORDER if bound in data]
    if len(bounds) != 1:
        report((*at, "count"), "`count` takes one bound", f"one of {', '.join(ORDER)}")
        return None
    bound, raw = bounds[0], data[bounds[0]]
    if isinstance(raw, dict) and set(raw) == {"years_since"}:
        return _of_years(name, where, bound, str(raw["years_since"]), pack, (*at, bound), report)
    if not is_whole(raw):
        report((*at, "count"), "`count` takes one bound", f"one of {', '.join(ORDER)}")
        return None
    number = cast("int", raw)
    least = number + 1 if bound in ("more_than", "at_most") else number
    found: Condition = Some(name, where, least) if least > 0 else All(())
    return found if bound in ("at_least", "more_than") else Not(found)


def _of_years(
    name: str, where: Condition, bound: Operator, path: str, pack: Pack | PackFile, at: Steps, report: Report
) -> Condition | None:
    if bound not in ("at_least", "less_than"):
        report(at, "years are owed one by one", "`at_least` so many, or `less_than` so many")
        return None
    day = day_at(pack.models, path, None, (*at, "years_since"), report)
    if day is None:
        return None
    event_day = pack.counting is not None and pack.counting.event_day == "counted"
    found = Some(name, where, YearsSince(day, event_day))
    return found if bound == "at_least" else Not(found)
