"""Operators stand in one table: whoever adds one finds here what is still missing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pyarrow.compute as pc

from tenderlaw.packs.conditions import Operator, Sum
from tenderlaw.packs.conditions import Test as Leaf
from tenderlaw.packs.operators import OF_KIND, OPERATORS, ORDER
from tenderlaw.packs.walking import walk

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "rules"))
from strategies import TYPED_LEAVES  # noqa: E402


def test_the_table_has_every_operator_once_and_every_kind_of_fact() -> None:
    assert tuple(OPERATORS) == get_args(Operator)
    assert set().union(*OF_KIND.values()) == set(OPERATORS)
    assert ORDER == ("at_least", "more_than", "at_most", "less_than")


def test_columns_know_the_comparison_of_every_operator() -> None:
    for name, one in OPERATORS.items():
        assert one.column == "words" or pc.get_function(one.column) is not None, name


def test_the_documentation_has_the_table() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    said = re.findall(
        r"^\| `(\w+)` \| ([\w, ]+) \| (.*) \|$", text.partition("| operator |")[2].partition("\n\n")[0], re.M
    )
    assert said == [(name, ", ".join(one.kinds), one.about) for name, one in OPERATORS.items()]


def _operators() -> Iterator[str]:
    """Those of the conditions from which random ones are put together."""
    for collection, conditions in TYPED_LEAVES.items():
        for condition in conditions:
            yield from (one.operator for _, one in walk(condition, collection) if isinstance(one, Leaf | Sum))


def test_the_three_evaluators_are_held_together_on_every_operator() -> None:
    assert set(_operators()) == set(OPERATORS)
