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
from tenderlaw.screening.companies import FUNCTIONS, keys_in
from tenderlaw.screening.edges import IDENTIFIERS, Owners
from tenderlaw.screening.engines import Engine
from tenderlaw.screening.ownership import BOUND, trace
from tenderlaw.screening.parties import OF_PERSON
from tenderlaw.screening.schema import KEY, ROW, columns_of
from tenderlaw.screening.tables import tables_of
from tenderlaw.screening.widened import column_of, struct_of

__all__ = ["TALLIES", "Behind", "with_owners"]


TALLIES: Final = ("rows_with_owners", "rows_with_hidden_owners", "rows_perhaps_with_owners")
"""Whether a supplier stands among the edges, whether somebody behind it is hidden on the day, and whether it may stand
there: a company has the same number, of which it is not known whose it is."""


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
    tables.read("keys", behind.owners.keys)
    with engine.with_functions(FUNCTIONS):
        tables.keep("known_roots", engine.compiled(_roots(suppliers)))
    tables.keep("roots", "SELECT DISTINCT row, node FROM known_roots WHERE sure")
    tables.keep("perhaps", "SELECT DISTINCT row FROM known_roots WHERE row NOT IN (SELECT row FROM roots)")
    trace(tables, behind.as_of, behind.bound)
    facts = None if behind.persons is None else tables.read("persons", behind.persons)
    return _joined(suppliers, ibis.table(_LINKS, name="links"), facts, behind)


_LINKS: Final = {
    ROW: "int64", "node": "string", "kind": "string", "name": "string", "link": "string", "since": "date",
    "until": "date", "hidden": "boolean",
}  # fmt: skip


def _roots(suppliers: ir.Table) -> ir.Table:
    """Each supplier that stands among the edges, surely or perhaps: by its key, or by an identifier."""
    subjects = ibis.table({"subject": "string"}, name="edges").select(node="subject").distinct()
    found = suppliers.select(ROW, node=suppliers[KEY], sure=ibis.literal(True))
    keys = keys_in(suppliers)
    if keys is not None:
        found = found.union(keys.select(ROW, node="company", sure="sure"))
    return found.distinct().semi_join(subjects, ["node"])


def _joined(suppliers: ir.Table, links: ir.Table, facts: ir.Table | None, behind: Behind) -> ir.Table:
    kind = cast("dt.Array", columns_of()["linked_persons"])
    found = _people(links, facts, kind, behind.as_of)
    roots = ibis.table({ROW: "int64", "node": "string"}, name="roots").select(ROW).distinct()
    found = roots.left_join(found, [ROW]).drop(f"{ROW}_right").mutate(traced=True)
    perhaps = ibis.table({ROW: "int64"}, name="perhaps").mutate(perhaps=True)
    rows = suppliers.left_join(found, [ROW]).drop(f"{ROW}_right")
    rows = rows.left_join(perhaps, [ROW]).drop(f"{ROW}_right")
    # a stage of its own, so that it is computed once
    rows = rows.mutate(given=column_of(rows, "linked_persons", kind))
    given = rows["given"]
    nobody = ibis.literal([], type=kind)
    others = nobody if behind.complete else ibis.array([struct_of({}, kind.value_type)]).cast(kind)
    persons = ibis.coalesce(rows["people"], nobody)
    linked = ibis.ifelse(given.isnull(), persons.concat(others), ibis.coalesce(given, nobody).concat(persons))
    somebody = ibis.array([struct_of({}, kind.value_type)]).cast(kind)
    # whoever stands behind a company that has the same number stands, perhaps, behind the supplier
    unlinked = ibis.ifelse(
        rows["perhaps"].isnull() | given.isnull(), given, ibis.coalesce(given, nobody).concat(somebody)
    )
    known = ibis.cases(
        (rows["hides"], False), (rows["controlled"], True), else_=column_of(rows, "owners_known", dt.boolean)
    )
    completed = rows.mutate(
        linked_persons=ibis.ifelse(rows["traced"].isnull(), unlinked, linked),
        owners_known=known,
        rows_with_owners=rows["traced"].notnull(),
        rows_with_hidden_owners=rows["hides"].fill_null(False),
        rows_perhaps_with_owners=rows["perhaps"].notnull(),
    )
    return completed.drop("given", "people", "hides", "controlled", "traced", "perhaps")


