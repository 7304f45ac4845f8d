"""Everything that the project measures of itself, and how it compares: `make bench`, or

    .venv/bin/python benchmarks/run.py [--peers FOLDER] [--set-up-peers] [--rounds N] [--seconds S]

Each round starts a fresh process for each measurement, in a shuffled order. A machine's noise moves whole
rounds, so ratios are taken within a round; what is printed are medians over the rounds.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import peers

Found: TypeAlias = dict[str, Any]
Round: TypeAlias = dict[str, Found]

HERE = Path(__file__).resolve().parent
OWN = ("rete", "full", "eu", "all", "load")
NAMES = {
    "rete": "tenderlaw, the Rete engine deciding",
    "full": "tenderlaw, whole decision",
    **{peer: name for peer, (name, _) in peers.PEERS.items()},
}
VARIABLE = "TENDERLAW_BENCH_PEERS"


def main() -> int:
    """Run, print, and fail where an answer is wrong."""
    options = _options()
    if options.set_up_peers:
        peers.set_up()
    programs = [peer for peer in peers.PEERS if options.peers and (Path(options.peers) / f"{peer}.py").exists()]
    print(_state(programs))
    if programs and peers.python() is None:
        print("\nThe engines of the peers are not installed: add --set-up-peers, once.")
        return 2
    if programs and not _checked(options.peers):
        return 1
    rounds = [_round(number, options, programs) for number in range(options.rounds)]
    print(f"\nLoad average at the end: {_load()}")
    print(_reference(rounds, programs))
    print(_own(rounds))
    if programs:
        print(_ratios(rounds, programs))
    else:
        print(
            "\nNo comparison: give a folder with the peer programs by --peers FOLDER or in the variable"
            f" {VARIABLE}; with --set-up-peers their engines are installed in benchmarks/.peers/."
        )
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure tenderlaw, and compare it with its peers.")
    parser.add_argument("--peers", default=os.environ.get(VARIABLE, ""), help="a folder with the peer programs")
    parser.add_argument("--set-up-peers", action="store_true", help="install their engines in benchmarks/.peers/")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.7, help="time of each measurement in a round")
    return parser.parse_args()


def machine() -> list[str]:
    """When, on what, and with which versions is measured."""
    return [
        f"Date: {datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC",
        f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"Load average at the start: {_load()}",
        f"Python {platform.python_version()} ({platform.python_compiler()}), "
        f"{'with' if _optimised() else 'without'} profile-guided optimisation",
        f"tenderlaw {version('tenderlaw')}, durable_rules {version('durable_rules')}, pydantic {version('pydantic')},"
        f" duckdb {version('duckdb')}",
    ]


def _state(programs: Sequence[str]) -> str:
    lines = machine()
    if programs:
        said = [f"{peers.PEERS[peer][1]} {peers.version_of(peers.PEERS[peer][1])}" for peer in programs]
        lines.append(f"Peers: {', '.join(said)}")
    return "\n".join(lines)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _load() -> str:
    return ", ".join(f"{load:.2f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def _optimised() -> bool:
    import sysconfig  # noqa: PLC0415

    said = f"{sysconfig.get_config_var('CONFIG_ARGS')} {sysconfig.get_config_var('PY_CFLAGS_NODIST')}"
    return "--enable-optimizations" in said or "-fprofile-use" in said


def _child(what: str, options: argparse.Namespace) -> Found:
    """One measurement in a fresh process."""
    own = what in (*OWN, "check")
    command = [str(sys.executable if own else peers.python()), "-B", str(HERE / "measure.py"), what]
    command += [str(options.seconds), *([options.peers] if options.peers else [])]
    environment = {**os.environ, **peers.environment()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        return {"failed": lines[-1] if lines else f"exit code {done.returncode}"}
    found: Found = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _checked(folder: str) -> bool:
    """Whether tenderlaw answers as the oracle does."""
    found = _child("check", argparse.Namespace(seconds=0, peers=folder))
    number = found.get("bidders")
    right = number is not None and found["rete"] == found["full"] == number
    said = f"{found.get('rete')} by the Rete engine, {found.get('full')} by the whole decision" if number else found
    print(f"\nAnswers equal to the oracle's, of {number} bidders: {said}")
    return right


def _round(number: int, options: argparse.Namespace, programs: Sequence[str]) -> Round:
    order = [*OWN, "help", *programs]
    random.Random(number).shuffle(order)
    found = {what: _help() if what == "help" else _child(what, options) for what in order}
    print(f"round {number + 1} of {options.rounds}, load {_load()}", file=sys.stderr, flush=True)
    return found


def _help() -> Found:
    """`tenderlaw --help` as a whole process."""
    begin = time.perf_counter()
    command = Path(sys.executable).with_name("tenderlaw")
    subprocess.run([str(command), "--help"], check=True, stdout=subprocess.DEVNULL)
    return {"help_ms": (time.perf_counter() - begin) * 1e3}


def _median(rounds: Sequence[Round], what: str, name: str) -> float:
    return statistics.median([found[what][name] for found in rounds if name in found[what]] or [float("nan")])


def _ratio(rounds: Sequence[Round], one: str, other: str) -> float:
    pairs = [(found[one], found[other]) for found in rounds]
    held = [a["per_s"] / b["per_s"] for a, b in pairs if "per_s" in a and "per_s" in b]
    return statistics.median(held or [float("nan")])


def _reference(rounds: Sequence[Round], programs: Sequence[str]) -> str:
    """The reference decision: a table of decisions a second, the fastest first."""
    lines = ["", "| reference decision | decisions/s | x the Rete engine | median us | 99% us | ready after ms |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    rows: list[tuple[float, str]] = []
    for what in ("rete", "full", *programs):
        failed = [found[what]["failed"] for found in rounds if "failed" in found[what]]
        if len(failed) == len(rounds):
            rows.append((0, f"| {NAMES[what]} | did not run: {failed[0]} | | | | |"))
            continue
        speed, ratio = _median(rounds, what, "per_s"), _ratio(rounds, what, "rete")
        p50, p99, ready = (_median(rounds, what, name) for name in ("p50_us", "p99_us", "ready_ms"))
        rows.append((speed, f"| {NAMES[what]} | {speed:,.0f} | {ratio:.2f} | {p50:.0f} | {p99:.0f} | {ready:.0f} |"))
    return "\n".join([*lines, *(row for _, row in sorted(rows, reverse=True))])


def _own(rounds: Sequence[Round]) -> str:
    """What tenderlaw takes for a real directive, and to start."""
    packs = _median(rounds, "load", "packs")
    figures = [
        ("whole decision under the directive, validated and explained: median us", "eu", "p50_us", 1000),
        ("the same: 99th percentile us", "eu", "p99_us", None),
        ("the same cases under all installed packs, each with its own decision: median us", "all", "p50_us", 2000),
        ("writing such a decision with its id as canonical JSON: mean us", "eu", "json_us", None),
        (f"loading and compiling all installed packs ({packs:.0f}): ms", "load", "load_ms", 400),
        ("importing what it takes: ms", "load", "import_ms", None),
        ("`tenderlaw --help`, whole process: ms", "help", "help_ms", 150),
    ]
    lines = ["", "| tenderlaw | figure | at most |", "| --- | --- | --- |"]
    for said, what, name, limit in figures:
        lines.append(f"| {said} | {_median(rounds, what, name):,.0f} | {'' if limit is None else f'{limit:,}'} |")
    return "\n".join(lines)


def _ratios(rounds: Sequence[Round], programs: Sequence[str]) -> str:
    """The two aims of the comparison, and whether they are met."""
    named = [peer for peer in list(peers.PEERS)[:5] if peer in programs]
    fastest = max(named, key=lambda peer: _median(rounds, peer, "per_s"))
    level, twice = _ratio(rounds, "rete", fastest), _ratio(rounds, "full", "peer_zen")
    return "\n".join(
        [
            "",
            f"The Rete engine deciding, against {NAMES[fastest]}: {level:.2f} (aim: at least 1.00)",
            f"Whole decision, against {NAMES['peer_zen']}: {twice:.2f} (aim: at least 2.00)",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
