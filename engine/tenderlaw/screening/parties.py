"""What is known of the persons and companies that edges of ownership name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.operator import LinkedPerson
from tenderlaw.screening.companies import FUNCTIONS, keys_in
from tenderlaw.screening.edges import Owners
from tenderlaw.screening.engines import Engine
from tenderlaw.screening.files import parquet
from tenderlaw.screening.fitting import fitted
from tenderlaw.screening.schema import KEY, both, columns_of, misfits_of
from tenderlaw.screening.tables import tables_of
from tenderlaw.screening.widened import column_of
from tenderlaw.sources.doors import opened
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest

__all__ = ["OF_PERSON", "facts_of_parties"]

OF_PERSON: Final = ("convictions", "debarred", "charged")
"""What a table of persons says, beside `person` (as edges name the party), of each of them."""


def facts_of_parties(
    engine: Engine, owners: Owners, persons: Path | None, suppliers: Sequence[Path], target: Path
) -> None:
    """What is known of the parties in the edges, written to `target`: by a table of persons, else by the suppliers.

    Raises InputInvalidError for a table of persons that cannot be read. A supplier that stands twice is not known.
    """
    tables = tables_of(engine, target.parent)
    tables.read("edges", owners.edges)
    tables.read("keys", owners.keys)
    parties = ibis.table({"party": "string"}, name="edges").select(node="party").distinct()
    kinds = columns_of(LinkedPerson)
    own = []
    for number, file in enumerate(suppliers):
        given = tables.read(f"suppliers_{number}", file)
        held = given.select(person=given[KEY], convictions=column_of(given, "convictions", kinds["convictions"]))
        for one in (held, *_by_identifiers(given, held)):
            own.append(one.semi_join(parties, one["person"] == parties["node"]))
    said = ibis.union(*own) if len(own) > 1 else own[0]
    once = said.group_by("person").agg(times=said.count())
    said = said.semi_join(once.filter(once["times"] == 1), ["person"])
    said = said.mutate(debarred=ibis.null("boolean"), charged=ibis.null("boolean"))
    if persons is not None:
        given = tables.read("given_persons", _persons(persons, target.with_name("persons.parquet")))
        asked = given.select("person", **{name: column_of(given, name, kinds[name]) for name in OF_PERSON})
        said = asked.union(said.anti_join(asked, ["person"]))
    with engine.with_functions(FUNCTIONS):
        engine.compute(engine.compiled(said), target)


def _by_identifiers(given: ir.Table, held: ir.Table) -> Iterator[ir.Table]:
    """What is known of suppliers by the names that edges have for companies with the same identifiers."""
    keys = keys_in(given)
    if keys is None:
        return
    same = keys.filter(keys["sure"] & (keys["company"] != keys[KEY])).select(node="company", person=KEY).distinct()
    yield same.join(held, ["person"]).select(person="node", convictions="convictions")


def _persons(path: Path, target: Path) -> Path:
    """The table of persons with plain types. Raises InputInvalidError for what is none."""
    kinds = columns_of(LinkedPerson)
    wanted = {"person": pa.string(), **{name: kinds[name].to_pyarrow() for name in OF_PERSON}}
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
