"""The collections that conditions quantify over: which lists there are, and their entries in a record.

An entry knows its path, so that what is missing can be named. A list that was not given is one entry, a placeholder,
of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from tenderlaw.facts.accounts import FinancialYearRecord, place_of_year_before
from tenderlaw.facts.base import OPEN, Facts
from tenderlaw.facts.beginnings import AS_GIVEN, IN_PART, LATER, NOT_YET, Later
from tenderlaw.facts.events import Insolvency, Misconduct, TaxBreach
from tenderlaw.facts.judgments import ENTAILS, OPENED_BY, entailed_exclusion
from tenderlaw.facts.operator import Derogation, ExclusionByJudgment, LinkedPerson, Listing, Statement
from tenderlaw.facts.portions import OF_PORTIONS, PORTIONS, remainder_in
from tenderlaw.facts.procurement import Lot, Performance
from tenderlaw.facts.records import ConvictionRecord, Record, entries_of
from tenderlaw.facts.risk import Good, Practice
from tenderlaw.facts.violations import Violation

__all__ = ["COLLECTIONS", "HELD_IN", "Collection", "Item", "NotOf", "NotYet", "listed", "there"]


@dataclass(slots=True, eq=False)
class Item:
    """One entry of a collection, or a placeholder for the entries of a list that was not given.

    A placeholder stands for any number of entries of which only what `record` holds is known: a missing
    list is a list with one wholly unknown entry.
    """

    record: Record
    path: str
    placeholder: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Record] = field(default_factory=dict)
    """What is known of a placeholder besides: how much a fact of the entries comes to in all."""

    def path_of(self, name: str) -> str:
        """The path, within the operator or the procurement, of the fact that would answer `name`."""
        if name in self.renamed:
            return self.renamed[name]
        return self.path if self.placeholder else f"{self.path}.{name}"


@dataclass(frozen=True, slots=True)
class NotYet:
    """An entry that is not there on the as-of date, or some of whose facts are not: as it will be."""

    item: Item
    days: tuple[Later, ...]
    """The days after the as-of date on which it, or they, come to be."""


@dataclass(frozen=True, slots=True)
class NotOf:
    """The offence of a conviction that a person has found not to belong to the categories named: it is another one."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"not {' or '.join(self.names)}"


@dataclass(frozen=True, slots=True)
class Collection:
    """A list over which conditions quantify."""

    root: str
    """`operator` or `procurement`."""
    model: type[Facts]
    every: Callable[[Record], list[Item]]
    """Its entries in a record, those that are not there yet among them."""

    def items(self, record: Record) -> list[Item]:
        """Its entries that are there on the as-of date."""
        return there(self.every(record)) if LATER in record else self.every(record)

    def later(self, record: Record) -> list[NotYet]:
        """Its entries that are not there yet, or not with all their facts."""
        if AS_GIVEN not in record:
            return []
        given = {item.path: item for item in self.every(cast("Record", record[AS_GIVEN]))}
        return [NotYet(given[item.path], days) for item in self.every(record) if (days := _days(item.record))]


def _days(entry: Record) -> tuple[Later, ...]:
    marks = [cast("tuple[Later, ...]", entry.get(mark, ())) for mark in (NOT_YET, IN_PART)]
    return (*marks[0], *marks[1])


def there(items: Sequence[Item]) -> list[Item]:
    """The entries that are there on the as-of date."""
    return [item for item in items if NOT_YET not in item.record]


_NOTHING: Final[Mapping[str, str]] = {}


def listed(name: str) -> Callable[[Record], list[Item]]:
    """The entries of the list of that name, or a placeholder where it was not given."""

    def items(record: Record) -> list[Item]:
        entries: Any = record.get(name)
        if entries is None:
            return [Item({}, name, placeholder=True)]
        return [Item(entry, f"{name}[{i}]", False, _NOTHING) for i, entry in enumerate(entries)] if entries else []

    return items


_OF_ORIGIN: Final = ("country_listed", "listed_for_country", "forced_labour_for_country")


def _goods(procurement: Record) -> list[Item]:
    """Goods; where the country is not known, it is what answers whether a list names it."""
    items = listed("goods")(procurement)
    for item in items:
        if not item.placeholder and "country" not in item.record:
            item.renamed = dict.fromkeys(_OF_ORIGIN, f"{item.path}.country")
    return items


def _portions(name: str) -> Callable[[Record], list[Item]]:
    """Portions of a value; what they leave of it is a placeholder for portions that nobody gave."""
    one, path = PORTIONS[name], ".".join(PORTIONS[name].listed)

    def items(record: Record) -> list[Item]:
        outer: Any = record
        for step in one.listed[:-1]:
            outer = None if outer is None else outer.get(step)
        found: Any = None if outer is None else outer.get(one.listed[-1])
        at = ".".join(one.listed[:-1]) if outer is None else path
        out = [Item(entry, f"{path}[{i}]", False, _NOTHING) for i, entry in enumerate(found or ())]
        rest = remainder_in(record, name)
        if rest is not None or found is None:
            known = {} if rest is None or rest.money is None else {one.value: rest.money}
            out.append(Item(outer.get(OF_PORTIONS, {}) if outer else {}, at, True, _NOTHING, known))
        return out

    return items


