"""Edges of ownership and control as a table: from a plain table, or from BODS statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.interop.bods import INTERESTS, Edge, read_bods
from tenderlaw.interop.identifiers import known_as, own_key
from tenderlaw.screening.tables.files import parquet, quoted
from tenderlaw.sources.cells import read_cells
from tenderlaw.sources.doors import size_of
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.sources.faults import quoted as in_backticks
from tenderlaw.sources.text import lines_in

__all__ = ["EDGES", "IDENTIFIERS", "KEYS", "Owners", "owners_at", "owners_in"]

EDGES: Final = pa.schema([
    ("subject", pa.string()),
    ("party", pa.string()),
    ("party_kind", pa.string()),
    ("name", pa.string()),
    ("interest", pa.string()),
    ("share_min", pa.decimal128(20, 4)),
    ("share_max", pa.decimal128(20, 4)),
    ("beneficial", pa.bool_()),
    ("directness", pa.string()),
    ("since", pa.date32()),
    ("until", pa.date32()),
    ("hidden", pa.bool_()),
    ("since_exact", pa.bool_()),
    ("until_exact", pa.bool_()),
])  # fmt: skip
"""The columns of `interop.bods.Edge`. A table may lack any but `subject`: what is not there is not known."""
IDENTIFIERS: Final = pa.schema([
    ("company", pa.string()),
    ("scheme", pa.string()),
    ("value", pa.string()),
    ("country", pa.string()),
])  # fmt: skip
"""Identifiers of the parties of edges, with the country, or part of one, whose numbers they are."""
KEYS: Final = pa.schema([("company", pa.string()), ("key", pa.string()), ("sure", pa.bool_())])
"""What those are found by: surely, or so that it may be another with the same number."""

_WORDS: Final = {
    "interest": INTERESTS,
    "party_kind": ("person", "company", "state"),
    "directness": ("direct", "indirect", "unknown"),
}
_SQL_TYPES: Final = {"share_min": "DECIMAL(20, 4)", "share_max": "DECIMAL(20, 4)", "beneficial": "BOOLEAN",
                     "since": "DATE", "until": "DATE", "hidden": "BOOLEAN", "since_exact": "BOOLEAN",
                     "until_exact": "BOOLEAN"}  # fmt: skip
_BATCH: Final = 50_000
_SHOWN: Final = 20
"""Faults of a table that are shown at once."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Files with the edges, and with the identifiers of companies by which suppliers are found among them."""

    edges: Path
    identifiers: Path
    keys: Path


def owners_at(work: Path) -> Owners:
    """Where they stand in the folder `work`."""
    return Owners(*(work / f"{name}.parquet" for name in ("edges", "identifiers", "keys")))


def owners_in(path: Path, work: Path) -> Owners:
    """Edges of a file, as Parquet in the folder `work`.

    `.json` and `.jsonl` hold BODS statements, `.parquet` and `.csv` a table with the columns of `EDGES`.
    Raises InputInvalidError with the file, and the record or row, of what cannot be read.
    """
    work.mkdir(parents=True, exist_ok=True)
    owners = owners_at(work)
    ending = path.suffix.lower()
    if ending in (".json", ".jsonl", ".ndjson"):
        bods = read_bods(path)
        _write(bods.edges, owners.edges)
        _write_identifiers([(*one, bods.countries.get(one[0])) for one in bods.identifiers], owners)
    elif ending in (".parquet", ".csv", ".tsv"):
        _checked(path, owners.edges)
        _write_identifiers([], owners)
    else:
        hint = "BODS statements end in .json or .jsonl, tables of edges in .parquet or .csv"
        raise InputInvalidError([Fault(str(path), 0, 0, "", "is no file of owners", hint)])
    return owners


def _write_identifiers(identifiers: Sequence[tuple[str, str, str, str | None]], owners: Owners) -> None:
    pq.write_table(_table(identifiers, IDENTIFIERS), owners.identifiers)
    keys = {
        (company, key, sure)
        for company, scheme, value, country in identifiers
        for sure, found in ((True, {own_key(scheme, value, country)}), (False, known_as(scheme, value, country)))
        for key in found
        if key is not None
    }
    pq.write_table(_table(sorted(keys), KEYS), owners.keys)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)


def _write(edges: Iterable[Edge], target: Path) -> None:
    rest = iter(edges)
    with pq.ParquetWriter(target, EDGES) as writer:
        while batch := list(islice(rest, _BATCH)):
            writer.write_table(pa.Table.from_pylist([asdict(edge) for edge in batch], schema=EDGES))


def _checked(path: Path, target: Path) -> None:
    """Write the table with all columns and their types, or raise what is wrong with it."""
    given = path
    if path.suffix.lower() == ".parquet":
        size_of(path)
    else:
        given = target.with_name("given.parquet")
        _as_text(path, given)
    try:
        _typed_table(path, given, target)
    except duckdb.Error as error:
        message = f"cannot be read as {path.suffix[1:]}"
        raise InputInvalidError([Fault(str(path), 0, 0, "", message, str(error).splitlines()[0])]) from error


