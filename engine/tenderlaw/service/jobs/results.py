"""What a screening came to: rows page by page and whole, by what they say; and one row decided alone, with its reasons.

Rows lie in a sealed Parquet file of which only the parts are opened that are read. Cells that a spreadsheet would take
for a formula are written with an apostrophe before them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import orjson

from tenderlaw.answers.decisions import decision_answer
from tenderlaw.clauses.wording import unworded_in
from tenderlaw.decisions.model.decision import Decision
from tenderlaw.decisions.regime import Regime
from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import NotFoundError, RefusedError
from tenderlaw.service.jobs.blobs import Kept, SealedFile
from tenderlaw.service.jobs.book import Job
from tenderlaw.service.jobs.screening import KIND, NAME, asked_of, order_kept
from tenderlaw.service.pack_sets import PackSets
from tenderlaw.store.database import Database

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["DecidedAlone", "Filter", "Results", "guarded", "results_of"]

_AT_A_TIME: Final = 5_000
_MOST_LOOKED_AT: Final = 500_000
"""Rows that one request looks at for a page: a filter that few pass goes on with the next request."""
_BITS: Final = ("surely", "possibly")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are wanted; what is None is not asked."""

    outcome: str | None = None
    changed: bool | None = None
    review: bool | None = None
    supplier: str | None = None
    """Part of the supplier's identifier, whatever the case of its letters."""


