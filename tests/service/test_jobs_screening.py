"""Screening as long work: every format, what comes of it page by page and whole, a row explained, files that trick."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import select

from service.accounts_held import Held, held_in
from service.screening_held import FACTS, FORMULA, SETS, done, enter, in_csv, in_json_lines, in_parquet
from tenderlaw.service.accounts.acts import NotFoundError, RefusedError
from tenderlaw.service.jobs import uploads
from tenderlaw.service.jobs.outcomes import problem_kept
from tenderlaw.service.jobs.results import Filter, Results, guarded, results_of
from tenderlaw.service.jobs.uploads import checked_file, ending_of, file_name
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.store import tables

EVERY = Filter()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    with held_in(f"sqlite:///{tmp_path / 'a.sqlite'}") as one:
        yield one


def results(held: Held, data: bytes, name: str, **more: object) -> Results:
    job = done(held, enter(held, data, name, **more))
    assert job.state == "done", problem_kept(held.database, held.record, job)
    return results_of(held.database, held.record, job)


@pytest.mark.parametrize(
    ("data", "name", "rejects"),
    [(in_json_lines(), "my suppliers.jsonl", 1), (in_csv(), "Zulieferer.CSV", 1), (in_parquet(), "s.parquet", 0)],
)
def test_suppliers_of_every_format_come_to_the_same_and_each_row_is_explained(
    held: Held, data: bytes, name: str, rejects: int
) -> None:
    found = results(held, data, name, versus=date(2023, 1, 1))
    page, rest = found.page(EVERY, 0, 10)
    said = {row["supplier"]: row for row in page}
    assert rest is None and len(page) == 4 - rejects
    assert said[FORMULA]["outcome"] == "must_exclude" and said[FORMULA]["changed"]
    assert said["A"]["outcome"] == said["Ünal & Söhne"]["outcome"] == "undetermined"
    grounds = said[FORMULA]["eu-2014-24"]["surely"]
    assert grounds == ["child-labour-or-trafficking-in-human-beings"] and "file" not in said["A"]
    assert found.job.result is not None
    assert found.job.result["counts"]["rejects"] == rejects and found.job.total == found.job.done
    for row in page:
        alone = found.explained(SETS, row["row"])
        assert alone["supplier"] == row["supplier"]
        assert alone["decision"]["outcome"] == row["outcome"]  # type: ignore[index]
        assert alone["before"]["outcome"] == row["before"]  # type: ignore[index]
    for number in (99, -1) if not rejects else (2, 99, -1):
        with pytest.raises(NotFoundError):
            found.explained(SETS, number)
    if rejects:
        assert orjson.loads(found.file("rejects").read())["supplier"] == "C"


def test_rows_are_found_by_what_they_say_and_go_page_by_page(held: Held) -> None:
    found = results(held, in_json_lines(), "s.jsonl")
    assert [row["supplier"] for row in found.page(Filter(outcome="must_exclude"), 0, 10)[0]] == [FORMULA]
    assert [row["supplier"] for row in found.page(Filter(supplier="ünal"), 0, 10)[0]] == ["Ünal & Söhne"]
    assert found.page(Filter(changed=True), 0, 10) == ([], None)
    one, at = found.page(EVERY, 0, 2)
    assert at is not None
    two, end = found.page(EVERY, at, 2)
    assert (len(one), len(two), end) == (2, 1, None)
    assert [row["row"] for row in one + two] == [0, 1, 3]
    lines = b"".join(found.lines(Filter(review=False))).splitlines()
    assert all(orjson.loads(line)["review"] is False for line in lines)


def test_no_cell_of_a_table_is_a_formula(held: Held) -> None:
    found = results(held, in_json_lines(), "s.jsonl")
    rows = list(csv.DictReader(io.StringIO(b"".join(found.table(EVERY)).decode())))
    assert [row["supplier"] for row in rows] == ["A", "'" + FORMULA, "Ünal & Söhne"]
    assert rows[1]["eu-2014-24.surely"] == "child-labour-or-trafficking-in-human-beings"
    for cell in ("+1+1", "@SUM(A1)", "-2+3", "\t=1", "\r=1", "=1"):
        assert guarded(cell) == "'" + cell
    assert [guarded(cell) for cell in ("-5", "-2.5", "5", "a=b", "")] == ["-5", "-2.5", "5", "a=b", ""]


def test_what_was_uploaded_and_what_came_of_it_lies_in_no_column_in_the_clear(held: Held) -> None:
    job = done(held, enter(held, in_json_lines(), "Ünal.jsonl"))
    with held.database.reading() as connection:
        every = [*connection.execute(select(tables.blob)).all(), *connection.execute(select(tables.job)).all()]
    text = " ".join(map(str, every)).encode() + b"".join(row.sealed for row in every if hasattr(row, "sealed"))
    for word in ("Ünal", "nal.jsonl", "HYPERLINK", "Cleaning of municipal"):
        assert word.encode() not in text
    assert job.state == "done" and "HYPERLINK" not in str(held.entries())
    said = [entry["done"] for entry in held.entries(kind="screening")]
    assert said == ["asked", "done"]


def test_a_screening_that_cannot_be_read_fails_with_its_faults_and_leaves_nothing(held: Held) -> None:
    job = done(held, enter(held, b"name;country\nA;SE\n", "s.csv"))
    said = problem_kept(held.database, held.record, job)
    assert job.state == "failed" and said is not None
    assert "there is no column `supplier`" in str(said["errors"])
    with held.database.reading() as connection:
        kept = connection.execute(select(tables.blob.c.blob)).scalars().all()
    assert len(kept) == 3  # the order, the file, the faults
    with pytest.raises(RefusedError):
        results_of(held.database, held.record, job)


def test_a_name_that_is_a_path_is_refused() -> None:
    paths = ("../../etc/passwd", "..\\x.csv", "/s.csv", "a/b.csv", "C:x.csv")
    for name in (*paths, ".csv", "", "x\x00.csv", "\n.csv", "x" * 300, "s.xlsx", "s.csv.gz"):
        with pytest.raises(RefusedError) as found:
            ending_of(file_name(name))
        assert found.value.pointer == "/file"


def test_what_a_file_is_is_told_by_what_it_holds() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", b"0" * 1_000_000)
    table = io.BytesIO()
    pq.write_table(pa.table({"supplier": ["A"]}), table)
    whole = table.getvalue()
    for data, ending in (
        (packed.getvalue(), ".csv"),
        (gzip.compress(b"supplier\nA\n"), ".csv"),
        (whole, ".csv"),
        (b"supplier\nA\n", ".parquet"),
        (whole[:-20], ".parquet"),
        (whole[:-8] + (2**31 - 1).to_bytes(4, "little") + b"PAR1", ".parquet"),
        (b"PAR1" + b"\xff" * 200 + (100).to_bytes(4, "little") + b"PAR1", ".parquet"),
        (b"PAR1", ".parquet"),
        (b"", ".csv"),
    ):
        with pytest.raises(RefusedError):
            checked_file(io.BytesIO(data), ending)
    checked_file(io.BytesIO(whole), ".parquet")
    with pytest.raises(RefusedError, match="lines"):
        checked_file(io.BytesIO(b'supplier\n"' + b"\n" * 2_000_000), ".csv")


def test_a_parquet_file_that_holds_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_ROWS", 1_000_000)
    monkeypatch.setattr(uploads, "MOST_COLUMNS", 200)
    many = io.BytesIO()
    pq.write_table(pa.table({"supplier": pa.DictionaryArray.from_arrays(pa.array([0] * 2_000_000), ["A"])}), many)
    assert len(many.getvalue()) < 100_000
    wide = io.BytesIO()
    pq.write_table(pa.table({f"c{n}": [1] for n in range(300)}), wide)
    for data, what in ((many, "rows"), (wide, "columns")):
        with pytest.raises(RefusedError, match=what):
            checked_file(data, ".parquet")


def test_an_order_that_cannot_be_meant_is_refused_before_anything_is_kept(held: Held) -> None:
    for wrong in ({"facts": {**FACTS, "stage": "some day"}}, {"packs": ("eu-2014-42",)}, {"policies": ("none",)}):
        with pytest.raises(InputInvalidError):
            enter(held, in_json_lines(), **wrong)
    with held.database.reading() as connection:
        assert connection.execute(select(tables.blob)).first() is None
