"""The rows of a part that are looked at one by one: those set aside, and those that are decided again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from tenderlaw.screening.runs.agreement import Checked, agree, sampled
from tenderlaw.screening.tables.files import Part, parquet
from tenderlaw.screening.tables.rows import Reject, no_supplier, operator_of
from tenderlaw.screening.tables.schema import KEY, ROW
from tenderlaw.sources.faults import InputInvalidError, InternalError

if TYPE_CHECKING:
    from tenderlaw.screening.runs.run import Run

__all__ = ["LookedAt", "one_by_one"]

Row: TypeAlias = Mapping[str, object]
_AT_A_TIME: Final = 10_000


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What looking at rows one by one came to."""

    rejects: list[Reject]
    """The rows that a single case refuses, with its reasons."""
    checked: int
    """How many others were decided again, and agreed."""
    missed: list[Reject]
    """Those of the rejects that columns have not set aside."""


def one_by_one(run: Run, part: Part, computed: Mapping[tuple[str, str], Path], total: int) -> LookedAt:
    """Look at the rows that columns set aside, and at a sample of the others.

    `computed` is what columns came to, by procurement and `now` or `before`; `total` is how many rows the run has.
    Raises InternalError where a single case comes to something else.
    """
    faulty = sorted({_number(row) for path in computed.values() for row in run.read(path, "faulty", [ROW])})
    answers = {key: _answers(run, part, path, total) for key, path in computed.items()}
    again = {number for held in answers.values() for number in held}
    facts = {_number(row): row for row in run.facts(part, sorted({*faulty, *again}))}
    rejects = [_reject(facts[number], part.name) for number in faulty]
    missed: list[Reject] = []
    if any(_refusal(facts[number], part.name) for number in again):
        # what one row of a sample shows, others may have: every row is asked
        missed = [found for row in _every(run, part) if _number(row) not in faulty
                  if (found := _refusal(row, part.name)) is not None]  # fmt: skip
    aside = {one.row for one in missed}
    for key, held in answers.items():
        other = run.on(part, key[1]) is not part
        mine = {_number(row): row for row in run.facts(part, sorted(held), key[1])} if other else facts
        kept = (Checked(mine[number], row) for number, row in held.items() if number not in aside)
        agree(run.screenings[key], kept, part.name)
    return LookedAt(sorted([*rejects, *missed], key=lambda one: one.row), len(again - aside), missed)


def _every(run: Run, part: Part) -> Iterator[Row]:
    """The facts of every row of a part."""
    numbers = [_number(row) for row in run.numbers(part)]
    for first in range(0, len(numbers), _AT_A_TIME):
        yield from run.facts(part, numbers[first : first + _AT_A_TIME])


def _answers(run: Run, part: Part, path: Path, total: int) -> dict[int, Row]:
    """What columns say of a sample, and of those that must be excluded up to the cap, by number of the row."""
    wanted = sampled(-(-run.order.sample * part.count // max(total, 1)), part.count)
    spread = ", ".join(map(str, wanted)) or "-1"
    # rows that could not be read leave gaps in the numbers
    places = f"SELECT {ROW}, row_number() OVER (ORDER BY {ROW}) - 1 AS place FROM {parquet(path)}"
    among = (
        f"{ROW} IN (SELECT {ROW} FROM ({places}) WHERE place IN ({spread}))"
        if part.numbered
        else f"{ROW} - {part.first} IN ({spread})"
    )
    cap = -(-run.order.cap * part.count // max(total, 1))
    must = f"SELECT {ROW} FROM {parquet(path)} WHERE outcome = 'must_exclude' ORDER BY {ROW} LIMIT {cap}"
    rows = run.read(path, f"NOT faulty AND ({among} OR {ROW} IN ({must}))")
    return {_number(row): row for row in rows}


def _refusal(facts: Row, name: str) -> Reject | None:
    """Why a single case refuses a row, if it does."""
    row, supplier = _number(facts), cast("str | None", facts[KEY]) or None
    reasons: tuple[str, ...] = () if supplier else (str(no_supplier(name)),)
    try:
        operator_of(facts, name)
    except InputInvalidError as error:
        reasons += tuple(str(fault) for fault in error.faults)
    return Reject(row, supplier, reasons) if reasons else None


def _reject(facts: Row, name: str) -> Reject:
    found = _refusal(facts, name)
    if found is None:
        raise InternalError(f"{name}, row {_number(facts)}: columns set it aside, and a single case would not")
    return found


def _number(row: Row) -> int:
    return cast("int", row[ROW])
