"""One text, however it was saved."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.sources import text
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.text import lines_in, lines_of, strange, text_in, text_of
from tenderlaw.sources.tree import read_file, read_json, read_yaml

MARKS = {"utf-8": "\ufeff", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff", "utf-32-le": "\ufeff", "utf-32-be": "\ufeff"}
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff")


@given(st.text(CHARACTERS), st.sampled_from(sorted(MARKS)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_law_the_way_of_saving_changes_nothing(words: str, encoding: str, end: str) -> None:
    data = ("\ufeff" + words.replace("\n", end)).encode(encoding)
    assert text_of(data, "f") == words
    lines = [line.rstrip("\r\n") for line in lines_of(io.BytesIO(data), "f")]
    assert "\n".join(lines) == words.removesuffix("\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_text_without_a_mark_is_known_by_its_zeros(encoding: str) -> None:
    data = "name: Müller\n".encode(encoding)
    assert text_of(data, "f") == "name: Müller\n"
    assert list(lines_of(io.BytesIO(data), "f")) == ["name: Müller\n"]


def test_an_old_code_page_is_told_apart_and_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes("procurement:\r\n  title: Åkerlund & Söhne\r\n".encode("cp1252"))
    with pytest.raises(InputInvalidError) as caught:
        read_file(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.message) == (2, 10, "is not UTF-8 text")
    assert fault.hint.startswith("it may be Windows-1252, where this is `Åkerlund`: save it as UTF-8")
    # a byte that has no letter there either
    with pytest.raises(InputInvalidError, match=r"f:1:2: is not UTF-8 text \(save it"):
        text_of(b"a\x81", "f")


def test_a_line_that_is_no_text_is_told_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"good\nM\xfcller\r\nze\0ro\n\xe2\x82\n")
    with lines_in(path) as lines:
        said = [strange(line) for line in lines]
    assert said[0] is None
    assert said[1] == (2, "is not UTF-8 text", f"it may be Windows-1252, where this is `Müller`: {text.SAVE_AS}")
    assert said[2] == (3, "holds a zero byte", "")
    assert said[3] is not None


def test_what_is_no_utf_16_is_refused_with_its_line() -> None:
    data = b"\xff\xfe" + "a\n".encode("utf-16-le") + b"\x00\xdc"
    with pytest.raises(InputInvalidError, match=r"f:2:1: is not UTF-16 text"):
        text_of(data, "f")
    with pytest.raises(InputInvalidError, match=r"f: is not UTF-16 text"):
        list(lines_of(io.BytesIO(data), "f"))


def test_a_line_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_LINE", 2**20)
    assert len(list(lines_of(io.BytesIO(b"x" * (2**20 - 1)), "f"))) == 1
    with pytest.raises(InputInvalidError, match=r"f:2:1: the line is longer than 1 million characters"):
        list(lines_of(io.BytesIO(b"a\n" + b"x" * 2**21), "f"))


def test_separators_of_unicode_end_no_line(tmp_path: Path) -> None:
    words = "a\u2028country:SE\u2029b\x85c"
    assert read_yaml(f"name: {words}\nnext: 1", "f").data == {"name": words, "next": 1}
    assert read_yaml(f"? '{words}'\n: ['{words}']", "f").data == {words: [words]}
    source = read_yaml(f"a: '{words}'\n{words!r}: x\nb: 2", "f")
    assert source.place(("b",)) == (3, 4)
    assert read_json(json.dumps({"name": words}, ensure_ascii=False), "f").data == {"name": words}
    (tmp_path / "f").write_text(f"{words}\n", "utf-8")
    with lines_in(tmp_path / "f") as lines:
        assert list(lines) == [f"{words}\n"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_cases_are_read_however_they_were_saved(tmp_path: Path, encoding: str) -> None:
    for name, words in (
        ("a.json", '{"name": "Müller"}'),
        ("a.yaml", "name: Müller\r"),
        ("A.JSON", '{"name":"Müller"}'),
    ):
        (tmp_path / name).write_bytes(words.encode(encoding))
        assert read_file(tmp_path / name).data == {"name": "Müller"}
        assert "Müller" in text_in(tmp_path / name)
