"""The public extract of exclusion records (CSV, version 2), read row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from tenderlaw.facts.base import OPEN
from tenderlaw.interop.entry_days import days_of
from tenderlaw.interop.list_meanings import ListMeaning, meaning_of_list
from tenderlaw.interop.listings import ListIdentifier, ListingRow, Rejected, Said, made_row
from tenderlaw.sources.cells import read_cells
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest, quoted
from tenderlaw.sources.text import lines_in

__all__ = ["WANTED", "read_sam"]

WANTED: Final = (
    "Classification", "Name", "First", "Middle", "Last", "Unique Entity ID", "Exclusion Program", "Exclusion Type",
    "Additional Comments", "Active Date", "Termination Date", "SAM Number",
)  # fmt: skip
"""Columns of the extract that are read."""
_ALSO: Final = ("Prefix", "Suffix", "Record Status", "Cross-Reference", "CAGE", "NPI")
"""Columns that are read where the extract has them."""
_KINDS: Final = ("Firm", "Individual", "Special Entity Designation", "Vessel")
_LONGEST: Final = 1_000
"""Longest number of a record, in characters."""


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
    word = dict.fromkeys(_ALSO, "") | {name: " ".join(cell.split()) for name, cell in cells.items()}
    kind = word["Classification"]
    if kind and kind not in _KINDS:
        rejected.add(line, "Classification", f"{quoted(kind)} is no classification", nearest(kind, _KINDS))
    names = _names(word)
    if not names:
        rejected.add(line, "Name", "the row has no name")
    if len(word["SAM Number"]) > _LONGEST:
        rejected.add(line, "SAM Number", f"is longer than {_LONGEST:,} characters")
    first = _day(word["Active Date"], line, "Active Date", rejected)
    without_end = OPEN if word["Termination Date"].casefold() == "indefinite" else None
    last = None if without_end else _day(word["Termination Date"], line, "Termination Date", rejected)
    if len(rejected.faults) > before:
        return None
    entry = word["SAM Number"] or f"line-{line}"
    entry = f"{entry}-line-{line}" if entry in seen else entry
    seen.add(entry)
    return made_row(
        meaning, meaning.id, entry, line,
        names=names,
        identifiers=[ListIdentifier(scheme, word[name], None) for name, scheme in _NUMBERS.items() if word[name]],
        said=Said([word["Exclusion Type"]], [word["Exclusion Program"]], [word["Additional Comments"]],
                  [word["Record Status"]]),
        days=days_of([(first, first)] if first else [], [(last, last)] if last else [], without_end),
    )  # fmt: skip


_NUMBERS: Final = {"Unique Entity ID": "uei", "CAGE": "cage", "NPI": "npi"}


def _names(word: Mapping[str, str]) -> list[str]:
    """The name, that of a person with and without its middle part, and names to which the record refers."""
    parts = [word[part] for part in ("Prefix", "First", "Middle", "Last", "Suffix")]
    whole, short = " ".join(filter(None, parts)), " ".join(filter(None, (word["First"], word["Last"])))
    names = [name for name in (word["Name"], whole, short) if name]
    return [*names, word["Cross-Reference"]] if names else []


def _day(text: str, line: int, column: str, rejected: Rejected) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()
    except ValueError:
        rejected.add(line, column, f"{quoted(text)} is no day", "days are written MM/DD/YYYY")
        return None