def _typed_table(path: Path, given: Path, target: Path) -> None:
    sql = duckdb.connect()
    sql.execute(f"CREATE VIEW given AS SELECT * FROM {parquet(given)}")
    names = [str(row[0]) for row in sql.execute("DESCRIBE given").fetchall()]
    faults = [Fault(str(path), 0, 0, name, "is no column of an edge", nearest(name, EDGES.names))
              for name in names if name not in EDGES.names]  # fmt: skip
    if "subject" not in names:
        faults.append(Fault(str(path), 0, 0, "subject", "there is no column `subject`", "name whose owners these are"))
    if faults:
        raise InputInvalidError(faults)
    typed = ", ".join(f"{_typed(name, name in names)} AS {name}" for name in EDGES.names)
    raw = ", ".join(f"CAST({name if name in names else 'NULL'} AS VARCHAR) AS raw_{name}" for name in EDGES.names)
    sql.execute(f"CREATE VIEW read AS SELECT row_number() OVER () AS row, {typed}, {raw} FROM given")
    found = sql.execute(f"SELECT * FROM ({_faulty()}) ORDER BY row LIMIT {_SHOWN}").fetchall()
    if found:
        raise InputInvalidError(
            [Fault(f"{path}: row {row}", 0, 0, *_said(str(name), value)) for row, name, value in found]
        )
    columns = ", ".join(name if name != "hidden" else "coalesce(hidden, false) AS hidden" for name in EDGES.names)
    sql.execute(f"COPY (SELECT {columns} FROM read) TO {quoted(target)} (FORMAT parquet)")


def _as_text(path: Path, target: Path) -> None:
    """A table of cells as Parquet, every column text; an empty cell is not known. Raises InputInvalidError."""
    with lines_in(path) as lines:
        table = read_cells(lines, str(path), EDGES.names)
        wrong = [Fault(str(path), table.line, 1, "", "a column has no heading")] if "" in table.heading else []
        if wrong:
            raise InputInvalidError(wrong)
        schema = pa.schema([(name, pa.string()) for name in table.heading])
        with pq.ParquetWriter(target, schema) as writer:
            while batch := list(islice(table.records, _BATCH)):
                for record in batch:
                    if record.problem:
                        raise InputInvalidError([record.fault(str(path))])
                columns = zip(*(record.cells for record in batch), strict=True)
                held = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
                writer.write_table(pa.table(held, schema=schema))


_ROUNDED: Final = {
    "share_min": "CASE WHEN {exact} > 50 AND {down} <= 50 THEN 50.0001 ELSE {down} END",
    "share_max": "CASE WHEN {exact} < 50 AND {up} >= 50 THEN 49.9999 ELSE {up} END",
}
"""To the smallest step, the least downwards and the most upwards, and neither across one half."""


def _share(name: str) -> str:
    exact, near = f"TRY_CAST({name} AS DECIMAL(38, 24))", f"TRY_CAST({name} AS {_SQL_TYPES[name]})"
    down = f"({near} - CASE WHEN {near} > {exact} THEN 0.0001 ELSE 0 END)"
    up = f"({near} + CASE WHEN {near} < {exact} THEN 0.0001 ELSE 0 END)"
    return f"CAST({_ROUNDED[name].format(exact=exact, down=down, up=up)} AS {_SQL_TYPES[name]})"


def _typed(name: str, there: bool) -> str:
    kind = _SQL_TYPES.get(name, "VARCHAR")
    if not there:
        return f"CAST(NULL AS {kind})"
    if name in _ROUNDED:
        return _share(name)
    given = f"CASE CAST({name} AS VARCHAR) WHEN 'open' THEN '9999-12-31' ELSE CAST({name} AS VARCHAR) END"
    return f"TRY_CAST({given} AS {kind})" if name in ("since", "until") else f"TRY_CAST({name} AS {kind})"


def _faulty() -> str:
    """Row, column and value of what is wrong."""
    wrong = {name: f"{name} IS NULL AND raw_{name} IS NOT NULL" for name in _SQL_TYPES}
    wrong |= {name: f"{name} NOT IN ({', '.join(map(quoted, words))})" for name, words in _WORDS.items()}
    for name in ("share_min", "share_max"):
        wrong[name] = f"({wrong[name]}) OR {name} NOT BETWEEN 0 AND 100"
    wrong["share_max"] += " OR share_max < share_min"
    wrong["subject"] = "coalesce(subject, '') = ''"
    wrong["party"] = "party = '' OR (party IS NULL AND hidden IS NULL)"
    return " UNION ALL ".join(
        f"SELECT row, '{name}', raw_{name} FROM read WHERE {test}" for name, test in wrong.items()
    )


def _said(name: str, value: str | None) -> tuple[str, str, str]:
    """Field, message and hint."""
    if name == "subject":
        return name, "is empty", "name the company whose owners these are"
    if name == "party":
        return name, "is empty", "say with `hidden` whether the party is hidden (true) or there is nobody (false)"
    if name in _WORDS:
        return name, f"{in_backticks(value)} is not one of the known words", f"known: {', '.join(_WORDS[name])}"
    what = {"BOOLEAN": "must be true or false", "DATE": "must be a day written YYYY-MM-DD"}
    share = "must be a share from 0 to 100 per cent, the least not above the most"
    return name, f"{in_backticks(value)} {what.get(_SQL_TYPES[name], share)}", ""
