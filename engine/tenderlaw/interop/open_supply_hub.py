"""The register of subcontractors as a list of production locations: the upload template of Open Supply Hub, CSV.

The template holds who is where and what is made there, and no chain: of a register, tiers, register numbers, sites and
who engages whom stay behind, and are said. Sectors, products and types of processing are parted by `|` and commas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tenderlaw.interop.countries import country_named, known_countries, name_of_country
from tenderlaw.interop.register import Register, RegisterEntry
from tenderlaw.sources.cells import read_cells
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.text import lines_in

__all__ = ["COLUMNS", "harmless", "read_open_supply_hub", "written_open_supply_hub"]

COLUMNS: Final = (
    "country", "name", "address", "sector_product_type", "facility_type_processing_type", "number_of_workers",
    "parent_company",
)  # fmt: skip
"""The columns of the template, in its order."""
_ALSO_READ: Final = ("sector", "product_type", "facility_type", "processing_type", "os_id")
"""Columns of downloads and of other templates."""
_LONGEST: Final = 200
"""Names and addresses of more characters are refused there."""
_PARTED: Final = re.compile(r"[|,]")
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""With what a spreadsheet begins to reckon, apostrophes before it apart."""
_CODE: Final = re.compile(r"[A-Z]{2}")
_LOST: Final[Mapping[str, str]] = {
    "tier": "the tier", "register_number": "the register number", "site": "the site", "engaged_by": "who engages it",
}  # fmt: skip


def harmless(cell: str) -> str:
    """The text of a cell so that no spreadsheet takes it for a formula: with an apostrophe before it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _bare(cell: str) -> str:
    """The same without the apostrophe."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# Writing ---------------------------------------------------------------------------------------------------


def written_open_supply_hub(register: Register) -> tuple[bytes, tuple[str, ...]]:
    """The list, a row an entry, and what of the register it does not hold or Open Supply Hub would refuse."""
    out, lost = io.StringIO(), dict[str, int]()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    entries = sorted(register.entries or (), key=lambda one: one.order)
    for entry in entries:
        cells, said = _row(entry)
        writer.writerow([harmless(cell) for cell in cells])
        for one in said:
            lost[one] = lost.get(one, 0) + 1
    told = [f"{what}: of {number} of {len(entries)}" for what, number in sorted(lost.items())]
    if register.complete is not None:
        told.append("whether the register is complete is not in it")
    if register.entries == ():
        told.append("that there are no subcontractors is not in it")
    return out.getvalue().encode(), tuple(told)


def _row(entry: RegisterEntry) -> tuple[list[str], list[str]]:
    said = [f"{what} is not in it" for name, what in _LOST.items() if getattr(entry, name) is not None]
    country = name_of_country((entry.country or "")[:2])
    if entry.country is not None and len(entry.country) > 2:
        said.append("the part of the country is not in it")
    for name in ("country", "name", "address"):
        value = getattr(entry, name)
        if value is None:
            said.append(f"no {name}, which Open Supply Hub requires")
        elif len(value) >= _LONGEST:
            said.append(f"a {name} of {_LONGEST} characters or more, which Open Supply Hub refuses")
    goods, supplied = entry.goods or (), entry.supplied or ""
    parts = [part.strip() for one in goods for part in _PARTED.split(one) if part.strip()]
    if parts != list(goods):
        said.append("goods are parted at commas and bars, as Open Supply Hub does")
    if _PARTED.search(supplied):
        said.append("what it does is parted at commas and bars by Open Supply Hub")
    if entry.goods == ():
        said.append("that it supplies no goods is not in it")
    if any(mark in cell for cell in (entry.name or "", entry.address or "") for mark in '"—'):
        said.append("a quotation mark or em dash, which Open Supply Hub advises against")
    row = [country or entry.country or "", entry.name or "", entry.address or "", "|".join(parts), supplied, "", ""]
    return row, said


# Reading ---------------------------------------------------------------------------------------------------


def read_open_supply_hub(path: Path) -> Register:
    """The entries of a list, a row each, and the columns that were passed over.

    Raises InputInvalidError for a file without these columns, and for a row that cannot be read: a register that lacks
    a row would pass as whole.
    """
    name, faults, entries = str(path), list[Fault](), list[RegisterEntry]()
    with lines_in(path) as lines:
        table = read_cells(lines, name, (*COLUMNS, *_ALSO_READ))
        heading = [cell.strip().lower() for cell in table.heading]
        lacking = [one for one in COLUMNS[:3] if one not in heading]
        if lacking:
            raise InputInvalidError(
                Fault(name, table.line, 1, one, "there is no such column", nearest(one, heading)) for one in lacking
            )
        filled: set[str] = set()
        for record in table.records:
            if record.problem:
                faults.append(record.fault(name))
                continue
            row = {column: _bare(cell) for column, cell in zip(heading, record.cells, strict=True)}
            filled |= {column for column, cell in row.items() if cell}
            entries.append(_entry(row, name, record.line, faults))
    if faults:
        raise InputInvalidError(faults)
    read = {*COLUMNS[:5], *_ALSO_READ}
    return Register(tuple(entries) or None, None, tuple(one for one in heading if one in filled and one not in read))


def _entry(row: Mapping[str, str], name: str, line: int, faults: list[Fault]) -> RegisterEntry:
    goods = tuple(_parts(row, ("sector_product_type", "sector", "product_type")))
    done = ", ".join(row[one] for one in ("facility_type_processing_type", "facility_type", "processing_type")
                     if row.get(one))  # fmt: skip
    return RegisterEntry(
        name=row["name"] or None,
        address=row["address"] or None,
        country=_country(row["country"].strip(), name, line, faults),
        site=row.get("os_id") or None,
        supplied=done or None,
        goods=goods or None,
    )


def _parts(row: Mapping[str, str], columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        yield from (part.strip() for part in _PARTED.split(row.get(column, "")) if part.strip())


def _country(word: str, name: str, line: int, faults: list[Fault]) -> str | None:
    if not word:
        return None
    code = country_named(word) or (word.upper() if _CODE.fullmatch(word.upper()) else None)
    if code is None:
        hint = nearest(word.casefold(), known_countries())
        faults.append(Fault(name, line, 1, "country", f"{quoted(word)} is no country that is known", hint))
    return code
