"""What is known of the persons and companies that edges of ownership name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.schema as sch
import pyarrow as pa
import pyarrow.parquet as pq

from tenderlaw.facts.operator import LinkedPerson
from tenderlaw.screening.edges import Owners
from tenderlaw.screening.engines import Engine
from tenderlaw.screening.files import quoted
from tenderlaw.screening.schema import KEY, columns_of, misfits_of
from tenderlaw.screening.tables import tables_of
from tenderlaw.screening.widened import column_of
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
    parties = ibis.table({"party": "string"}, name="edges").select(node="party").distinct()
    kinds = columns_of(LinkedPerson)
    own = []
    for number, file in enumerate(suppliers):
        given = tables.read(f"suppliers_{number}", file)
        held = given.select(person=given[KEY], convictions=column_of(given, "convictions", kinds["convictions"]))
        own.append(held.semi_join(parties, held["person"] == parties["node"]))
    said = ibis.union(*own) if len(own) > 1 else own[0]
    once = said.group_by("person").agg(times=said.count())
    said = said.semi_join(once.filter(once["times"] == 1), ["person"])
    said = said.mutate(debarred=ibis.null("boolean"), charged=ibis.null("boolean"))
    if persons is not None:
        _check_persons(persons)
        given = tables.read("given_persons", persons)
        asked = given.select("person", **{name: column_of(given, name, kinds[name]) for name in OF_PERSON})
        said = asked.union(said.anti_join(asked, ["person"]))
    engine.compute(engine.compiled(said), target)


def _check_persons(path: Path) -> None:
    try:
        schema = sch.Schema.from_pyarrow(pq.read_schema(path))
    except (OSError, pa.ArrowException) as error:
        raise InputInvalidError([Fault(str(path), 0, 0, "", "is not a Parquet file")]) from error
    wanted = {"person": dt.string, **{name: columns_of(LinkedPerson)[name] for name in OF_PERSON}}
    faults = [Fault(str(path), 0, 0, name, "is no fact of a person", nearest(name, wanted))
              for name in schema if name not in wanted]  # fmt: skip
    faults += [fault for name, kind in schema.items() if name in wanted for must, fault in
               misfits_of(wanted[name], kind, name, str(path)) if must]  # fmt: skip
    if "person" not in schema:
        faults.append(Fault(str(path), 0, 0, "person", "there is no column `person`", "name whom the edges name"))
    twice = None if faults else duckdb.connect().execute(
        f"SELECT person FROM read_parquet({quoted(path)}) GROUP BY person HAVING count(*) > 1 ORDER BY person LIMIT 1"
    ).fetchone()  # fmt: skip
    if twice is not None:
        faults.append(Fault(str(path), 0, 0, "person", f"`{twice[0]}` stands twice", "one row a person"))
    if faults:
        raise InputInvalidError(faults)
