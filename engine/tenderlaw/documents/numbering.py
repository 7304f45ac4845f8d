"""Numbers: of clauses, sub-clauses, items and footnotes, and what references print. Computed once, here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tenderlaw.clauses.markup import Block, Node
from tenderlaw.clauses.model import Kind
from tenderlaw.clauses.render import RenderedClause

__all__ = ["Target", "clause_anchor", "letters", "number_of", "passage_anchor", "roman", "targets_of"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference can lead to."""

    anchor: str
    kind: Kind
    number: str


def letters(number: int) -> str:
    """a, b, ..., z, aa, bb, ...: as word processors count."""
    times, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * (times + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv, ..."""
    out = ""
    for value, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
                        (1, "i")):  # fmt: skip
        while number >= value:
            out, number = out + sign, number - value
    return out


def number_of(level: int, index: int, above: str) -> tuple[str, str]:
    """The number printed before the passage and the full one; `above` is the full number of what contains it."""
    if level == 2:
        return f"{above}.{index}", f"{above}.{index}"
    sign = f"({letters(index) if level == 3 else roman(index)})"
    return sign, above + sign


def clause_anchor(clause: str) -> str:
    """The anchor of a clause, from its id alone, so that it stays when other clauses come and go."""
    return f"c_{clause}"


def passage_anchor(clause: str, key: str) -> str:
    """The anchor of a named passage."""
    return f"c_{clause}__{key}"


def targets_of(clauses: Sequence[RenderedClause]) -> Mapping[tuple[str, str | None], Target]:
    """Every clause and every named passage of the contract's documents; each kind counts from 1."""
    found: dict[tuple[str, str | None], Target] = {}
    counted: Counter[Kind] = Counter()
    for clause in clauses:
        counted[clause.kind] += 1
        at = str(counted[clause.kind])
        found[clause.id, None] = Target(clause_anchor(clause.id), clause.kind, at)
        for key, number in _keys(clause.content, at):
            found[clause.id, key] = Target(passage_anchor(clause.id, key), clause.kind, number)
    return found


def _keys(blocks: Sequence[Block], above: str) -> Iterator[tuple[str, str]]:
    index = 0
    for block in blocks:
        if isinstance(block, Node):
            index += 1
            _, full = number_of(block.level, index, above)
            if block.key is not None:
                yield block.key, full
            yield from _keys(block.children, full)
