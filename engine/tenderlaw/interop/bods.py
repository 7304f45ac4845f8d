"""Statements of the Beneficial Ownership Data Standard, 0.2 to 0.4, as edges: who has which interest in whom.

A relationship becomes an edge for each of its interests. Who is not named, because nobody knows, tells or must tell,
stays in the edge as hidden; only where the statement says that there is nobody, there is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.interop.bods_parties import country_of, identifiers_of, name_of
from tenderlaw.interop.bods_statements import (
    LASTS,
    Days,
    Statement,
    Version,
    days_in,
    details_of,
    kind_of,
    record_of,
    renamed,
    statement,
    versions_of,
)
from tenderlaw.interop.published_data import listed, mapping
from tenderlaw.sources.faults import Fault, InputInvalidError, quoted
from tenderlaw.sources.text import text_in
from tenderlaw.sources.tree import Data, read_json

__all__ = ["INTERESTS", "Bods", "Edge", "read_bods"]

INTERESTS: Final = (
    "governing-body-member", "representative", "decision-maker", "controller", "shares", "votes", "other",
)  # fmt: skip
"""What an interest gives: a seat or a power, as links of a person are called; a share; or none of these."""

MAX_BYTES: Final = 4 * 2**30
"""Largest file of statements that is read: statements that are replaced are known only at the end."""

_OF_TYPE: Final[Mapping[str, str]] = {
    "boardMember": "governing-body-member",
    "boardChair": "governing-body-member",
    "seniorManagingOfficial": "decision-maker",
    "trustee": "decision-maker",
    "appointmentOfBoard": "controller",
    "controlViaCompanyRulesOrArticles": "controller",
    "controlByLegalFramework": "controller",
    "shareholding": "shares",
    "votingRights": "votes",
    "rightsToSurplusAssetsOnDissolution": "other",
    "rightsToProfitOrIncome": "other",
    "enjoymentAndUseOfAssets": "other",
    "rightToProfitOrIncomeFromAssets": "other",
}
"""Interests by BODS type. Of the other types, and of none, it stays open what they give."""
_NOBODY: Final = ("noBeneficialOwners", "noNotifiableOwners")
_HIDDEN_KINDS: Final = ("anonymousPerson", "unknownPerson", "anonymousEntity", "unknownEntity")
_LEAST: Final = Decimal("0.0001")
"""The smallest step of a share: `more than 50` is written 50.0001."""
_HALF: Final = Decimal(50)
_EXACT: Final = Context(prec=1_000)
"""Shares are reckoned in it, whatever the caller has set."""
PartyKind: TypeAlias = Literal["person", "company", "state"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One interest of a party in a company."""

    subject: str
    party: str | None
    """None where the party is hidden, or where it is said that there is nobody."""
    party_kind: PartyKind | None
    name: str | None
    """Name of the party; never read by a rule."""
    interest: str | None
    """One of `INTERESTS`, or None where it is not known."""
    share_min: Decimal | None
    """At least so many per cent."""
    share_max: Decimal | None
    """At most so many per cent."""
    beneficial: bool | None
    """The source says that the interest makes the person a beneficial owner, or gives it control."""
    directness: str | None
    """`direct`, `indirect` or `unknown`, as the source says; no rule asks for it."""
    since: date | None
    until: date | None
    """Last day of the interest; the last day of the calendar while it lasts."""
    hidden: bool
    since_exact: bool = True
    """Whether it began on `since`, and not at some time from then on."""
    until_exact: bool = True
    """Whether it ended on `until`, and not at some time up to then."""


@dataclass(frozen=True, slots=True)
class Bods:
    """What a file says."""

    edges: tuple[Edge, ...]
    identifiers: tuple[tuple[str, str, str], ...]
    """Party, scheme and value of each identifier."""
    countries: Mapping[str, str]
    """The country, or part of one, whose numbers a party has."""