@dataclass(frozen=True, slots=True)
class DecidedAlone:
    """A row decided alone."""

    supplier: str
    regimes: tuple[Regime, ...]
    """The packs of law that were asked."""
    decisions: Mapping[str, Decision]
    """`decision`, and with another day `before`."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a screening that is done came to."""

    database: Database
    record: Record
    job: Job

    def manifest(self) -> dict[str, Any]:
        """What the run was made of, and its counts."""
        said: dict[str, Any] = orjson.loads(self.file("manifest").read())
        return said

    def file(self, name: str) -> SealedFile:
        """`rows` (Parquet), `manifest` (JSON) or `rejects` (JSON lines). Raises NotFoundError where there is none."""
        said = self._files().get(name)
        if not isinstance(said, Mapping):
            raise NotFoundError
        return self._sealed(said)

    def page(self, wanted: Filter, first: int, limit: int) -> tuple[list[Row], int | None]:
        """Rows that are wanted, from number `first` of all; and where to go on, or None at the end.

        A page may hold fewer than `limit`, or none, although more follow.
        """
        found: list[Row] = []
        at = first
        for start, batch in self._batches(first):
            for number in self._passing(batch, wanted):
                if len(found) == limit:
                    return found, start + number
                found.append(self._row(batch, number))
            at = start + batch.num_rows
            if at - first >= _MOST_LOOKED_AT:
                return found, at
        return found, None

    def lines(self, wanted: Filter) -> Iterator[bytes]:
        """All rows that are wanted, as JSON lines, some at a time."""
        for _, batch in self._batches(0):
            rows = [self._row(batch, number) for number in self._passing(batch, wanted)]
            yield b"".join(orjson.dumps(row) + b"\n" for row in rows)

    def table(self, wanted: Filter) -> Iterator[bytes]:
        """All rows that are wanted, as CSV for a spreadsheet, some at a time."""
        heading: list[str] | None = None
        for _, batch in self._batches(0):
            text = io.StringIO()
            writer = csv.writer(text)
            if heading is None:
                heading = list(_flat(dict.fromkeys(batch.schema.names), batch.schema))
                writer.writerow(map(guarded, heading))
            for number in self._passing(batch, wanted):
                flat = _flat(self._row(batch, number), batch.schema)
                writer.writerow([guarded(_cell(flat.get(name))) for name in heading])
            yield text.getvalue().encode()

    def explained(self, packs: PackSets, row: int) -> dict[str, object]:
        """A row decided alone, on the same facts by the same packs: with reasons, as `tenderlaw explain --json`.

        With another day, the decision as of that day stands beside it. Raises NotFoundError where no row has that
        number, or it was set aside.
        """
        found = self.decided_alone(packs, row)
        said: dict[str, object] = {"row": row}
        for name, decision in found.decisions.items():
            said["supplier"] = found.supplier
            said[name] = decision_answer(decision, tuple(unworded_in(decision)))
        return said

    def decided_alone(self, packs: PackSets, row: int) -> DecidedAlone:
        """The same as decisions, with the packs by which they were made. Raises as `explained` does."""
        from tenderlaw.screening.regimes.screening import Screening  # noqa: PLC0415 - of an extra
        from tenderlaw.screening.runs.agreement import decided  # noqa: PLC0415
        from tenderlaw.screening.tables.rows import operator_of  # noqa: PLC0415

        order, *_ = order_kept(self.database, self.record, self.job)
        asked = asked_of(order, packs.of(self.job.request["pack_set"]))
        days = {"decision": asked.as_of} | ({} if asked.versus is None else {"before": asked.versus})
        facts, decisions = self._facts(row), {}
        for name, day in days.items():
            screening = Screening.of(asked.procurement, day, asked.regimes, asked.policies)
            operator = operator_of(facts, "suppliers", screening.models.operator_given)
            decisions[name] = decided(screening, operator, detailed=True)
        return DecidedAlone(str(facts["supplier"]), asked.regimes, decisions)

    def _files(self) -> Mapping[str, Any]:
        if self.job.kind != KIND:
            raise NotFoundError
        if self.job.state != "done" or self.job.result is None:
            raise RefusedError("the screening has no results: it has not ended, or not well")
        files: Mapping[str, Any] = self.job.result["files"]
        return files

    def _sealed(self, said: Mapping[str, Any]) -> SealedFile:
        return SealedFile(self.database, self.record.vault, Kept.of(self.job.tenant, self.job.job, said))

    def _parquet(self, file: SealedFile) -> pq.ParquetFile:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        return pq.ParquetFile(pa.PythonFile(file, mode="r"))

    def _batches(self, first: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The rows from number `first`, some at a time, each with the number of its first."""
        parquet = self._parquet(self.file("rows"))
        begin, groups = 0, list(range(parquet.num_row_groups))
        while groups and begin + (rows := parquet.metadata.row_group(groups[0]).num_rows) <= first:
            begin, groups = begin + rows, groups[1:]
        at = begin
        empty = True
        for batch in parquet.iter_batches(_AT_A_TIME, row_groups=groups) if groups else ():
            empty = False
            skip = max(0, first - at)
            if skip < batch.num_rows:
                yield at + skip, batch.slice(skip)
            at += batch.num_rows
        if empty and first == 0:
            import pyarrow as pa  # noqa: PLC0415

            yield 0, pa.RecordBatch.from_pylist([], schema=parquet.schema_arrow)

    def _passing(self, batch: pa.RecordBatch, wanted: Filter) -> list[int]:
        """The numbers of the rows of a batch that are wanted."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.compute as pc  # noqa: PLC0415

        mask = pa.array([True] * batch.num_rows)
        names = batch.schema.names
        for name in ("outcome", "changed", "review"):
            value = getattr(wanted, name)
            if value is not None:
                if name not in names:
                    return []
                mask = pc.and_(mask, pc.fill_null(pc.equal(batch.column(name), pa.scalar(value)), False))
        if wanted.supplier is not None:
            has = pc.match_substring(batch.column("supplier"), wanted.supplier, ignore_case=True)
            mask = pc.and_(mask, pc.fill_null(has, False))
        return [number for number, passes in enumerate(mask.to_pylist()) if passes]

    def _row(self, batch: pa.RecordBatch, number: int) -> Row:
        """A row as people read it: grounds by their names in place of bits."""
        row: Row = batch.slice(number, 1).to_pylist()[0]
        legends: Mapping[str, list[str]] = self._legends()
        for name, held in row.items():
            if isinstance(held, dict) and name in legends:
                named = {one: _named(held[one], legends[name]) for one in _BITS if one in held}
                row[name] = {**held, **named}
        row.pop("file", None)
        row.pop("procurement", None)
        return row

    def _legends(self) -> Mapping[str, list[str]]:
        held = _LEGENDS.get(self.job.job)
        if held is None:
            held = self.manifest()["bits"].get(NAME, {})
            if len(_LEGENDS) > 100:
                _LEGENDS.clear()
            _LEGENDS[self.job.job] = held
        return held

    def _facts(self, row: int) -> Row:
        """The facts of a row, as they were decided on."""
        kept = self._files()["facts"]
        for said in kept or [self.job.request["file"]]:
            parquet = self._parquet(self._sealed(said))
            found = _row_in(parquet, row)
            if found is not None:
                return found
        raise NotFoundError


_LEGENDS: Final[dict[str, Mapping[str, list[str]]]] = {}
"""What bits stand for, by piece of work: it never changes."""


def results_of(database: Database, record: Record, job: Job) -> Results:
    """What a screening came to. Raises NotFoundError for other work, RefusedError for work without results."""
    found = Results(database, record, job)
    found._files()
    return found


def _row_in(parquet: pq.ParquetFile, row: int) -> Row | None:
    """A row by its number: that which the file says, or its place where it says none."""
    from tenderlaw.screening.tables.fitting import read_as_python  # noqa: PLC0415 - of an extra
    from tenderlaw.screening.tables.schema import ROW  # noqa: PLC0415

    numbered = ROW in parquet.schema_arrow.names
    begin = 0
    for group in range(parquet.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        if numbered:
            numbers = parquet.read_row_group(group, columns=[ROW])[ROW].to_pylist()
            place = numbers.index(row) if row in numbers else None
        else:
            place = row - begin if begin <= row < begin + rows else None
        begin += rows
        if place is not None:
            return read_as_python(parquet.read_row_group(group).slice(place, 1))[0]
    return None


def _named(bits: int | None, names: list[str]) -> list[str]:
    return [name for number, name in enumerate(names) if bits is not None and bits >> number & 1]


def _flat(row: Row, schema: pa.Schema) -> Row:
    """The cells of a row; what a pack says is a cell of its own, named after the pack."""
    import pyarrow as pa  # noqa: PLC0415

    out: Row = {}
    for field in schema:
        if field.name in ("file", "procurement"):
            continue
        if pa.types.is_struct(field.type):
            held = row.get(field.name) or {}
            out |= {f"{field.name}.{inner.name}": held.get(inner.name) for inner in field.type}
        else:
            out[field.name] = row.get(field.name)
    return out


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not cell.startswith(_FORMULA):
        return cell
    return cell if cell.removeprefix("-").replace(".", "", 1).isdecimal() else f"'{cell}"
