"""A list of goods made by child or forced labour, read from its official XML or as CSV.

The list is evidence of risk. It bars nobody, and no rule of exclusion reads it. A name that the list does not
hold may be another word for a good that it does hold: so it says nothing, and the nearest names are reported.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from tenderlaw.facts.base import Country, Facts, Items, Text
from tenderlaw.facts.case import Case
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.risk import Good
from tenderlaw.interop.countries import country_named, known_countries
from tenderlaw.interop.espd.document import line_of
from tenderlaw.sources.cells import read_cells
from tenderlaw.sources.doors import bytes_of
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.text import MAX_BYTES, lines_of
from tenderlaw.sources.worked_out import worked_out

__all__ = ["GoodsList", "ListedGood", "complete", "complete_case", "read_goods_list"]


class ListedGood(Facts):
    """A good from one country, as the list has it."""

    good: Text
    """The good, in the words of the list."""
    country: Country
    """ISO 3166-1 alpha-2 code of the country where it is grown, mined or made."""
    child_labour: bool
    """The list names the pair for child labour."""
    forced_labour: bool
    """The list names the pair for forced labour."""
    forced_child_labour: bool
    """The list names the pair for forced child labour."""
    derived: bool
    """The pair stands on the list for an input of the good, not for the making of the good itself."""
    input_country: Country | None = None
    """Where that input comes from."""


class GoodsList(Facts):
    """A list of goods, checked: no pair stands twice."""

    edition: Text | None = None
    """The edition, as whoever gave the list calls it; files do not say theirs."""
    sha256: Text
    """Digest of the file."""
    entries: Items[ListedGood]
    """The pairs, in the order of the file."""

    @worked_out
    def by_good(self) -> Mapping[str, Mapping[str, ListedGood]]:
        """Pairs by good, its name normalised, and by country."""
        found: dict[str, dict[str, ListedGood]] = {}
        for entry in self.entries:
            found.setdefault(normalised(entry.good), {})[entry.country] = entry
        return found

    @worked_out
    def names(self) -> Mapping[str, str]:
        """The words of the list by the normalised name of the good."""
        return {normalised(entry.good): entry.good for entry in self.entries}

    @worked_out
    def countries(self) -> frozenset[str]:
        """Every country that the list names."""
        return frozenset(entry.country for entry in self.entries)


def normalised(name: str) -> str:
    """A name without regard to case, width, accents' encoding and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


# Reading ---------------------------------------------------------------------------------------------------