def read_bods(path: Path) -> Bods:
    """Read statements from a JSON array or JSON lines. Raises InputInvalidError with the file and the record."""
    statements = [(where, statement(where, data)) for where, data in _read(path)]
    records = versions_of(statements)
    newest = [record[-1].statement for record in records]
    versions = [record[-1] for record in records]
    parties = {record_of(one.statement): one for one in versions if kind_of(one.statement) != "relationship"}
    reading = _Reading(parties, renamed(statements))
    edges: list[Edge] = []
    for record, one in zip(records, newest, strict=True):
        if kind_of(one) == "relationship":
            edges += _edges_of(record, reading)
    identifiers = [found for one in parties.values() for found in identifiers_of(one.where, one.statement)]
    countries = {record: country_of(one.statement) for record, one in parties.items()}
    known = {record: country for record, country in countries.items() if country is not None}
    return Bods(tuple(edges), tuple(identifiers), known)


def _edges_of(record: Sequence[Version], reading: _Reading) -> list[Edge]:
    """The edges of a relationship: what the newest statement says, and what an older one said until the next.

    An interest that a later statement repeats has that one's days.
    """
    edges: list[Edge] = []
    for one in reversed(record):
        found = list(reading.edges(one.where, one.statement))
        if not one.newest:
            found = [_until_at_most(edge, one.last_day) for edge in found if not _repeated(edge, edges)]
        edges = found + edges
    return edges


def _interest(edge: Edge) -> tuple[object, ...]:
    return edge.subject, edge.party, edge.interest, edge.share_min, edge.share_max, edge.beneficial, edge.hidden


def _repeated(edge: Edge, later: Sequence[Edge]) -> bool:
    """Whether a later statement says the same for no shorter a time."""
    same = [one.since for one in later if _interest(one) == _interest(edge)]
    return any(since is None or (edge.since is not None and since <= edge.since) for since in same)


def _until_at_most(edge: Edge, last_day: date) -> Edge:
    over = edge.until is not None and edge.until <= last_day
    return edge if over else replace(edge, until=last_day, until_exact=True)


def _read(path: Path) -> Iterator[tuple[str, Data]]:
    """Each record, and where it stands."""
    text = text_in(path, MAX_BYTES)
    if text.lstrip().startswith("["):
        data = read_json(text, str(path)).data
        yield from ((f"{path}: record {number}", one) for number, one in enumerate(cast("list[Data]", data), start=1))
        return
    # no other character ends a line of JSON lines
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", read_json(line, f"{path}:{number}").data


@dataclass(frozen=True, slots=True)
class _Reading:
    """Relationships read with the parties that they point at."""

    parties: Mapping[str, Version]
    renamed: Mapping[str, str]

    def edges(self, where: str, one: Statement) -> Iterator[Edge]:
        details = details_of(one)
        subject = self._pointed(details.get("subject"))
        if subject is None:  # nobody knows in whom: nothing to screen
            return
        party = self._pointed(details.get("interestedParty"))
        kind, name, hidden = self._party(party)
        if party is None:
            hidden = _reason(details.get("interestedParty")) not in _NOBODY
        closed = days_in(where, "statementDate", one.get("statementDate")) if _is_closed(one) else None
        for number, interest in enumerate(listed(details.get("interests")) or [{}]):
            held = mapping(interest)
            field = f"interests[{number}]"
            since = days_in(where, f"{field}.startDate", held.get("startDate"))
            until = _until(where, field, days_in(where, f"{field}.endDate", held.get("endDate")), closed)
            lowest, highest = _share(where, field, held.get("share"))
            yield Edge(
                subject=subject,
                party=party,
                party_kind=kind,
                name=name,
                interest=_OF_TYPE.get(_camel(held.get("type"))),
                share_min=lowest,
                share_max=highest,
                beneficial=_truth(held.get("beneficialOwnershipOrControl")),
                directness=_text(held.get("directOrIndirect", held.get("interestLevel"))),
                since=None if since is None else since.first,
                until=until.last,
                hidden=hidden,
                since_exact=since is None or since.exact,
                until_exact=until.exact,
            )

    def _pointed(self, value: Data) -> str | None:
        """Who is pointed at: by its record, or by the statement that describes it."""
        if isinstance(value, dict):
            value = value.get("describedByEntityStatement") or value.get("describedByPersonStatement")
        seen: set[str] = set()
        while isinstance(value, str) and value in self.renamed and value not in seen:
            seen.add(value)
            value = self.renamed[value]
        return value if isinstance(value, str) else None

    def _party(self, party: str | None) -> tuple[PartyKind | None, str | None, bool]:
        """Kind, name, and whether it is hidden; of one that no statement describes nothing is known."""
        version = self.parties.get(party or "")
        if version is None:
            return None, None, False
        one, details = version.statement, details_of(version.statement)
        name = name_of(version.where, one)
        if kind_of(one) == "person":
            return "person", name, details.get("personType") in _HIDDEN_KINDS
        given = details.get("entityType")
        kind = given.get("type") if isinstance(given, dict) else given
        state = kind in ("state", "stateBody")
        return "state" if state else "company", name, kind in _HIDDEN_KINDS


