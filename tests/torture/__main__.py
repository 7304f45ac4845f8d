"""Everything that must hold under attack, as long as wanted: `make torture`, or `make torture SCALE=100`.

Prints a table of inputs tried, crashes, hangs, wrong answers and lost files, and exits with 1 unless all are zero.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import files
import laws
import runs
import services
from tally import Tally, table


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--scale", type=int, default=10, help="10: some minutes; 1000: a night")
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    done: list[Tally] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = (
            laws.attacks(30 * asked.scale, asked.seed),
            files.attacks(50 * asked.scale, asked.seed, folder),
            runs.attacks(asked.scale, asked.seed, folder),
            services.attacks(asked.scale, asked.seed, folder),
        )
        for part in parts:
            for tally in part:
                done.append(tally)
                print(f"{tally.attack}: {tally.tried} tried, {'clean' if tally.clean else 'NOT CLEAN'}", flush=True)
                for example in tally.examples:
                    print(f"  {example}", flush=True)
    print(table(done))
    return 0 if all(tally.clean for tally in done) else 1


if __name__ == "__main__":
    sys.exit(main())
