"""Chance that can be repeated: what is drawn for a row depends on the seed, the row and what it is for alone.

Whole numbers of 64 bits are mixed (SplitMix64, Steele, Lea and Flood 2014), so that every machine draws the same, in
whatever order and in however many pieces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Drawn", "Draws", "Flags", "Numbers"]

Keys: TypeAlias = npt.NDArray[np.uint64]
Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

_STEP = 0x9E3779B97F4A7C15
_WHOLE = (1 << 64) - 1
_HALF = np.uint64(32)


def _mixed(bits: Keys) -> Keys:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@cache
def _of(what: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "little"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: the upper half of the bits says what happens; the lower half is for something else."""

    bits: Keys

    def below(self, limit: int) -> Numbers:
        """A whole number from 0 and below `limit`, each alike; `limit` is far below 2^32."""
        return (((self.bits >> _HALF) * np.uint64(limit)) >> _HALF).astype(np.int64)

    def happens(self, share: float) -> Flags:
        """True for this share of the rows."""
        return (self.bits >> _HALF) < np.uint64(int(share * 2.0**32))

    def weighted(self, weights: Sequence[int]) -> Numbers:
        """The number of a weight, as often as it weighs."""
        steps = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(steps, self.below(int(steps[-1])), side="right").astype(np.int64)

    @property
    def lower(self) -> Drawn:
        """The lower half of the bits, such as whether the fact is known."""
        return Drawn(self.bits << _HALF)


@dataclass(frozen=True, slots=True)
class Draws:
    """One key for each row or entry."""

    keys: Keys

    @classmethod
    def of_rows(cls, seed: int, first: int, count: int) -> Draws:
        """The rows from `first` on."""
        start = np.uint64((_STEP * (first + 1)) & _WHOLE)
        rows = np.arange(count, dtype=np.uint64) * np.uint64(_STEP) + start
        return cls(_mixed(_mixed(rows) ^ _of(f"seed {seed}")))

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, what: str) -> Drawn:
        """64 even bits for each row."""
        return Drawn(_mixed(self.keys ^ _of(what)))

    def entries(self, what: str, counts: Numbers) -> Draws:
        """So many entries of each row, one after the other."""
        keys = np.repeat(self.of(what).bits, counts)
        ends = np.cumsum(counts)
        place = np.arange(len(keys), dtype=np.int64) - np.repeat(ends - counts, counts)
        return Draws(_mixed(keys + (place.astype(np.uint64) + np.uint64(1)) * np.uint64(_STEP)))
