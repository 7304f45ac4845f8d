"""The days to keep under a contract as a calendar (RFC 5545): duties, plans and steps that are not done."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.contracts.model import ContractRecord
from tenderlaw.decisions.calendar_of_duties import DayToKeep, calendar_with
from tenderlaw.facts.wording import said_in
from tenderlaw.sources.canonical import digest

__all__ = ["calendar_of_contract"]


def calendar_of_contract(found: ContractRecord, name: str, language: str = "en") -> bytes:
    """The calendar of the duties and plans of a contract, called `name`; the same record comes to the same bytes."""
    return calendar_with(_days(found, name, language), "contract", found.as_of)


def _days(found: ContractRecord, name: str, language: str) -> Iterator[DayToKeep]:
    for one in found.duties:
        if one.due is not None and one.state not in ("done", "late"):
            whose = f" ({one.name})" if one.name else ""
            what = f"{name}: {said_in(one.title, language)}{whose}"
            named = digest([name, one.duty, one.about, one.due.isoformat()])
            yield DayToKeep(named, one.due, what, (*one.passages, f"{one.of}: {said_in(one.reason, language)}"))
    for plan in found.plans:
        for about, title, day, state in (
            (plan.about, plan.plan, plan.due, plan.state),
            *((f"{plan.about}/{step.step}", f"{plan.plan}, {step.title}", step.due, step.state) for step in plan.steps),
        ):
            if day is not None and state not in ("done", "late"):
                yield DayToKeep(digest([name, about, day.isoformat()]), day, f"{name}: {title}", (about, state))
