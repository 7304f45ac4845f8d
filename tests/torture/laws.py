"""The laws of decisions over many random cases: what was not asked for changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tally import Tally

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "decisions"))
from test_stability import REGIMES, broken_by

__all__ = ["attacks"]


def attacks(number: int, seed: int) -> Iterator[Tally]:
    for regime in REGIMES:
        tally = Tally(f"completions, {regime.typed.pack.id}")
        for broken in islice(broken_by(regime, seed), number):
            tally.tried += 1
            if broken is not None:
                tally.note("wrong", broken)
        yield tally
