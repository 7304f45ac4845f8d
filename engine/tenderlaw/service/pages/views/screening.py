"""A screening as its pages show it: how far it is, what it came to in numbers, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from tenderlaw.decisions.model.outcome import OUTCOMES, Outcome
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts import written
from tenderlaw.facts.wording import said_in
from tenderlaw.service.jobs.book import Job
from tenderlaw.service.pages.views.missing import outcome_tag
from tenderlaw.service.pages.views.rooms import room_in
from tenderlaw.service.pages.views.words import Said, Tag, given
from tenderlaw.service.pages.views.work import Progress, said_of

__all__ = ["ChangeCount", "JobView", "OutcomeCount", "RowView", "job_view", "row_views"]


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many suppliers come to an outcome."""

    outcome: str
    tag: Tag
    number: int
    share: str


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many come to another outcome than on the other day."""

    before: Tag
    after: Tag
    number: int


@dataclass(frozen=True, slots=True)
class JobView(Progress):
    """How far a screening is, and what it came to."""

    outcomes: tuple[OutcomeCount, ...]
    changes: tuple[ChangeCount, ...]
    rows: int
    rejects: int
    checked: int
    """How many rows were decided once more, one by one."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the results."""

    row: int
    supplier: Said
    tag: Tag
    before: Tag | None
    changed: bool
    grounds: tuple[str, ...]
    """Titles of the grounds that surely apply."""
    last_day: str | None
    missing: int
    review: bool
    tier: str | None


def job_view(job: Job, names: Mapping[str, str], language: str) -> JobView:
    """A screening in numbers."""
    counts = cast("dict[str, Any]", (job.result or {}).get("counts") or {})
    outcomes = _summed(counts.get("outcomes"))
    total = sum(outcomes.values())
    return JobView(
        **said_of(job, names, language),
        outcomes=tuple(_counted(outcomes, total, language)),
        changes=tuple(_changes(_summed(counts.get("changes")), language)),
        rows=counts.get("rows") or 0,
        rejects=counts.get("rejects") or 0,
        checked=counts.get("checked_one_by_one") or 0,
    )


def _summed(by_procurement: object) -> dict[str, int]:
    """Numbers over all procurements of the run."""
    found: dict[str, int] = {}
    for held in cast("dict[str, dict[str, int]]", by_procurement or {}).values():
        for name, number in held.items():
            found[name] = found.get(name, 0) + number
    return found


def _counted(outcomes: Mapping[str, int], total: int, language: str) -> Iterator[OutcomeCount]:
    for outcome in OUTCOMES:
        if number := outcomes.get(outcome, 0):
            share = f"{written.number(round(100 * number / total), language)}\u00a0%"
            yield OutcomeCount(outcome, outcome_tag(outcome, language), number, share)


def _changes(changes: Mapping[str, int], language: str) -> Iterator[ChangeCount]:
    for name, number in sorted(changes.items(), key=lambda one: -one[1]):
        before, _, after = name.partition(" -> ")
        yield ChangeCount(
            outcome_tag(cast("Outcome", before), language), outcome_tag(cast("Outcome", after), language), number
        )


def row_views(rows: Iterable[Mapping[str, Any]], regimes: Iterable[Regime], language: str) -> tuple[RowView, ...]:
    """Rows with the grounds that surely apply, by their titles."""
    titles = {
        (regime.id, one.typed.ground.id): said_in(one.typed.ground.title, language)
        for regime in regimes
        for one in regime.grounds
    }
    return tuple(_row(row, titles, language) for row in rows)


def _row(row: Mapping[str, Any], titles: Mapping[tuple[str, str], str], language: str) -> RowView:
    held = {name: value for name, value in row.items() if isinstance(value, Mapping)}
    surely = [
        titles.get((pack, ground), ground) for pack, value in held.items() for ground in value.get("surely") or ()
    ]
    tiers = [value["tier"] for value in held.values() if value.get("tier")]
    words = room_in("clauses", language)
    highest = max(tiers, key=("low", "medium", "high").index, default=None)
    before = row.get("before")
    return RowView(
        row=row["row"],
        supplier=given(str(row["supplier"])),
        tag=outcome_tag(row["outcome"], language),
        before=outcome_tag(before, language) if before else None,
        changed=bool(row.get("changed")),
        grounds=tuple(dict.fromkeys(surely)),
        last_day=_day(row.get("last_day"), language),
        missing=len(row.get("missing") or ()),
        review=bool(row.get("review")),
        tier=words[f"tier_{highest}"] if highest else None,
    )


def _day(value: object, language: str) -> str | None:
    if value is None:
        return None
    return written.day(value if isinstance(value, date) else date.fromisoformat(str(value)), language)
