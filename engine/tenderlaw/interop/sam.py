"""The public extract of exclusion records (CSV, version 2), read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.list_meanings import ListMeaning, meaning_of_list
from tenderlaw.interop.listings import ListIdentifier, ListingRow, Rejected, made_row
from tenderlaw.sources.cells import read_cells
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.text import lines_in

__all__ = ["WANTED", "read_sam"]

WANTED: Final = (
    "Classification", "Name", "First", "Middle", "Last", "Unique Entity ID", "Exclusion Program", "Exclusion Type",
    "Additional Comments", "Active Date", "Termination Date", "SAM Number",
)  # fmt: skip
"""Columns of the extract that are read."""
_KINDS: Final = ("Firm", "Individual", "Special Entity Designation", "Vessel")


def read_sam(path: Path, rejected: Rejected, list_id: str = "sam-exclusions") -> Iterator[ListingRow]:
    """The rows of the extract; one that cannot be read goes to `rejected`, with its line.

    What a row says is read from its type, its programme and its comment, by the data of the list `list_id`.
    Raises InputInvalidError where the file is not the extract at all.
    """
    meaning = meaning_of_list(list_id)
    seen: set[str] = set()
    with lines_in(path) as lines:
        table = read_cells(lines, str(path), WANTED)
        missing = [column for column in WANTED if column not in table.heading]
        if missing:
            message = "there is no such column"
            raise InputInvalidError(
                Fault(str(path), table.line, 1, one, message, nearest(one, table.heading)) for one in missing
            )
        for record in table.records:
            if record.problem:
                rejected.faults.append(record.fault(str(path)))
                continue
            cells = dict(zip(table.heading, record.cells, strict=True))
            row = _row(cells, record.line, meaning, rejected, seen)
            if row is not None:
                yield row


def _row(
    cells: Mapping[str, str], line: int, meaning: ListMeaning, rejected: Rejected, seen: set[str]
) -> ListingRow | None:
    before = len(rejected.faults)
    word = {name: " ".join(cell.split()) for name, cell in cells.items()}
    kind = word["Classification"]
    if kind and kind not in _KINDS:
        rejected.add(line, "Classification", f"{quoted(kind)} is no classification", nearest(kind, _KINDS))
    name = word["Name"] or " ".join(word[part] for part in ("First", "Middle", "Last") if word[part])
    if not name:
        rejected.add(line, "Name", "the row has no name")
    first = _day(word["Active Date"], line, "Active Date", rejected)
    last = OPEN if word["Termination Date"] == "Indefinite" else _day(
        word["Termination Date"], line, "Termination Date", rejected
    )  # fmt: skip
    if len(rejected.faults) > before:
        return None
    entry = word["SAM Number"] or f"line-{line}"
    entry = f"{entry}-line-{line}" if entry in seen else entry
    seen.add(entry)
    uei = word["Unique Entity ID"]
    return made_row(
        meaning, meaning.id, entry, line,
        names=[name],
        identifiers=[ListIdentifier("uei", uei, None)] if uei else [],
        kind=word["Exclusion Type"], programme=word["Exclusion Program"], comment=word["Additional Comments"],
        listed_from=first, listed_until=last,
    )  # fmt: skip


def _day(text: str, line: int, column: str, rejected: Rejected) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()
    except ValueError:
        rejected.add(line, column, f"{quoted(text)} is no day", "days are written MM/DD/YYYY")
        return None
