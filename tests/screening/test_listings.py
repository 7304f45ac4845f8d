"""Suppliers joined with lists in columns get what the single case gets, on both engines."""

from __future__ import annotations

from datetime import date

import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from screening_rows import operators_of
from two_engines import in_duckdb, in_spark

from tenderlaw.facts.base import OPEN
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.listings import IndexedListings, ListingRow
from tenderlaw.screening.listings import listings_table, with_listings
from tenderlaw.screening.schema import columns_of

SCHEMA = sch.Schema({"row": "int64", **columns_of()}).to_pyarrow()
KEYS = ("lei::A1", "vat:DE:11", "vat:GR:11", "national-register:FR:7", "uei::B2")
NAMES = ("Straße AG", "STRASSE ag", "Oak  Ltd", "oak ltd", "ＯＡＫ ltd", "Oak")

rows_of_lists = st.lists(
    st.builds(
        ListingRow,
        list=st.sampled_from(("list-a", "list-b")),
        entry=st.just(""),
        line=st.just(1),
        names=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
        keys=st.lists(st.sampled_from(KEYS), max_size=2, unique=True).map(tuple),
        invalid=st.just(()),
        kind=st.just(""),
        programme=st.just(""),
        exclusion_type=st.sampled_from((None, "debarred")),
        effect=st.just("unknown"),
        listed_from=st.sampled_from((None, date(2030, 1, 2))),
        listed_until=st.sampled_from((None, OPEN)),
        review=st.none(),
    ),
    max_size=5,
).map(lambda rows: [numbered(row, number) for number, row in enumerate(rows)])

suppliers = st.fixed_dictionaries(
    {"role": st.just("tenderer")},
    optional={
        "name": st.sampled_from(NAMES),
        "country": st.sampled_from(("DE", "FR-75", "GR")),
        "identifiers": st.lists(
            st.fixed_dictionaries({
                "scheme": st.sampled_from(("lei", "vat", "uei", "national-register", "other")),
                "value": st.sampled_from(("a-1", "11", "DE 11", "el11", "7", "b2", ".", "FR11")),
            }),
            max_size=3,
        ),
        "listings": st.lists(
            st.fixed_dictionaries(
                {"list": st.sampled_from(("list-a", "list-c"))}, optional={"entry": st.sampled_from(("e0", "e1"))}
            ),
            max_size=2,
        ),
    },
).map(EconomicOperator.model_validate)  # fmt: skip


def numbered(row: ListingRow, number: int) -> ListingRow:
    return ListingRow(**{name: getattr(row, name) for name in ListingRow.__slots__} | {"entry": f"e{number}"})


def table_of(operators: list[EconomicOperator]) -> pa.Table:
    return pa.Table.from_pylist([{"row": n, **one.model_dump()} for n, one in enumerate(operators)], schema=SCHEMA)


def joined(table: ir.Table, lists: ir.Table) -> ir.Table:
    return with_listings(table, lists, ["list-a"], ["list-a", "list-b"])


def one_by_one(operators: list[EconomicOperator], rows: list[ListingRow]) -> list[EconomicOperator]:
    index = IndexedListings(rows)
    return [index.completed(operator, ["list-a"], ["list-a", "list-b"]) for operator in operators]


@settings(max_examples=60)
@given(st.lists(suppliers, min_size=1, max_size=4), rows_of_lists)
def test_columns_and_single_cases_find_the_same_entries(
    operators: list[EconomicOperator], rows: list[ListingRow]
) -> None:
    found = in_duckdb(joined, table_of(operators), listings_table(rows))
    assert operators_of(found) == one_by_one(operators, rows)


def test_spark_finds_what_duckdb_finds() -> None:
    operators = [
        EconomicOperator.model_validate({"role": "tenderer"} | facts)
        for facts in (
            {"name": "strasse AG", "country": "DE", "identifiers": [{"scheme": "vat", "value": "el 11"}]},
            {"name": "Oak ltd", "country": "DE", "identifiers": [{"scheme": "vat", "value": "11"}]},
            {"listings": [{"list": "list-a", "entry": "e1"}], "identifiers": [{"scheme": "lei", "value": "a1"}]},
            {},
        )
    ]
    rows = [
        ListingRow("list-a", f"e{number}", number, (name,), (key,), (), "", "", "debarred", "excludes",
                   date(2030, 1, 2), None, None)
        for number, (name, key) in enumerate(zip(NAMES, KEYS, strict=False))
    ]  # fmt: skip
    found = in_spark(joined, table_of(operators), listings_table(rows))
    assert operators_of(found) == one_by_one(operators, rows)
    assert [len(one.listings or ()) for one in operators_of(found)] == [4, 5, 2, 1]
