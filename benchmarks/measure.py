"""One measurement in a process of its own; prints one line of JSON. `run.py` starts it, once a round each.

    python measure.py WHAT SECONDS [FOLDER]

WHAT is `rete` or `full` (the reference decision on tenderlaw), `eu`, `all`, `load`, `check`, or the name of a
program in FOLDER, the folder with the peer programs. Those run on their own Python: nothing but the
standard library is imported before it is known what is asked.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

DIFFERENT = 20_000
"""Bidders in a measurement: hardly any is met twice."""
CHECKED = 5_000
EU_CASES = 1_000
WARM = 200


def main(what: str, seconds: str, folder: str = "") -> None:
    """Measure and print."""
    if folder:
        sys.path.append(folder)
    bidders = importlib.import_module("bidders" if folder else "reference_bidders").bidders
    if what == "check":
        found = check(bidders(CHECKED))
    elif what in ("eu", "all"):
        found = real(what, float(seconds))
    elif what == "load":
        found = load()
    else:
        found = decisions(what, bidders(DIFFERENT), float(seconds))
    print(json.dumps(found))


def decisions(what: str, bidders: Sequence[Any], seconds: float) -> dict[str, Any]:
    """Reference decisions: from the bidder's plain data to outcome and grounds."""
    begin = time.perf_counter()
    if what in ("rete", "full"):
        decide = getattr(importlib.import_module("reference"), f"{what}_decider")()
    else:
        decide = importlib.import_module(what).setup()
    ready = time.perf_counter() - begin
    return {"ready_ms": ready * 1e3, **timed(decide, bidders, seconds)}


def timed(decide: Callable[[Any], Any], cases: Sequence[Any], seconds: float) -> dict[str, float]:
    """Calls a second, median and 99th percentile in microseconds; the warm-up is left out."""
    for case in cases[:WARM]:
        decide(case)
    gc.collect()
    gc.freeze()  # the cases are not what is measured: no collection walks through them
    clock, times, number = time.perf_counter, list[float](), WARM
    end = clock() + seconds
    while clock() < end:
        case = cases[number % len(cases)]
        begin = clock()
        decide(case)
        times.append(clock() - begin)
        number += 1
    times.sort()
    return {
        "per_s": len(times) / sum(times),
        "p50_us": times[len(times) // 2] * 1e6,
        "p99_us": times[int(len(times) * 0.99)] * 1e6,
    }


def check(bidders: Sequence[Any]) -> dict[str, Any]:
    """How many answers of tenderlaw, both ways, equal those of the oracle among the peer programs."""
    reference = importlib.import_module("reference")
    oracle = importlib.import_module("peer_python").setup()
    wanted = [oracle(bidder) for bidder in bidders]
    found: dict[str, Any] = {"bidders": len(bidders)}
    for way in ("rete", "full"):
        decide = getattr(reference, f"{way}_decider")()
        found[way] = sum(decide(bidder) == answer for bidder, answer in zip(bidders, wanted, strict=True))
    return found


def real(what: str, seconds: float) -> dict[str, Any]:
    """Whole decisions under the directive or all installed packs, validated from plain data; and writing them."""
    packs = ("eu-2014-24",) if what == "eu" else None
    cases = importlib.import_module("eu_cases").eu_cases(EU_CASES)
    decide = importlib.import_module("tenderlaw.decisions").decide
    case_type = importlib.import_module("tenderlaw.facts.case").Case

    def decided(case: Any) -> Any:  # noqa: ANN401
        return decide(case_type.model_validate(case), packs=packs)

    written = [decided(case) for case in cases]
    begin = time.perf_counter()
    for decision in written:
        decision.json()
    json_us = (time.perf_counter() - begin) / len(written) * 1e6
    return {"json_us": json_us, **timed(decided, cases, seconds)}


def load() -> dict[str, Any]:
    """Loading and compiling all installed packs, and importing what it takes."""
    begin = time.perf_counter()
    importlib.import_module("tenderlaw.decisions.decide")
    choosing = importlib.import_module("tenderlaw.decisions.choosing")
    imported = time.perf_counter()
    regimes = choosing.installed_regimes()
    for regime in regimes:
        regime.compile()
    return {
        "packs": len(regimes),
        "import_ms": (imported - begin) * 1e3,
        "load_ms": (time.perf_counter() - imported) * 1e3,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
