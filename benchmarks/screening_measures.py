"""One measurement of screening in this process: `screening_measures.py WHAT ...`; prints one line of JSON.

`peer` runs in the environment of the peers and imports nothing of tenderlaw.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

Found: TypeAlias = dict[str, Any]

SEED = 57
DAY = date(2026, 2, 1)
BATCH = 50_000
CHECKED = 20_000


def bought(bidder: dict[str, Any]) -> dict[str, Any]:
    """The bidder, bidding for the one procurement that the screening is about."""
    said = {"value": 800_000, "currency": "USD", "country": "MX", "cots": False, "as_of": 20260201}
    return {**bidder, "procurement": said}


def bidders(count: int, folder: str) -> Iterator[dict[str, Any]]:
    """The bidders that the peers are compared on, all for one procurement."""
    sys.path.insert(0, folder)
    from bidders import bidder  # noqa: PLC0415

    chance = random.Random(SEED)
    return (bought(bidder(chance, number)) for number in range(count))


def make_bidders(path: str, count: str, folder: str) -> Found:
    """The population as the peers' programs read it."""
    import pyarrow as pa  # noqa: PLC0415

    rows = bidders(int(count), folder)
    from population import SCHEMA  # noqa: PLC0415

    return _written(Path(path), SCHEMA, rows, lambda batch: pa.Table.from_pylist(batch, schema=SCHEMA))


def make_reference(path: str, count: str, folder: str) -> Found:
    """The same population as facts of suppliers."""
    import pyarrow as pa  # noqa: PLC0415
    import reference  # noqa: PLC0415

    from tenderlaw.screening.tables.rows import arrow_schema  # noqa: PLC0415

    wanted = ["supplier", "role", "convictions", "linked_persons", "misconduct", "insolvency", "tax_breaches",
              "evidence_verified"]  # fmt: skip
    schema = pa.schema([arrow_schema().field(name) for name in wanted])

    def table(batch: list[dict[str, Any]]) -> pa.Table:
        rows = [{"supplier": one["id"], **reference.facts_of(one)[0]} for one in batch]
        return pa.Table.from_pylist(rows, schema=schema)

    return _written(Path(path), schema, bidders(int(count), folder), table)


def _written(path: Path, schema: Any, rows: Iterator[dict[str, Any]], table: Callable[[list[Any]], Any]) -> Found:  # noqa: ANN401
    import itertools  # noqa: PLC0415

    import pyarrow.parquet as pq  # noqa: PLC0415

    half = path.with_suffix(".half")
    with pq.ParquetWriter(half, schema) as writer:
        while batch := list(itertools.islice(rows, BATCH)):
            writer.write_table(table(batch))
    half.replace(path)
    return {}


def make_suppliers(path: str, count: str) -> Found:
    """Made-up suppliers in the words of all installed packs."""
    command = ["suppliers", count, "-o", path, "--as-of", DAY.isoformat()]
    from tenderlaw.cli.app import app  # noqa: PLC0415

    app(command, standalone_mode=False)
    return {}


def _reference_screening() -> Any:  # noqa: ANN401
    import reference  # noqa: PLC0415

    from tenderlaw.facts.procurement import Procurement  # noqa: PLC0415
    from tenderlaw.screening.regimes.screening import Screening  # noqa: PLC0415

    nobody: dict[str, Any] = {"convictions": [], "misconducts": [], "tax_breaches": [], "certification": True}
    nobody["self_cleaning"] = dict.fromkeys(("paid_compensation", "clarified_facts", "concrete_measures"), False)
    _, procurement, as_of = reference.facts_of(bought(nobody))
    return Screening.of(Procurement.model_validate(procurement), as_of, [reference.regime()])


def _in_memory(suppliers: str) -> tuple[Any, Any, float]:
    """The suppliers as an Arrow table, the reference pack as a program over it, and how long that took to make."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pq.read_table(suppliers).combine_chunks()
    begin = time.perf_counter()
    program = _reference_screening().program(table.schema)
    compiled = time.perf_counter() - begin
    return table.append_column("row", pa.array(range(len(table)), pa.int64())), program, compiled


def reference(suppliers: str) -> Found:
    """The reference decision of every supplier, from a table in memory to one in memory."""
    import pyarrow as pa  # noqa: PLC0415

    from tenderlaw.screening.engines.reading import BATCH_ROWS  # noqa: PLC0415
    from tenderlaw.screening.engines.running import run_over  # noqa: PLC0415

    table, program, compiled = _in_memory(suppliers)
    seconds = _timed(lambda: pa.concat_tables(run_over(program, table.to_batches(BATCH_ROWS))))
    return {"seconds": seconds, "compile_seconds": compiled}


def check_reference(suppliers: str, folder: str) -> Found:
    """How many of the first bidders have the oracle's outcome and grounds."""
    table, program, _ = _in_memory(suppliers)
    (batch,) = table.slice(0, CHECKED).combine_chunks().to_batches()
    rows = program.run(batch).to_pylist()
    import reference as said  # noqa: PLC0415

    (regime,) = _reference_screening().regimes
    cites = [ground.typed.ground.cite for ground in regime.regime.grounds]
    held = bidders(len(rows), folder)
    from peer_python import setup  # noqa: PLC0415

    oracle, equal = setup(), 0
    for row, bidder in zip(rows, held, strict=True):
        bits = row[regime.regime.typed.pack.id]["surely"]
        found = said.answer(row["outcome"], [cite for bit, cite in enumerate(cites) if bits >> bit & 1], [])
        equal += found[:2] == oracle(bidder)[:2]
    return {"bidders": len(rows), "equal": equal}


