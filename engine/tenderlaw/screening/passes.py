"""Every list read once for all regimes: what its entries come to, joined a supplier."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.screening.beginnings import BEGINS_LATER, begins_later, not_there
from tenderlaw.screening.columns import RegimeColumns
from tenderlaw.screening.entries import LISTED_IN, Entries, entries_of, has_list, nothing_known, overrun_rows
from tenderlaw.screening.faulty import faulty_entry, faulty_supplier
from tenderlaw.screening.plan import Pass
from tenderlaw.screening.schema import KEY, ROW
from tenderlaw.screening.stages import OWN
from tenderlaw.screening.vocabulary import words_by_field
from tenderlaw.sources.faults import InternalError

__all__ = ["FAULTY", "rows_with_entries"]

FAULTY: Final = "faulty"
"""Whether a single case would refuse the facts: a row that has no outcome."""
LISTS: Final = tuple(
    name for name, collection in COLLECTIONS.items() if collection.root == "operator" and name not in LISTED_IN
)
"""The lists that are columns of a supplier."""

Asked = list[tuple[RegimeColumns, Pass]]


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def bit_or(bits: int) -> int:  # type: ignore[empty-body]
    """The bits of every row joined; DuckDB and Spark both have it."""


def rows_with_entries(suppliers: ir.Table, regimes: Sequence[RegimeColumns], as_of: date) -> Entries:
    """One row a supplier: its own facts that are asked for, whether it is faulty, what its entries came to.

    Whether anything of its entries begins after the as-of date is a column too.
    """
    kept = {name for one in regimes for name in one.own_columns()} & set(suppliers.columns)
    own = {OWN + name: suppliers[name] for name in sorted(kept)}
    rows = suppliers.select(ROW, KEY, **own, **{FAULTY: faulty_supplier(suppliers, LISTS)})
    for over in overrun_rows(suppliers):
        beside = rows.left_join(over, [ROW]).drop(f"{ROW}_right")
        rows = beside.mutate(**{FAULTY: beside[FAULTY] | beside["overrun"].fill_null(False)}).drop("overrun")
    found, constants = _found(suppliers, regimes, own, as_of)
    if found is not None:
        joined = _beside(rows, found.rename(entry_faulty=FAULTY), constants)
        faulty = joined[FAULTY] | (joined["entry_faulty"].fill_null(0) != 0)
        later = joined[BEGINS_LATER].fill_null(0) != 0
        rows = joined.mutate(**{FAULTY: faulty, BEGINS_LATER: later}).drop("entry_faulty")
    return Entries(rows if found is not None else rows.mutate(**constants), "")


def _found(
    suppliers: ir.Table, regimes: Sequence[RegimeColumns], own: Mapping[str, ir.Value], as_of: date
) -> tuple[ir.Table | None, dict[str, int]]:
    """What the entries of every list come to: a row for a supplier of which any matters, and what is so of all."""
    asked = _in_order(suppliers, regimes)
    words = words_by_field(regime.regime.typed for regime in regimes)
    below: ir.Table | None = None
    constants: dict[str, int] = {}
    parts: list[ir.Table] = []
    looked_at: set[str] = set()
    for level in sorted({level for level, _ in asked}):
        for collection in (name for at, name in asked if at == level):
            some = list(asked[level, collection])
            if not has_list(suppliers, collection):
                names = [name.removeprefix(OWN) for name in own]
                alike = [(regime, one) for regime, one in some if regime.same_for_all(one, names)]
                for regime, one in alike:
                    _add(constants, regime.of_entries(one, nothing_known(collection)))
                some = [pair for pair in some if pair not in alike]
                if not some:
                    continue
            known = None if collection in looked_at else {f: w for (of, f), w in words.items() if of == collection}
            entries = entries_of(suppliers, collection, own, as_of)
            parts.append(_pass(entries, some, (below, dict(constants)), known))
            looked_at.add(collection)
        below = _joined(parts) if parts else None
    return below, constants


def _in_order(suppliers: ir.Table, regimes: Sequence[RegimeColumns]) -> dict[tuple[int, str], Asked]:
    """Who asks for a pass over which list, level by level."""
    asked: dict[tuple[int, str], Asked] = {}
    for regime in regimes:
        for one in regime.plan.passes:
            asked.setdefault((one.level, one.collection), []).append((regime, one))
    read = {collection for _, collection in asked}
    for name in LISTS:
        if name not in read and has_list(suppliers, name):
            asked[0, name] = []  # no rule reads the list, and its entries may be faulty
    return {key: asked[key] for key in sorted(asked)}


def _add(constants: dict[str, int], columns: Mapping[str, int | ir.Value]) -> None:
    for name, value in columns.items():
        if not isinstance(value, int):
            raise InternalError(f"`{name}` of a list that no supplier has differs from row to row")
        constants[name] = constants.get(name, 0) | value if _is_word(name) else constants.get(name, 0) + value


def _beside(table: ir.Table, below: ir.Table, constants: Mapping[str, int]) -> ir.Table:
    """The rows with what was found below, and what is so of every row."""
    joined = table.left_join(below, [ROW]).drop(f"{ROW}_right")
    more: dict[str, int | ir.Value] = {}
    for name, constant in constants.items():
        if name not in joined.columns:
            more[name] = constant
        elif constant:
            found = joined[name].fill_null(0)
            more[name] = found | constant if _is_word(name) else found + constant
    return joined.mutate(**more) if more else joined


def _pass(
    entries: Entries,
    asked: Asked,
    below: tuple[ir.Table | None, Mapping[str, int]],
    known: Mapping[str, Collection[str]] | None,
) -> ir.Table:
    """One row for each entry that surely or possibly matters, with what it comes to.

    With `known` words, by field, entries are looked at for faults as well. An entry that is not there yet comes to
    nothing, but that something of it is to begin.
    """
    faulty = f"{FAULTY}_entry"
    if known is not None:
        entries.table = entries.table.mutate(**{faulty: faulty_entry(entries, known).cast("int64")})
    if any(regime.asks_below(one) for regime, one in asked):
        found, constants = below
        entries.table = (
            entries.table.mutate(**constants)
            if found is None
            else _beside(entries.table, found.drop(FAULTY), constants)
        )
    columns: dict[str, int | ir.Value] = {}
    for regime, one in asked:
        columns |= regime.of_entries(one, entries)
    gone = not_there(entries.table, entries.collection, entries.as_of)
    if gone is not None:
        columns = {name: ibis.ifelse(gone, _nothing(name, value), value) for name, value in columns.items()}
    columns[FAULTY] = 0 if known is None else entries.table[faulty]
    later = begins_later(entries.table, entries.collection, entries.as_of)
    columns[BEGINS_LATER] = 0 if later is None else later.cast("int64")
    out = entries.table.select(ROW, **{name: _long(value) for name, value in columns.items()})
    # what is missing, and until when, matters only with a ground that may be true; a sum may lack what adds nothing
    told = [name for name in columns if not name.startswith("last_day") and not (_is_word(name) and name[0] == "m")]
    return out.filter(reduce(lambda a, b: a | b, (out[name] != 0 for name in told)))


def _nothing(name: str, value: int | ir.Value) -> ir.Value:
    """What a column says of an entry that comes to nothing."""
    if name.startswith("last_day"):
        return ibis.null("date")
    return ibis.literal(0, type=value.type() if isinstance(value, ir.Value) else "int64")


def _long(value: int | ir.Value) -> ir.Value:
    return ibis.literal(value, type="int64") if isinstance(value, int) else value


def _joined(parts: list[ir.Table]) -> ir.Table:
    """What the parts say of each row, in one row."""
    names = list(dict.fromkeys(name for part in parts for name in part.columns))
    kinds = {name: next(part[name].type() for part in parts if name in part.columns) for name in names}

    def held(part: ir.Table, name: str) -> ir.Value:
        if name in part.columns:
            return part[name]
        return ibis.null("date") if "last_day" in name else ibis.literal(0, type=kinds[name])

    alike = [part.select(**{name: held(part, name) for name in names}) for part in parts]
    union = ibis.union(*alike) if len(alike) > 1 else alike[0]
    return union.group_by(ROW).agg(**{name: _aggregate(union[name], name) for name in names if name != ROW})


def _aggregate(value: ir.Value, name: str) -> ir.Value:
    if "last_day" in name:
        return value.max()
    return bit_or(value) if name in (FAULTY, BEGINS_LATER) or _is_word(name) else value.sum()


def _is_word(name: str) -> bool:
    """Whether the column holds a word of bits, and not a number."""
    word = name.split("_", maxsplit=1)[0]
    return word[0] in "spmn" and word[1:].isdigit()
