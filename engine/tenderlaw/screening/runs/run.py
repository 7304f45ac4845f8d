"""A run over files of suppliers: part by part, checked against single cases, moved into place as a whole.

Each part is written once and kept until the run is finished; a run that was killed goes on where it stood, and
comes to the same bytes as one that was not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final, cast

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.engine import Engine
from tenderlaw.screening.joins.database import in_memory
from tenderlaw.screening.joins.joined import Joined
from tenderlaw.screening.regimes.policy_answers import OWN
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.cross_check import Extent, cross_checked
from tenderlaw.screening.runs.order import Order, identity
from tenderlaw.screening.tables.files import (
    Input,
    Part,
    inputs_of,
    parquet,
    parts_of,
    quoted,
    removed,
    replaced,
    rows_of,
)
from tenderlaw.screening.tables.fitting import read_as_python
from tenderlaw.screening.tables.folders import Found, files_of
from tenderlaw.screening.tables.rows import Reject
from tenderlaw.screening.tables.schema import ROW, Model
from tenderlaw.sources.faults import Fault, InputInvalidError, InternalError

__all__ = ["BEFORE", "NOW", "PartDone", "Run", "started"]

NOW: Final = "now"
BEFORE: Final = "before"

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class PartDone:
    """What a part came to."""

    rows: int
    counts: dict[str, dict[str, int]]
    """How many rows of each outcome, by procurement."""
    changes: dict[str, dict[str, int]]
    """How many rows whose outcome was another on the other day, by procurement; `from -> to`."""
    own_conditions: dict[str, dict[str, int]]
    """How many rows have the authority's own conditions open, and how many all of them met, by procurement."""
    checked: int
    """How many rows were decided again one by one, and agreed."""
    rejects: list[Reject]


