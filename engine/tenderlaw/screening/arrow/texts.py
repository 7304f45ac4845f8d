"""What is asked of texts: whether they are among words, begin with some, or are described by a pattern."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from tenderlaw.screening.arrow.values import Value, plain

__all__ = ["is_in", "numbered", "text_length", "text_matches", "words_for"]

NUMBER: Final = pa.int64()


def is_in(words: tuple[str, ...], value: Value) -> Value:
    """Whether a text is one of these words; null where there is none."""
    if pa.types.is_null(value.type):
        return pa.scalar(None, pa.bool_())
    found = pc.is_in(plain(value), value_set=pa.array(words, pa.string()))
    return pc.if_else(pc.is_valid(value), found, pa.scalar(None, pa.bool_()))


def text_matches(kind: str, wanted: str, text: Value) -> Value:
    """Whether a text begins with what is wanted (`starts_with`), or holds what a pattern describes."""
    return pc.call_function(kind, [plain(text)], pc.MatchSubstringOptions(wanted))


def text_length(text: Value) -> Value:
    """How many letters a text has."""
    return pc.utf8_length(plain(text))


def words_for(words: tuple[tuple[str, str], ...], text: Value) -> Value:
    """The word that belongs to a word; null where none does."""
    return _mapped(dict(words), pa.string(), text)


def numbered(words: tuple[tuple[str, int], ...], otherwise: int, text: Value) -> Value:
    """The number that belongs to a word; for any other, and for none, `otherwise`."""
    found = _mapped(dict(words), NUMBER, text)
    if isinstance(found, pa.Scalar):
        return found if found.is_valid else pa.scalar(otherwise, NUMBER)
    return found.fill_null(otherwise)


def _mapped(words: dict[str, Any], kind: pa.DataType, text: Value) -> Value:
    if isinstance(text, pa.Scalar):
        return pa.scalar(words.get(text.as_py()), kind)
    places = pc.index_in(plain(text), value_set=pa.array(list(words), pa.string()))
    return pa.array(list(words.values()), kind).take(places)
