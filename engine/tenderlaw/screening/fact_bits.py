"""The bits that stand for facts in columns, and the order in which the law asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from tenderlaw.packs.conditions import Condition
from tenderlaw.screening.arrow.algebra import Given, has_bits
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.kleene import Kleene, any_of
from tenderlaw.screening.plan import WORD
from tenderlaw.screening.tallies import Tally
from tenderlaw.screening.words import surely_word

__all__ = ["Asked", "Names"]

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

    def words(self, asked: Iterable[tuple[int, Asked]]) -> dict[str, Tally]:
        """The facts that grounds, by their numbers, ask for, as words of bits."""
        held: dict[str, list[Kleene]] = {}
        for ground, (name, where) in asked:
            if where is not False:
                held.setdefault(name, []).append(where)
                self.order[name] = min(self.order.get(name, (ground, len(self.order))), (ground, len(self.order)))
                self.facts.setdefault(name, len(self.facts))
        return _words("m", {self.facts[name]: wheres for name, wheres in held.items()})

    def inner_words(self, asked: Iterable[tuple[Condition, Asked]]) -> dict[str, Tally]:
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

    def of_quantifier(self, quantifier: Condition, found: Callable[[str], Given]) -> list[Asked]:
        """The facts that leave a quantifier open in a row; `found` reads a word of the passes before."""
        return [
            (name, has_bits(cast("int | Column", found(f"n{bit // WORD}")), 1 << bit % WORD))
            for (of, name), bit in self.inner.items()
            if of == quantifier
        ]


def _words(prefix: str, bits: Mapping[int, list[Kleene]]) -> dict[str, Tally]:
    words: dict[str, list[tuple[int, Kleene]]] = {}
    for bit, wheres in bits.items():
        words.setdefault(f"{prefix}{bit // WORD}", []).append((bit % WORD, any_of(wheres)))
    return {word: Tally("bits", surely_word(held)) for word, held in words.items()}
