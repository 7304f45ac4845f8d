"""The service measured: decisions by HTTP, recorded, beside the library in as many processes; delay, pages, memory.

    .venv/bin/python benchmarks/service.py [--workers N] [--database sqlite|URL] [--rounds N] [--seconds S]
                                           [--requests N]
    .venv/bin/python benchmarks/service.py --opa PROGRAM --peers FOLDER [--rounds N] [--seconds S]

Everything runs on this machine: the callers too, in a process of their own for each that answers. Each round measures
all ways in turn, so that a machine's noise moves whole rounds; ratios are taken within a round, medians are printed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from eu_cases import eu_cases
from service_beside_opa import beside_opa
from service_callers import LINES, PACK, Asked, Line, Service, Work, asked_for, served

CASES = 400


@dataclass(frozen=True)
class Found:
    """How many a second, and what one takes of a processor (which other programs of the machine change less)."""

    a_second: float
    processor_ms: float


# --- the library ---


def library(seconds: float, processes: int) -> Found:
    """Decisions of the library, from plain data to plain data, in so many processes."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        done = pool.map(_decide_for, [seconds] * processes)
    number = sum(one[0] for one in done)
    return Found(number / seconds, sum(one[1] for one in done) / number * 1e3)


def _decide_for(seconds: float) -> tuple[int, float]:
    from tenderlaw.decisions import decide  # noqa: PLC0415

    cases = eu_cases(CASES)
    for case in cases[:50]:
        decide(case, packs=[PACK])
    number, used, end = 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        decide(cases[number % CASES], packs=[PACK]).data()
        number += 1
    return number, time.process_time() - used


def by_http(service: Service, seconds: float, work: Sequence[Work]) -> Found:
    """Requests that the service answers."""
    used = service.processor_seconds()
    number = len(asked_for(seconds, service.address, work))
    return Found(number / seconds, (service.processor_seconds() - used) / number * 1e3)


# --- what is asked ---


def files_in(service: Service) -> list[tuple[str, str]]:
    """A file for each case, kept: the handle of the bidder, and the day of its decision."""
    line, found = Line(service.address), []
    for number, case in enumerate(eu_cases(CASES)):
        day = case["procurement"].get("decision_on", "2026-02-01")  # of some cases facts are left out
        bought = {"title": f"Procurement {number}", "facts": case["procurement"], "as_of": day}
        handle = _made(line, service.asked("POST", "/v1/procurements", bought))["procurement"]
        facts = _said({name: case[name] for name in ("operator", "entities") if name in case})
        made = _made(line, service.asked("POST", f"/v1/procurements/{handle}/bidders", {"facts": facts}))
        found.append((made["bidder"], day))
    return found


def _said(facts: Any) -> Any:  # noqa: ANN401 - plain data
    """Facts without what an authority decides by steps of its own."""
    if isinstance(facts, dict):
        return {name: _said(value) for name, value in facts.items() if name not in ("accepted", "derogations")}
    return [_said(one) for one in facts] if isinstance(facts, list) else facts


def _made(line: Line, asked: Asked) -> dict[str, str]:
    status, body = line.ask(asked)
    if status not in (200, 201):
        raise RuntimeError(f"{status}: {body[:1000]!r}")
    found: dict[str, str] = json.loads(body)
    return found


