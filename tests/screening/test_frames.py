"""`tenderlaw.screen`: tables of every kind come to the same, and to what files come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from anything import any_suppliers, codes_of
from sparks import spark_engine

import tenderlaw
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.case import load_case
from tenderlaw.screening.runs import frames
from tenderlaw.screening.tables.rows import arrow_schema
from tenderlaw.screening.tables.schema import types_of

ROOT = Path(__file__).resolve().parents[2]
PROCUREMENT = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml").procurement
DAY = date(2026, 2, 1)
EU = ["eu-2014-24"]


def suppliers(count: int) -> pa.Table:
    held = any_suppliers(11, count, DAY, codes_of(installed_regimes()))
    rows = [{"supplier": f"S{n}", **one.model_dump(exclude_none=True)} for n, one in enumerate(held)]
    return pa.Table.from_pylist(rows, schema=arrow_schema()).drop_columns(["row"])


def test_tables_of_every_kind_come_to_the_same() -> None:
    table = suppliers(40)
    expected = tenderlaw.screen(table, PROCUREMENT, as_of=DAY, packs=EU)
    assert expected["row"].to_pylist() == list(range(40))
    assert {"may_exclude", "undetermined"} <= set(expected["outcome"].to_pylist())
    relation = duckdb.connect().from_arrow(table)
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    for other in (table.to_reader(), pl.from_arrow(table), frame, relation):
        assert tenderlaw.screen(other, PROCUREMENT, as_of=DAY, packs=EU).equals(expected), type(other)


def test_rows_that_cannot_be_read_have_no_outcome_and_stay_in_their_place() -> None:
    rows = suppliers(3).to_pylist()
    rows[1]["country"] = "Sweden"
    found = tenderlaw.screen(pa.Table.from_pylist(rows, schema=suppliers(1).schema), PROCUREMENT, as_of=DAY, packs=EU)
    assert found["faulty"].to_pylist() == [False, True, False]
    assert [outcome is None for outcome in found["outcome"].to_pylist()] == [False, True, False]


def test_amounts_as_floating_point_are_refused() -> None:
    table = pa.table({"supplier": ["A"], "turnover": [{"amount": 1.5, "currency": "EUR"}]})
    with pytest.raises(tenderlaw.InputInvalidError, match=r"turnover\.amount: is float64, and must be a decimal"):
        tenderlaw.screen(table, PROCUREMENT, as_of=DAY, packs=EU)


def test_what_is_no_table_is_refused_with_what_would_be_one() -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"collect a lazy one"):
        tenderlaw.screen(pl.LazyFrame({"supplier": ["A"]}), PROCUREMENT, as_of=DAY, packs=EU)


def broken_reader() -> pa.RecordBatchReader:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"supplier": ["a"]})
        raise RuntimeError("the line went dead")

    return pa.RecordBatchReader.from_batches(pa.schema([("supplier", pa.string())]), batches())


class Capsule:
    """Hands over what is no stream of Arrow."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return 5


def test_what_other_libraries_raise_is_said_in_our_words() -> None:
    absent = pa.DictionaryArray.from_arrays(pa.array([0, 7]), pa.array(["SE"]), safe=False)
    listed = types_of()["identifiers"]
    backwards = pa.ListArray.from_arrays(pa.array([0, 2, 1], pa.int32()), pa.array([None, None], listed.value_type))
    cut = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\1\0\0\0"), pa.py_buffer(b"ab")])
    sound = "it points to values that are not there"
    for table, said in (
        (pd.DataFrame({"supplier": ["a"], "name": pd.arrays.SparseArray([0])}), "`Sparse pandas data (column name)"),
        (broken_reader(), "`Unknown error: the line went dead`"),
        (Capsule(), "suppliers: cannot be read: `"),
        (pa.table({"supplier": ["a", "b"], "country": absent}), f"suppliers: country: cannot be read: {sound}"),
        (pa.table({"supplier": absent}), f"suppliers: supplier: cannot be read: {sound}"),
        (pa.table({"supplier": ["a", "b"], "identifiers": backwards}), f"identifiers: cannot be read: {sound}"),
        (pa.table({"supplier": ["a", "b"], "name": cut}), f"name: cannot be read: {sound}"),
    ):
        with pytest.raises(tenderlaw.InputInvalidError) as refused:
            tenderlaw.screen(table, {"decision_on": "2026-02-01"}, packs=["eu-2014-24"])
        assert said in str(refused.value)
        assert "Traceback" not in str(refused.value)


def test_a_disagreement_with_the_single_case_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames.Screening, "first_missing", lambda self, decision: ["nothing of the kind"])
    with pytest.raises(tenderlaw.InternalError, match="disagree on suppliers, row 0"):
        tenderlaw.screen(suppliers(3), PROCUREMENT, as_of=DAY, packs=EU)


def test_a_frame_of_spark_comes_to_what_a_table_does() -> None:
    table = suppliers(30)
    frame = spark_engine().session.createDataFrame(table)
    found = tenderlaw.screen(frame, PROCUREMENT, as_of=DAY, packs=EU, sample=10)
    rows = found.orderBy("supplier").drop("row").toArrow().to_pylist()
    expected = tenderlaw.screen(table, PROCUREMENT, as_of=DAY, packs=EU).drop_columns(["row"])
    assert rows == expected.sort_by("supplier").to_pylist()
