"""The as-of date: the day on which a case is decided."""

from __future__ import annotations

from datetime import date

from tenderlaw.facts.procurement import Procurement
from tenderlaw.sources.arguments import a_day
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["as_of_date", "day_of_procurement"]


def day_of_procurement(procurement: Procurement, as_of: date | None) -> date:
    """The day given, or the procurement's own day of decision. Raises InputInvalidError without one."""
    return as_of_date(procurement.decision_on, as_of)


def as_of_date(decision_on: date | None, as_of: date | None) -> date:
    """The day given, or the day of decision that the facts state. Raises InputInvalidError without one."""
    day = a_day(as_of, "as_of") or decision_on
    if day is None:
        fault = Fault("facts", 0, 0, "procurement.decision_on", "no as-of date", "state the day: `--as-of`, or here")
        raise InputInvalidError([fault])
    return day
