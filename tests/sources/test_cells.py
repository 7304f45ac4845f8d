"""Tables as text: as others write them, and no row lost whatever is wrong with one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenderlaw.sources.cells import Record, read_cells
from tenderlaw.sources.faults import InputInvalidError


def read(text: str) -> tuple[list[str], list[Record]]:
    table = read_cells(io.StringIO(text, newline=""), "f", ("supplier", "name"))
    return table.heading, list(table.records)


def good(text: str) -> list[list[str]]:
    return [record.cells for record in read(text)[1] if not record.problem]


WORD = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=8)
ROWS = st.lists(st.tuples(WORD, WORD, WORD), max_size=6)


@given(
    ROWS, st.sampled_from(",;\t"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\r\n", "\n"])
)
def test_law_what_a_writer_writes_is_read_back(
    rows: list[tuple[str, str, str]], separator: str, quoting: int, end: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end)
    writer.writerows([("supplier", "name", "country"), *rows])
    heading, records = read(out.getvalue())
    assert heading == ["supplier", "name", "country"]
    assert [(tuple(one.cells), one.problem) for one in records] == [(row, "") for row in rows]


@given(st.integers(1, 9), st.data())
def test_law_a_stray_quote_loses_no_row(count: int, data: st.DataObject) -> None:
    rows = [f"s{n},{data.draw(st.sampled_from(['Acme', '', 'x y']))},SE" for n in range(count)]
    quoted = data.draw(st.booleans())
    lines = [",".join(f'"{cell}"' for cell in row.split(",")) if quoted else row for row in rows]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, count - 1))
        at = data.draw(st.integers(0, len(lines[place])))
        lines[place] = lines[place][:at] + '"' + lines[place][at:]
    _, records = read("\n".join(["supplier,name,country", *lines]) + "\n")
    named = {cell.strip('"') for record in records for cell in record.cells}
    missing = {f"s{n}" for n in range(count)} - {word.replace('"', "") for word in named}
    assert not missing
    assert len(records) == count


def test_one_stray_quote_makes_its_own_row_unreadable() -> None:
    text = 'supplier,name\ns1,"Acme\ns2,Beta\ns3,"Gamma\ns4,"Delta"x\ns5,"a""b"\ns6,5" pipes\n'
    _, records = read(text)
    assert [(one.line, one.cells[0], one.problem) for one in records] == [
        (2, "s1", "has a quoted cell that text follows"),
        (3, "s2", ""),
        (4, "s3", "has a quoted cell that text follows"),
        (5, "s4", "has a quoted cell that text follows"),
        (6, "s5", ""),
        (7, "s6", ""),
    ]
    assert good(text) == [["s2", "Beta"], ["s5", 'a"b'], ["s6", '5" pipes']]
    (unclosed,) = read('supplier,name\ns1,"Acme')[1]
    assert str(unclosed.fault("f")) == (
        'f:2:4: opens a quote that nothing closes (a quote within quotes is written twice (`""`))'
    )


def test_two_stray_quotes_that_close_each_other_make_every_row_between_unreadable() -> None:
    _, records = read('supplier,name,country\ns1,"Acme,SE\ns2,Beta,SE\ns3,Gamma",SE\ns4,Delta,SE\n')
    assert [(one.line, one.cells[0], bool(one.problem)) for one in records] == [
        (2, "s1", True), (3, "s2", True), (4, "s3", True), (5, "s4", False),
    ]  # fmt: skip
    assert records[0].problem == "a quoted cell holds lines that look like rows, down to line 4"
    assert [one.cells for one in read('supplier\n"s1\ns2"\n')[1]] == [["s1"], ["s2"]]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    assert good('supplier,name,country\ns1,"Acme\r\nStreet 5, Town",SE\r\ns2,x,SE') == [
        ["s1", "Acme\nStreet 5, Town", "SE"], ["s2", "x", "SE"],
    ]  # fmt: skip
    json = '"[\n  {""offence"": ""fraud"", ""final"": true\n  },\n  {}\n]"'
    assert good(f"supplier,name\ns1,{json}\n") == [["s1", '[\n  {"offence": "fraud", "final": true\n  },\n  {}\n]']]


@given(st.lists(st.sampled_from(["s1", ",", '"', "\n", "\r", ";", "a", '""', " "]), max_size=40))
def test_law_no_line_is_read_twice_or_passed_over(parts: list[str]) -> None:
    text = "supplier,name\n" + "".join(parts)
    try:
        _, records = read(text)
    except InputInvalidError:
        return
    lines = [n for n, line in enumerate(io.StringIO(text, newline=""), 1) if n > 1 and line.strip("\r\n")]
    begun = [record.line for record in records]
    assert begun == sorted(set(begun))
    assert set(begun) <= set(lines)
    assume('"' not in text)
    assert begun == lines


def test_how_a_spreadsheet_names_its_separator() -> None:
    assert read("sep=;\r\nsupplier;name\r\ns1;a,b\r\n") == (["supplier", "name"], [Record(3, ["s1", "a,b"])])
    assert read('supplier;"name; short"\ns1;x\n')[0] == ["supplier", "name; short"]
    assert read("\n\nsupplier\tname \ns1\tx\n") == (["supplier", "name"], [Record(4, ["s1", "x"])])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f: is empty"),
        ("\n\n", "f: is empty"),
        ("supplier,name,supplier\n", "f:1:1: supplier: the heading `supplier` stands twice"),
        ('"supplier,name\n', "f:1:1: the headings have a quote that nothing closes"),
        ("supplier,n\udcfcme\n", "f:1:11: is not UTF-8 text"),
    ],
)
def test_a_heading_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(InputInvalidError) as caught:
        read(text)
    assert str(caught.value).startswith(message)


def test_rows_of_another_length_and_lines_that_are_no_text_are_told() -> None:
    _, records = read('supplier,name\ns1\ns2,a,b\ns3,M\udcfcller\n\ns4,"a\nb\0"\n')
    assert [str(one.fault("f")).split(" (")[0] for one in records] == [
        "f:2:1: has 1 cells, and the header 2",
        "f:3:1: has 3 cells, and the header 2",
        "f:4:5: is not UTF-8 text",
        "f:7:2: holds a zero byte",
    ]


def test_cells_may_be_long() -> None:
    assert good(f'supplier,name\ns1,"{"x" * 500_000}"\n') == [["s1", "x" * 500_000]]
