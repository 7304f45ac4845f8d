"""Suppliers joined with lists in columns get what the single case gets, on both engines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from screening_rows import operators_of

from tenderlaw.facts.base import OPEN
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.interop.entry_days import EntryDays
from tenderlaw.interop.listings import ListIdentifier, ListingRow, Said, made_row
from tenderlaw.interop.searching import IndexedListings, keys_of_party
from tenderlaw.screening.joins.database import Database
from tenderlaw.screening.joins.listings import TALLIES, entries_written, with_listings
from tenderlaw.screening.tables.schema import columns_of

UEI = "QWKZ4T8N2LM5"
FUNCTIONS = {"keys_of_party": keys_of_party(["uei", "vat"])}
SEARCHED, ASKED = {"list-a": ("uei",), "list-b": (), "list-d": ("uei", "vat")}, ("list-a", "list-b", "list-d", "list-z")
BY_NAME = ("list-d",)
SCHEMA = pa.schema([("row", pa.int64()), *columns_of().items()])
KEYS = ("lei::A1", "uei::QWKZ4T8N2LM5", "vat:DE:11", "vat:GR:11", "national-register:FR:7", "uei::B2")
NAMES = (
    "Straße AG",
    "STRASSE ag",
    "Oak  Ltd",
    "oak ltd",
    "ＯＡＫ ltd",
    "Oak",
    "ООО Дуб",
    "Dub, L.L.C.",
    "—",
    "Oak dba Elm",
)
PLACES = (None, "DE", "GR", "FR-75", "US", "US-DE", "US-TX", "CH", "NO")
WRITTEN = (
    ("lei", "2138-00KU D8LA JWSQ 9D15"), ("xi-lei", "213800kud8lajwsq9d15"), ("lei", "unknown"),
    ("uei", UEI.lower()), ("us-sam", UEI), ("uei", "0OIL"), ("unstated", UEI),
    ("vat", "DE 136.695.976"), ("vat", "136695976"), ("vat", "EL094259216"), ("tax-number", "94259216"), ("vat", "n/a"),
    ("vat", "CHE-109.298.651 TVA"), ("national-register", "CHE-109.298.651"), ("vat", "NO 995525828 MVA"),
    ("national-register", "2071354"), ("national-register", "002071354"), ("national-register", "HRB 11223 Aachen"),
    ("national-register", "АБ123456"), ("other", "ВГ123456"), ("other", "."), ("other", 'a"b\\n12345'),
)  # fmt: skip

written_rows = st.lists(
    st.builds(
        lambda name, numbers, place, of: made_row(
            None, of, "", 1, names=[name], said=Said(), days=EntryDays(None, OPEN),
            identifiers=[ListIdentifier(scheme, value, place) for scheme, value in numbers],
        ),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(WRITTEN), max_size=2),
        st.sampled_from(PLACES),
        st.sampled_from(("list-a", "list-d")),
    ),
    max_size=5,
).map(lambda rows: [numbered(row, number) for number, row in enumerate(rows)])  # fmt: skip

written_suppliers = st.fixed_dictionaries(
    {"role": st.just("tenderer")},
    optional={
        "name": st.sampled_from(NAMES),
        "country": st.sampled_from(PLACES),
        "identifiers": st.lists(
            st.sampled_from(WRITTEN).map(lambda one: {"scheme": one[0], "value": one[1]}), max_size=3
        ),
        "linked_persons": st.lists(
            st.fixed_dictionaries(
                {"link": st.just("controller")},
                optional={
                    "name": st.sampled_from(NAMES),
                    "country": st.sampled_from(PLACES),
                    "identifiers": st.lists(
                        st.sampled_from(WRITTEN).map(lambda one: {"scheme": one[0], "value": one[1]}), max_size=2
                    ),
                },
            ),
            max_size=3,
        ),
    },
).map(EconomicOperator.model_validate)

rows_of_lists = st.lists(
    st.builds(
        ListingRow,
        list=st.sampled_from(("list-a", "list-b")),
        entry=st.just(""),
        line=st.just(1),
        names=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
        keys=st.lists(st.sampled_from(KEYS), max_size=2, unique=True).map(tuple),
        invalid=st.just(()),
        unchecked=st.lists(st.sampled_from(KEYS), max_size=1).map(tuple),
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
                "value": st.sampled_from(("a-1", "11", "DE 11", "el11", "7", "b2", ".", "FR11", UEI.lower(), "0OIL")),
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


def in_columns(tables: Database, folder: Path, table: pa.Table, rows: list[ListingRow]) -> list[dict[str, object]]:
    entries_written(rows, folder / "entries.parquet")
    pq.write_table(table, folder / "suppliers.parquet")
    for name in ("entries", "suppliers"):
        tables.read(name, folder / f"{name}.parquet")
    with tables.with_functions(FUNCTIONS):
        query = with_listings("suppliers", tables.schema("suppliers"), "entries", SEARCHED, ASKED, BY_NAME)
        tables.write(query, folder / "made.parquet")
    return list(pq.read_table(folder / "made.parquet").to_pylist())


def one_by_one(operators: list[EconomicOperator], rows: list[ListingRow]) -> list[EconomicOperator]:
    index = IndexedListings(rows, operators)
    return [index.completed(operator, SEARCHED, ASKED, BY_NAME) for operator in operators]


@pytest.fixture(scope="module")
def tables() -> Database:
    return Database()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(operators=st.lists(suppliers, min_size=1, max_size=4), rows=rows_of_lists)
def test_columns_and_single_cases_find_the_same_entries(
    tables: Database, tmp_path: Path, operators: list[EconomicOperator], rows: list[ListingRow]
) -> None:
    found = in_columns(tables, tmp_path, table_of(operators), rows)
    assert operators_of(found) == one_by_one(operators, rows)
    assert IndexedListings(rows).completed(operators[0], SEARCHED, ASKED, BY_NAME) == one_by_one(operators, rows)[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(operators=st.lists(written_suppliers, min_size=1, max_size=5), rows=written_rows)
def test_however_numbers_and_names_are_written_columns_find_what_the_single_case_finds(
    tables: Database, tmp_path: Path, operators: list[EconomicOperator], rows: list[ListingRow]
) -> None:
    found = in_columns(tables, tmp_path, table_of(operators), rows)
    assert operators_of(found) == one_by_one(operators, rows)


def test_how_surely_a_supplier_is_found_is_counted(tables: Database, tmp_path: Path) -> None:
    operators = [
        EconomicOperator.model_validate({"role": "tenderer"} | facts)
        for facts in (
            {"name": "strasse AG", "country": "DE", "identifiers": [{"scheme": "vat", "value": "el 11"}]},
            {"name": "Oak ltd", "country": "DE", "identifiers": [{"scheme": "vat", "value": "11"}]},
            {"listings": [{"list": "list-a", "entry": "e1"}], "identifiers": [{"scheme": "lei", "value": "a1"}]},
            {"identifiers": [{"scheme": "uei", "value": UEI}]},
            {"identifiers": [{"scheme": "uei", "value": "0" + UEI[1:]}]},
            {},
            {
                "name": "ОАК, S.A.",
                "country": "CH",
                "identifiers": [{"scheme": "vat", "value": "CHE-109.298.651 MWST"}],
            },
            {"linked_persons": [{"name": "Oak & Co."}, {"identifiers": [{"scheme": "lei", "value": "A1"}]}]},
        )
    ]
    rows = [
        ListingRow("list-a", f"e{number}", number, (name,), (key,), (), (), "", "", "debarred", "excludes",
                   date(2030, 1, 2), None, None)
        for number, (name, key) in enumerate(zip(NAMES, KEYS, strict=False))
    ]  # fmt: skip
    found = sorted(in_columns(tables, tmp_path, table_of(operators), rows), key=lambda row: int(str(row["row"])))
    assert operators_of(found) == one_by_one(operators, rows)
    tallies = [tuple(bool(row[name]) for name in TALLIES) for row in found]
    assert tallies == [
        (True, False, False, False, True),
        (True, False, False, False, True),
        (True, False, False, False, False),
        (True, False, False, False, True),
        (False, False, False, False, True),
        (False, False, False, False, True),
        (False, False, True, False, True),
        (False, False, False, True, True),
    ]


@pytest.mark.parametrize("missing", [["listings"], ["identifiers"], ["name", "country"], ["identifiers", "name"]])
def test_a_table_may_lack_what_the_join_reads(tables: Database, tmp_path: Path, missing: list[str]) -> None:
    facts = {"name": "Oak", "country": "DE", "identifiers": [{"scheme": "lei", "value": "a1"}]}
    whole = EconomicOperator.model_validate({"role": "tenderer", **facts})
    lacking = whole.model_copy(update=dict.fromkeys(missing))
    rows = [ListingRow("list-a", "e", 1, ("oak",), ("lei::A1",), (), (), "", "", None, "unknown", None, None, None)]
    found = in_columns(tables, tmp_path, table_of([whole]).drop_columns(missing), rows)
    assert operators_of(found) == one_by_one([lacking], rows)


def test_entries_given_with_fewer_fields_stay_and_get_company(tables: Database, tmp_path: Path) -> None:
    given = [{"entry": "e", "list": "list-a"}, {"entry": "own", "list": "list-a"}]
    table = pa.table({"row": [0], "name": ["OAK"], "listings": [given]})
    rows = [
        ListingRow("list-a", entry, 1, ("oak",), (), (), (), "", "", "debarred", "excludes", None, OPEN, None)
        for entry in ("e", "f")
    ]
    ((row),) = in_columns(tables, tmp_path, table, rows)
    held = [(one["entry"], one["matched_by"]) for one in row["listings"]]  # type: ignore[attr-defined]
    assert held == [("e", None), ("own", None), ("f", "name")]
