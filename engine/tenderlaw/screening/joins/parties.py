"""What is known of the persons and companies that edges of ownership name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.joins.companies import FUNCTIONS, keys_in
from tenderlaw.screening.joins.database import Database, column_of, sql_type
from tenderlaw.screening.joins.edges import Owners
from tenderlaw.screening.tables.files import parquet
from tenderlaw.screening.tables.fitting import fitted
from tenderlaw.screening.tables.schema import KEY, Model, both, columns_of, fields_of, misfits_of
from tenderlaw.sources.doors import opened
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest

__all__ = ["facts_of_parties", "facts_of_person"]

_OF_LINK: Final = ("name", "identifiers", "country", "link", "link_from", "link_until")
"""What edges of ownership say of a linked person."""


def facts_of_person(kinds: Mapping[str, pa.DataType]) -> tuple[str, ...]:
    """What a table of persons says, beside `person` (as edges name the party), of each of them; convictions first.

    `kinds` are those of the facts of a linked person, those among them that packs declare.
    """
    return ("convictions", *(name for name in kinds if name not in (*_OF_LINK, "convictions")))


def facts_of_parties(
    tables: Database,
    owners: Owners,
    persons: Path | None,
    suppliers: Sequence[Path],
    target: Path,
    model: Model = EconomicOperator,
) -> None:
    """What is known of the parties in the edges, written to `target`: by a table of persons, else by the suppliers.

    Raises InputInvalidError for a table of persons that cannot be read. A supplier that stands twice is not known.
    """
    tables.read("edges", owners.edges)
    tables.read("keys", owners.keys)
    kinds = fields_of(columns_of(model)["linked_persons"])
    own: list[str] = []
    for number, file in enumerate(suppliers):
        name = f"suppliers_{number}"
        tables.read(name, file)
        own += _own(name, tables.schema(name), kinds["convictions"])
    facts = facts_of_person(kinds)
    nothing = "".join(f", CAST(NULL AS {sql_type(kinds[name])}) AS {name}" for name in facts[1:])
    query = (
        f"WITH said AS MATERIALIZED ({' UNION ALL '.join(own)}), "
        "once AS (SELECT person FROM said GROUP BY person HAVING count(*) = 1), "
        f"alone AS (SELECT person, convictions{nothing} FROM said WHERE person IN (SELECT person FROM once)) "
    )
    if persons is None:
        query += "SELECT * FROM alone"
    else:
        tables.read("given_persons", _persons(persons, target.with_name("persons.parquet"), kinds))
        schema = tables.schema("given_persons")
        asked = ", ".join(f"{column_of(schema, name, kinds[name])} AS {name}" for name in facts)
        query += (
            f"SELECT person, {asked} FROM given_persons UNION ALL "
            "SELECT * FROM alone WHERE NOT EXISTS (SELECT 1 FROM given_persons g WHERE g.person = alone.person)"
        )
    with tables.with_functions(FUNCTIONS):
        tables.write(query, target)


def _own(name: str, schema: pa.Schema, kind: pa.DataType) -> Iterator[str]:
    """Queries for what is known of suppliers that edges name: by their key, and by that of a company that they are."""
    among = "IN (SELECT party FROM edges)"
    convictions = column_of(schema, "convictions", kind, "s")
    yield f"SELECT s.{KEY} AS person, {convictions} AS convictions FROM {name} s WHERE s.{KEY} {among}"
    keys = keys_in(name, schema, (KEY,))
    if keys is not None:
        same = f"SELECT DISTINCT company, {KEY} FROM ({keys}) WHERE sure AND company <> {KEY}"
        yield (
            f"SELECT k.company AS person, {convictions} AS convictions FROM ({same}) k "
            f"JOIN {name} s USING ({KEY}) WHERE k.company {among}"
        )


def _persons(path: Path, target: Path, kinds: Mapping[str, pa.DataType]) -> Path:
    """The table of persons with plain types. Raises InputInvalidError for what is none."""
    wanted = {"person": pa.string(), **{name: kinds[name] for name in facts_of_person(kinds)}}
    half = target.with_suffix(".half")
    try:
        with opened(path) as file:
            _write_plain(pq.ParquetFile(file), wanted, path, half)
    except (OSError, pa.ArrowException) as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", "is not a Parquet file, or is not whole")]) from error
    half.replace(target)
    _check_once(target, str(path))
    return target


def _write_plain(source: pq.ParquetFile, wanted: Mapping[str, pa.DataType], path: Path, target: Path) -> None:
    _check_columns(source.schema_arrow, wanted, str(path))
    first = 0
    with pq.ParquetWriter(target, fitted(source.schema_arrow.empty_table(), wanted).table.schema) as writer:
        for batch in source.iter_batches(_BATCH):
            found = fitted(pa.Table.from_batches([batch]), wanted)
            for number, field in sorted(found.wrong.items())[:1]:
                message = "is no value that such a fact can have"
                raise InputInvalidError([Fault(f"{path}: row {first + number}", 0, 0, field, message)])
            writer.write_table(found.table)
            first += len(found.table)


def _check_columns(schema: pa.Schema, wanted: Mapping[str, pa.DataType], name: str) -> None:
    faults = [Fault(name, 0, 0, one, "is no fact of a person", nearest(one, wanted))
              for one in schema.names if one not in wanted]  # fmt: skip
    faults += both(schema.names, name)
    faults += [fault for field in schema if field.name in wanted for must, fault in
               misfits_of(wanted[field.name], field.type, field.name, name, strict=True) if must]  # fmt: skip
    if "person" not in schema.names:
        faults.append(Fault(name, 0, 0, "person", "there is no column `person`", "name whom the edges name"))
    if faults:
        raise InputInvalidError(faults)


def _check_once(file: Path, name: str) -> None:
    twice = duckdb.connect().execute(
        f"SELECT person FROM {parquet(file)} GROUP BY person HAVING count(*) > 1 ORDER BY person LIMIT 1"
    ).fetchone()  # fmt: skip
    if twice is not None:
        raise InputInvalidError([Fault(name, 0, 0, "person", f"`{twice[0]}` stands twice", "one row a person")])


_BATCH: Final = 20_000
