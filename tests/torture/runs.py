"""Runs under attack: killed, interrupted, two at once, on full disks and damaged tables; nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from mutations import damaged
from tally import Tally

from commands import started, tenderlaw

ROOT = Path(__file__).resolve().parents[2]
PROCUREMENT = ROOT / "examples" / "espd-response" / "procurement.yaml"
KNOWN = {0, 2, 3, 4, 5, 6, 7, 8, 9, 130}
"""The documented exit codes, without that of an internal error."""
_ALONE = (sys.executable, "-m", "tenderlaw.cli.main")
"""The command as a process from its first line on."""
ROWS = [["supplier", "role", "country", "evidence_verified", "convictions", "linked_persons"]] + [
    [f"s{n}", "tenderer", "SE", "true", "[]" if n % 3 else '[{"offence": "corruption", "final": true}]', "[]"]
    for n in range(12)
]


def screen(suppliers: Path, output: Path) -> tuple[str | Path, ...]:
    return ("screen", suppliers, "--procurement", PROCUREMENT, "--regimes", "eu-2014-24", "--as-of", "2026-02-01",
            "-o", output)  # fmt: skip


def table_text() -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    return text.getvalue().encode()


def made_up(folder: Path, number: int, seed: int) -> Path:
    file = folder / f"made-up-{seed}.parquet"
    asked = ("--as-of", "2026-02-01", "--regimes", "eu-2014-24")
    tenderlaw("suppliers", str(number), "--seed", str(seed), "-o", file, *asked).check_returncode()
    return file


def _run(tally: Tally, words: Sequence[str | Path], example: str) -> subprocess.CompletedProcess[str] | None:
    tally.tried += 1
    try:
        done = tenderlaw(*words, timeout=120)
    except subprocess.TimeoutExpired:
        tally.note("hangs", example)
        return None
    if done.returncode not in KNOWN or "Traceback" in done.stderr:
        tally.note("crashes", f"{example}: exit {done.returncode}: {done.stderr[-400:]}")
    return done


def tables(number: int, seed: int, folder: Path) -> Tally:
    """Damaged tables: every row decided or set aside, or the file refused."""
    chance, tally = random.Random(seed), Tally("suppliers' tables")
    for at in range(number):
        file, output = folder / "suppliers.csv", folder / "out.jsonl"
        for old in folder.glob("out.jsonl*"):
            old.unlink() if old.is_file() else shutil.rmtree(old)
        file.write_bytes(damaged(chance, table_text()))
        done = _run(tally, screen(file, output), f"table, seed {seed}, number {at}")
        if done is not None and done.returncode == 0:
            said = json.loads((folder / "out.jsonl.manifest.json").read_text("utf-8"))
            rejects = folder / "out.jsonl.rejects.jsonl"
            # a line of JSON ends with a line feed alone: U+2028 within a word ends none
            shown = output.read_bytes().count(b"\n")
            shown += rejects.read_bytes().count(b"\n") if rejects.exists() else 0
            if shown != said["rows"]:
                tally.note("lost", f"table, seed {seed}, number {at}: {shown} rows of {said['rows']}")
    return tally


def kills(number: int, seed: int, folder: Path) -> Tally:
    """A run killed at any moment and started again comes to the bytes of one that was not."""
    chance, tally = random.Random(seed), Tally("kills and resumed runs")
    suppliers = made_up(folder, 3000, seed)
    whole, output = folder / "whole.parquet", folder / "killed.parquet"
    begun = time.monotonic()
    tenderlaw(*screen(suppliers, whole)).check_returncode()
    length = time.monotonic() - begun
    for at in range(number):
        output.unlink(missing_ok=True)
        tally.tried += 1
        running = started(*screen(suppliers, output))
        time.sleep(chance.random() * length)
        running.send_signal(signal.SIGKILL)
        running.wait()
        done = tenderlaw(*screen(suppliers, output), timeout=300)
        if done.returncode != 0:
            tally.note("lost", f"kill {at}: exit {done.returncode}: {done.stderr[-300:]}")
        elif output.read_bytes() != whole.read_bytes():
            tally.note("wrong", f"kill {at}: other bytes")
    return tally


def pairs(number: int, seed: int, folder: Path) -> Tally:
    """Two runs at once into one output: one of them ends well, with its own suppliers; the other is refused."""
    tally = Tally("pairs of runs into one output")
    sources = [made_up(folder, 800, seed), made_up(folder, 900, seed + 1)]
    for at in range(number):
        output = folder / "both.jsonl"
        for old in folder.glob("both.jsonl*"):
            old.unlink() if old.is_file() else shutil.rmtree(old)
        tally.tried += 1
        both = [started(*screen(source, output)) for source in sources]
        codes = [one.wait(timeout=300) for one in both]
        if not set(codes) <= {0, 7} or 0 not in codes:
            tally.note("crashes", f"pair {at}: exits {codes}")
        elif codes.count(0) == 1:
            rows = len(output.read_text("utf-8").splitlines())
            if rows != (800, 900)[codes.index(0)]:
                tally.note("wrong", f"pair {at}: exits {codes}, {rows} rows")
    return tally


def signals(number: int, seed: int, folder: Path) -> Tally:
    """Interrupted at any moment: exit code 130 and one line, or done."""
    chance, tally = random.Random(seed), Tally("interrupts")
    case = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
    for at in range(number):
        tally.tried += 1
        words = (*_ALONE, "check", str(case))
        running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder)
        time.sleep(0.15 + chance.random() * 0.6)
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=60)
        if running.returncode not in (3, 130, -signal.SIGINT) or ("Traceback (most" in error and "tenderlaw" in error):
            tally.note("crashes", f"interrupt {at}: exit {running.returncode}: {error[-300:]}")
    return tally


def disks(folder: Path) -> Tally:
    """Outputs that cannot be written: exit code 7, and nothing half-written."""
    tally = Tally("full disks, closed and missing outputs")
    suppliers = folder / "suppliers.csv"
    suppliers.write_bytes(table_text())
    case = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
    read_only = folder / "read-only"
    read_only.mkdir(exist_ok=True)
    targets = [Path("/dev/full"), folder / "nowhere" / "out.jsonl", folder, Path()]
    for target in targets:
        done = _run(tally, screen(suppliers, target), f"output {target}")
        if done is not None and done.returncode == 0:
            tally.note("wrong", f"output {target}: exit 0")
    for words in (("check", str(case)), ("check", str(case), "--json"), ("packs",)):
        tally.tried += 1
        command = [*_ALONE, *words]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode not in KNOWN or "Traceback" in done.stderr:
            tally.note("crashes", f"full standard output: {words}: {done.stderr[-200:]}")
        reader, writer = os.pipe()
        os.close(reader)
        tally.tried += 1
        closed = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writer)
        if "Traceback" in closed.stderr:
            tally.note("crashes", f"closed pipe: {words}: {closed.stderr[-200:]}")
    return tally


def attacks(scale: int, seed: int, folder: Path) -> Iterator[Tally]:
    yield tables(4 * scale, seed, folder)
    yield kills(scale, seed, folder)
    yield pairs(max(1, scale // 2), seed, folder)
    yield signals(2 * scale, seed, folder)
    yield disks(folder)
