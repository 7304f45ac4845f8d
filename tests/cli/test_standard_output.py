"""Standard output that is closed, full or no longer read: a documented exit code, and nothing written over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}


def tenderlaw(words: str, to: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m tenderlaw.cli.main {words} {to}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=folder, env=ENV, check=False)


@pytest.mark.parametrize(
    "words",
    [
        f"check {CASE}",
        f"check {CASE} --json",
        "--version",
        f"screen s.csv --procurement {CASE} -o out.csv --regimes eu-2014-24 --sample 1",
        "suppliers 2 -o out.parquet --as-of 2026-02-01",
    ],
)
def test_a_closed_or_full_output_is_an_input_error(tmp_path: Path, words: str) -> None:
    (tmp_path / "s.csv").write_text("supplier\na\n")
    closed = tenderlaw(words, ">&-", tmp_path)
    assert (closed.returncode, closed.stderr) == (7, "standard output: is closed\n")
    assert [one.name for one in tmp_path.iterdir()] == ["s.csv"]
    full = tenderlaw(words, ">/dev/full", tmp_path)
    assert (full.returncode, full.stderr) == (7, "standard output: cannot be written: No space left on device\n")
    assert not list(tmp_path.glob("*.unfinished"))


def test_whoever_has_stopped_reading_is_told_nothing(tmp_path: Path) -> None:
    found = tenderlaw(f"check {CASE} --json", "| true", tmp_path)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-o .", "is no name of a file or folder to write"),
        ("-o none/out.csv", "there is no folder `none`"),
        ("-o s.csv", "is the input `s.csv`, and is not written"),
        (f"-o {CASE}", "must end in"),
        ("-o out.csv --explain-changed bought.json --versus 2025-01-01", "is the input `bought.json`"),
    ],
)
def test_where_a_screen_cannot_write_nothing_is_written(tmp_path: Path, words: str, message: str) -> None:
    (tmp_path / "s.csv").write_text("supplier\na\n")
    (tmp_path / "bought.json").write_text('{"title": "x", "decision_on": "2026-02-01"}')
    found = tenderlaw(f"screen s.csv --procurement bought.json {words}", "", tmp_path)
    assert (found.returncode, found.stdout) == (7, "")
    assert message in found.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bought.json", "s.csv"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-o .", "is no name of a file or folder to write"),
        ("-o none/out.parquet", "there is no folder `none`"),
        ("-o a.parquet --owners a.parquet", "is named twice"),
        ("-o /dev/full/x", "there is no folder"),
    ],
)
def test_where_suppliers_cannot_be_written_nothing_is(tmp_path: Path, words: str, message: str) -> None:
    found = tenderlaw(f"suppliers 3 --as-of 2026-02-01 {words}", "", tmp_path)
    assert (found.returncode, found.stdout) == (7, "")
    assert message in found.stderr
    assert list(tmp_path.iterdir()) == []
