"""Suppliers with the persons and companies that stand behind them: a step before suppliers are decided.

`linked_persons` gets what the edges of ownership say, with what is known of each person; `owners_known` is false where
somebody is hidden on the day of the decision, and true where a person surely controls the supplier and nobody is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.joins.companies import FUNCTIONS, keys_in
from tenderlaw.screening.joins.database import Database, column_of, columns_with, sql_type
from tenderlaw.screening.joins.edges import Owners
from tenderlaw.screening.joins.ownership import BOUND, trace
from tenderlaw.screening.joins.parties import facts_of_person
from tenderlaw.screening.tables.files import quoted
from tenderlaw.screening.tables.schema import KEY, ROW, Model, columns_of, fields_of

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
    model: Model = EconomicOperator
    """What suppliers may have."""


def with_owners(tables: Database, suppliers: str, behind: Behind) -> str:
    """The query for the rows of a table of suppliers with whoever stands behind each."""
    schema = tables.schema(suppliers)
    tables.read("edges", behind.owners.edges)
    tables.read("identifiers", behind.owners.identifiers)
    tables.read("keys", behind.owners.keys)
    with tables.with_functions(FUNCTIONS):
        tables.keep("known_roots", _roots(suppliers, schema))
    tables.keep("roots", f"SELECT DISTINCT {ROW}, node FROM known_roots WHERE sure")
    tables.keep("perhaps", f"SELECT DISTINCT {ROW} FROM known_roots WHERE {ROW} NOT IN (SELECT {ROW} FROM roots)")
    trace(tables, behind.as_of, behind.bound)
    facts = None
    if behind.persons is not None:
        tables.read("persons", behind.persons)
        facts = tables.schema("persons")
    return _joined(suppliers, schema, facts, behind)


def _roots(suppliers: str, schema: pa.Schema) -> str:
    """Each supplier that stands among the edges, surely or perhaps: by its key, or by an identifier."""
    found = f"SELECT {ROW}, {KEY} AS node, true AS sure FROM {suppliers}"
    keys = keys_in(suppliers, schema, (ROW,))
    if keys is not None:
        found += f" UNION ALL SELECT {ROW}, company, sure FROM ({keys})"
    return f"SELECT DISTINCT * FROM ({found}) WHERE node IN (SELECT subject FROM edges)"


def _joined(suppliers: str, schema: pa.Schema, facts: pa.Schema | None, behind: Behind) -> str:
    kind = columns_of(behind.model)["linked_persons"]
    nobody, somebody = f"CAST([] AS {sql_type(kind)})", f"CAST([{{'name': NULL}}] AS {sql_type(kind)})"
    others = nobody if behind.complete else somebody
    given = column_of(schema, "linked_persons", kind, "s")
    persons = f"coalesce(p.people, {nobody})"
    linked = f"CASE WHEN {given} IS NULL THEN list_concat({persons}, {others}) ELSE list_concat({given}, {persons}) END"
    # whoever stands behind a company that has the same number stands, perhaps, behind the supplier
    unlinked = f"CASE WHEN q.{ROW} IS NULL OR {given} IS NULL THEN {given} ELSE list_concat({given}, {somebody}) END"
    known = column_of(schema, "owners_known", pa.bool_(), "s")
    more = {
        "linked_persons": f"CASE WHEN r.{ROW} IS NULL THEN {unlinked} ELSE {linked} END",
        "owners_known": f"CASE WHEN p.hides THEN false WHEN p.controlled THEN true ELSE {known} END",
        "rows_with_owners": f"r.{ROW} IS NOT NULL",
        "rows_with_hidden_owners": "coalesce(p.hides, false)",
        "rows_perhaps_with_owners": f"q.{ROW} IS NOT NULL",
    }
    return (
        f"WITH people AS ({_people(facts, kind, behind.as_of)}), traced AS (SELECT DISTINCT {ROW} FROM roots) "
        f"SELECT {columns_with(schema, 's', more)} FROM {suppliers} s LEFT JOIN traced r ON r.{ROW} = s.{ROW} "
        f"LEFT JOIN people p ON p.{ROW} = r.{ROW} LEFT JOIN perhaps q ON q.{ROW} = s.{ROW}"
    )


def _people(facts: pa.Schema | None, kind: pa.DataType, as_of: date) -> str:
    """Row, the persons in an order of their own, whether somebody is hidden now, whether a person controls now."""
    kinds, day = fields_of(kind), f"DATE '{as_of.isoformat()}'"
    facts_said = facts_of_person(kinds)
    if facts is None:
        said = "links k"
        known = {name: f"CAST(NULL AS {sql_type(kinds[name])})" for name in facts_said}
    else:
        said = "links k LEFT JOIN persons f ON f.person = k.node"
        known = {name: column_of(facts, name, kinds[name], "f") for name in facts_said}
    # it differs from person to person of a row, and stands first where persons are sorted, so that it settles the order
    words = (
        f"coalesce(CAST(k.{name} AS VARCHAR), '')" for name in ("node", "link", "since", "until", "kind", "hidden")
    )
    each = (
        f"SELECT k.*, {', '.join(f'{query} AS said_{name}' for name, query in known.items())}, "
        f"concat_ws('|', {', '.join(words)}) AS place, i.identifiers, i.country FROM {said} "
        f"LEFT JOIN ({_IDENTIFIED}) i USING (node)"
    )
    person = {"place": "place", "many": "len(said_convictions)", "name": "name", "link": "link",
              "identifiers": "identifiers", "country": "country", "link_from": "since", "link_until": "until",
              **{name: f"said_{name}" for name in facts_said[1:]}}  # fmt: skip
    hides, controlled = _HIDES.format(day=day), _CONTROLLED.format(day=day)
    found = (
        f"SELECT {ROW}, list_sort(list({_struct(person)})) AS people, "
        # few have convictions: long structs are slow to collect, so that only those of the few are
        f"list({_struct({'place': 'place', 'convictions': 'said_convictions'})}) FILTER (len(said_convictions) > 0) "
        "AS convicted, "
        f"bool_or({hides}) AS hides, bool_or({controlled}) AS controlled FROM ({each}) GROUP BY {ROW}"
    )
    own = "list_filter(convicted, lambda other: other.place = person.place)[1].convictions"
    whole = {name: f"person.{name}" for name in person if name not in ("place", "many")}
    whole["convictions"] = f"CASE WHEN person.many > 0 THEN {own} WHEN person.many = 0 THEN [] END"
    one = f"CAST({_struct(whole)} AS {sql_type(kind.value_type)})"
    return f"SELECT {ROW}, list_transform(people, lambda person: {one}) AS people, hides, controlled FROM ({found})"


def _struct(fields: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{quoted(name)}: {query}' for name, query in fields.items())}}}"


_IDENTIFIED: Final = """
SELECT company AS node, list_sort(list({'scheme': scheme, 'value': value})) AS identifiers, min(country) AS country
FROM identifiers GROUP BY company
"""
"""The identifiers of each party, and the country whose they are."""
_HIDES: Final = """
coalesce(hidden AND (until IS NULL OR until >= {day}) AND (since IS NULL OR since <= {day}), false)
AND coalesce(link <> 'other', true)
"""
"""Whether somebody is hidden on the day who may have a power."""
_CONTROLLED: Final = """
coalesce(link = 'controller' AND kind = 'person' AND since <= {day} AND until >= {day} AND NOT hidden, false)
"""
"""Whether a person surely controls on the day."""
