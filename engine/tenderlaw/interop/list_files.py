"""Files of public lists: which format each is in, by its content, and their entries one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

from tenderlaw.facts.case import Case
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.asked import asked_lists
from tenderlaw.interop.ftm import read_ftm
from tenderlaw.interop.list_meanings import list_meanings
from tenderlaw.interop.listings import ListingRow, Rejected
from tenderlaw.interop.sam import WANTED, read_sam
from tenderlaw.interop.searching import IndexedListings, Searched, could_be_found
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.cells import read_cells
from tenderlaw.sources.doors import digest_of
from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.text import lines_in

__all__ = ["ListFile", "ListsRead", "completed_case", "list_files", "read_lists", "searched_case"]

Format: TypeAlias = Literal["ftm", "sam"]

_READERS: Final[dict[Format, Callable[[Path, Rejected], Iterator[ListingRow]]]] = {"ftm": read_ftm, "sam": read_sam}
_HINT: Final = "give entities of FollowTheMoney, one JSON object a line, or the public extract of exclusions as CSV"
_FAULTS: Final = 20
"""So many unreadable rows are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file of lists, not yet read."""

    path: Path
    sha256: str
    format: Format


@dataclass(slots=True)
class ListsRead:
    """What reading the files has come to so far; whole once every entry has been taken."""

    entries: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many, by file and list."""
    nameless: Counter[str] = field(default_factory=Counter)
    """How many entries of a list have no checked identifier of those by which it names who is on it, or of a list that
    names by none no checked identifier at all: whoever has one is found among them by name alone."""
    invalid: int = 0
    """How many identifiers do not stand their check, or name no country where they need one."""

    @property
    def searched(self) -> Searched:
        """The lists that the files hold, each with the schemes by which it names who is on it."""
        return {name: _identified_by(name) for name in sorted({name for _, name in self.entries})}

    @property
    def by_name(self) -> Collection[str]:
        """The lists of which some entries are found by name alone."""
        return sorted(name for name, number in self.nameless.items() if number)


def _identified_by(name: str) -> tuple[str, ...]:
    known = list_meanings().get(name)
    return () if known is None else known.identified_by or ()


def _by_name_alone(row: ListingRow) -> bool:
    schemes = _identified_by(row.list)
    return not any(not schemes or key.split(":", 1)[0] in schemes for key in row.keys)


def list_files(paths: Sequence[Path]) -> tuple[ListFile, ...]:
    """The files with their formats. Raises InputInvalidError with every file that is none, or is given twice."""
    faults: list[Fault] = []
    found: dict[str, ListFile] = {}
    for path in paths:
        try:
            digest = digest_of(path)
            one = ListFile(path, digest, _format(path))
            if digest in found:
                faults.append(Fault(str(path), 0, 0, "", f"is the same file as `{found[digest].path}`", "give it once"))
            found.setdefault(digest, one)
        except InputInvalidError as error:
            faults += error.faults
    if faults:
        raise InputInvalidError(faults)
    return tuple(found.values())


def _format(path: Path) -> Format:
    with lines_in(path) as lines:
        first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("{"):
        return "ftm"
    header = read_cells([first], str(path), WANTED).heading if first else []
    if sum(cell in WANTED for cell in header) * 2 >= len(WANTED):
        return "sam"
    raise InputInvalidError([Fault(str(path), 1, 1, "", "is no list that can be read", _HINT)])


def read_lists(files: Iterable[ListFile], read: ListsRead) -> Iterator[ListingRow]:
    """Every entry of the files, one at a time; `read` counts them. An entry's name is unique within its list.

    Raises InputInvalidError where a row cannot be read: a list that lacks a row is not searched whole, and whoever
    stands in that row would pass as not listed. Raises it, too, for a file without entries.
    """
    taken: set[tuple[str, str]] = set()
    for file in files:
        rejected = Rejected(str(file.path))
        empty = True
        for row in _READERS[file.format](file.path, rejected):
            one, empty = row, False
            while (one.list, one.entry) in taken:
                one = replace(one, entry=f"{one.entry}-in-{file.path.name}")
            taken.add((one.list, one.entry))
            read.entries[str(file.path), one.list] += 1
            read.nameless[one.list] += _by_name_alone(one)
            read.invalid += len(one.invalid)
            yield one
        if rejected.faults:
            more = len(rejected.faults) - _FAULTS
            rest = [Fault(str(file.path), 0, 0, "", f"and {more} more rows cannot be read")] if more > 0 else []
            raise InputInvalidError([*rejected.faults[:_FAULTS], *rest])
        if empty:
            hint = "an entry is a `Sanction` of an entity" if file.format == "ftm" else "give the whole extract"
            raise InputInvalidError([Fault(str(file.path), 0, 0, "", "holds no entry of a list", hint)])


def completed_case(case: Case, files: Sequence[ListFile], packs: Iterable[TypedPack]) -> tuple[Case, list[Fault]]:
    """The case with what the files say of each of its operators, and remarks on what stays unknown.

    Raises InputInvalidError as `read_lists` does.
    """
    done, remarks, _ = searched_case(case, files, packs)
    return done, remarks


def searched_case(
    case: Case, files: Sequence[ListFile], packs: Iterable[TypedPack]
) -> tuple[Case, list[Fault], Mapping[tuple[str, str], ListingRow]]:
    """The same, and the entries by which an operator may be found, by list and entry."""
    read, asked = ListsRead(), asked_lists(packs)
    operators = (case.operator, *(case.entities or ()))
    index = IndexedListings(read_lists(files, read), operators)
    done = [index.completed(one, read.searched, asked, read.by_name) for one in operators]
    places = ["operator", *(f"entities[{number}]" for number in range(len(operators) - 1))]
    remarks = [
        Fault("facts", 0, 0, f"{place}.listings", f"whether an entry of `{listing.list}` names it stays unknown", hint)
        for place, before, after in zip(places, operators, done, strict=True)
        for listing in (after.listings or ())[len(before.listings or ()) :]
        if listing.entry is None
        for hint in [_why_open(listing.list, before, read)]
    ]
    entities = None if case.entities is None else tuple(done[1:])
    return case.model_copy(update={"operator": done[0], "entities": entities}), remarks, index.rows


def _why_open(name: str, operator: EconomicOperator, read: ListsRead) -> str:
    if name not in read.searched:
        return "no file holds that list"
    schemes = read.searched[name]
    if not schemes:
        return "the list has no number of its own that is checked"
    if could_be_found(operator, schemes, by_name=False):
        return "some entries have no such number: give its name"
    return f"give its identifier of scheme {', '.join(f'`{one}`' for one in schemes)}"
