"""What operators are called in sentences."""

from __future__ import annotations

from functools import lru_cache

from tenderlaw.decisions.sentences.sentence import Sentence
from tenderlaw.facts.records import Record

__all__ = ["name_of"]


def name_of(operator: Record, number: int) -> str:
    """What an operator is called: its name, or which one it is; number 0 is the operator of the case."""
    name = operator.get("name")
    return str(name) if name else _nameless(number)


@lru_cache(maxsize=64)
def _nameless(number: int) -> str:
    return Sentence("operator") if number == 0 else Sentence("entity", number=str(number))
