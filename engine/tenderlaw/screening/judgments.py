"""One judgment, stated in a conviction or in the list of exclusions, in columns: see `tenderlaw.facts.judgments`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

__all__ = ["EXCLUSIONS", "SET", "SET_UNTIL", "conflicting_judgments", "set_by_judgment"]

EXCLUSIONS: Final = "exclusions"
"""Beside a supplier's own conviction: the exclusions that are listed."""
SET: Final = "set_by_judgment"
"""Whether the list says that the judgment of the conviction sets an exclusion."""
SET_UNTIL: Final = "set_until"
"""Its last day."""
_OF_EXCLUSION: Final = {"excluded_from", "effective_in"}
_OF_CONVICTION: Final = {"final_on", "country"}


def set_by_judgment(own: ir.Table) -> Mapping[str, ir.Value]:
    """What the list says of each own conviction; nothing where the table cannot tell."""
    listed = _structs(own, EXCLUSIONS, _OF_EXCLUSION)
    if listed is None or not set(own.columns) >= _OF_CONVICTION:
        return {}
    day, court = own["final_on"], own["country"]
    same = listed.filter(lambda one: _same(one, day, court))
    says = same.length() == 1
    if "judgment_excludes_until" in own.columns:
        says = says & own["judgment_excludes_until"].isnull()
    if "judgment_sets_exclusion" in own.columns:
        says = says & own["judgment_sets_exclusion"].fill_null(True)
    says = says.fill_null(False)
    found: dict[str, ir.Value] = {SET: ibis.ifelse(says, True, ibis.null("boolean"))}
    if "excluded_until" in listed.type().value_type.names:
        found[SET_UNTIL] = ibis.ifelse(says, same[0]["excluded_until"], ibis.null("date"))
    return found


def conflicting_judgments(suppliers: ir.Table) -> Iterator[ir.BooleanValue]:
    """Where an exclusion and the convictions by the same judgment say otherwise than each other."""
    listed = _structs(suppliers, "exclusions_by_judgment", _OF_EXCLUSION)
    convicted = _structs(suppliers, "convictions", _OF_CONVICTION)
    if listed is None or convicted is None:
        return

    def same(exclusion: ir.StructValue, conviction: ir.StructValue) -> ir.BooleanValue:
        return _same(exclusion, conviction["final_on"], conviction["country"])

    def conflicts(exclusion: ir.StructValue) -> ir.BooleanValue:
        alike = convicted.filter(lambda one: same(exclusion, one))
        agreeing = convicted.filter(lambda other: same(exclusion, other) & ~_differs(exclusion, other))
        return (alike.length() > 0) & (agreeing.length() == 0)

    yield listed.filter(conflicts).length() > 0


def _same(exclusion: ir.StructValue, day: ir.Value, court: ir.Value) -> ir.BooleanValue:
    """Whether an exclusion is by the judgment of that day and of a court of that State."""
    return ((day == exclusion["excluded_from"]) & exclusion["effective_in"].contains(court)).fill_null(False)


def _differs(exclusion: ir.StructValue, conviction: ir.StructValue) -> ir.BooleanValue:
    found: list[ir.BooleanValue] = []
    if "judgment_sets_exclusion" in conviction.names:
        found.append(~conviction["judgment_sets_exclusion"])
    if "judgment_excludes_until" in conviction.names and "excluded_until" in exclusion.names:
        found.append(conviction["judgment_excludes_until"] != exclusion["excluded_until"])
    return reduce(lambda a, b: a | b, [one.fill_null(False) for one in found], ibis.literal(False))


def _structs(table: ir.Table, name: str, needed: set[str]) -> ir.ArrayValue | None:
    """A list of structs that have the fields needed; None where the table has none."""
    found = table[name] if name in table.columns else None
    if not isinstance(found, ir.ArrayValue) or not isinstance(found.type().value_type, dt.Struct):
        return None
    return found if needed <= set(found.type().value_type.names) else None
