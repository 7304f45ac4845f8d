"""Arrow's kernels: what they do where Arrow and SQL differ, and what of a file is read."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from anything import any_suppliers, codes_of
from hypothesis import given, settings
from hypothesis import strategies as st

import tenderlaw
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.procurement import Procurement
from tenderlaw.packs.conditions import Length
from tenderlaw.packs.typed import TypedPeriod
from tenderlaw.rules.periods import last_day
from tenderlaw.rules.reading import moved
from tenderlaw.screening.arrow.algebra import TRUTH, compare, first_of_names, is_null, is_one_of, of_kind
from tenderlaw.screening.arrow.program import Program, program_of
from tenderlaw.screening.arrow.spaces import Column, Rows
from tenderlaw.screening.columns.leaves import moved_day
from tenderlaw.screening.columns.spans import last_of
from tenderlaw.screening.engines import reading
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.tables.files import Part, inputs_of, parts_of
from tenderlaw.screening.tables.folders import files_of
from tenderlaw.screening.tables.rows import arrow_schema
from tenderlaw.sources.faults import InternalError

DAY = date(2026, 2, 1)
BOUGHT = Procurement.model_validate({"decision_on": DAY})
EU = ["eu-2014-24"]
FINAL = {"offence": "trafficking-in-human-beings", "final": True, "final_on": date(2024, 1, 1)}


def suppliers(count: int) -> pa.Table:
    held = any_suppliers(19, count, DAY, codes_of(installed_regimes()))
    rows = [{"supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(held)]
    return pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"])


def decided(file: Path, folder: Path, first: int = 0, count: int | None = None) -> list[object]:
    """The rows of a file from `first` on."""
    (one,) = inputs_of(files_of(file), folder)
    rows = one.rows - first if count is None else count
    part = Part(one.file, one.name, first, rows, one.columns, one.converted)
    screening = Screening.of(BOUGHT, DAY, installed_regimes(tuple(EU)))
    Here().decide(screening.program(pq.read_schema(part.file)), part, folder / "out.parquet")
    return list(pq.read_table(folder / "out.parquet").sort_by("row").to_pylist())


def test_files_of_every_writer_come_to_the_same(tmp_path: Path) -> None:
    table = suppliers(60)
    pq.write_table(table, tmp_path / "arrow.parquet", row_group_size=25)
    pl.from_arrow(table).write_parquet(tmp_path / "polars.parquet")
    duckdb.connect().from_arrow(table).write_parquet(str(tmp_path / "duckdb.parquet"))
    expected = decided(tmp_path / "arrow.parquet", tmp_path)
    for name in ("polars", "duckdb"):
        assert decided(tmp_path / f"{name}.parquet", tmp_path) == expected, name


def test_batches_are_cut_where_parts_and_row_groups_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(suppliers(60), tmp_path / "in.parquet", row_group_size=25)
    whole = decided(tmp_path / "in.parquet", tmp_path)
    monkeypatch.setattr(reading, "BATCH_ROWS", 7)
    for first, count in ((0, 60), (0, 10), (20, 15), (24, 2), (50, 10)):
        found = decided(tmp_path / "in.parquet", tmp_path, first, count)
        assert found == whole[first : first + count]


def test_of_a_file_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    pq.write_table(suppliers(10), tmp_path / "in.parquet")
    (part,) = parts_of(inputs_of(files_of(tmp_path / "in.parquet"), tmp_path))
    rows = Rows(pq.read_schema(part.file).append(pa.field("row", pa.int64())))
    country, misconduct, row = (column(rows, name) for name in ("country", "misconduct", "row"))
    wanted = {"row": row, "country": of_kind(is_one_of(country, ["SE"]), TRUTH, rows), "known": is_null(misconduct)}
    program = program_of(wanted, rows)
    assert (program.reads, program.words) == ({("row",), ("country",), ("misconduct",)}, {("country",)})
    (batch,) = reading.batches_of(part, program)
    assert batch.schema.names == ["country", "misconduct", "row"]
    assert pa.types.is_dictionary(batch.schema.field("country").type)


def test_facts_that_were_never_given_have_no_type_and_are_unknown(tmp_path: Path) -> None:
    rows = [
        {
            "supplier": "convicted",
            "country": None,
            "convictions": [{**FINAL, "self_cleaning": None}],
            "linked_persons": [],
        },
        {"supplier": "unknown", "country": None, "convictions": None, "linked_persons": []},
        {"supplier": "a hole", "country": None, "convictions": [None], "linked_persons": []},
    ]
    table = pa.Table.from_pylist(rows)
    assert pa.types.is_null(table.schema.field("country").type)
    assert pa.types.is_null(table.schema.field("linked_persons").type.value_type)
    pq.write_table(table, tmp_path / "in.parquet")
    of_file = decided(tmp_path / "in.parquet", tmp_path)
    of_frame = tenderlaw.screen(table, BOUGHT, packs=EU).to_pylist()
    for found in (of_file, of_frame):
        assert [row["faulty"] for row in found] == [False, False, True]  # type: ignore[index]
        assert found[0]["eu-2014-24"]["possibly"] != 0  # type: ignore[index]


def test_entries_hidden_under_a_list_that_is_null_are_none() -> None:
    entry = pa.array(
        [{**FINAL, "self_cleaning": {"claimed": False}}] * 2, arrow_schema().field("convictions").type.value_type
    )
    hidden = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), entry, mask=pa.array([False, True]))
    table = pa.table(
        {"supplier": ["A", "B"], "convictions": hidden, "linked_persons": pa.array([[], []], pa.list_(pa.null()))}
    )
    found = tenderlaw.screen(table, BOUGHT, packs=EU).to_pylist()
    assert found[0]["eu-2014-24"]["surely"] != 0 or found[0]["eu-2014-24"]["possibly"] != 0
    assert found[1]["eu-2014-24"]["surely"] == 0
    assert "operator.convictions" not in found[0]["missing"]


@settings(max_examples=200, deadline=None)
@given(
    days=st.lists(st.dates() | st.none(), min_size=1, max_size=20),
    length=st.builds(Length, years=st.integers(0, 12), months=st.integers(0, 30), days=st.integers(0, 400)),
)
def test_days_are_moved_as_the_rules_move_them(days: list[date | None], length: Length) -> None:
    rows = Rows(pa.schema([("row", pa.int64()), ("day", pa.date32())]))
    program = program_of({"day": moved_day(column(rows, "day"), length)}, rows)
    batch = pa.record_batch({"row": range(len(days)), "day": pa.array(days, pa.date32())})
    expected = [None if day is None else moved(day, length) for day in days]
    assert program.run(batch)["day"].to_pylist() == expected


PERIODS = [
    replace(period, event_day_counted=counted, holidays=holidays)
    for regime in installed_regimes(tuple(EU))
    for period in regime.typed.periods.values()
    for counted in (False, True)
    for holidays in (None, "GB-SCT")
]


@settings(max_examples=100, deadline=None)
@given(days=st.lists(st.dates(date(1995, 1, 1), date(2060, 1, 1)) | st.none(), min_size=1, max_size=20))
@pytest.mark.parametrize("period", PERIODS)
def test_periods_end_where_the_rules_let_them_end(period: TypedPeriod, days: list[date | None]) -> None:
    rows = Rows(pa.schema([("row", pa.int64()), ("day", pa.date32())]))
    last = last_of(period, column(rows, "day"))
    assert isinstance(last, Column)
    program = program_of({"last": last}, rows)
    batch = pa.record_batch({"row": range(len(days)), "day": pa.array(days, pa.date32())})
    expected = [
        None if day is None else last_day(day, period.years, event_day_counted=period.event_day_counted,
                                          holidays=period.holidays)
        for day in days
    ]  # fmt: skip
    assert program.run(batch)["last"].to_pylist() == expected


def test_what_is_the_same_for_every_row_has_a_value_in_every_row() -> None:
    rows = Rows(pa.schema([("row", pa.int64())]))
    true, one = of_kind(True, TRUTH, rows), of_kind(1, pa.int64(), rows)
    names = first_of_names(true, {name: [(1, 1)] for name in ("a", "b", "c")}, 2)
    program = program_of({"row": column(rows, "row"), "names": names, "one": one}, rows)
    found = program.run(pa.record_batch({"row": [4, 5]})).to_pylist()
    assert found == [{"row": 4, "names": ["a", "b"], "one": 1}, {"row": 5, "names": ["a", "b"], "one": 1}]


def test_values_of_different_rows_never_meet() -> None:
    rows = Rows(pa.schema([("row", pa.int64()), ("numbers", pa.list_(pa.int64()))]))
    entry = rows.spread(column(rows, "numbers")).entry
    with pytest.raises(InternalError, match="values of different rows meet"):
        compare("equal", column(rows, "row"), entry)


def test_a_program_can_be_sent_to_another_process() -> None:
    screening = Screening.of(BOUGHT, DAY, installed_regimes(tuple(EU)))
    table = suppliers(30)
    program = screening.program(table.schema)
    (batch,) = table.append_column("row", pa.array(range(30), pa.int64())).to_batches()
    sent: Program = pickle.loads(pickle.dumps(program))  # noqa: S301
    assert sent.run(batch) == program.run(batch)


def column(rows: Rows, name: str) -> Column:
    found = rows.read(name)
    assert found is not None
    return found


@pytest.mark.parametrize(("first", "count"), [(0, 60), (0, 10), (20, 15), (24, 2), (50, 10), (0, 0)])
@pytest.mark.parametrize("size", [1, 20, 30, 1000])
def test_the_pieces_of_a_part_are_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int, count: int, size: int
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", size)
    pq.write_table(suppliers(60), tmp_path / "in.parquet", row_group_size=25)
    (one,) = inputs_of(files_of(tmp_path / "in.parquet"), tmp_path)
    pieces = reading.pieces_of(Part(one.file, one.name, first, count, one.columns, one.converted))
    numbers = [number for piece in pieces for number in range(piece.first, piece.first + piece.count)]
    assert numbers == list(range(first, first + count))
