"""Statements of the Beneficial Ownership Data Standard, 0.2 to 0.4, as edges: who has which interest in whom.

A relationship becomes an edge for each of its interests. Who is not named, because nobody knows, tells or must tell,
stays in the edge as hidden; only where the statement says that there is nobody, there is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from tenderlaw.facts.base import OPEN
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
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Statement: TypeAlias = Mapping[str, Data]
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


@dataclass(frozen=True, slots=True)
class Bods:
    """What a file says: the edges, and the identifiers of companies (company, scheme, value)."""

    edges: tuple[Edge, ...]
    identifiers: tuple[tuple[str, str, str], ...]


def read_bods(path: Path) -> Bods:
    """Read statements from a JSON array or JSON lines. Raises InputInvalidError with the file and the record."""
    statements = [(where, _statement(where, data)) for where, data in _read(path)]
    newest = _newest(statements)
    parties = {_id(one): one for _, one in newest if _type(one) in ("entity", "person")}
    renamed = _renamed(statements)
    reading = _Reading(parties, renamed)
    edges = [edge for where, one in newest if _type(one) == "relationship" for edge in reading.edges(where, one)]
    return Bods(tuple(edges), tuple(_identifiers(parties.values())))


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


def _statement(where: str, data: Data) -> Statement:
    if not isinstance(data, dict) or _type(data) is None or not _id(data):
        hint = "a statement has `recordType` and `recordId` (0.4), or `statementType` and `statementID` (0.2, 0.3)"
        raise InputInvalidError([Fault(where, 0, 0, "", "is no statement of BODS 0.2 to 0.4", hint)])
    return data


_TYPES: Final = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
    "entity": "entity",
    "person": "person",
    "relationship": "relationship",
}


def _type(one: Statement) -> str | None:
    return _TYPES.get(str(one.get("recordType", one.get("statementType"))))


def _id(one: Statement) -> str:
    """The record, or in the older versions the statement itself."""
    found = one.get("recordId") or one.get("statementID")
    return found if isinstance(found, str) else ""


def _details(one: Statement) -> Statement:
    return _mapping(one.get("recordDetails")) if "recordType" in one else one


def _mapping(value: Data) -> Statement:
    return value if isinstance(value, dict) else {}


def _list(value: Data) -> Sequence[Data]:
    return value if isinstance(value, list) else ()


def _newest(statements: Sequence[tuple[str, Statement]]) -> list[tuple[str, Statement]]:
    """The last statement of each record; statements that others replace are left out."""
    replaced = {str(old) for _, one in statements for old in _list(one.get("replacesStatements"))}
    last: dict[str, tuple[str, int, str, Statement]] = {}
    for number, (where, one) in enumerate(statements):
        if _id(one) in replaced:
            continue
        entry = (str(one.get("statementDate") or ""), number, where, one)
        last[_id(one)] = max(last.get(_id(one), entry), entry, key=lambda held: held[:2])
    return [(where, one) for _, _, where, one in sorted(last.values(), key=lambda held: held[1])]


def _renamed(statements: Sequence[tuple[str, Statement]]) -> Mapping[str, str]:
    """What a statement was replaced by: who pointed at it points at that."""
    return {str(old): _id(one) for _, one in statements for old in _list(one.get("replacesStatements"))}


def _identifiers(parties: Iterator[Statement] | Sequence[Statement] | object) -> Iterator[tuple[str, str, str]]:
    for one in cast("Sequence[Statement]", parties):
        for identifier in _list(_details(one).get("identifiers")):
            held = _mapping(identifier)
            scheme, value = held.get("scheme"), held.get("id")
            if _type(one) == "entity" and isinstance(scheme, str) and isinstance(value, str) and value:
                yield _id(one), scheme.lower(), value


@dataclass(frozen=True, slots=True)
class _Reading:
    """Relationships read with the parties that they point at."""

    parties: Mapping[str, Statement]
    renamed: Mapping[str, str]

    def edges(self, where: str, one: Statement) -> Iterator[Edge]:
        details = _details(one)
        subject = self._pointed(details.get("subject"))
        if subject is None:  # nobody knows in whom: nothing to screen
            return
        party = self._pointed(details.get("interestedParty"))
        kind, name, hidden = self._party(party)
        if party is None:
            hidden = _reason(details.get("interestedParty")) not in _NOBODY
        closed = _day(where, "statementDate", one.get("statementDate")) if one.get("recordStatus") == "closed" else None
        for number, interest in enumerate(_list(details.get("interests")) or [{}]):
            held = _mapping(interest)
            field = f"interests[{number}]"
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
                since=_day(where, f"{field}.startDate", held.get("startDate")),
                until=_until(_day(where, f"{field}.endDate", held.get("endDate")), held.get("endDate"), closed),
                hidden=hidden,
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
        one = self.parties.get(party or "")
        if one is None:
            return None, None, False
        details = _details(one)
        if _type(one) == "person":
            names = [_text(_mapping(name).get("fullName")) for name in _list(details.get("names"))]
            return "person", next(filter(None, names), None), details.get("personType") in _HIDDEN_KINDS
        given = details.get("entityType")
        kind = given.get("type") if isinstance(given, dict) else given
        state = kind in ("state", "stateBody")
        return "state" if state else "company", _text(details.get("name")), kind in _HIDDEN_KINDS


def _reason(value: Data) -> str | None:
    held = _mapping(value)
    return _text(_mapping(held.get("unspecified")).get("reason") or held.get("reason"))


def _camel(value: Data) -> str:
    """`voting-rights`, as older versions write, is `votingRights`."""
    return re.sub("-([a-z])", lambda found: found[1].upper(), value) if isinstance(value, str) else ""


def _text(value: Data) -> str | None:
    return value if isinstance(value, str) and value else None


def _truth(value: Data) -> bool | None:
    return value if isinstance(value, bool) else None


def _until(ended: date | None, given: Data, closed: date | None) -> date | None:
    """The last day: the one before the interest ceased; of a closed record at the latest the day of the statement."""
    if ended is not None:
        return ended - timedelta(days=1)
    return None if given is not None else closed or OPEN


def _day(where: str, field: str, value: Data) -> date | None:
    """A day; a month or a year alone is no known day."""
    if value is None or (isinstance(value, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value)):
        return None
    try:
        found = _DAY.match(str(value))
        return date.fromisoformat(found[0] if found else "")
    except ValueError as error:
        fault = Fault(where, 0, 0, field, f"{quoted(value)} is not a day written YYYY-MM-DD")
        raise InputInvalidError([fault]) from error


def _share(where: str, field: str, value: Data) -> tuple[Decimal | None, Decimal | None]:
    """At least and at most so many per cent. A bound that is not reached is moved by the smallest step."""
    held = _mapping(value)
    exact = _number(where, f"{field}.share.exact", held.get("exact"))
    if exact is not None:
        return exact, exact
    ends: list[Decimal | None] = []
    for name, exclusive, step in (("minimum", "exclusiveMinimum", _LEAST), ("maximum", "exclusiveMaximum", -_LEAST)):
        bound, beyond = held.get(name), held.get(exclusive)
        if isinstance(beyond, bool):  # before 0.3, it says of the bound that it is not reached
            end = _number(where, f"{field}.share.{name}", bound)
            ends.append(end + step if end is not None and beyond else end)
            continue
        end = _number(where, f"{field}.share.{exclusive}", beyond)
        ends.append(end + step if end is not None else _number(where, f"{field}.share.{name}", bound))
    return ends[0], ends[1]


def _number(where: str, field: str, value: Data) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= 100:
        raise InputInvalidError([Fault(where, 0, 0, field, f"{quoted(value)} is not a share from 0 to 100 per cent")])
    return Decimal(value)
