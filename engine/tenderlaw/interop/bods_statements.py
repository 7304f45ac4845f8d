"""Statements of the Beneficial Ownership Data Standard, whatever their version: what they are about, and their days.

A record has several statements, one after the other; in the versions before 0.4 a statement says which one it replaces.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.published_data import Object, listed, mapping
from tenderlaw.sources.faults import Fault, InputInvalidError, quoted
from tenderlaw.sources.tree import Data

__all__ = [
    "LASTS",
    "Days",
    "Statement",
    "Version",
    "days_in",
    "details_of",
    "kind_of",
    "record_of",
    "renamed",
    "statement",
    "versions_of",
]

Statement: TypeAlias = Object

_KINDS: Final = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
    "entity": "entity",
    "person": "person",
    "relationship": "relationship",
}
_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the days among which it lies: of a month or a year the first and the last."""

    first: date
    last: date
    exact: bool


LASTS: Final = Days(OPEN, OPEN, exact=True)
"""The last day of what has not ended."""


_LONGEST: Final = 1_000
"""Longest id of a record, in characters."""


@dataclass(frozen=True, slots=True)
class Version:
    """One statement of a record."""

    where: str
    statement: Statement
    last_day: date
    """The day before the next statement of the record; of the newest, the last day of the calendar."""

    @property
    def newest(self) -> bool:
        """Whether no later statement of the record follows."""
        return self.last_day == OPEN


def statement(where: str, data: Data) -> Statement:
    """Data that is a statement. Raises InputInvalidError where it is none."""
    if not isinstance(data, dict) or not kind_of(data) or not record_of(data):
        hint = "a statement has `recordType` and `recordId` (0.4), or `statementType` and `statementID` (0.2, 0.3)"
        raise InputInvalidError([Fault(where, 0, 0, "", "is no statement of BODS 0.2 to 0.4", hint)])
    if len(record_of(data)) > _LONGEST:
        raise InputInvalidError([Fault(where, 0, 0, "recordId", f"is longer than {_LONGEST:,} characters")])
    return data


def kind_of(one: Statement) -> str:
    """`entity`, `person` or `relationship`; empty where it is none of these."""
    return _KINDS.get(str(one.get("recordType", one.get("statementType"))), "")


def record_of(one: Statement) -> str:
    """The record, or in the older versions the statement itself."""
    found = one.get("recordId") or one.get("statementID")
    return found if isinstance(found, str) else ""


def details_of(one: Statement) -> Statement:
    """Where a statement has its facts."""
    return mapping(one.get("recordDetails")) if "recordType" in one else one


def renamed(statements: Sequence[tuple[str, Statement]]) -> Mapping[str, str]:
    """What a statement was replaced by: who pointed at it points at that."""
    return {str(old): record_of(one) for _, one in statements for old in listed(one.get("replacesStatements"))}


def versions_of(statements: Sequence[tuple[str, Statement]]) -> list[list[Version]]:
    """The statements of each record, one after the other; records in the order of their newest statements.

    An older statement speaks up to the day before the next one. One without a day, or of the same day as the next,
    speaks for no day and is left out.
    """
    later = renamed(statements)
    records: dict[str, list[tuple[bool, str, int, str, Statement]]] = {}
    for number, (where, one) in enumerate(statements):
        # the newest is the one that no other replaces, whatever its day
        entry = (record_of(one) not in later, str(one.get("statementDate") or ""), number, where, one)
        records.setdefault(_newest(record_of(one), later), []).append(entry)
    ordered = [sorted(entries, key=lambda entry: entry[:3]) for entries in records.values()]
    return [_versions(entries) for entries in sorted(ordered, key=lambda entries: entries[-1][2])]


def _newest(record: str, later: Mapping[str, str]) -> str:
    seen = {record}
    while record in later and later[record] not in seen:
        record = later[record]
        seen.add(record)
    return record


def _versions(entries: Sequence[tuple[bool, str, int, str, Statement]]) -> list[Version]:
    *_, (_, _, _, where, newest) = entries
    found = [Version(where, newest, OPEN)]
    for _, _, _, where, one in reversed(entries[:-1]):
        mine, next_ = (_stated_on(held.where, held.statement) for held in (Version(where, one, OPEN), found[0]))
        if mine is not None and next_ is not None and mine < next_:
            found.insert(0, Version(where, one, next_ - timedelta(days=1)))
    return found


def _stated_on(where: str, one: Statement) -> date | None:
    days = days_in(where, "statementDate", one.get("statementDate"))
    return days.first if days is not None and days.exact else None


def days_in(where: str, field: str, value: Data) -> Days | None:
    """A day, or the days of a month or a year. Raises InputInvalidError for what is none of these."""
    if value is None:
        return None
    found = _DAY.match(str(value))
    try:
        rest = "" if found is None else str(value)[found.end() :]
        if found is None or (rest and (found[3] is None or rest[0] not in "T ")):  # a time may follow
            raise ValueError
        year, month, day = (None if part is None else int(part) for part in found.groups())
        if year is not None and month is None:
            return Days(date(year, 1, 1), date(year, 12, 31), exact=False)
        if year is not None and month is not None and day is None:
            return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]), exact=False)
        whole = date.fromisoformat(found[0])
    except ValueError as error:
        fault = Fault(where, 0, 0, field, f"{quoted(value)} is not a day written YYYY-MM-DD")
        raise InputInvalidError([fault]) from error
    return Days(whole, whole, exact=True)