def peer(population: str, folder: str, name: str) -> Found:
    """A vectorised peer on the same bidders."""
    import importlib  # noqa: PLC0415

    sys.path.insert(0, folder)
    module = importlib.import_module(name)
    held = module.load(population)
    return {"seconds": _timed(lambda: module.run(held))}


def scan(suppliers: str) -> Found:
    """Reading every value of a file with DuckDB, and doing nothing with it."""
    import duckdb  # noqa: PLC0415

    sql = duckdb.connect()
    names = [row[0] for row in sql.execute(f"DESCRIBE SELECT * FROM '{suppliers}'").fetchall()]
    asked = ", ".join(f'any_value("{name}")' for name in names)
    return {"seconds": _timed(lambda: sql.execute(f"SELECT {asked} FROM '{suppliers}'").fetchall())}


def _procurement() -> Any:  # noqa: ANN401
    from tenderlaw.facts.procurement import Procurement  # noqa: PLC0415

    # of which so little is known that every regime may govern
    return Procurement.model_validate({"decision_on": DAY})


FOUR = ("eu-2014-24", "gb-sct-2015", "gb-sct-2016", "us-far")
"""The packs that there were when this was first measured."""


def _regimes(what: str) -> tuple[Any, ...]:
    from tenderlaw.decisions.choosing import installed_regimes  # noqa: PLC0415

    return tuple(installed_regimes({"eu": FOUR[:1], "four": FOUR}.get(what)))


def columns(suppliers: str, what: str, engine: str = "arrow") -> Found:
    """Packs from Parquet to Parquet, part by part, as a run computes them."""
    return _computed(suppliers, _regimes(what), engine)


def bits(suppliers: str, what: str) -> Found:
    """The same, of every supplier the outcome and the bit sets alone."""
    return _computed(suppliers, _regimes(what), "arrow", bits_alone=True)


def grounds(suppliers: str, number: str) -> Found:
    """The directive with its first grounds alone."""
    (regime,) = _regimes("eu")
    few = type(regime).of(replace(regime.typed, grounds=regime.typed.grounds[: int(number)]))
    return {"grounds": len(few.grounds), **_computed(suppliers, (few,), "arrow")}


def _computed(suppliers: str, regimes: tuple[Any, ...], name: str, *, bits_alone: bool = False) -> Found:
    import pyarrow.parquet as pq  # noqa: PLC0415

    from tenderlaw.decisions.cases import models_of_any  # noqa: PLC0415
    from tenderlaw.screening.engines.choose import engine_of  # noqa: PLC0415
    from tenderlaw.screening.engines.running import own_memory  # noqa: PLC0415
    from tenderlaw.screening.regimes.screening import Screening  # noqa: PLC0415
    from tenderlaw.screening.tables.files import inputs_of, parts_of  # noqa: PLC0415

    own_memory()
    engine = engine_of(name, "local[*]")
    models = models_of_any(regimes)
    with tempfile.TemporaryDirectory() as folder:
        parts = list(parts_of(inputs_of(Path(suppliers), Path(folder), models.operator_given)))
        begin = time.perf_counter()
        screening = Screening.of(_procurement(), DAY, regimes, models=models)
        schema = pq.read_schema(parts[0].file)
        program = _bits(screening, schema, regimes) if bits_alone else screening.program(schema)
        compiled = time.perf_counter() - begin

        def compute() -> None:
            for number, part in enumerate(parts):
                engine.decide(program, part, Path(folder) / f"{number}.parquet")

        return {"seconds": _timed(compute), "compile_seconds": compiled}


def _bits(screening: Any, schema: Any, regimes: tuple[Any, ...]) -> Any:  # noqa: ANN401
    from tenderlaw.screening.arrow.program import program_of  # noqa: PLC0415
    from tenderlaw.screening.arrow.spaces import Rows, field_of  # noqa: PLC0415
    from tenderlaw.screening.tables.schema import numbered  # noqa: PLC0415

    rows = Rows(numbered(schema))
    every = screening.columns(rows)
    wanted = {name: every[name] for name in ("row", "supplier", "outcome", "faulty")}
    wanted |= {f"{word} {one.typed.pack.id}": field_of(every[one.typed.pack.id], word) for one in regimes
               if one.typed.pack.id in every for word in ("outcome", "surely", "possibly")}  # fmt: skip
    return program_of(wanted, rows)


def whole_run(suppliers: str, what: str) -> Found:
    """A run as `tenderlaw screen` makes it, with its cross-check, to one file."""
    from tenderlaw.screening.engines.choose import engine_of  # noqa: PLC0415
    from tenderlaw.screening.engines.running import own_memory  # noqa: PLC0415
    from tenderlaw.screening.runs.order import Order  # noqa: PLC0415
    from tenderlaw.screening.runs.outputs import screened  # noqa: PLC0415

    own_memory()
    order = Order(Path(suppliers), {"P": _procurement()}, _regimes(what), DAY)
    with tempfile.TemporaryDirectory(dir=Path(suppliers).parent) as folder:
        return {"seconds": _timed(lambda: screened(order, engine_of("arrow", ""), Path(folder) / "out.parquet"))}


def _timed(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


MEASURES: dict[str, Callable[..., Found]] = {
    "make-bidders": make_bidders,
    "make-reference": make_reference,
    "make-suppliers": make_suppliers,
    "check-reference": check_reference,
    "reference": reference,
    "peer": peer,
    "scan": scan,
    "bits": bits,
    "columns": columns,
    "grounds": grounds,
    "run": whole_run,
}


if __name__ == "__main__":
    found = MEASURES[sys.argv[1]](*sys.argv[2:])
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))
