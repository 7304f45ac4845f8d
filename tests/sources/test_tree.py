"""What plain words mean in YAML 1.2 and JSON, where each value stands, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode

from tenderlaw.sources.faults import Fault, InputInvalidError
from tenderlaw.sources.tree import MAX_DEPTH, Data, Place, Source, Steps, dotted, read_file, read_json, read_yaml

Read = Callable[[str, str], Source]

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("jurisdictions/eu-2014-24", "jurisdictions/us-far/cases", "policies", "clause_templates", "examples")


def fault_of(read: Read, text: str) -> Fault:
    with pytest.raises(InputInvalidError) as found:
        read(text, "f")
    (fault,) = found.value.faults
    return fault


def exactly(data: Data, expected: Data) -> bool:
    return repr(data) == repr(expected)


# YAML ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("tRue", "tRue"),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("None", "None"),
        ("5", 5),
        ("+5", 5),
        ("-5", -5),
        ("007", 7),
        ("1.10", Decimal("1.10")),
        ("0.1", Decimal("0.1")),
        (".5", Decimal("0.5")),
        ("1.", Decimal("1")),
        ("1e3", Decimal("1E+3")),
        ("-1.5E-3", Decimal("-0.0015")),
        ("12345678901234567890.123456789", Decimal("12345678901234567890.123456789")),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("12:30:00", "12:30:00"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("2025-02-01", "2025-02-01"),
        ("2025-02-01T00:00:00Z", "2025-02-01T00:00:00Z"),
        ("1.2.3", "1.2.3"),
        ("nan", "nan"),
        ("NaN", "NaN"),
        ("inf", "inf"),
        ("<<", "<<"),
        ("=", "="),
        ('"5"', "5"),
        ("'true'", "true"),
        ("''", ""),
        ('"\\u00e9"', "é"),
        ("٣", "٣"),
    ],
)
def test_the_meaning_of_a_yaml_word(word: str, meaning: Data) -> None:
    assert exactly(read_yaml(f"a: {word}", "f").data, {"a": meaning})
    assert exactly(read_yaml(f"- {word}", "f").data, [meaning])


def test_yaml_of_every_shape() -> None:
    text = "a:\n  - {b: 1, c: [x, y]}\n  - |\n    two\n    lines\n  - >\n    one\n    line\nd: {}\ne: []\n"
    expected: Data = {"a": [{"b": 1, "c": ["x", "y"]}, "two\nlines\n", "one line\n"], "d": {}, "e": []}
    assert exactly(read_yaml(text, "f").data, expected)
    assert read_yaml("", "f").data is None
    assert read_yaml("# a remark\n", "f").data is None
    assert read_yaml("\ufeffa: 1", "f").data == {"a": 1}
    assert read_yaml("%YAML 1.1\n---\na: no\n", "f").data == {"a": "no"}


def test_a_key_is_a_word_whatever_it_looks_like() -> None:
    assert exactly(read_yaml("1: a\ntrue: b\nno: c\n<<: {x: 1}\n", "f").data,
                   {"1": "a", "true": "b", "no": "c", "<<": {"x": 1}})  # fmt: skip


def test_a_number_of_absurd_length_stays_a_word() -> None:
    assert read_yaml("a: " + "9" * 100, "f").data == {"a": 10**100 - 1}
    assert read_yaml("a: " + "9" * 101, "f").data == {"a": "9" * 101}


def test_places_count_from_one() -> None:
    source = read_yaml("a: 1\nb:\n  - x\n  - {c: é, d: [1, 2]}\n", "f")
    places = {(): (1, 1), ("a",): (1, 4), ("b",): (3, 3), ("b", 0): (3, 5), ("b", 1): (4, 5),
              ("b", 1, "c"): (4, 9), ("b", 1, "d"): (4, 15),
              ("b", 1, "d", 0): (4, 16), ("b", 1, "d", 1): (4, 19)}  # fmt: skip
    assert source.places == places
    assert source.place(("b", 1, "absent", "deeper")) == (4, 5)
    fault = source.fault(("b", 1, "d", 0), "is odd", "make it even")
    assert str(fault) == "f:4:16: b[1].d[0]: is odd (make it even)"


def test_places_are_those_that_another_parser_finds() -> None:
    """The parser of ruamel.yaml written in Python, on real packs, cases and tables."""
    files = [file for folder in _FOLDERS for file in sorted((_ROOT / folder).rglob("*.yaml"))[:2]]
    assert len(files) > 6
    for file in files:
        found: dict[Steps, Place] = {}
        _note(YAML(typ="safe", pure=True).compose(file), (), found)
        assert read_file(file).places == found, file


def _note(node: Any, steps: Steps, found: dict[Steps, Place]) -> None:
    found[steps] = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, MappingNode):
        for key, value in node.value:
            _note(value, (*steps, key.value), found)
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            _note(value, (*steps, number), found)


def test_a_value_without_a_place_is_faulted_without_one() -> None:
    assert str(read_json('{"a": 1}', "f").fault(("a",), "is odd")) == "f: a: is odd"
    assert dotted(("lots", 0, "id")) == "lots[0].id"
    assert dotted(()) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb: 2\na: 3", "f:3:1: found the key `a`, which stands twice (keep one of them)"),
        ("x: {a: 1, a: 2}", "f:1:11: found the key `a`, which stands twice (keep one of them)"),
        ("a: 1\n'a': 2", "f:2:1: found the key `a`, which stands twice (keep one of them)"),
        ("a: &x 1\nb: *x", "f:2:4: found the alias `*x` (write the value out, or name a definition)"),
        ("a: &x [*x]", "f:1:8: found the alias `*x` (write the value out, or name a definition)"),
        ("*x : 1", "f:1:1: found the alias `*x` (write the value out, or name a definition)"),
        ("a: !!str 5", "f:1:4: found the tag `tag:yaml.org,2002:str` (write plain values)"),
        ('a: !!int "5"', "f:1:4: found the tag `tag:yaml.org,2002:int` (write plain values)"),
        ("!!str a: 5", "f:1:1: found the tag `tag:yaml.org,2002:str` (write plain values)"),
        ("a: !x {b: 1}", "f:1:4: found the tag `!x` (write plain values)"),
        ("a: !!set {b}", "f:1:4: found the tag `tag:yaml.org,2002:set` (write plain values)"),
        ("a: ! 5", "f:1:4: found the tag `!` (write plain values)"),
        ("a: .nan", "f:1:4: found `.nan` (amounts are finite numbers)"),
        ("a: .NaN", "f:1:4: found `.NaN` (amounts are finite numbers)"),
        ("a: .inf", "f:1:4: found `.inf` (amounts are finite numbers)"),
        ("a: -.INF", "f:1:4: found `-.INF` (amounts are finite numbers)"),
        ("a: 1e9999999999999999999", "f:1:4: found `1e9999999999999999999` (amounts are finite numbers)"),
        ("? [a, b]\n: 1", "f:1:3: found a key that is not a word (keys are plain words)"),
        ("{a: 1}: 2", "f:1:1: found a key that is not a word (keys are plain words)"),
        ("a: 1\n---\nb: 2", "f:2:1: found a second document (one file holds one document)"),
        ("a: [1", "f:2:1: is not YAML: did not find expected ',' or ']'"),
        ("a: b: c", "f:1:5: is not YAML: mapping values are not allowed in this context"),
        ("a:\n\t- 1", "f:2:1: is not YAML: found character that cannot start any token"),
        ("a: \x00", "f: holds a character that YAML does not allow"),
        ("a: \ud800", "f: holds a character that YAML does not allow"),
        ("a: \x1b[31m", "f: holds a character that YAML does not allow"),
    ],
)
def test_what_yaml_refuses(text: str, fault: str) -> None:
    assert str(fault_of(read_yaml, text)) == fault


def test_depth_is_bounded_and_never_by_python() -> None:
    assert read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f").data is not None
    deep = fault_of(read_yaml, "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert str(deep) == f"f:1:{MAX_DEPTH + 1}: found nesting deeper than {MAX_DEPTH} levels (flatten it)"
    assert fault_of(read_yaml, "[" * 200_000).message.startswith("found nesting")
    assert fault_of(read_yaml, "\n".join(" " * n + "a:" for n in range(300))).message.startswith("found nesting")


plain: st.SearchStrategy[Data] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(data=plain)
def test_both_readers_give_back_what_json_writes(data: Data) -> None:
    text = json.dumps(data)
    assert exactly(read_json(text, "f").data, data)
    if "\\u" not in text and "\\x" not in text and "\x7f" not in text:  # YAML knows no surrogate pairs
        assert exactly(read_yaml(text, "f").data, data)


@given(text=st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    for read in (read_yaml, read_json):
        try:
            read(text, "f")
        except InputInvalidError as error:
            assert all(fault.file == "f" for fault in error.faults)


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimals_stay_exact(number: Decimal) -> None:
    for read in (read_yaml, read_json):
        data = read(f'{{"a": {number:f}}}', "f").data
        assert isinstance(data, dict)
        assert data["a"] == number


# JSON ----------------------------------------------------------------------------------------------------


def test_json_stays_exact() -> None:
    text = '{"a": 1.10, "b": 12345678901234567890123, "c": 1e2, "d": -0.0, "e": "2025-02-01", "f": null, "g": true}'
    assert exactly(
        read_json(text, "f").data,
        {"a": Decimal("1.10"), "b": 12345678901234567890123, "c": Decimal("1E+2"), "d": Decimal("-0.0"),
         "e": "2025-02-01", "f": None, "g": True},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": NaN}', "f: `NaN` is not a number that JSON or law knows"),
        ('{"a": Infinity}', "f: `Infinity` is not a number that JSON or law knows"),
        ('{"a": [-Infinity]}', "f: `-Infinity` is not a number that JSON or law knows"),
        ('{"a": 1, "b": 2, "a": 3}', "f: the key `a` stands twice in one object"),
        ('{"x": [{"b": 1, "b": 1}]}', "f: the key `b` stands twice in one object"),
        ('{"a": 1,}', "f:1:9: is not JSON: expecting property name enclosed in double quotes"),
        ("{}\n{}", "f:2:1: is not JSON: extra data"),
        ("", "f:1:1: is not JSON: expecting value"),
        ("{'a': 1}", "f:1:2: is not JSON: expecting property name enclosed in double quotes"),
        ('"\x00"', "f:1:2: is not JSON: invalid control character at"),
        ("[" * 100_000, "f: is nested too deeply or holds an over-long number"),
        ('{"a": ' + "9" * 5000 + "}", "f: is nested too deeply or holds an over-long number"),
        ('{"a": 1e9999999999999999999}', "f: is nested too deeply or holds an over-long number"),
    ],
)
def test_what_json_refuses(text: str, fault: str) -> None:
    # the second half of a message is the reader's own and may change from one Python to the next
    assert str(fault_of(read_json, text)).split("expecting")[0] == fault.split("expecting", maxsplit=1)[0]


def test_many_keys_and_one_of_them_twice() -> None:
    keys = ",".join(f'"k{n}":0' for n in range(100_000))
    assert fault_of(read_json, f'{{{keys},"k99999":0}}').message == "the key `k99999` stands twice in one object"


# Files ---------------------------------------------------------------------------------------------------


def test_the_ending_of_a_file_says_what_it_is(tmp_path: Path) -> None:
    for name, text in (("a.json", '{"a": "no"}'), ("a.yaml", "a: no"), ("a.yml", "a: no"), ("a", "a: no")):
        (tmp_path / name).write_text(text, "utf-8")
        source = read_file(tmp_path / name)
        assert source.data == {"a": "no"}
        assert source.name == str(tmp_path / name)
    with pytest.raises(InputInvalidError, match=r"a\.json:1:1: is not JSON"):
        (tmp_path / "a.json").write_text("a: no", "utf-8")
        read_file(tmp_path / "a.json")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputInvalidError, match=r"nowhere\.yaml: cannot be read: No such file"):
        read_file(tmp_path / "nowhere.yaml")
    with pytest.raises(InputInvalidError, match="cannot be read"):
        read_file(tmp_path)
    (tmp_path / "latin.yaml").write_bytes("name: Müller".encode("latin-1"))
    with pytest.raises(InputInvalidError, match=r"latin\.yaml:1:\d+: is not UTF-8 text"):
        read_file(tmp_path / "latin.yaml")


def test_a_file_of_absurd_size_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    with pytest.raises(InputInvalidError, match=r"big\.yaml: larger than 64 MiB"):
        read_file(tmp_path / "big.yaml")
