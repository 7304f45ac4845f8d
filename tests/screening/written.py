"""Tables of suppliers as people and libraries write them, well or badly, at random: for laws of reading.

`written` makes a file, or a folder of files, and says of each row that it holds what a single case makes of it.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias, cast

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from anything import any_suppliers, codes_of

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.tables.rows import operator_of
from tenderlaw.screening.tables.schema import arrow_schema
from tenderlaw.sources.faults import InputInvalidError

__all__ = ["Written", "rows_at_random", "styled", "written"]

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A file of suppliers."""

    path: Path
    rows: Sequence[tuple[str | None, EconomicOperator | None]]
    """The supplier and what a single case reads; nothing where it reads nothing."""
    how: str = ""


@dataclass(slots=True)
class Hand:
    """Who writes, with a chance of their own."""

    chance: random.Random
    done: list[str] = field(default_factory=list)

    def may(self, what: str, share: float = 0.3) -> bool:
        """Whether something is done, and note that it was."""
        if self.chance.random() >= share:
            return False
        self.done.append(what)
        return True


def rows_at_random(chance: random.Random, count: int, day: date) -> list[Row]:
    """Rows that a single case reads, as plain data; lists and fields are left out at random, in all rows alike."""
    suppliers = any_suppliers(chance.randrange(10**6), count, day, codes_of(installed_regimes()))
    rows = [
        {"supplier": f"S{n}", **one.model_dump(exclude_none=True, exclude={"role"})} for n, one in enumerate(suppliers)
    ]
    names = [name for name in EconomicOperator.model_fields if name != "role"]
    left_out = set(chance.sample(names, chance.choice([0, 5, 20, len(names) - 2])))
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows]


def spoilt(row: Row, hand: Hand) -> Row:
    """The row with something that a single case refuses, or that it reads all the same."""
    chance = hand.chance
    listed = [
        name for name, value in row.items() if isinstance(value, list | tuple) and value and isinstance(value[0], dict)
    ]
    ways: list[Callable[[], Row]] = [
        lambda: {**row, "country": "Sweden"},
        lambda: {**row, "supplier": chance.choice(["", None])},
        lambda: {**row, "name": ""},
        lambda: {**row, "legal_form": "guild"},
        lambda: {**row, "convictions": [{"offence": "fraud", "final": False, "final_on": date(2020, 1, 1)}]},
        lambda: {**row, "name": chance.choice(["true", "[x]", "{", "a\nb", 'a"b', "a\u2028b", "Müller", " "])},
        lambda: {**row, "turnover": {"amount": Decimal("-1"), "currency": "EUR"}},
        lambda: {**row, "supplier": chance.choice(['a"b', "x,y", "ä", "0", "true", "a;b"])},
    ]
    if listed:
        name = chance.choice(listed)
        ways.append(lambda: {**row, name: [*row[name], None]})
    return chance.choice(ways)()


def expected(row: Mapping[str, Any]) -> tuple[str | None, EconomicOperator | None]:
    """What a single case makes of a row."""
    supplier = row.get("supplier") or None
    try:
        return supplier, operator_of(row, "f") if supplier is not None else None
    except InputInvalidError:
        return supplier, None


# Parquet ------------------------------------------------------------------------------------------------


def _schema_of(rows: Sequence[Row], hand: Hand) -> pa.Schema:
    """The columns that the rows have, with those fields of entries that any of them has."""
    wanted = arrow_schema()
    names = ["supplier", *(name for name in wanted.names if any(name in row for row in rows) and name != "supplier")]
    if len(names) > 1:
        hand.chance.shuffle(names)

    def narrowed(kind: pa.DataType, values: list[Any]) -> pa.DataType:
        if isinstance(kind, pa.ListType):
            return pa.list_(narrowed(kind.value_type, [one for value in values for one in value if one is not None]))
        if isinstance(kind, pa.StructType):
            held = [one for one in kind if any(value.get(one.name) is not None for value in values)]
            held = held or [kind.field(0)]
            return pa.struct([
                pa.field(one.name, narrowed(one.type, [v[one.name] for v in values if v.get(one.name) is not None]))
                for one in held
            ])  # fmt: skip
        return kind

    narrow = hand.may("fields that nobody has are left out", 0.7)
    return pa.schema([
        pa.field(
            name,
            narrowed(wanted.field(name).type, [row[name] for row in rows if row.get(name) is not None])
            if narrow else wanted.field(name).type,
        )
        for name in names
    ])  # fmt: skip


def styled(kind: pa.DataType, hand: Hand, style: str) -> pa.DataType:
    """The type as another library has it."""
    if isinstance(kind, pa.ListType):
        inner = styled(kind.value_type, hand, style)
        return (
            pa.large_list(inner)
            if style in ("polars", "large")
            else pa.list_(pa.field("element", inner, style != "strict"))
        )
    if isinstance(kind, pa.StructType):
        return pa.struct([pa.field(one.name, styled(one.type, hand, style)) for one in kind])
    if pa.types.is_string(kind):
        return {
            "large": pa.large_string(),
            "polars": pa.string_view(),
            "categories": pa.dictionary(pa.int32(), pa.string()),
        }.get(style, kind)
    if pa.types.is_decimal(kind):
        return {"spark": pa.decimal128(38, 18), "wide": pa.decimal256(60, 4), "narrow": pa.decimal128(30, 10)}.get(
            style, kind
        )
    if pa.types.is_date(kind) and style == "pandas":
        return pa.date64()
    return kind


STYLES = ("plain", "large", "polars", "spark", "wide", "narrow", "pandas", "strict", "categories")


