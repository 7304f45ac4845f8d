"""The days to keep as a calendar (RFC 5545): one all-day entry for each duty that has a last day and is not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tenderlaw.decisions.duties import Duties
from tenderlaw.decisions.model.duties import CompanyDuties, DutyState, RegimeDuties
from tenderlaw.sources.canonical import digest

__all__ = ["DayToKeep", "calendar_of", "calendar_with"]

_WIDTH: Final = 73
"""Octets of a line, before those that end it and the space that goes on with it (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class DayToKeep:
    """A day, and what is due on it."""

    named: str
    """Tells it from all others."""
    day: date
    what: str
    why: tuple[str, ...]


def calendar_of(found: Duties) -> bytes:
    """The calendar of what a company and its group owe; the same duties come to the same bytes."""
    return calendar_with(_days(found), "duties", found.as_of)


def calendar_with(days: Iterable[DayToKeep], product: str, as_of: date) -> bytes:
    """The calendar of these days, as they are known on the day `as_of`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//tenderlaw//{product}//EN", "CALSCALE:GREGORIAN"]
    stamp = f"{as_of:%Y%m%d}T000000Z"
    for one in days:
        lines += _event(one, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _days(found: Duties) -> Iterator[DayToKeep]:
    for company in found.companies:
        for regime in company.regimes:
            for duty in regime.duties:
                for day, by in ((duty.due, "due"), (duty.guided, "by guidance")):
                    if day is not None and duty.owed == "owed" and duty.state not in ("met", "late"):
                        yield _day(company, regime, duty, day, by)


def _day(company: CompanyDuties, regime: RegimeDuties, duty: DutyState, day: date, by: str) -> DayToKeep:
    named = digest([company.operator, regime.pack, duty.duty, duty.about, day.isoformat(), by])
    open_ = [f"{element.title} ({element.cite}): {element.state}" for element in duty.elements]
    return DayToKeep(named, day, f"{company.name}: {duty.title}, {by}", (f"{regime.title}, {duty.cite}", *open_))


def _event(one: DayToKeep, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.named[:32]}@tenderlaw"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    if one.day < date.max:
        yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(one.what)}"
    yield f"DESCRIPTION:{_text(chr(10).join(one.why))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """Text as RFC 5545, 3.3.11 has it, which knows no control characters."""
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in words if letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[bytes]:
    """A content line in pieces of so many octets, none of which parts a character."""
    held, first = b"", True
    for letter in line:
        one = letter.encode()
        if len(held) + len(one) > _WIDTH:
            yield held if first else b" " + held
            held, first = b"", False
        held += one
    yield held if first else b" " + held
