"""The operators of conditions, in one table: grammar, checks, evaluators, words and documentation are fed from it.

An operator compares a known fact with a known operand; what is not known is unknown, whatever the operator. In columns
each is one of Arrow's comparisons, or one of `words` (`tenderlaw.screening.columns.leaves`).
"""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from tenderlaw.facts.catalogue import FieldKind
from tenderlaw.facts.judgments import state_of
from tenderlaw.packs.conditions import Operator

__all__ = ["OF_KIND", "OPERATORS", "ORDER", "Comparison", "takes_words"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operator: of which facts it may be asked, what it compares, and how it is said."""

    kinds: tuple[FieldKind, ...]
    """The kinds of facts of which it may be asked; the first operator of a kind is meant where none is written."""
    takes: Literal["one", "words", "category"]
    """What it compares with: one value, a list of words, or the categories of a catalogue of offences."""
    test: Callable[[Any, Any], bool]
    """Whether a value stands so to the operand. Of offences the catalogue is asked instead."""
    column: str
    """Arrow's name of the comparison; `words` where a list of words is compared."""
    about: str
    """What it asks, for the documentation."""


def _among(word: object, words: object) -> bool:
    return word in cast("tuple[str, ...]", words)


def _includes(words: object, wanted: object) -> bool:
    asked, held = wanted if isinstance(wanted, tuple) else (wanted,), cast("tuple[str, ...]", words)
    # what is so in a State is so in every part of it
    return all(word in held or state_of(word) in held for word in asked)


def _starts_with(value: object, prefixes: object) -> bool:
    words = cast("tuple[str, ...]", value if isinstance(value, tuple) else (value,))
    return any(word.startswith(cast("tuple[str, ...]", prefixes)) for word in words)


_SIZES: Final[tuple[FieldKind, ...]] = ("money", "valuation", "number")

OPERATORS: Final[Mapping[Operator, Comparison]] = {
    "is": Comparison(("truth", "code", "word", "offence", "number"), "one", python.eq, "equal", "the same"),
    "in": Comparison(("code", "word", "offence"), "words", _among, "words", "one of a list"),
    "within": Comparison(("offence",), "category", python.eq, "equal", "in a category, or in one of a list of them"),
    "includes": Comparison(("words",), "words", _includes, "words", "a list that holds the word, or each of several"),
    "starts_with": Comparison(("word", "words"), "words", _starts_with, "words", "begins so; of a list, one of it"),
    "at_least": Comparison(_SIZES, "one", python.ge, "greater_equal", "as much or more"),
    "more_than": Comparison(_SIZES, "one", python.gt, "greater", "more"),
    "at_most": Comparison(_SIZES, "one", python.le, "less_equal", "as much or less"),
    "less_than": Comparison(_SIZES, "one", python.lt, "less", "less"),
    "on": Comparison(("day",), "one", python.eq, "equal", "on the day itself"),
    "before": Comparison(("day",), "one", python.lt, "less", "on an earlier day"),
    "after": Comparison(("day",), "one", python.gt, "greater", "on a later day"),
    "on_or_before": Comparison(("day",), "one", python.le, "less_equal", "on the day or earlier"),
    "on_or_after": Comparison(("day",), "one", python.ge, "greater_equal", "on the day or later"),
}

_KINDS: Final[tuple[FieldKind, ...]] = (
    "truth", "code", "word", "offence", "day", "money", "valuation", "number", "words", "group", "list",
)  # fmt: skip
OF_KIND: Final[Mapping[FieldKind, tuple[Operator, ...]]] = {
    kind: tuple(name for name, one in OPERATORS.items() if kind in one.kinds) for kind in _KINDS
}
"""The operators that may be asked of each kind of fact."""
ORDER: Final[tuple[Operator, ...]] = OF_KIND["money"]
"""The operators that bound a number."""


def takes_words(operator: Operator) -> bool:
    """Whether the operator compares with a list of words."""
    return OPERATORS[operator].takes == "words"
