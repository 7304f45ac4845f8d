"""A short torture: `make torture` runs the same for as long as wanted."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
import files
import runs
from tally import Tally


@pytest.mark.parametrize("name", files.ATTACKS)
def test_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    chance, tally = random.Random(f"1 {name}"), Tally(name)
    for at in range(40):
        tally.attempt(files.ATTACKS[name](chance, tmp_path), f"{name} {at}")
    assert tally.clean, tally.examples


@pytest.mark.parametrize("attack", [runs.tables, runs.kills, runs.pairs, runs.signals])
def test_runs_under_attack_lose_nothing(attack: object, tmp_path: Path) -> None:
    tally: Tally = attack(3, 1, tmp_path)  # type: ignore[operator]
    assert tally.clean, tally.examples


def test_outputs_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    tally = runs.disks(tmp_path)
    assert tally.clean, tally.examples


def test_a_tally_counts_a_crash_and_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """The torture itself can fail."""
    tally = Tally("itself")
    tally.attempt(lambda: 1 / 0, "division")
    monkeypatch.setattr("tally.SECONDS", 0.01)
    tally.attempt(lambda: [None for _ in iter(int, 1)], "for ever")
    assert (tally.crashes, tally.hangs, tally.clean) == (1, 1, False)