@dataclass(slots=True)
class Run:
    """A run that has begun: its inputs, and what it computes for each procurement and day."""

    order: Order
    engine: Engine
    work: Path
    found: Found
    """The files of the suppliers, and those beside them that are not read."""
    inputs: list[Input]
    screenings: dict[tuple[str, str], Screening]
    """By the procurement's name and `now` or `before`."""
    sql: duckdb.DuckDBPyConnection = field(default_factory=partial(in_memory, "800MB"))
    programs: dict[tuple[str, str, str], Program] = field(default_factory=dict)
    """By procurement, `now` or `before`, and the columns of the rows."""

    @property
    def model(self) -> Model:
        """What the suppliers may have."""
        return self.order.model

    @property
    def joined(self) -> Joined | None:
        """What completes the suppliers, if anything does."""
        return Joined(self.order.steps, self.work, self.sql) if self.order.steps else None

    @property
    def joined_before(self) -> Joined | None:
        """What completes them as of the other day, if that differs from what does as of the first."""
        versus, steps = self.order.versus, self.order.steps
        then = steps if versus is None else tuple([step.on(versus) for step in steps])
        return None if then == steps else Joined(then, self.work, self.sql, f"completed-{BEFORE}")

    def on(self, part: Part, when: str) -> Part:
        """A part with the facts of the day, `now` or `before`."""
        before = self.joined_before if when == BEFORE else None
        if before is None:
            return part
        return replace(part, file=part.file.with_name(part.file.name.replace("completed", before.name, 1)))

    @property
    def parts(self) -> list[Part]:
        """The parts, in order, as they are decided."""
        given, joined = parts_of(self.inputs, self.order.part_rows), self.joined
        return [part if joined is None else joined.part(number, part) for number, part in enumerate(given)]

    def file_of(self, number: int) -> Path:
        """The rows of a part that is done."""
        return self.work / f"part-{number:05}.parquet"

    def all_parts(self, report: Callable[[int, int], None]) -> list[PartDone]:
        """Compute every part that is not done; `report` is told how many rows of how many are."""
        total = sum(part.count for part in self.parts)
        done: list[PartDone] = []
        for number, (given, part) in enumerate(
            zip(parts_of(self.inputs, self.order.part_rows), self.parts, strict=True)
        ):
            if self.joined is not None:
                self.joined.complete(number, given)
            if self.joined_before is not None:
                self.joined_before.complete(number, given)
            done.append(self._kept(number) or self._part(number, part, total))
            report(sum(one.rows for one in done), total)
        return done

    def _kept(self, number: int) -> PartDone | None:
        """A part that an earlier start has finished."""
        path = self.file_of(number).with_suffix(".json")
        if not path.exists():
            return None
        data = json.loads(path.read_bytes())
        rejects = [Reject(row, supplier, tuple(reasons)) for row, supplier, reasons in data.pop("rejects")]
        return PartDone(**data, rejects=rejects)

    def _part(self, number: int, part: Part, total: int) -> PartDone:
        computed: dict[tuple[str, str], Path] = {}
        for n, (key, screening) in enumerate(self.screenings.items()):
            mine = self.on(part, key[1])
            program = self._program(key, screening, pq.read_schema(mine.file))
            target = self.work / f"computed-{n}"
            removed(target)
            self.engine.decide(program, mine, target)
            computed[key] = target
        checked = cross_checked(self, part, computed, self._extent(part, total))
        file = self.file_of(number)
        half = file.with_suffix(".half")
        self.sql.execute(f"COPY ({self._joined(part, computed, checked.missed)}) TO {quoted(half)} (FORMAT parquet)")
        half.rename(file)
        done = PartDone(
            part.count, self._counts(file), self._changes(file), self._own(file), checked.checked, checked.rejects
        )
        for name in self.order.procurements:
            if sum(done.counts.get(name, {}).values()) + len(done.rejects) != part.count:
                message = f"{part.name}: of {part.count} rows, not every one was decided for {name} or set aside"
                raise InternalError(message)
        kept = {name: getattr(done, name) for name in done.__dataclass_fields__}
        kept["rejects"] = [[one.row, one.supplier, one.reasons] for one in done.rejects]
        replaced(file.with_suffix(".json"), json.dumps(kept).encode())
        for target in computed.values():
            removed(target)
        return done

    def _extent(self, part: Part, total: int) -> Extent:
        """How many rows of a part are decided again, of a run with so many in all."""
        return Extent(*(-(-one * part.count // max(total, 1)) for one in (self.order.sample, self.order.cap)))

    def _program(self, key: tuple[str, str], screening: Screening, schema: pa.Schema) -> Program:
        """What decides rows with these columns: made once."""
        mine = (*key, str(schema))
        if mine not in self.programs:
            self.programs[mine] = screening.program(schema)
        return self.programs[mine]

    def facts(self, part: Part, rows: Sequence[int], when: str = NOW) -> list[Row]:
        """The facts of these rows of a part, as of the day, `now` or `before`."""
        if not rows:
            return []
        wanted = ", ".join(map(str, rows))
        source = rows_of(self.on(part, when))
        return self._all(f"SELECT * FROM ({source}) WHERE {ROW} IN ({wanted}) ORDER BY {ROW}")

    def numbers(self, part: Part) -> list[Row]:
        """The numbers of the rows of a part."""
        return self._all(f"SELECT {ROW} FROM ({rows_of(part)}) ORDER BY {ROW}")

    def read(self, path: Path, where: str, columns: Sequence[str] = ("*",)) -> list[Row]:
        """The rows of a file that was computed, in order."""
        return self._all(f"SELECT {', '.join(columns)} FROM {parquet(path)} WHERE {where} ORDER BY {ROW}")

    def _all(self, query: str) -> list[Row]:
        rows = cast("pa.Table", self.sql.sql(query).to_arrow_table())
        try:
            return cast("list[Row]", rows.to_pylist())
        except (ValueError, OverflowError):  # a day outside the calendar
            return read_as_python(rows)

    def _joined(self, part: Part, computed: Mapping[tuple[str, str], Path], aside: Sequence[Reject]) -> str:
        """The rows of every procurement in one table, in order, without those set aside."""
        without = f" AND {ROW} NOT IN ({', '.join(str(one.row) for one in aside)})" if aside else ""
        selects = []
        for number, name in enumerate(self.order.procurements):
            now = parquet(computed[name, NOW])
            said = f"SELECT {quoted(part.name)} AS file, {quoted(name)} AS procurement, {number} AS place, a.*"
            if self.order.versus is None:
                selects.append(f"{said} FROM {now} a WHERE NOT a.faulty{without}")
            else:
                then = (
                    f"SELECT {ROW}, outcome AS before, faulty AS faulty_before FROM {parquet(computed[name, BEFORE])}"
                )
                selects.append(
                    f"{said}, b.before, b.before <> a.outcome AS changed FROM {now} a JOIN ({then}) b USING ({ROW}) "
                    f"WHERE NOT a.faulty AND NOT b.faulty_before{without}"
                )
        union = " UNION ALL BY NAME ".join(selects)
        return f"SELECT * EXCLUDE (faulty, place) FROM ({union}) ORDER BY {ROW}, place"

    def _counts(self, file: Path) -> dict[str, dict[str, int]]:
        return self._tally(file, "outcome", "true")

    def _changes(self, file: Path) -> dict[str, dict[str, int]]:
        return {} if self.order.versus is None else self._tally(file, "before || ' -> ' || outcome", "changed")

    def _own(self, file: Path) -> dict[str, dict[str, int]]:
        return self._tally(file, OWN, f"{OWN} IS NOT NULL") if self.order.policies else {}

    def _tally(self, file: Path, what: str, where: str) -> dict[str, dict[str, int]]:
        query = (
            f"SELECT procurement, {what} AS word, count(*) AS number FROM {parquet(file)} WHERE {where} "
            "GROUP BY ALL ORDER BY ALL"
        )
        out: dict[str, dict[str, int]] = {}
        for row in self._all(query):
            out.setdefault(str(row["procurement"]), {})[str(row["word"])] = cast("int", row["number"])
        return out

    def changed(self, number: int, part: Part) -> Iterator[tuple[str, Mapping[str, Row]]]:
        """The rows of a part whose outcome changed: the procurement's name, and the facts `now` and `before`."""
        query = f"SELECT {ROW}, procurement FROM {parquet(self.file_of(number))} WHERE changed ORDER BY {ROW}"
        held = self._all(query)
        for first in range(0, len(held), _AT_A_TIME):
            some = held[first : first + _AT_A_TIME]
            numbers = sorted({cast("int", row[ROW]) for row in some})
            facts = {when: {one[ROW]: one for one in self.facts(part, numbers, when)} for when in (NOW, BEFORE)}
            for row in some:
                yield str(row["procurement"]), {when: held[row[ROW]] for when, held in facts.items()}


_AT_A_TIME: Final = 1000


def started(order: Order, engine: Engine, work: Path) -> Run:
    """Begin a run in the folder `work`, or go on with the same run there.

    Raises InputInvalidError where the suppliers cannot be read, or where the folder holds another run.
    """
    work.mkdir(parents=True, exist_ok=True)
    found = files_of(order.suppliers)
    inputs = inputs_of(found, work, order.model)
    screenings = {
        (name, when): Screening.of(procurement, day, order.regimes, order.policies, order.models)
        for name, procurement in order.procurements.items()
        for when, day in ((NOW, order.as_of), (BEFORE, order.versus))
        if day is not None
    }
    said = json.dumps(identity(order, engine, inputs), sort_keys=True).encode()
    held = work / "run.json"
    if held.exists() and held.read_bytes() != said:
        hint = f"remove the folder {work} to begin anew"
        raise InputInvalidError([Fault(str(work), 0, 0, "", "holds an unfinished run with other inputs", hint)])
    replaced(held, said)
    return Run(order, engine, work, found, inputs, screenings)