def table_of(rows: Sequence[Row], hand: Hand) -> pa.Table:
    """The rows as a table, in the style of one library or another."""
    style = hand.chance.choice(STYLES)
    hand.done.append(style)
    plain = _schema_of(rows, hand)
    held = [{name: row.get(name) for name in plain.names} for row in rows]
    if style == "strict":  # entries that cannot be null
        held = [
            {
                name: [one for one in value if one is not None] if isinstance(value, list) else value
                for name, value in row.items()
            }
            for row in held
        ]
    schema = pa.schema([pa.field(one.name, styled(one.type, hand, style)) for one in plain])
    table = pa.Table.from_pylist(held, plain)
    try:
        table = table.cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        hand.done[-1] += " (not cast)"
    for name in table.column_names:
        if name != "supplier" and table[name].null_count == len(table) and hand.may(f"{name} is all null", 0.5):
            at = table.column_names.index(name)
            table = table.set_column(at, name, pa.nulls(len(table)))
    for name in ("row", "file_row_number", "Country", "__index_level_0__", "x.y", "SUPPLIER", "notes"):
        if name.lower() not in ("x.y",) and hand.may(f"column {name}", 0.06):
            table = table.add_column(0, name, pa.array(range(len(table)), pa.int64()))
    return table


def _parquet(rows: list[Row], path: Path, hand: Hand) -> list[Row]:
    table = table_of(rows, hand)
    seen = table.to_pylist()
    known = set(arrow_schema().names)
    if any(word.startswith("polars") for word in hand.done):  # pyarrow writes no views
        cast("pl.DataFrame", pl.from_arrow(table)).write_parquet(path)
        return [{name: value for name, value in row.items() if name in known} for row in seen]
    options: Row = {
        "row_group_size": hand.chance.choice([1, 7, 1000]),
        "version": hand.chance.choice(["1.0", "2.6"]),
    }
    if hand.may("without the types of Arrow", 0.3):
        options["store_schema"] = False
    options["compression"] = hand.chance.choice(["snappy", "zstd", "none"])
    pq.write_table(table, path, **options)
    return [{name: value for name, value in row.items() if name in known} for row in seen]


# Text ---------------------------------------------------------------------------------------------------


def _encoded(text: str, hand: Hand) -> bytes:
    encoding = hand.chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
    hand.done.append(encoding)
    return text.encode(encoding)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _lines(rows: list[Row], path: Path, hand: Hand) -> list[Row]:
    end = hand.chance.choice(["\n", "\r\n"])
    text = "".join(json.dumps(_plain(row), ensure_ascii=hand.chance.random() < 0.5) + end for row in rows)
    path.write_bytes(_encoded(text, hand))
    return rows


def _cells(rows: list[Row], path: Path, hand: Hand) -> list[Row]:
    """Cells, as a spreadsheet or a library writes them."""
    truths = hand.chance.choice([("true", "false"), ("TRUE", "FALSE"), ("True", "False")])
    dotted = hand.may("dotted names", 0.6)
    flat = [_flat(row, truths, dotted=dotted) for row in rows]
    heading = ["supplier", *sorted({name for row in flat for name in row if name != "supplier"})]
    if hand.may("an index", 0.2):
        heading = ["", *heading]
        flat = [{**row, "": str(n)} for n, row in enumerate(flat)]
    out = io.StringIO(newline="")
    separator = "\t" if path.suffix == ".tsv" else hand.chance.choice([",", ";", "\t"])
    end = hand.chance.choice(["\n", "\r\n"])
    quoting = hand.chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    if separator != "\t" and hand.may("sep=", 0.1):
        out.write(f"sep={separator}{end}")
    writer.writerow(heading)
    writer.writerows([row.get(name, "") for name in heading] for row in flat)
    path.write_bytes(_encoded(out.getvalue(), hand))
    # an empty cell is not known, and an empty name is an empty cell
    return [{name: value for name, value in row.items() if value != ""} for row in rows]


def _flat(row: Row, truths: tuple[str, str], *, dotted: bool) -> dict[str, str]:
    out: dict[str, str] = {}
    for name, value in _plain(row).items():
        if isinstance(value, dict) and dotted:
            for inner, part in value.items():
                out[f"{name}.{inner}"] = _cell(part, truths)
        elif value is not None:
            out[name] = _cell(value, truths)
    return out


def _cell(value: Any, truths: tuple[str, str]) -> str:
    if isinstance(value, bool):
        return truths[0] if value else truths[1]
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


_WRITERS: dict[str, Callable[[list[Row], Path, Hand], list[Row]]] = {
    ".parquet": _parquet,
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".csv": _cells,
    ".tsv": _cells,
}


def written(seed: int, folder: Path, day: date, kinds: Sequence[str] = tuple(_WRITERS)) -> Written:
    """A file, or a folder of several, from a seed."""
    hand = Hand(random.Random(seed))
    count = hand.chance.choice([0, 1, 3, 12])
    rows = rows_at_random(hand.chance, max(count, 1), day)[:count]
    rows = [spoilt(row, hand) if hand.chance.random() < 0.25 else row for row in rows]
    name = hand.chance.choice(["s", "s[1]", "a*b", "c=d", "ü x", "~s", "_s"])
    path = folder / f"{name}{hand.chance.choice(kinds)}"
    seen = _WRITERS[path.suffix](rows, path, hand)
    return Written(
        path, [expected(row) for row in seen], f"{seed}: {path.name}, {len(rows)} rows, {', '.join(hand.done)}"
    )
