"""The bits that stand for facts in columns, and the order in which the law asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

import ibis.expr.types as ir

from tenderlaw.packs.conditions import Condition
from tenderlaw.screening.kleene import Kleene
from tenderlaw.screening.plan import WORD
from tenderlaw.screening.stages import surely_word

__all__ = ["Asked", "Names", "either"]

Asked: TypeAlias = tuple[str, Kleene]
"""The name of a fact, and where it is missing: a truth that is never unknown."""


@dataclass(slots=True)
class Names:
    """The bits of names, given out as names are met, and the order in which the law asks for them."""

    facts: dict[str, int] = field(default_factory=dict)
    """The bit of each fact."""
    inner: dict[tuple[Condition, str], int] = field(default_factory=dict)
    """The bit of each fact inside a quantifier."""
    order: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The first ground that asks for each fact, and the place within."""

    def words(self, asked: Iterable[tuple[int, Asked]]) -> dict[str, int | ir.Value]:
        """The facts that grounds, by their numbers, ask for, as words of bits."""
        held: dict[str, list[Kleene]] = {}
        for ground, (name, where) in asked:
            if where is not False:
                held.setdefault(name, []).append(where)
                self.order[name] = min(self.order.get(name, (ground, len(self.order))), (ground, len(self.order)))
                self.facts.setdefault(name, len(self.facts))
        return _words("m", {self.facts[name]: wheres for name, wheres in held.items()})

    def inner_words(self, asked: Iterable[tuple[Condition, Asked]]) -> dict[str, int | ir.Value]:
        """The facts that leave quantifiers open, as words of bits."""
        held: dict[int, list[Kleene]] = {}
        for quantifier, (name, where) in asked:
            if where is not False:
                held.setdefault(self.inner.setdefault((quantifier, name), len(self.inner)), []).append(where)
        return _words("n", held)

    def all_words(self) -> list[str]:
        """The words that hold the facts."""
        return [f"m{word}" for word in range(-(-len(self.facts) // WORD))]

    def place(self, name: str) -> tuple[str, int]:
        """The word and the bit of a fact."""
        return f"m{self.facts[name] // WORD}", 1 << self.facts[name] % WORD

    def in_order(self) -> list[str]:
        """The facts in the order in which the law asks for them."""
        return sorted(self.facts, key=lambda name: self.order[name])

    def of_quantifier(self, quantifier: Condition, found: Callable[[str], ir.Value]) -> list[Asked]:
        """The facts that leave a quantifier open in a row; `found` reads a word of the passes before."""
        return [
            (name, (found(f"n{bit // WORD}") & (1 << bit % WORD)) != 0)
            for (of, name), bit in self.inner.items()
            if of == quantifier
        ]


def _words(prefix: str, bits: Mapping[int, list[Kleene]]) -> dict[str, int | ir.Value]:
    words: dict[str, list[tuple[int, Kleene]]] = {}
    for bit, wheres in bits.items():
        words.setdefault(f"{prefix}{bit // WORD}", []).append((1 << bit % WORD, either(wheres)))
    return {word: surely_word(held) for word, held in words.items()}


def either(values: Iterable[Kleene]) -> Kleene:
    """Or, of truths that are never unknown."""
    held = list(values)
    columns = [value for value in held if isinstance(value, ir.Value)]
    return (
        True if True in [value is True for value in held] else reduce(lambda a, b: a | b, columns) if columns else False
    )