_FIELDS: Final = ("child_labor", "forced_labor", "forced_child_labor", "derived_labor_exploitation")
_WANTED: Final = ("good", "country", *_FIELDS)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a pair by the name of the column, and the line on which it stands."""

    line: int
    cells: Mapping[str, str]


def read_goods_list(path: Path, edition: str | None = None) -> GoodsList:
    """Read a list from `.xml` or `.csv`. Raises InputInvalidError with every fault, each with its line."""
    data = bytes_of(path, MAX_BYTES)
    readers = {".xml": _rows_of_xml, ".csv": _rows_of_csv}
    if path.suffix.lower() not in readers:
        raise InputInvalidError([Fault(str(path), 0, 0, "", "is no list of goods", "give a .xml or .csv file")])
    faults: list[Fault] = []
    entries = list(_entries(readers[path.suffix.lower()](data, str(path)), str(path), faults))
    if not entries and not faults:
        faults.append(Fault(str(path), 0, 0, "", "names no good", "give the whole list"))
    if faults:
        raise InputInvalidError(faults)
    return GoodsList(edition=edition, sha256=hashlib.sha256(data).hexdigest(), entries=tuple(entries))


def _rows_of_csv(data: bytes, name: str) -> Iterator[_Row]:
    table = read_cells(lines_of(io.BytesIO(data), name), name, _WANTED)
    header = [cell.lower() for cell in table.heading]
    missing = [column for column in _WANTED if column not in header]
    if missing:
        raise InputInvalidError(
            Fault(name, table.line, 1, column, "there is no such column", nearest(column, header)) for column in missing
        )
    for record in table.records:
        if record.problem:
            raise InputInvalidError([record.fault(name)])
        yield _Row(record.line, dict(zip(header, record.cells, strict=True)))


def _rows_of_xml(data: bytes, name: str) -> Iterator[_Row]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InputInvalidError([Fault(name, line or 0, column or 0, "", "is not well-formed XML")]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputInvalidError(
            [Fault(name, 1, 1, "", "declares a document type", "give the list as it was published")]
        )
    if root.tag != "Goods":
        message = f"the root element is {quoted(str(root.tag))}, not `Goods`"
        raise InputInvalidError([Fault(name, line_of(root), 1, "", message)])
    for good in root.iterfind("Good"):
        for country in good.iterfind("Countries/Country"):
            cells = {str(cell.tag).lower(): cell.text or "" for cell in country}
            cells |= {"good": good.findtext("Good_Name") or "", "country": cells.get("country_name", "")}
            yield _Row(line_of(country), cells)


def _entries(rows: Iterable[_Row], name: str, faults: list[Fault]) -> Iterator[ListedGood]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        before = len(faults)
        good = " ".join(row.cells["good"].split())
        if not good:
            faults.append(Fault(name, row.line, 1, "good", "the good has no name"))
        country = _country(row, "country", name, faults)
        marks = [_mark(row, column, name, faults) for column in _FIELDS]
        origin = row.cells.get("derived_country", "").strip()
        derived_from = _country(row, "derived_country", name, faults) if origin not in ("", "No") else None
        if len(faults) > before or country is None:
            continue
        first = seen.setdefault((normalised(good), country), row.line)
        if first != row.line:
            message = f"{quoted(good)} from {quoted(row.cells['country'])} stands twice"
            faults.append(Fault(name, row.line, 1, "good", message, f"first on line {first}"))
            continue
        if not any(marks):
            message = f"{quoted(good)} from {quoted(row.cells['country'])} has no mark"
            faults.append(Fault(name, row.line, 1, "good", message, "one of the four columns says `Yes`"))
            continue
        child, forced, forced_child, derived = marks
        yield ListedGood(
            good=good, country=country, child_labour=child, forced_labour=forced, forced_child_labour=forced_child,
            derived=derived, input_country=derived_from,
        )  # fmt: skip


def _country(row: _Row, column: str, name: str, faults: list[Fault]) -> str | None:
    word = row.cells.get(column, "").strip()
    code = country_named(word)
    if code is None:
        hint = nearest(word.casefold(), known_countries())
        faults.append(Fault(name, row.line, 1, column, f"{quoted(word)} is no country that is known", hint))
    return code


def _mark(row: _Row, column: str, name: str, faults: list[Fault]) -> bool:
    word = row.cells.get(column, "").strip()
    if word not in ("Yes", "No"):
        faults.append(Fault(name, row.line, 1, column, f"{quoted(word)} is neither `Yes` nor `No`"))
    return word == "Yes"


# Completing a case -----------------------------------------------------------------------------------------


def complete_case(case: Case, listed: GoodsList, name: str = "facts") -> tuple[Case, list[Fault]]:
    """The case with what the list says of its goods, and remarks on names that it does not hold."""
    procurement, remarks = complete(case.procurement, listed, name, "procurement.")
    return case.model_copy(update={"procurement": procurement}), remarks


def complete(
    procurement: Procurement, listed: GoodsList, name: str = "facts", at: str = ""
) -> tuple[Procurement, list[Fault]]:
    """The procurement with what the list says of its goods; what was given stays, and a contradiction is a remark."""
    remarks: list[Fault] = []
    if procurement.goods is None:
        return procurement, remarks
    goods = [
        _completed(good, listed, name, f"{at}goods[{number}]", remarks) for number, good in enumerate(procurement.goods)
    ]
    return procurement.model_copy(update={"goods": tuple(goods)}), remarks


def _completed(good: Good, listed: GoodsList, name: str, path: str, remarks: list[Fault]) -> Good:
    said = _said(good, listed)
    if normalised(good.name) not in listed.names:
        close = difflib.get_close_matches(normalised(good.name), sorted(listed.names), n=3)
        hint = f"nearest: {', '.join(f'`{listed.names[one]}`' for one in close)}" if close else ""
        message = f"the list holds no good called {quoted(good.name)}: whether it is listed stays unknown"
        remarks.append(Fault(name, 0, 0, f"{path}.name", message, hint))
    for field, value in said.items():
        given = getattr(good, field)
        if given is not None and given is not value:
            message = f"is given as {quoted(given)}, and the list says {quoted(value)}: what was given stands"
            remarks.append(Fault(name, 0, 0, f"{path}.{field}", message))
    return good.model_copy(update={field: value for field, value in said.items() if getattr(good, field) is None})


def _said(good: Good, listed: GoodsList) -> dict[str, bool]:
    """What the list says of a good; what it leaves open is not in it."""
    pairs = listed.by_good.get(normalised(good.name))
    said = {} if pairs is None else {"listed": True}
    if good.country is None:
        return said
    country = good.country[:2]  # a subdivision is of the country whose letters it begins with
    said["country_listed"] = country in listed.countries
    if pairs is None and country in listed.countries:
        return said
    entry = None if pairs is None else pairs.get(country)
    said["listed_for_country"] = entry is not None
    # a good listed for its inputs alone: the list does not say which kind of labour made them
    if entry is None or entry.forced_labour or entry.forced_child_labour or not entry.derived:
        said["forced_labour_for_country"] = entry is not None and (entry.forced_labour or entry.forced_child_labour)
    return said