def _people(links: ir.Table, facts: ir.Table | None, kind: dt.Array, as_of: date) -> ir.Table:
    """Row, the persons in an order of their own, whether somebody is hidden now, whether a person controls now."""
    kinds = columns_of(LinkedPerson)
    if facts is not None:
        said = facts.select(node=facts["person"], **{name: column_of(facts, name, kinds[name]) for name in OF_PERSON})
        links = links.left_join(said, ["node"]).drop("node_right")
    else:
        links = links.mutate(**{name: ibis.null(kinds[name]) for name in OF_PERSON})
    words = [links["node"], links["link"], links["since"].cast("string"), links["until"].cast("string"), links["kind"],
             links["hidden"].cast("string")]  # fmt: skip
    # it differs from person to person of a row, and stands first where persons are sorted, so that it settles the order
    links = links.mutate(order=ibis.literal("|").join([word.fill_null("") for word in words]))
    links = links.mutate(
        hides=_hides(links, as_of), controlled=_controlled(links, as_of), number=links["convictions"].length()
    )
    links = links.left_join(_identified(), ["node"]).drop("node_right")
    known = {name: links[name] for name in ("order", "number", "name", "link", "debarred", "charged", *_WHO)}
    known |= {"link_from": links["since"], "link_until": links["until"]}
    found = links.mutate(person=ibis.struct(known)).group_by(ROW).agg(
        people=lambda table: table["person"].collect().sort(),
        # few have convictions: long structs are slow to collect, so that only those of the few are
        convicted=lambda table: ibis.struct({name: table[name] for name in ("order", "convictions")}).collect(
            where=table["number"] > 0
        ),
        hides=lambda table: table["hides"].any(),
        controlled=lambda table: table["controlled"].any(),
    )  # fmt: skip

    def whole(person: ir.StructValue) -> ir.Value:
        own = found["convicted"].filter(lambda other: other["order"] == person["order"])[0]["convictions"]
        nothing = ibis.literal([], type=kinds["convictions"])
        convictions = ibis.cases((person["number"] > 0, own), (person["number"] == 0, nothing))
        fields = {name: person[name] for name in person.names if name not in ("order", "number")}
        return struct_of({**fields, "convictions": convictions}, kind.value_type)

    return found.mutate(people=found["people"].map(whole)).drop("convicted")


_WHO: Final = ("identifiers", "country")


def _identified() -> ir.Table:
    """The identifiers of each party, and the country whose they are."""
    known = ibis.table(sch.Schema.from_pyarrow(IDENTIFIERS), name="identifiers")
    one = ibis.struct({"scheme": known["scheme"], "value": known["value"]})
    each = known.select(node="company", country="country", one=one)
    return cast("ir.Table", each.group_by("node").agg(
        identifiers=lambda table: table["one"].collect().sort(), country=lambda table: table["country"].min()
    ))  # fmt: skip


def _hides(links: ir.Table, as_of: date) -> ir.Value:
    """Whether somebody is hidden on the day who may have a power."""
    lasts = links["until"].isnull() | (links["until"] >= as_of)
    begun = links["since"].isnull() | (links["since"] <= as_of)
    return links["hidden"] & lasts & begun & ~(links["link"] == "other").fill_null(False)


def _controlled(links: ir.Table, as_of: date) -> ir.Value:
    """Whether a person surely controls on the day."""
    now = (links["since"] <= as_of) & (links["until"] >= as_of)
    return ((links["link"] == "controller") & (links["kind"] == "person") & now).fill_null(False) & ~links["hidden"]
