"""OPA's server and ours on the reference decision: the same bidders, asked by the same callers; nothing is kept.

OPA answers with the grounds and what is required; ours with the whole decision: checked, by both evaluators, explained.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from reference import PACK, Answer, Bidder, answer, facts_of
from service_callers import LINES, Asked, Line, Work, asked_for, served

__all__ = ["beside_opa"]

NUMBER = 2000
RULES = "reference-decision"
Way: TypeAlias = tuple[str, str, Sequence[Asked], Callable[[Any], Answer], Callable[[], float]]
"""A server: name, address, a request for each bidder, how an answer is read, what it has used of a processor."""


def beside_opa(program: Path, peers: Path, rounds: int, seconds: float) -> None:
    """Measure both in turn, after both have given the oracle's answers; print medians."""
    sys.path.append(str(peers))
    policy, bidders, oracle = (importlib.import_module(name) for name in ("rego_policy", "bidders", "peer_python"))
    asked = bidders.bidders(NUMBER)
    with tempfile.TemporaryDirectory(prefix="tenderlaw-beside-") as name:
        folder = Path(name)
        (folder / "policy.rego").write_text(policy.REGO, encoding="utf-8")
        shutil.copytree(PACK, folder / "packs" / RULES)
        with _opa(program, folder, asked) as theirs, _ours(folder, asked) as ours:
            right = list(map(oracle.setup(), asked))
            for way in (theirs, ours):
                _compared(way, right)
            version = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout.split()[1]
            print(f"OPA {version}; both gave the oracle's {NUMBER} answers; load {os.getloadavg()[0]:.1f}")
            _print([[_measured(way, seconds) for way in (theirs, ours)] for _ in range(rounds)])


def _compared(way: Way, right: Sequence[Answer]) -> None:
    name, address, asked, read, _ = way
    line = Line(address)
    for number, (one, expected) in enumerate(zip(asked, right, strict=True)):
        status, body = line.ask(one)
        if status != 200 or read(json.loads(body)) != expected:
            raise RuntimeError(f"{name}: bidder {number}: {status}: {body[:300]!r}, not {expected}")


def _measured(way: Way, seconds: float) -> tuple[str, tuple[float, ...]]:
    """Its name; answers a second, ms of a processor each, ms until the answer: the median and 99 of 100."""
    name, address, asked, _, used = way
    again = int(seconds * 20_000) // len(asked) + 1  # more than either answers
    work: list[Work] = [[list(asked[line::LINES]) * again for line in range(LINES)]]
    before = used()
    times = sorted(asked_for(seconds, address, work))
    spent = (used() - before) / len(times)
    middle, last = times[len(times) // 2], times[int(len(times) * 0.99)]
    return name, (len(times) / seconds, spent * 1e3, middle * 1e3, last * 1e3)


def _print(rounds: Sequence[Sequence[tuple[str, tuple[float, ...]]]]) -> None:
    print("\n| the reference decision by HTTP | a second | ms of a processor | median ms | 99% ms |")
    print("| --- | --- | --- | --- | --- |")
    for number, (name, _) in enumerate(rounds[0]):
        speed, spent, middle, last = (statistics.median(one[number][1][part] for one in rounds) for part in range(4))
        print(f"| {name} | {speed:,.0f} | {spent:.2f} | {middle:.1f} | {last:.1f} |")


@contextmanager
def _opa(program: Path, folder: Path, asked: Sequence[Bidder]) -> Iterator[Way]:
    """OPA's server, which uses as many processors as there are, and asks nobody for newer versions."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(program), "run", "--server", "--disable-telemetry", "--log-level", "error", "--addr", host]
    with subprocess.Popen([*command, str(folder / "policy.rego")]) as process:
        try:
            _waited_for(host)
            path = "/v1/data/eligibility/decision"
            requests = [Asked.of("POST", path, host, {}, {"input": bidder}) for bidder in asked]
            yield "OPA's server", f"http://{host}", requests, _theirs, lambda: _used(process.pid)
        finally:
            process.terminate()


@contextmanager
def _ours(folder: Path, asked: Sequence[Bidder]) -> Iterator[Way]:
    """`tenderlaw serve` with one process that answers, by the reference pack."""
    with served(folder, "sqlite", 1, RULES, folder / "packs") as one:
        requests = []
        for bidder in asked:
            operator, procurement, _ = facts_of(bidder)
            case = {"operator": operator, "procurement": procurement, "entities": []}
            facts = json.loads(json.dumps(case, default=str))
            requests.append(one.asked("POST", "/v1/decisions", {"facts": facts, "packs": [RULES]}))
        yield "`tenderlaw serve`, the whole decision", one.address, requests, _whole, one.processor_seconds


def _theirs(body: Any) -> Answer:  # noqa: ANN401 - plain data
    found: Answer = importlib.import_module("spec").verdict(body["result"]["grounds"], body["result"]["required"])
    return found


def _whole(body: Any) -> Answer:  # noqa: ANN401 - plain data
    (found,) = body["regimes"]
    cites = [finding["cite"] for finding in found["findings"] if finding["state"] == "applies"]
    return answer(found["outcome"], cites, [one["cite"] for one in found["requirements"]])


def _waited_for(host: str) -> None:
    for _ in range(200):
        try:
            Line(f"http://{host}")
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("OPA's server did not start")


def _used(process: int) -> float:
    """Seconds of a processor that a process has used."""
    words = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