def _reason(value: Data) -> str | None:
    held = mapping(value)
    return _text(mapping(held.get("unspecified")).get("reason") or held.get("reason"))


def _camel(value: Data) -> str:
    """`voting-rights`, as older versions write, is `votingRights`."""
    return re.sub("-([a-z])", lambda found: found[1].upper(), value) if isinstance(value, str) else ""


def _text(value: Data) -> str | None:
    return value if isinstance(value, str) and value else None


def _truth(value: Data) -> bool | None:
    return value if isinstance(value, bool) else None


def _is_closed(one: Statement) -> bool:
    return one.get("recordStatus") == "closed"


def _until(where: str, field: str, ended: Days | None, closed: Days | None) -> Days:
    """The last day: the one before the interest ceased; of a closed record at the latest the day of the statement."""
    if ended is not None and ended.last == date.min:
        message = "an interest cannot have ceased on the first day of the calendar"
        raise InputInvalidError([Fault(where, 0, 0, f"{field}.endDate", message)])
    if ended is not None:
        return Days(ended.first, ended.last - timedelta(days=1), ended.exact)
    return closed or LASTS


def _share(where: str, field: str, value: Data) -> tuple[Decimal | None, Decimal | None]:
    """At least and at most so many per cent. A bound that is not reached is moved by the smallest step."""
    held = mapping(value)
    exact = _number(where, f"{field}.share.exact", held.get("exact"))
    if exact is not None:
        return _rounded(exact, exact)
    ends: list[Decimal | None] = []
    for name, exclusive, step in (("minimum", "exclusiveMinimum", _LEAST), ("maximum", "exclusiveMaximum", -_LEAST)):
        bound, beyond = held.get(name), held.get(exclusive)
        if isinstance(beyond, bool):  # before 0.3, it says of the bound that it is not reached
            end = _number(where, f"{field}.share.{name}", bound)
            ends.append(_EXACT.add(end, step) if end is not None and beyond else end)
            continue
        end = _number(where, f"{field}.share.{exclusive}", beyond)
        ends.append(_EXACT.add(end, step) if end is not None else _number(where, f"{field}.share.{name}", bound))
    return _rounded(ends[0], ends[1])


def _rounded(lowest: Decimal | None, highest: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Both to the smallest step, the least downwards and the most upwards, and neither across one half."""
    if lowest is not None:
        down = lowest.quantize(_LEAST, ROUND_FLOOR, _EXACT)
        lowest = _HALF + _LEAST if lowest > _HALF >= down else down
    if highest is not None:
        up = highest.quantize(_LEAST, ROUND_CEILING, _EXACT)
        highest = _HALF - _LEAST if highest < _HALF <= up else up
    return lowest, highest


def _number(where: str, field: str, value: Data) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= 100:
        raise InputInvalidError([Fault(where, 0, 0, field, f"{quoted(value)} is not a share from 0 to 100 per cent")])
    return Decimal(value)
