"""Suppliers with the persons and companies that stand behind them: a step before suppliers are decided.

`linked_persons` gets what the edges of ownership say, with what is known of each person; `owners_known` is false where
somebody is hidden on the day of the decision, and true where a person surely controls the supplier and nobody is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.schema as sch
import ibis.expr.types as ir

from tenderlaw.facts.operator import LinkedPerson
from tenderlaw.screening.edges import IDENTIFIERS, Owners
from tenderlaw.screening.engines import Engine
from tenderlaw.screening.ownership import BOUND, trace
from tenderlaw.screening.parties import OF_PERSON
from tenderlaw.screening.schema import KEY, ROW, columns_of
from tenderlaw.screening.tables import tables_of
from tenderlaw.screening.widened import column_of, struct_of, widened

__all__ = ["TALLIES", "Behind", "with_owners"]


TALLIES: Final = ("rows_with_owners", "rows_with_hidden_owners")
"""Whether a supplier stands among the edges, and whether somebody behind it is hidden on the day."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Where to look for who stands behind suppliers."""

    owners: Owners
    as_of: date
    persons: Path | None = None
    """What `facts_of_parties` has written; of a party without a row everything but the link stays unknown."""
    complete: bool = False
    """The edges name everybody with a power in a supplier that stands among them. Otherwise a supplier of whose
    linked persons nothing was known may have others, and they stay unknown."""
    bound: int = BOUND


def with_owners(engine: Engine, suppliers: ir.Table, behind: Behind, work: Path) -> ir.Table:
    """The rows of a part with whoever stands behind each supplier; `work` is a folder for what comes between."""
    tables = tables_of(engine, work)
    tables.read("edges", behind.owners.edges)
    tables.read("identifiers", behind.owners.identifiers)
    tables.keep("roots", engine.compiled(_roots(suppliers)))
    trace(tables, behind.bound)
    facts = None if behind.persons is None else tables.read("persons", behind.persons)
    return _joined(suppliers, ibis.table(_LINKS, name="links"), facts, behind)


_LINKS: Final = {
    ROW: "int64", "node": "string", "kind": "string", "name": "string", "link": "string", "since": "date",
    "until": "date", "hidden": "boolean",
}  # fmt: skip


def _roots(suppliers: ir.Table) -> ir.Table:
    """Each supplier that stands among the edges: by its key, or by an identifier."""
    subjects = ibis.table({"subject": "string"}, name="edges").select(node="subject").distinct()
    found = suppliers.select(ROW, node=suppliers[KEY])
    if "identifiers" in suppliers.columns:
        known = ibis.table(sch.Schema.from_pyarrow(IDENTIFIERS), name="identifiers")
        each = suppliers.select(ROW, one=suppliers["identifiers"].unnest())
        each = each.select(ROW, scheme=each["one"]["scheme"], value=each["one"]["value"])
        named = each.join(known, ["scheme", "value"]).select(ROW, node="company")
        found = found.union(named)
    return found.distinct().semi_join(subjects, ["node"])


def _joined(suppliers: ir.Table, links: ir.Table, facts: ir.Table | None, behind: Behind) -> ir.Table:
    kind = cast("dt.Array", columns_of()["linked_persons"])
    found = _people(links, facts, kind, behind.as_of)
    roots = ibis.table({ROW: "int64", "node": "string"}, name="roots").select(ROW).distinct()
    found = roots.left_join(found, [ROW]).drop(f"{ROW}_right").mutate(traced=True)
    rows = suppliers.left_join(found, [ROW]).drop(f"{ROW}_right")
    given = column_of(rows, "linked_persons", kind)
    nobody = ibis.literal([], type=kind)
    others = nobody if behind.complete else ibis.array([struct_of({}, kind.value_type)]).cast(kind)
    persons = ibis.coalesce(rows["people"], nobody)
    linked = ibis.ifelse(given.isnull(), persons.concat(others), ibis.coalesce(given, nobody).concat(persons))
    known = ibis.cases(
        (rows["hides"], False), (rows["controlled"], True), else_=column_of(rows, "owners_known", dt.boolean)
    )
    completed = rows.mutate(
        linked_persons=ibis.ifelse(rows["traced"].isnull(), given, linked),
        owners_known=known,
        rows_with_owners=rows["traced"].notnull(),
        rows_with_hidden_owners=rows["hides"].fill_null(False),
    )
    return completed.drop("people", "hides", "controlled", "traced")


def _people(links: ir.Table, facts: ir.Table | None, kind: dt.Array, as_of: date) -> ir.Table:
    """Row, the persons in an order of their own, whether somebody is hidden now, whether a person controls now."""
    known: dict[str, ir.Value] = {}
    if facts is not None:
        said = facts.select(node=facts["person"], **{name: facts[name] for name in OF_PERSON if name in facts.columns})
        links = links.left_join(said, ["node"]).drop("node_right")
        known = {name: widened(links[name], columns_of(LinkedPerson)[name]) for name in said.columns if name != "node"}
    known |= {"name": links["name"], "link": links["link"], "link_from": links["since"], "link_until": links["until"]}
    words = [links["node"], links["link"], links["since"].cast("string"), links["until"].cast("string"), links["kind"],
             links["hidden"].cast("string")]  # fmt: skip
    # `order` comes first and differs from person to person of a row, so that it alone settles the order
    order = ibis.literal("|").join([word.fill_null("") for word in words])
    links = links.mutate(person=ibis.struct({"order": order, "one": struct_of(known, kind.value_type)}))
    lasts = links["until"].isnull() | (links["until"] >= as_of)
    begun = links["since"].isnull() | (links["since"] <= as_of)
    minor = (links["link"] == "other").fill_null(False)
    sure = (
        (links["link"] == "controller")
        & (links["kind"] == "person")
        & (links["since"] <= as_of)
        & (links["until"] >= as_of)
    )
    links = links.mutate(
        hides=links["hidden"] & lasts & begun & ~minor, controlled=sure.fill_null(False) & ~links["hidden"]
    )
    found = links.group_by(ROW).agg(
        people=links["person"].collect().sort(), hides=links["hides"].any(), controlled=links["controlled"].any()
    )  # fmt: skip
    return found.mutate(people=found["people"].map(lambda one: one["one"]))
