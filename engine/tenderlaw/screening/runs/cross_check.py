"""The cross-check of a part: the rows set aside, and a sample of the others, are decided again one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias, cast

from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import Checked, agree, sampled
from tenderlaw.screening.tables.files import Part, parquet
from tenderlaw.screening.tables.rows import Reject, no_supplier, operator_of
from tenderlaw.screening.tables.schema import KEY, ROW, Model
from tenderlaw.sources.faults import InputInvalidError, InternalError

__all__ = ["CrossCheck", "Extent", "cross_checked"]

Row: TypeAlias = Mapping[str, object]
_AT_A_TIME: Final = 10_000


class Source(Protocol):
    """A run, as far as its rows are read again."""

    @property
    def screenings(self) -> Mapping[tuple[str, str], Screening]:
        """By the procurement's name and `now` or `before`."""

    @property
    def model(self) -> Model:
        """What its suppliers may have."""

    def on(self, part: Part, when: str) -> Part:
        """A part with the facts of the day."""

    def facts(self, part: Part, rows: Sequence[int], when: str = ...) -> Sequence[Row]:
        """The facts of these rows of a part."""

    def numbers(self, part: Part) -> Sequence[Row]:
        """The numbers of the rows of a part."""

    def read(self, path: Path, where: str, columns: Sequence[str] = ...) -> Sequence[Row]:
        """The rows of a file that was computed, in order."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows of a part are decided again."""

    sample: int
    must_exclude: int
    """Of those that must be excluded, besides."""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What deciding rows one by one came to."""

    rejects: list[Reject]
    """The rows that a single case refuses, with its reasons."""
    checked: int
    """How many others were decided again, and agreed."""
    missed: list[Reject]
    """Those of the rejects that columns have not set aside."""


def cross_checked(run: Source, part: Part, computed: Mapping[tuple[str, str], Path], extent: Extent) -> CrossCheck:
    """Decide the rows that columns set aside, and a sample of the others.

    `computed` is what columns came to, by procurement and `now` or `before`.
    Raises InternalError where a single case comes to something else.
    """
    faulty = sorted({_number(row) for path in computed.values() for row in run.read(path, "faulty", [ROW])})
    answers = {key: _answers(run, part, path, extent) for key, path in computed.items()}
    again = {number for held in answers.values() for number in held}
    rejects = [_reject(run, row, part.name) for row in _piecewise(run, part, faulty)]
    facts = {_number(row): row for row in run.facts(part, sorted(again))}
    missed: list[Reject] = []
    if any(_refusal(run, facts[number], part.name) for number in again):
        # what one row of a sample shows, others may have: every row is asked
        known = set(faulty)
        every = [number for row in run.numbers(part) if (number := _number(row)) not in known]
        missed = [found for row in _piecewise(run, part, every)
                  if (found := _refusal(run, row, part.name)) is not None]  # fmt: skip
    aside = {one.row for one in missed}
    for key, held in answers.items():
        other = run.on(part, key[1]) is not part
        mine = {_number(row): row for row in run.facts(part, sorted(held), key[1])} if other else facts
        kept = (Checked(mine[number], row) for number, row in held.items() if number not in aside)
        agree(run.screenings[key], kept, part.name)
    return CrossCheck(sorted([*rejects, *missed], key=lambda one: one.row), len(again - aside), missed)


def _piecewise(run: Source, part: Part, numbers: Sequence[int]) -> Iterator[Row]:
    """The facts of these rows of a part, of which there may be very many."""
    for first in range(0, len(numbers), _AT_A_TIME):
        yield from run.facts(part, numbers[first : first + _AT_A_TIME])


def _answers(run: Source, part: Part, path: Path, extent: Extent) -> dict[int, Row]:
    """What columns say of a sample, and of those that must be excluded up to the cap, by number of the row."""
    wanted = sampled(extent.sample, part.count)
    spread = ", ".join(map(str, wanted)) or "-1"
    # rows that could not be read leave gaps in the numbers
    places = f"SELECT {ROW}, row_number() OVER (ORDER BY {ROW}) - 1 AS place FROM {parquet(path)}"
    among = (
        f"{ROW} IN (SELECT {ROW} FROM ({places}) WHERE place IN ({spread}))"
        if part.numbered
        else f"{ROW} - {part.first} IN ({spread})"
    )
    must = (
        f"SELECT {ROW} FROM {parquet(path)} WHERE outcome = 'must_exclude' ORDER BY {ROW} LIMIT {extent.must_exclude}"
    )
    rows = run.read(path, f"NOT faulty AND ({among} OR {ROW} IN ({must}))")
    return {_number(row): row for row in rows}


def _refusal(run: Source, facts: Row, name: str) -> Reject | None:
    """Why a single case refuses a row, if it does."""
    row, supplier = _number(facts), cast("str | None", facts[KEY]) or None
    reasons: tuple[str, ...] = () if supplier else (str(no_supplier(name)),)
    try:
        operator_of(facts, name, run.model)
    except InputInvalidError as error:
        reasons += tuple(str(fault) for fault in error.faults)
    return Reject(row, supplier, reasons) if reasons else None


def _reject(run: Source, facts: Row, name: str) -> Reject:
    found = _refusal(run, facts, name)
    if found is None:
        raise InternalError(f"{name}, row {_number(facts)}: columns set it aside, and a single case would not")
    return found


def _number(row: Row) -> int:
    return cast("int", row[ROW])
