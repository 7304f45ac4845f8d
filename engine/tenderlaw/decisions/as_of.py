"""The as-of date: the day on which a case is decided."""

from __future__ import annotations

from datetime import date

from tenderlaw.facts.case import Case
from tenderlaw.facts.procurement import Procurement
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["as_of_date", "day_of_procurement"]


def as_of_date(case: Case, as_of: date | None) -> date:
    """The day of the decision: the one given, or the case's own. Raises InputInvalidError without one."""
    return day_of_procurement(case.procurement, as_of)


def day_of_procurement(procurement: Procurement, as_of: date | None) -> date:
    """The day given, or the procurement's own day of decision. Raises InputInvalidError without one."""
    day = as_of or procurement.decision_on
    if day is None:
        fault = Fault("facts", 0, 0, "procurement.decision_on", "no as-of date", "state the day: `--as-of`, or here")
        raise InputInvalidError([fault])
    return day
