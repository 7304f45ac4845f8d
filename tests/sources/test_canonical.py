"""The canonical form is that of RFC 8785 for everything that we put in."""

from __future__ import annotations

import hashlib
import json
from random import Random

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.sources.canonical import canonical, digest

SAFE = 2**53 - 1

strings = st.text() | st.text(st.characters(max_codepoint=0x1F)) | st.sampled_from(
    ["\x7f", "\u2028\u2029", "</script>", '"\\/', "\b\f\n\r\t", "e\u0301", "\u00e9", "\U0001f600", "\ufeff", "\u20ac"]
)  # fmt: skip
keys = st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20), max_size=6)
leaves = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | strings
plain = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=20,
)


@given(data=plain)
def test_canonical_is_rfc_8785(data: object) -> None:
    assert canonical(data) == rfc8785.dumps(data)  # type: ignore[arg-type]
    assert digest(data) == hashlib.sha256(rfc8785.dumps(data)).hexdigest()  # type: ignore[arg-type]


@given(data=plain)
def test_canonical_says_the_same_and_nothing_else(data: object) -> None:
    assert json.loads(canonical(data)) == data
    assert canonical(json.loads(canonical(data))) == canonical(data)


@given(data=st.dictionaries(keys, leaves, min_size=2), order=st.randoms())
def test_the_order_of_keys_is_irrelevant(data: dict[str, object], order: Random) -> None:
    names = list(data)
    order.shuffle(names)
    assert canonical({name: data[name] for name in names}) == canonical(data)


@pytest.mark.parametrize("number", [0, -1, SAFE, -SAFE])
def test_whole_numbers_within_53_bits(number: int) -> None:
    assert canonical(number) == str(number).encode()


def test_every_character_of_a_string() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000))))
    assert canonical(every) == rfc8785.dumps(every)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": [1, {}], "a": "\n", "B": None, "a-b": True}) == b'{"B":null,"a":"\\n","a-b":true,"b":[1,{}]}'
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()


@pytest.mark.parametrize("value", ["\ud800", {1: 2}, object(), {"a": {1, 2}}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)
