"""Tables as other libraries write them become what engines compute from, and what no fact can be is told by row."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from anything import any_suppliers, codes_of
from written import STYLES, Hand, styled

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.screening.tables.fitting import fitted, is_plain, read_as_python
from tenderlaw.screening.tables.schema import arrow_schema, misfits

DAY = date(2026, 2, 1)
BEYOND = (date(9999, 12, 31) - date(1970, 1, 1)).days + 1


def suppliers(count: int) -> pa.Table:
    held = any_suppliers(7, count, DAY, codes_of(installed_regimes()))
    rows = [{"supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(held)]
    return pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"])


def wrong(table: pa.Table) -> dict[int, str]:
    """The rows that hold what no fact can be, and where; in the table there is nothing in its place."""
    found = fitted(table)
    assert is_plain(found.table.schema)
    assert len(found.table) == len(table)
    return dict(found.wrong)


def of(name: str, *values: object, kind: pa.DataType | None = None) -> pa.Table:
    return pa.table({"supplier": [f"S{n}" for n in range(len(values))], name: pa.array(values, kind)})


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", [0, 20])
def test_law_every_style_comes_to_the_same_table(style: str, count: int) -> None:
    table = suppliers(count)
    hand = Hand(random.Random(1))
    schema = pa.schema([pa.field(one.name, styled(one.type, hand, style)) for one in table.schema])
    given = pa.Table.from_pylist(table.to_pylist(), schema)
    found = fitted(given)
    assert not found.wrong
    assert found.table.cast(table.schema).equals(table)
    assert is_plain(given.schema) is (style == "plain")


def test_slices_and_chunks_are_no_other_table() -> None:
    table = suppliers(30)
    parts = pa.concat_tables([table.slice(0, 7), table.slice(7, 1), table.slice(8, 22)])
    assert fitted(parts).table.equals(table)
    assert fitted(table.slice(11, 9)).table.equals(table.slice(11, 9))
    runs = pa.RunEndEncodedArray.from_arrays([2, 5], ["SE", "DK"])
    assert fitted(pa.table({"supplier": list("abcde"), "country": runs})).table["country"].to_pylist() == [
        "SE", "SE", "DK", "DK", "DK",
    ]  # fmt: skip


def test_amounts_keep_every_digit_or_are_told() -> None:
    money = pa.struct({"amount": pa.decimal128(38, 18), "currency": pa.string()})
    amounts = ["12.5", "12.123456", "9999999999999999.9999", "10000000000000000", "-3", "0.00010"]
    table = of("turnover", *({"amount": Decimal(one), "currency": "EUR"} for one in amounts), kind=money)
    assert wrong(table) == {1: "turnover.amount", 3: "turnover.amount"}
    held = [row["amount"] for row in fitted(table).table["turnover"].to_pylist()]
    assert held == [Decimal("12.5"), None, Decimal("9999999999999999.9999"), None, Decimal(-3), Decimal("0.0001")]
    for kind in (pa.int8(), pa.uint64(), pa.int64(), pa.decimal256(60, 0), pa.decimal32(9, 2)):
        whole = pa.struct({"amount": kind, "currency": pa.string()})
        table = of("turnover", {"amount": 5, "currency": "EUR"}, None, kind=whole)
        assert fitted(table).table["turnover"].to_pylist() == [{"amount": Decimal(5), "currency": "EUR"}, None]
    large = pa.struct({"amount": pa.uint64(), "currency": pa.string()})
    assert wrong(of("turnover", {"amount": 2**64 - 1, "currency": "EUR"}, kind=large)) == {0: "turnover.amount"}


def test_days_outside_the_calendar_are_told() -> None:
    entry = pa.list_(pa.struct({"offence": pa.string(), "final_on": pa.date32()}))
    days = pa.array([0, BEYOND, BEYOND - 1, -719_163, -719_162, 2**31 - 1], pa.int32()).cast(pa.date32())
    structs = pa.StructArray.from_arrays([pa.array(["fraud"] * 6), days], fields=list(entry.value_type))
    listed = pa.ListArray.from_arrays([0, 2, 4, 4, 6], structs)
    table = pa.table({"supplier": list("abcd"), "convictions": listed})
    assert wrong(table) == {0: "convictions[].final_on", 1: "convictions[].final_on", 3: "convictions[].final_on"}
    (row,) = read_as_python(table.slice(3, 1))
    assert row == {
        "supplier": "d",
        "convictions": [
            {"offence": "fraud", "final_on": date(1, 1, 1)},
            {"offence": "fraud", "final_on": "a date32[day] outside the calendar"},
        ],
    }
    moments = pa.array(np.array([0, 1, 86_400_000], np.int64)).cast(pa.date64(), safe=False)
    entries = pa.StructArray.from_arrays([moments], fields=[pa.field("final_on", pa.date64())])
    table = pa.table({"supplier": list("abc"), "convictions": pa.ListArray.from_arrays([0, 1, 2, 3], entries)})
    assert wrong(table) == {1: "convictions[].final_on"}


def test_bytes_that_are_no_text_are_told() -> None:
    data = pa.array([b"ok", b"M\xfcller", None, "Müller".encode()])
    text = pa.Array.from_buffers(pa.string(), 4, data.buffers())
    table = pa.table({"supplier": list("abcd"), "name": text})
    assert wrong(table) == {1: "name"}
    assert fitted(table).table["name"].to_pylist() == ["ok", None, None, "Müller"]
    assert [row["name"] for row in read_as_python(table)] == ["ok", "M\\xfcller", None, "Müller"]


def test_fields_that_no_fact_has_are_told_where_they_are_given() -> None:
    rows = [[{"offence": "fraud", "fine": None}], [{"offence": "fraud", "fine": {"x": 1}}], [], None, [None]]
    table = of("convictions", *rows)
    assert wrong(table) == {1: "convictions[].fine"}
    assert fitted(table).table["convictions"].to_pylist() == [
        [{"offence": "fraud"}], [{"offence": "fraud"}], [], None, [None],
    ]  # fmt: skip
    assert wrong(of("tender", {"typo": True}, {"typo": None}, None)) == {0: "tender.typo"}
    assert wrong(of("tender", {}, None, kind=pa.struct([]))) == {}


def test_a_dotted_name_is_a_fact_within_a_fact() -> None:
    table = pa.table({
        "supplier": ["a", "b", "c"], "tender.abnormally_low": [True, None, None],
        "tender.appears_abnormally_low": [None, False, None], "subcontract.value.amount": [Decimal("1.5"), None, None],
        "name.first": ["x", None, None],
    })  # fmt: skip
    found = fitted(table)
    assert found.table["tender"].to_pylist() == [
        {"abnormally_low": True, "appears_abnormally_low": None},
        {"abnormally_low": None, "appears_abnormally_low": False},
        None,
    ]
    assert found.table["subcontract"].to_pylist() == [{"value": {"amount": Decimal("1.5000")}}, None, None]
    assert "name.first" not in found.table.column_names


@pytest.mark.parametrize("name", ["row", "ROW", "file_row_number", "Country", "Supplier", "tender.abnormally_low"])
def test_names_that_engines_would_mistake_are_kept_from_them(name: str) -> None:
    table = pa.table({"supplier": ["a"], "country": ["SE"], name: [True]})
    assert not is_plain(table.schema)
    found = fitted(table)
    assert is_plain(found.table.schema)
    assert set(found.table.column_names) <= {"supplier", "country", "tender"}


def test_what_is_wrong_with_columns_is_said_by_name() -> None:
    schema = pa.schema([
        ("supplier", pa.int64()), ("country", pa.string()), ("country", pa.string()), ("tender", pa.bool_()),
        ("tender.abnormally_low", pa.bool_()), ("evidence_verified", pa.int8()), ("turnovers", pa.string()),
        ("turnover", pa.struct([("amount", pa.float64()), ("currency", pa.string()), ("currency", pa.string())])),
        ("convictions", pa.list_(pa.struct([("final_on", pa.timestamp("ns")), ("fines", pa.string())]))),
        ("name", pa.dictionary(pa.int8(), pa.large_string())), ("lots", pa.map_(pa.string(), pa.string())),
        ("linked_persons", pa.null()), ("identifiers", pa.list_(pa.null())),
    ])  # fmt: skip
    found = [(must, str(fault)) for must, fault in misfits(schema, "f")]
    assert [said for must, said in found if must] == [
        "f: country: the column `country` stands twice (keep one of them)",
        "f: tender: the column cannot stand beside `tender.abnormally_low`: both say what `tender` is "
        "(keep one of them)",
        "f: supplier: is int64, and must be text (write it as text)",
        "f: tender: is true or false, and must be a struct",
        "f: evidence_verified: is int8, and must be true or false",
        "f: turnover.currency: the field `currency` stands twice (keep one of them)",
        "f: turnover.amount: is float64, and must be a decimal "
        "(amounts are exact: write decimals, never floating point)",
        "f: convictions[].final_on: is timestamp[ns], and must be a day (write date32)",
        "f: lots: is map<string, string>, and must be a list",
    ]
    assert [said for must, said in found if not must] == [
        "f: turnovers: is no fact of a supplier, and not read (did you mean `turnover`?)",
        "f: convictions[].fines: is no fact of its kind: rows that have it are set aside (did you mean `final`?)",
    ]
