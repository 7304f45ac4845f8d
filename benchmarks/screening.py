"""Screening measured: suppliers a second and memory, against other engines on the reference decision, and its growth.

    .venv/bin/python benchmarks/screening.py [--peers FOLDER] [--rows N] [--rounds N] [--grow N,N,...]

Populations are made once and kept in `benchmarks/.data/`. Each measurement is a fresh process; those of a round
follow each other, so that ratios are taken within a round; what is printed are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import peers
import run

Found: TypeAlias = dict[str, Any]

HERE = Path(__file__).resolve().parent
DATA = HERE / ".data"
AT_MOST = 10_000_000
"""Suppliers of a file; more are the same file several times."""
VECTOR = {
    "vec_duckdb_lists": "DuckDB, written by hand with list lambdas",
    "vec_duckdb_unnest": "DuckDB, written by hand with unnest",
    "vec_openfisca": "OpenFisca, one simulation",
}
OWN = {"eu": "Directive 2014/24/EU", "four": "the four packs of 2026-11-24", "all": "all installed packs"}


def main() -> int:
    """Make what is missing, measure, print."""
    options = _options()
    print("\n".join(run.machine()))
    programs = [name for name in VECTOR if options.peers and (Path(options.peers) / f"{name}.py").exists()]
    if programs and peers.python() is None:
        print("\nThe engines of the peers are not installed: run `run.py --set-up-peers`, once.")
        return 2
    if programs and not _reference(options, programs):
        return 1
    _packs(options)
    if options.grow:
        _growth(options)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure screening.")
    parser.add_argument("--peers", default=os.environ.get(run.VARIABLE, ""), help="a folder with the peer programs")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--grow", type=lambda said: [int(n) for n in said.split(",")], help="numbers of rows to plot")
    return parser.parse_args()


def child(what: str, *arguments: object, python: Path | None = None) -> Found:
    """One measurement in a process of its own."""
    command = [str(python or sys.executable), "-B", str(HERE / "screening_measures.py"), what, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **peers.environment()}
    )
    if done.returncode:
        sys.exit(f"{what}: {done.stderr.strip()}")
    found: Found = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _made(name: str, what: str, *arguments: object) -> Path:
    """A population, made unless it is there."""
    path = DATA / name
    if not path.exists():
        print(f"making {name}", file=sys.stderr, flush=True)
        DATA.mkdir(exist_ok=True)
        child(what, path, *arguments)
    return path


def _reference(options: argparse.Namespace, programs: Sequence[str]) -> bool:
    """The reference decision for one procurement on one day, by all."""
    bidders = _made(f"bidders-{options.rows}.parquet", "make-bidders", options.rows, options.peers)
    suppliers = _made(f"reference-{options.rows}.parquet", "make-reference", options.rows, options.peers)
    right = child("check-reference", suppliers, options.peers)
    print(f"\nOutcome and grounds equal to the oracle's: {right['equal']:,} of {right['bidders']:,} bidders")
    rounds = []
    for _ in range(options.rounds):
        found = {"tenderlaw": child("reference", suppliers)}
        found |= {name: child("peer", bidders, options.peers, name, python=peers.python()) for name in programs}
        rounds.append(found)
    print("\n| reference decision, in memory | rows/s | tenderlaw is | peak MB |\n| --- | --- | --- | --- |")
    for name in ("tenderlaw", *programs):
        seconds = _median(rounds, name, "seconds")
        ratio = statistics.median(found[name]["seconds"] / found["tenderlaw"]["seconds"] for found in rounds)
        said = "" if name == "tenderlaw" else f"{ratio:.2f} x as fast"
        title = VECTOR.get(name, "tenderlaw, every fact checked")
        print(f"| {title} | {options.rows / seconds:,.0f} | {said} | {_median(rounds, name, 'peak_mb'):,.0f} |")
    print(f"\nMaking tenderlaw's query: {_median(rounds, 'tenderlaw', 'compile_seconds') * 1e3:,.0f} ms, once a run.")
    return bool(right["equal"] == right["bidders"])


def _packs(options: argparse.Namespace) -> None:
    """Real packs from Parquet to Parquet, beside what reading the same bytes alone takes."""
    suppliers = _made(f"suppliers-{options.rows}.parquet", "make-suppliers", options.rows)
    rounds = [
        {"scan": child("scan", suppliers)}
        | {f"{what}, bits": child("bits", suppliers, what) for what in OWN}
        | {what: child("columns", suppliers, what) for what in OWN}
        | {f"{what}, spark": child("columns", suppliers, what, "spark") for what in OWN}
        | {f"{what}, run": child("run", suppliers, what) for what in OWN}
        for _ in range(options.rounds)
    ]
    size = suppliers.stat().st_size
    print(f"\n| {options.rows:,} made-up suppliers, {size / 1e6:,.0f} MB of Parquet | rows/s | seconds | peak MB |")
    print("| --- | --- | --- | --- |")
    titles = {"scan": "reading every column, and nothing else"}
    titles |= {f"{what}, bits": f"{title}: outcome and bit sets" for what, title in OWN.items()}
    titles |= {what: f"{title}: outcome, bit sets, last day, review, missing facts" for what, title in OWN.items()}
    titles |= {f"{what}, spark": f"{title}: the same on Spark, here" for what, title in OWN.items()}
    titles |= {f"{what}, run": f"{title}: a whole run, digests and cross-check included" for what, title in OWN.items()}
    for name, title in titles.items():
        seconds = _median(rounds, name, "seconds")
        print(f"| {title} | {options.rows / seconds:,.0f} | {seconds:.2f} | {_median(rounds, name, 'peak_mb'):,.0f} |")
    for what, title in OWN.items():
        print(f"\nMaking the query, {title}: {_median(rounds, what, 'compile_seconds'):.2f} s, once a run.")
    bytes_a_second = size / _median(rounds, "scan", "seconds")
    ratio = statistics.median(found["eu"]["seconds"] / found["scan"]["seconds"] for found in rounds)
    print(
        f"\nReading alone: {bytes_a_second / 1e6:,.0f} MB of Parquet a second; {OWN['eu']} takes {ratio:.1f} times it."
    )


def _growth(options: argparse.Namespace) -> None:
    """Time and memory by rows, and by grounds; written as JSON for the plot."""
    rows = []
    for count in options.grow:
        suppliers = _many(count)
        rows.append({"rows": count, **child("run", suppliers, "eu")})
        print(f"{count:,} rows: {rows[-1]['seconds']:.1f} s, {rows[-1]['peak_mb']:,.0f} MB", flush=True)
    suppliers = _made(f"suppliers-{options.rows}.parquet", "make-suppliers", options.rows)
    grounds = [child("grounds", suppliers, number) for number in (1, 2, 4, 8, 16, 32)]
    (HERE / "growth.json").write_text(json.dumps({"by_rows": rows, "by_grounds": grounds}, indent=2) + "\n", "utf-8")


def _many(count: int) -> Path:
    """So many suppliers: a file, or a folder with the same file over and over."""
    if count <= AT_MOST:
        return _made(f"suppliers-{count}.parquet", "make-suppliers", count)
    one, folder = _made(f"suppliers-{AT_MOST}.parquet", "make-suppliers", AT_MOST), DATA / f"suppliers-{count}"
    folder.mkdir(exist_ok=True)
    for number in range(count // AT_MOST):
        path = folder / f"{number}.parquet"
        if not path.exists():
            os.link(one, path)
    return folder


def _median(rounds: Sequence[Found], name: str, figure: str) -> float:
    return statistics.median(found[name][figure] for found in rounds)


if __name__ == "__main__":
    sys.exit(main())
