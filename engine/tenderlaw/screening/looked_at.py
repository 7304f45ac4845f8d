"""The rows of a part that are looked at one by one: those set aside, and those that are decided again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from tenderlaw.screening.agreement import Checked, agree, sampled
from tenderlaw.screening.files import Part, parquet
from tenderlaw.screening.rows import Reject, operator_of
from tenderlaw.screening.schema import KEY, ROW
from tenderlaw.sources.faults import InputInvalidError, InternalError

if TYPE_CHECKING:
    from tenderlaw.screening.run import Run

__all__ = ["one_by_one"]

Row: TypeAlias = Mapping[str, object]


def one_by_one(run: Run, part: Part, computed: Mapping[tuple[str, str], Path], total: int) -> tuple[list[Reject], int]:
    """The rows that a single case refuses, with its reasons, and how many others were decided again.

    `computed` is what columns came to, by procurement and `now` or `before`; `total` is how many rows the run has.
    Raises InternalError where a single case comes to something else.
    """
    faulty = sorted({_number(row) for path in computed.values() for row in run.read(path, "faulty", [ROW])})
    answers = {key: _answers(run, part, path, total) for key, path in computed.items()}
    again = {number for held in answers.values() for number in held}
    facts = {_number(row): row for row in run.facts(part, sorted({*faulty, *again}))}
    rejects = [_reject(facts[number], part.name) for number in faulty]
    for key, held in answers.items():
        other = run.on(part, key[1]) is not part
        mine = {_number(row): row for row in run.facts(part, sorted(held), key[1])} if other else facts
        agree(run.screenings[key], (Checked(mine[number], row) for number, row in held.items()), part.name)
    return rejects, len(again)


def _answers(run: Run, part: Part, path: Path, total: int) -> dict[int, Row]:
    """What columns say of a sample, and of those that must be excluded up to the cap, by number of the row."""
    wanted = sampled(-(-run.order.sample * part.count // total), part.count)
    spread = ", ".join(str(part.first + number) for number in wanted) or "-1"
    cap = -(-run.order.cap * part.count // total)
    must = f"SELECT {ROW} FROM {parquet(path)} WHERE outcome = 'must_exclude' ORDER BY {ROW} LIMIT {cap}"
    rows = run.read(path, f"NOT faulty AND ({ROW} IN ({spread}) OR {ROW} IN ({must}))")
    return {_number(row): row for row in rows}


def _reject(facts: Row, name: str) -> Reject:
    row, supplier = _number(facts), cast("str | None", facts[KEY])
    reasons: tuple[str, ...] = () if supplier is not None else (f"{name}: {KEY}: is not given",)
    try:
        operator_of(facts, name)
    except InputInvalidError as error:
        reasons += tuple(str(fault) for fault in error.faults)
    if not reasons:
        raise InternalError(f"{name}, row {row}: columns set it aside, and a single case would not")
    return Reject(row, supplier, reasons)


def _number(row: Row) -> int:
    return cast("int", row[ROW])
