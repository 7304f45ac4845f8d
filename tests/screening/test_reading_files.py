"""Files of suppliers as people have them: cells, lines, folders; every row decided or set aside, every file named."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.case import load_case
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import Finished, screened
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).resolve().parents[2]
PROCUREMENT = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml").procurement
DAY = date(2026, 2, 1)
EU = installed_regimes(("eu-2014-24",))


class Screened:
    """What became of the rows of a file or folder."""

    def __init__(self, suppliers: Path) -> None:
        output = suppliers.parent / "out.jsonl"
        order = Order(suppliers, {"P": PROCUREMENT}, EU, DAY, sample=50, cap=5)
        self.done: Finished = screened(order, Here(), output)
        self.decided = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
        rejects = suppliers.parent / "out.jsonl.rejects.jsonl"
        self.aside = [json.loads(line) for line in rejects.read_text("utf-8").splitlines()] if rejects.exists() else []

    @property
    def suppliers(self) -> list[str]:
        return [row["supplier"] for row in self.decided]

    @property
    def set_aside(self) -> list[tuple[str | None, str]]:
        return [(row["supplier"], row["reasons"][0]) for row in self.aside]


def cells(folder: Path, text: str | bytes, name: str = "s.csv") -> Screened:
    path = folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.rename(folder / name)
    return Screened(folder / name)


def refusal(folder: Path, text: str | bytes, name: str = "s.csv") -> str:
    with pytest.raises(InputInvalidError) as caught:
        cells(folder, text, name)
    assert sorted(one.name for one in folder.iterdir() if one.name != "in") == [name]
    return str(caught.value)


def parquet(path: Path, **columns: Sequence[object] | pa.Array) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


# Cells --------------------------------------------------------------------------------------------------


def test_a_stray_quote_sets_its_row_aside_and_no_other(tmp_path: Path) -> None:
    found = cells(tmp_path, 'supplier,name,country\ns1,"Acme,SE\ns2,Beta,SE\ns3,Gamma,SE\ns4,"Delta,SE\ns5,Eps,SE\n')
    assert found.suppliers == ["s2", "s3", "s5"]
    assert found.set_aside == [
        ("s1", 's.csv:2:4: has a quoted cell that text follows (a quote within quotes is written twice (`""`))'),
        ("s4", 's.csv:5:4: opens a quote that nothing closes (a quote within quotes is written twice (`""`))'),
    ]
    assert found.done.manifest["rows"] == 5


def test_cells_mean_what_their_fact_is(tmp_path: Path) -> None:
    text = "supplier;name;evidence_verified;tender.abnormally_low;convictions\n"
    rows = ["a;true;TRUE;FALSE;[]", "b;[x];True;false;", "c;FALSE; true ;;", "d;{;VRAI;;", "e;n;1;;", "f;n;;;{}"]
    found = cells(tmp_path, text + "\n".join(rows))
    assert found.suppliers == ["a", "b", "c"]
    assert [(row["supplier"], row["reasons"][0].split(": ", 1)[1]) for row in found.aside] == [
        ("d", "evidence_verified: `VRAI` must be true or false"),
        ("e", "evidence_verified: `1` must be true or false"),
        ("f", "convictions: this value must be a list"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_spreadsheet_may_save_as_it_likes(tmp_path: Path, encoding: str) -> None:
    found = cells(tmp_path, '"supplier"\t"name"\r\n"s1"\t"Müller"\r\n'.encode(encoding), "s.tsv")
    assert found.suppliers == ["s1"]


def test_rows_of_an_old_code_page_are_set_aside_by_name(tmp_path: Path) -> None:
    found = cells(tmp_path, "supplier,name\ns1,Åkerlund\ns2,Beta\nMüller,x\n".encode("cp1252"))
    assert found.suppliers == ["s2"]
    assert [supplier for supplier, _ in found.set_aside] == ["s1", "M\\udcfcller"]
    assert "s.csv:2:4: is not UTF-8 text (it may be Windows-1252, where this is `Åkerlund`" in found.set_aside[0][1]


def test_what_an_index_of_a_frame_leaves_is_not_read_and_said(tmp_path: Path) -> None:
    found = cells(tmp_path, ",supplier,country\n0,a,SE\n1,b,DK\n")
    assert found.suppliers == ["a", "b"]
    assert [str(one) for one in found.done.remarks] == ["s.csv:1:0: column 1 has no heading, and is not read"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("supplier,country,country\ns1,SE,DK\n", "country: the heading `country` stands twice"),
        ("supplier,tender,tender.abnormally_low\ns1,x,true\n", "tender: the column cannot stand beside `tender.abnorm"),
        ("supplier,x,x.y\ns1,a,b\n", "x: the column cannot stand beside `x.y`"),
        ("Supplier,country\ns1,SE\n", "supplier: there is no column `supplier`"),
        ("supplier|country\ns1|SE\n", "cells are parted by commas, semicolons or tabs"),
        ("", "s.csv: is empty"),
    ],
)
def test_headings_that_leave_open_what_counts_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert message in refusal(tmp_path, text)


# Lines --------------------------------------------------------------------------------------------------


def test_lines_with_marks_separators_and_other_ends(tmp_path: Path) -> None:
    text = '\ufeff{"supplier": "a"}\r\n\r\n\ufeff{"supplier": "b", "name": "x\u2028y"}\r{"supplier": "c", "role": null}'
    assert cells(tmp_path, text, "s.jsonl").suppliers == ["a", "b", "c"]


def test_lines_that_no_case_is_made_of(tmp_path: Path) -> None:
    deep = '{"supplier": "h", "convictions": ' + "[" * 100_000 + "]" * 100_000 + "}"
    lines = [
        b'{"supplier": 17}', b'{"supplier": ""}', b"[]", b"null", b'{"supplier": "e", "supplier": "f"}',
        '{"supplier": "g", "name": "Müller"}'.encode("cp1252"), deep.encode(), b'{"supplier": "\\ud800"}',
        b'{"supplier": "i", "name": "\\ud800"}', b'{"supplier": "j", "turnover": {"amount": 1e400, "currency": "EUR"}}',
        b'{"supplier": "k", "tender.abnormally_low": true}', b'{"supplier": "l", "country": NaN}', b"\0",
    ]  # fmt: skip
    found = cells(tmp_path, b"\n".join(lines), "s.jsonl")
    assert found.suppliers == []
    assert [row["row"] for row in found.aside] == list(range(len(lines)))


# Nothing left -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl", ""])
def test_a_table_without_a_row_to_decide_comes_to_an_empty_table(tmp_path: Path, ending: str) -> None:
    parquet(tmp_path / "none.parquet", supplier=pa.array([], pa.string()), country=pa.array([], pa.string()))
    (tmp_path / "bad.jsonl").write_text("{}\n")
    (tmp_path / "head.csv").write_text("supplier,country\n")
    for suppliers in ("none.parquet", "bad.jsonl", "head.csv"):
        output = tmp_path / f"{suppliers.split('.')[0]}-out{ending}"
        order = Order(tmp_path / suppliers, {"P": PROCUREMENT}, EU, DAY, date(2025, 1, 1))
        done = screened(order, Here(), output, explain_changed=tmp_path / "why.jsonl")
        assert done.manifest["outcomes"] == {}
        assert done.rejects == (suppliers == "bad.jsonl")
        assert output.exists()
    if ending == ".parquet":
        assert pq.read_schema(output).names[:4] == ["file", "procurement", "row", "supplier"]


# Parquet ------------------------------------------------------------------------------------------------


def test_what_a_single_case_refuses_is_set_aside(tmp_path: Path) -> None:
    beyond = pa.array([0, 2**31 - 1, 3_000_000, 0, 0, 0], pa.int32()).cast(pa.date32())
    entry = pa.StructArray.from_arrays([pa.array(["fraud"] * 6), beyond], names=["offence", "final_on"])
    convictions = pa.ListArray.from_arrays([0, 1, 2, 3, 4, 5, 6], entry)
    suppliers, rows = ["a", "b", "c", "", None, "f"], [9, 8, 7, 6, 5, 4]
    parquet(tmp_path / "s.parquet", row=rows, supplier=suppliers, convictions=convictions, file_row_number=rows)
    found = Screened(tmp_path / "s.parquet")
    assert [(row["row"], row["supplier"]) for row in found.decided] == [(0, "a"), (5, "f")]
    assert [(row["row"], row["supplier"]) for row in found.aside] == [(1, "b"), (2, "c"), (3, None), (4, None)]
    assert "final_on" in found.aside[0]["reasons"][0]
    # a file that stands as it is
    parquet(tmp_path / "t.parquet", supplier=suppliers, convictions=convictions)
    again = Screened(tmp_path / "t.parquet")
    assert [row["supplier"] for row in again.decided] == ["a", "f"]
    assert [row["row"] for row in again.aside] == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["s[1].parquet", "a*.parquet", "a?b.parquet", "{a}.parquet", "~s.parquet"])
def test_a_name_is_a_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "country=DK [x]"
    parquet(folder / "s1.parquet", supplier=["wrong"])
    parquet(folder / "aXb.parquet", supplier=["wrong"])
    parquet(folder / name, supplier=["right"])
    found = Screened(folder / name)
    assert (found.suppliers, found.decided[0]["file"]) == (["right"], name)


def test_a_file_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    held = [f"supplier {n}" for n in range(20_000)]
    whole = parquet(tmp_path / "whole.parquet", supplier=held, name=held).read_bytes()
    for place in (5, len(whole) // 2, len(whole) - 400):
        (tmp_path / "s.parquet").write_bytes(whole[:place] + bytes(64) + whole[place + 64 :])
        with pytest.raises(InputInvalidError, match=r"s\.parquet"):
            Screened(tmp_path / "s.parquet")
        assert not (tmp_path / "out.jsonl.unfinished").exists()
    (tmp_path / "s.parquet").write_bytes(whole[:-100])
    with pytest.raises(InputInvalidError, match="is not a Parquet file"):
        Screened(tmp_path / "s.parquet")


def test_law_a_row_that_columns_pass_over_and_a_single_case_refuses_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate = EconomicOperator.model_validate.__func__  # type: ignore[attr-defined]

    def stricter(cls: type[EconomicOperator], data: dict[str, object]) -> EconomicOperator:
        made: EconomicOperator = validate(cls, {**data, "country": "nowhere"} if data.get("name") == "b" else data)
        return made

    monkeypatch.setattr(EconomicOperator, "model_validate", classmethod(stricter))
    found = Screened(parquet(tmp_path / "s.parquet", supplier=["a", "b", "c"], name=["a", "b", "c"]))
    assert found.suppliers == ["a", "c"]
    assert [row["supplier"] for row in found.aside] == ["b"]


def test_facts_that_another_installed_pack_declares_are_no_fault_and_named_as_unread(tmp_path: Path) -> None:
    """As a single case takes them, which any installed pack may ask."""
    persons = pa.array([[{"link": "controller", "debarred": True}], None])
    file = parquet(tmp_path / "s.parquet", supplier=["a", "b"], linked_persons=persons, member_country=[None, True])
    cells = tmp_path / "s.jsonl"
    cells.write_text('{"supplier": "a", "linked_persons": [{"link": "controller", "debarred": true}]}\n')
    for one, suppliers, unread in (
        (file, ["a", "b"], {"operator.linked_persons.debarred", "operator.member_country"}),
        (cells, ["a"], {"operator.linked_persons.debarred"}),
    ):
        found = Screened(one)
        assert found.suppliers == suppliers
        assert found.aside == []
        assert unread <= set(found.done.manifest["unread"]["P"])
    wrong = pa.array([[{"link": "controller", "debared": True}], None])
    assert Screened(parquet(tmp_path / "t.parquet", supplier=["a", "b"], linked_persons=wrong)).suppliers == ["b"]


# Folders ------------------------------------------------------------------------------------------------


def test_every_file_of_a_folder_is_read_or_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    parquet(folder / "country=SE" / "part-0.parquet", supplier=["a"])
    parquet(folder / "country=SE" / "part-1.snappy.parquet", supplier=["b"])
    parquet(folder / "country=__HIVE_DEFAULT_PARTITION__" / "part-0.parquet", supplier=["c"])
    parquet(folder / "more" / "evidence_verified=true" / "x%20y=1" / "d.parquet", supplier=["d"])
    (folder / "country=D%4B").mkdir()
    (folder / "country=D%4B" / "s.csv").write_text("supplier\ne\n")
    (folder / "country=D%4B" / "s.jsonl").write_text('{"supplier": "f"}\n')
    (folder / "Z.PARQUET").write_bytes((folder / "country=SE" / "part-0.parquet").read_bytes())
    for name in ("_SUCCESS", ".part-0.parquet.crc", "notes.txt", "s.xlsx"):
        (folder / name).write_text("")
    found = Screened(folder)
    assert [(row["file"], row["supplier"]) for row in found.decided] == [
        ("Z.PARQUET", "a"),
        ("country=D%4B/s.csv", "e"),
        ("country=D%4B/s.jsonl", "f"),
        ("country=SE/part-0.parquet", "a"),
        ("country=SE/part-1.snappy.parquet", "b"),
        ("country=__HIVE_DEFAULT_PARTITION__/part-0.parquet", "c"),
        ("more/evidence_verified=true/x%20y=1/d.parquet", "d"),
    ]
    assert found.done.manifest["not_read"] == [".part-0.parquet.crc", "_SUCCESS", "notes.txt", "s.xlsx"]
    said = [str(one).removeprefix(f"{folder}: ") for one in found.done.remarks]
    assert said[:2] == [
        "not read: `.part-0.parquet.crc`, `_SUCCESS` (hidden)",
        "not read: `notes.txt`, `s.xlsx` (ends in none of .parquet, .csv, .tsv, .jsonl, .ndjson)",
    ]
    assert "x y: is no fact of a supplier, and not read" in said[2]


def test_what_the_name_of_a_folder_says_is_a_fact(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    conviction = pa.array([[{"offence": "fraud"}]])
    parquet(folder / "country=Sweden" / "s.parquet", supplier=["a"], convictions=conviction)
    (folder / "country=Denmark").mkdir()
    (folder / "country=Denmark" / "s.jsonl").write_text('{"supplier": "b"}\n{"supplier": "c", "country": "DK"}\n')
    (folder / "supplier=d").mkdir()
    (folder / "supplier=d" / "s.csv").write_text("country\nSE\n")
    found = Screened(folder)
    assert found.suppliers == ["d"]
    assert [(row["supplier"], row["reasons"][0].split(": ", 1)[1][:30]) for row in found.aside] == [
        ("b", "country: `Denmark` must be the"),
        ("c", "country: stands in the name of"),
        ("a", "country: `Sweden` must be the "),
    ]
    parquet(folder / "country=SE" / "s.parquet", supplier=["a"], country=["DK"])
    with pytest.raises(InputInvalidError, match="country: the column `country` stands twice"):
        Screened(folder)


def test_two_equal_files_are_two_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.csv", "b.csv", "c.jsonl", "d.jsonl"):
        (folder / name).write_text('{"supplier": "x"}\n' if "jsonl" in name else "supplier\nx\n")
    found = Screened(folder)
    assert [row["file"] for row in found.decided] == ["a.csv", "b.csv", "c.jsonl", "d.jsonl"]


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("_temporary", "holds what a job of Spark is still writing"),
        ("_delta_log", "is a table of Delta Lake"),
        (".hoodie", "is a table of Hudi"),
    ],
)
def test_folders_whose_files_are_not_simply_their_rows(tmp_path: Path, inside: str, message: str) -> None:
    folder = tmp_path / "in"
    parquet(folder / "s.parquet", supplier=["a"])
    (folder / inside).mkdir()
    with pytest.raises(InputInvalidError, match=message):
        Screened(folder)


def test_what_is_no_file_of_suppliers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "x.txt").write_text("")
    os.mkfifo(tmp_path / "p.parquet")
    (tmp_path / "piped").mkdir()
    os.mkfifo(tmp_path / "piped" / "p.csv")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "again").symlink_to(tmp_path / "linked")
    for name, message in (
        ("empty", r"holds no file ending in .*not read: x\.txt"),
        ("p.parquet", r"p\.parquet: cannot be read: is a pipe"),
        ("piped", r"p\.csv: cannot be read: is a pipe"),
        ("linked", "is a link to a folder"),
        ("none.csv", "No such file"),
        ("none", "must end in"),
    ):
        with pytest.raises(InputInvalidError, match=message):
            Screened(tmp_path / name)