def recorded(service: Service, files: Sequence[tuple[str, str]], each: int, first: int) -> list[Asked]:
    """Requests that decide each file again, each time on another day, so that each decision is new and is recorded."""
    found = []
    for number in range(each):
        bidder, day = files[number % len(files)]
        later = date.fromisoformat(day) + timedelta(days=1 + (first + number // len(files)) % 20)
        found.append(service.asked("POST", f"/v1/bidders/{bidder}/decisions", {"as_of": later.isoformat()}))
    return found


def forgotten(service: Service, each: int) -> list[Asked]:
    """Requests that decide, and keep nothing."""
    cases = eu_cases(CASES)
    once = [service.asked("POST", "/v1/decisions", {"facts": case, "packs": [PACK]}) for case in cases]
    return [once[number % CASES] for number in range(each)]


def shared_out(asked: Sequence[Asked], processes: int) -> list[Work]:
    """The requests shared out among the connections of the processes of callers."""
    lines = processes * LINES
    return [[asked[process * LINES + line :: lines] for line in range(LINES)] for process in range(processes)]


def apart(service: Service, files: Sequence[tuple[str, str]], seconds: float, processes: int, first: int) -> list[Work]:
    """Recorded requests in which no two connections decide one file."""
    lines = processes * LINES
    mine = [files[number::lines] for number in range(lines)]
    each = int(seconds * 3000 / processes)
    made = [recorded(service, some, each, first) for some in mine]
    return [made[process * LINES : (process + 1) * LINES] for process in range(processes)]


# --- pages ---


def page_times(service: Service, token: str, files: Sequence[tuple[str, str]], number: int) -> dict[str, list[float]]:
    """How long pages take, one at a time."""
    import httpx2  # noqa: PLC0415

    times: dict[str, list[float]] = {}
    with httpx2.Client(base_url=service.address, headers={"Origin": service.address}, timeout=60) as browser:
        entered = browser.post("/sign-in", data={"token": token, "to": "/"})
        if entered.status_code != 303:
            raise RuntimeError(f"not signed in: {entered.status_code}")
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        bidder = files[0][0]
        pages = {"procurements": "/procurements", "a bidder": f"/bidders/{bidder}"}
        bought = json.loads(Line(service.address).ask(service.asked("GET", f"/v1/bidders/{bidder}"))[1])["procurement"]
        pages["a procurement"] = f"/procurements/{bought}"
        made = _made(Line(service.address), service.asked("POST", f"/v1/bidders/{bidder}/decisions", {}))
        pages["a decision"] = f"/decisions/{made['decision']}"
        pages["questions"] = f"/bidders/{bidder}/questions"
        pages["bidders beside one another"] = f"/procurements/{bought}/comparison"
        pages["steps"] = f"/bidders/{bidder}/steps"
        pages["the record"] = "/record"
        pages["packs"] = "/packs"
        pages["a pack"] = f"/packs/{PACK}"
        pages["clauses"] = "/clauses"
        line = Line(service.address)
        for name, path in pages.items():
            asked = Asked.of("GET", path, service.host, {"cookie": cookies, "accept": "text/html"})
            status, body = line.ask(asked)
            if status != 200:
                times[f"{name}: {status}"] = []
                continue
            times[f"{name} ({len(body) // 1024} KiB)"] = found = []
            for _ in range(number):
                begin = time.perf_counter()
                line.ask(asked)
                found.append(time.perf_counter() - begin)
    return times


# --- what is printed ---


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--database", default="sqlite")
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=float, default=4.0)
    words.add_argument("--requests", type=int, default=20_000, help="for memory; 200000 takes some minutes")
    words.add_argument(
        "--opa", type=Path, help="OPA's program: its server beside ours on the reference decision, alone"
    )
    words.add_argument("--peers", type=Path, help="the folder of peer programs, which has the policy and the bidders")
    said = words.parse_args()
    if said.opa:
        if said.peers is None:
            words.error("--opa needs --peers")
        beside_opa(said.opa, said.peers, said.rounds, said.seconds)
        return
    with (
        tempfile.TemporaryDirectory(prefix="tenderlaw-service-") as name,
        served(Path(name), said.database, said.workers) as one,
    ):
        files = files_in(one)
        print(f"{len(os.sched_getaffinity(0))} processors, load {os.getloadavg()[0]:.1f}; {said.workers} that answer")
        _speed(one, files, said)
        _pages(one, files)
        _memory(one, said)


def _speed(one: Service, files: Sequence[tuple[str, str]], said: argparse.Namespace) -> None:
    rounds: list[tuple[Found, Found, Found]] = []
    for number in range(said.rounds):
        alone = library(said.seconds, said.workers)
        kept = by_http(one, said.seconds, apart(one, files, said.seconds, said.workers, number * 7))
        lost = by_http(one, said.seconds, shared_out(forgotten(one, int(said.seconds * 4000)), said.workers))
        rounds.append((alone, kept, lost))
    print("\n| decisions under the directive | a second | of the library | ms of a processor | of the library |")
    print("| --- | --- | --- | --- | --- |")
    for number, name in enumerate(
        ("the library, plain data to plain data", "by HTTP, on record", "by HTTP, nothing kept")
    ):
        speed = statistics.median(found[number].a_second for found in rounds)
        ratio = statistics.median(found[number].a_second / found[0].a_second for found in rounds)
        used = statistics.median(found[number].processor_ms for found in rounds)
        cost = statistics.median(found[0].processor_ms / found[number].processor_ms for found in rounds)
        print(f"| {name} | {speed:,.0f} | {ratio:.2f} | {used:.2f} | {cost:.2f} |")
    kept = statistics.median(found[1].a_second for found in rounds)
    half = asked_for(said.seconds * 2, one.address, apart(one, files, said.seconds * 2, said.workers, 100), kept / 2)
    half.sort()
    print(
        f"\nAt half of that on record ({len(half)} requests): median {half[len(half) // 2] * 1e3:.1f} ms, "
        f"p99 {half[int(len(half) * 0.99)] * 1e3:.1f} ms, longest {half[-1] * 1e3:.1f} ms"
    )


def _pages(one: Service, files: Sequence[tuple[str, str]]) -> None:
    print("\n| page | median ms | p99 ms |\n| --- | --- | --- |")
    for name, times in page_times(one, one.token, files, 60).items():
        times.sort()
        cells = (times[len(times) // 2] * 1e3, times[int(len(times) * 0.99)] * 1e3) if times else (0.0, 0.0)
        print(f"| {name} | {cells[0]:.1f} | {cells[1]:.1f} |")


def _memory(one: Service, said: argparse.Namespace) -> None:
    print("\n| requests | MiB of all processes |\n| --- | --- |")
    print(f"| after what is above | {one.memory():.0f} |")
    part = said.requests // 5
    for number in range(1, 6):
        asked_for(1e9, one.address, shared_out(forgotten(one, part), said.workers))
        print(f"| {part * number:,} more | {one.memory():.0f} |", flush=True)


if __name__ == "__main__":
    main()
