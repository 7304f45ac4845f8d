"""The bits that stand for facts in columns, and the order in which the law asks for them.

The facts inside a quantifier are bits of an earlier pass; where the quantifier is open they are moved as they stand,
many at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from tenderlaw.packs.conditions import Some, Sum
from tenderlaw.screening.arrow.algebra import NUMBER, Given, choose, has_bits, joined_bits, moved_bits
from tenderlaw.screening.arrow.spaces import Column
from tenderlaw.screening.columns.kleene import Kleene, any_of, surely
from tenderlaw.screening.columns.tallies import WORD, Tally
from tenderlaw.screening.regimes.words import surely_word

__all__ = ["Asked", "Names"]

Asked: TypeAlias = "tuple[str | Some | Sum, Kleene]"
"""The name of a fact, or a quantifier for whose facts it stands, and where it is missing: a truth, never unknown."""
Found: TypeAlias = Callable[[str], Given]
"""Reads a word of the passes before, for each row."""
Words: TypeAlias = "dict[str, Tally]"
_Held: TypeAlias = "dict[int, list[Kleene]]"
_Moves: TypeAlias = "dict[Some | Sum, list[Kleene]]"


@dataclass(slots=True)
class Names:
    """The bits of names, given out as names are met, and the order in which the law asks for them."""

    facts: dict[str, int] = field(default_factory=dict)
    """The bit of each fact."""
    inner: dict[Some | Sum, dict[str, int]] = field(default_factory=dict)
    """The bit of each fact inside a quantifier."""
    order: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The first ground that asks for each fact, and the place within."""
    _number: int = 0
    """How many facts there are inside quantifiers."""

    def words(self, asked: Iterable[tuple[int, Asked]], found: Found) -> Words:
        """The facts that grounds, by their numbers, ask for, as words of bits."""
        held: _Held = {}
        moves: _Moves = {}
        for ground, (of, where) in asked:
            if where is False:
                continue
            if isinstance(of, str):
                held.setdefault(self._fact(of, ground), []).append(where)
            else:
                moves.setdefault(of, []).append(where)
                for name, _ in self._inside(of, found):
                    self._fact(name, ground)
        return self._joined("m", held, moves, found, self.facts)

    def inner_words(self, asked: Iterable[tuple[Some | Sum, Asked]], found: Found) -> Words:
        """The facts that leave quantifiers open, as words of bits."""
        out: Words = {}
        by_quantifier: dict[Some | Sum, list[Asked]] = {}
        for quantifier, fact in asked:
            by_quantifier.setdefault(quantifier, []).append(fact)
        for quantifier, facts in by_quantifier.items():
            held: _Held = {}
            moves: _Moves = {}
            for of, where in facts:
                if where is False:
                    continue
                if isinstance(of, str):
                    held.setdefault(self._fact_inside(quantifier, of), []).append(where)
                else:
                    moves.setdefault(of, []).append(where)
                    for name, _ in list(self._inside(of, found)):
                        self._fact_inside(quantifier, name)
            for word, one in self._joined("n", held, moves, found, self.inner.get(quantifier, {})).items():
                before = cast("int | Column", out[word].value) if word in out else 0
                out[word] = Tally("bits", joined_bits(before, cast("int | Column", one.value)))
        return out

    def all_words(self) -> list[str]:
        """The words that hold the facts."""
        return [f"m{word}" for word in range(-(-len(self.facts) // WORD))]

    def place(self, name: str) -> tuple[str, int]:
        """The word and the bit of a fact."""
        return f"m{self.facts[name] // WORD}", 1 << self.facts[name] % WORD

    def in_order(self) -> list[str]:
        """The facts in the order in which the law asks for them."""
        return sorted(self.facts, key=lambda name: self.order[name])

    def _fact(self, name: str, ground: int) -> int:
        self.order[name] = min(self.order.get(name, (ground, len(self.order))), (ground, len(self.order)))
        return self.facts.setdefault(name, len(self.facts))

    def _fact_inside(self, quantifier: Some | Sum, name: str) -> int:
        mine = self.inner.setdefault(quantifier, {})
        if name not in mine:
            mine[name] = self._number
            self._number += 1
        return mine[name]

    def _inside(self, quantifier: Some | Sum, found: Found) -> Iterator[tuple[str, int]]:
        """The facts inside a quantifier that may be missing at all, with their bits."""
        for name, bit in self.inner.get(quantifier, {}).items():
            word = cast("int | Column", found(f"n{bit // WORD}"))
            if has_bits(word, 1 << bit % WORD) is not False:
                yield name, bit

    def _joined(self, prefix: str, held: _Held, moves: _Moves, found: Found, places: Mapping[str, int]) -> Words:
        words: dict[int, list[tuple[int, Kleene]]] = {}
        for bit, wheres in held.items():
            words.setdefault(bit // WORD, []).append((bit % WORD, any_of(wheres)))
        parts = {word: [surely_word(one)] for word, one in words.items()}
        for quantifier, wheres in moves.items():
            where = surely(any_of(wheres))
            for (source, target), pairs in self._moved(quantifier, found, places).items():
                word = choose(where, found(f"n{source}"), 0, NUMBER)
                parts.setdefault(target, []).append(moved_bits(cast("int | Column", word), pairs))
        return {f"{prefix}{word}": Tally("bits", joined_bits(*parts[word])) for word in sorted(parts)}

    def _moved(
        self, quantifier: Some | Sum, found: Found, places: Mapping[str, int]
    ) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """From which bit to which each fact of a quantifier moves, by the words that hold them."""
        out: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for name, bit in self._inside(quantifier, found):
            place = places[name]
            out.setdefault((bit // WORD, place // WORD), []).append((bit % WORD, place % WORD))
        return out