def _years(operator: Record) -> list[Item]:
    """Financial years; what is not known of the year before stands there, or with the list where that was not given."""
    items, years = listed("financial_years")(operator), entries_of(operator, "financial_years")
    for item in items:
        if not item.placeholder:
            place = place_of_year_before(item.record, years)
            item.renamed = {"year_before": "financial_years" if place is None else f"financial_years[{place}]"}
    return items


_OWN: Final[Record] = {"convicted": "operator", "link_from": date.min, "link_until": OPEN}


def _convictions(operator: Record) -> list[Item]:
    out = _convictions_of(operator.get("convictions"), "convictions", _OWN, {})
    persons: Any = operator.get("linked_persons")
    if persons is None:
        out.append(Item({}, "linked_persons", placeholder=True))
        return out
    for i, person in enumerate(persons):
        if person.get("convictions") == ():
            continue
        path = f"linked_persons[{i}]"
        link: Record = {}
        for name in ("link_from", "link_until", NOT_YET):
            if name in person:
                link[name] = person[name]
        if "link" in person:
            link["convicted"] = person["link"]
        renamed = {
            "convicted": f"{path}.link",
            "link_from": f"{path}.link_from",
            "link_until": f"{path}.link_until",
        }
        out += _convictions_of(person.get("convictions"), f"{path}.convictions", link, renamed)
    return out


def _convictions_of(entries: Any, path: str, link: Record, renamed: dict[str, str]) -> list[Item]:  # noqa: ANN401
    if entries is None:
        return [Item(link, path, placeholder=True, renamed=renamed)]
    out = []
    for i, entry in enumerate(entries):
        at, names = f"{path}[{i}]", renamed
        record = {**entry, **link}
        if NOT_YET in entry and NOT_YET in link:
            record[NOT_YET] = (*cast("tuple[Later, ...]", link[NOT_YET]), *entry[NOT_YET])
        if entry.get("also_offences"):
            own = (entry["offence"],) if "offence" in entry else ()
            record["offence"] = (*own, *cast("tuple[str, ...]", entry["also_offences"]))
        if "foreign_offence" in entry:
            names = _foreign(record, at, names)
        out.append(Item(record, at, renamed=names))
    return out


def _exclusions(operator: Record) -> list[Item]:
    """Exclusions by judgment: those listed, and those that the operator's own convictions entail."""
    out = listed("exclusions_by_judgment")(operator)
    if operator.get("exclusions_by_judgment") is not None and operator.get("convictions") is None:
        out.append(Item({}, "convictions", placeholder=True))  # one that nobody told of may entail another
    for i, conviction in enumerate(entries_of(operator, "convictions")):
        found = entailed_exclusion(conviction)
        if found is None:
            continue
        if NOT_YET in conviction:
            found[NOT_YET] = conviction[NOT_YET]
        at, open_ = f"convictions[{i}]", next((name for name in OPENED_BY if conviction.get(name) is not True), None)
        if open_ is not None:
            out.append(Item(found, f"{at}.{open_}", placeholder=True))
        else:
            out.append(Item(found, at, renamed={name: f"{at}.{by}" for name, by in ENTAILS.items()}))
    return out


def _foreign(record: Record, at: str, names: dict[str, str]) -> dict[str, str]:
    """Put right what a foreign offence is until a person has said that it belongs to the category named."""
    confirmed, named = record.get("equivalence_confirmed"), record.get("offence")
    if confirmed is None:
        record.pop("offence", None)
        return {**names, "offence": f"{at}.equivalence_confirmed"}
    if confirmed is False and named is not None:
        record["offence"] = NotOf(named if isinstance(named, tuple) else (cast("str", named),))
    return names


COLLECTIONS: Final[Mapping[str, Collection]] = {
    "convictions": Collection("operator", ConvictionRecord, _convictions),
    "derogations": Collection("operator", Derogation, listed("derogations")),
    "exclusions_by_judgment": Collection("operator", ExclusionByJudgment, _exclusions),
    "financial_years": Collection("operator", FinancialYearRecord, _years),
    "goods": Collection("procurement", Good, _goods),
    "insolvency": Collection("operator", Insolvency, listed("insolvency")),
    "linked_persons": Collection("operator", LinkedPerson, listed("linked_persons")),
    "listings": Collection("operator", Listing, listed("listings")),
    "lots": Collection("procurement", Lot, listed("lots")),
    "misconduct": Collection("operator", Misconduct, listed("misconduct")),
    "performance": Collection("procurement", Performance, _portions("performance")),
    "practices": Collection("operator", Practice, listed("practices")),
    "statements": Collection("operator", Statement, listed("statements")),
    "subcontract_performance": Collection("operator", Performance, _portions("subcontract_performance")),
    "tax_breaches": Collection("operator", TaxBreach, listed("tax_breaches")),
    "violations": Collection("operator", Violation, listed("violations")),
}
"""Every collection that `some`, `none` and `count` may name. `convictions` joins those of the operator with
those of its linked persons, each with who was convicted and how long the link lasts."""

HELD_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "convictions": ("convictions", "linked_persons"),
    "exclusions_by_judgment": ("exclusions_by_judgment", "convictions"),
    "subcontract_performance": ("subcontract",),
}
"""The facts of an operator that hold the entries of a collection, where these are not the one of its own name."""
