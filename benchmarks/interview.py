"""How long a step of an interview takes, from an answer to where it stands: as a server does it, from a draft.

python benchmarks/interview.py            # all shipped packs
python benchmarks/interview.py ID [ID]    # these
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date

import tenderlaw
from tenderlaw.interview import answered, begin, from_plain, standing, to_plain

DAY = date(2026, 2, 1)
SAYS = {
    "procurement.authority.country": "Germany",
    "procurement.authority.kind": "sub-central",
    "procurement.contract_kind": "works",
    "procurement.call_sent_on": "2026-01-05",
    "procurement.estimated_value_excluding_vat": "9.000.000,00 EUR",
    "operator.convictions": "add",
    "operator.convictions[0].offence": "child-labour",
    "operator.convictions[0].final": "yes",
    "operator.convictions[0].final_on": "2024-01-31",
    "operator.linked_persons": "none",
    "operator.tax_breaches": "none",
    "operator.misconduct": "none",
    "operator.insolvency": "none",
    "entities": "none",
}


def steps(packs: tuple[tenderlaw.Regime, ...]) -> list[tuple[float, float]]:
    """The milliseconds that each step took this thread: to where it stands, and to what it settled besides."""
    taken = []
    now = standing(begin(as_of=DAY, packs=packs))
    while now.next is not None:
        asked, kept = now.next, to_plain(now.interview)
        answer = "none" if asked.another else SAYS.get(asked.path, "not known")
        start = time.thread_time()
        said = answered(from_plain(kept, packs=packs), asked.path, answer)
        now = said.standing
        stands = time.thread_time() - start
        _ = said.settled
        taken.append((stands * 1000, (time.thread_time() - start) * 1000))
    return taken


def main() -> None:
    packs = tenderlaw.load_packs(sys.argv[1:] or None)
    steps(packs)  # what is compiled once
    every = [one for _ in range(10) for one in steps(packs)]
    for what, number in (("to where it stands", 0), ("and what it settled", 1)):
        taken = sorted(one[number] for one in every)
        at = {name: taken[int(len(taken) * part)] for name, part in (("median", 0.5), ("p95", 0.95), ("p99", 0.99))}
        said = ", ".join(f"{name} {value:.1f}" for name, value in {"mean": statistics.mean(taken), **at}.items())
        print(f"{len(packs)} packs, {len(taken) // 10} steps, {what}: {said}, most {taken[-1]:.1f} ms")


if __name__ == "__main__":
    main()
