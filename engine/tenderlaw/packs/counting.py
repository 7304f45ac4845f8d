"""What must be true of how a pack counts days: where holidays count, and who says so."""

from __future__ import annotations

from tenderlaw.facts.models import FactModels
from tenderlaw.packs.calendars import is_known
from tenderlaw.packs.fact_paths import resolve
from tenderlaw.packs.model.periods import Counting
from tenderlaw.sources.tree import Report, Steps

__all__ = ["check_counting"]


def check_counting(counting: Counting, models: FactModels, report: Report) -> None:
    """Check how periods are counted; every fault goes to `report(steps, message, hint)`."""
    if (counting.ends == "next-working-day") != (counting.holidays is not None):
        report(("counting",), "`ends: next-working-day` and `holidays` go together", "give both or neither")
    elif counting.holidays is not None and not is_known(counting.holidays):
        report(("counting", "holidays"), f"no holidays are known for `{counting.holidays}`",
               "an ISO 3166 code of a country, or of a part of one")  # fmt: skip
    place = counting.beside.holidays_of
    if place is not None:
        at: Steps = ("counting", "beside", "holidays_of")
        found = resolve(models, place, None, at, report)
        if found is not None and (found[0].root != "procurement" or found[1].kind != "word"):
            report(at, f"`{place}` names no place of the procurement", "such as `procurement.authority.country`")
