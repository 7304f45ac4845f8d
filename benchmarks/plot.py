"""The plots of `growth.json` (`screening.py --grow` writes it) and of `threads.json` (`threads.py --save`):

benchmarks/.peers/bin/python benchmarks/plot.py
"""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Draw both."""
    mpl.rcParams |= {"svg.hashsalt": "tenderlaw", "font.size": 9}
    growth()
    threads()


def threads() -> None:
    """Memory by short-lived threads, and by bursts of clients of a web server, as `threads.svg`."""
    data = json.loads((HERE / "threads.json").read_text("utf-8"))
    figure, (short, bursts) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    for axes, points in ((short, data["short"]), (bursts, data["bursts"])):
        axes.plot(*zip(*points, strict=True), "o-", color="#1b4f72")
        axes.set(ylabel="MiB", ylim=(0, 200), xlim=(0, None))
    short.set(title="One thread a decision", xlabel="threads")
    bursts.set(title=f"{data['clients']} clients at once", xlabel="bursts")
    figure.savefig(HERE / "threads.svg", metadata={"Date": None})


def growth() -> None:
    """Time and memory by rows, time by grounds, as `growth.svg`."""
    data = json.loads((HERE / "growth.json").read_text("utf-8"))
    figure, (time, memory, grounds) = plt.subplots(1, 3, figsize=(11, 3.2), layout="constrained")
    rows = [one["rows"] / 1e6 for one in data["by_rows"]]
    time.plot(rows, [one["seconds"] for one in data["by_rows"]], "o-", color="#1b4f72")
    time.set(title="Time of a whole run", xlabel="million suppliers", ylabel="seconds")
    memory.plot(rows, [one["peak_mb"] / 1024 for one in data["by_rows"]], "o-", color="#1b4f72")
    memory.axhline(4, color="#922b21", linestyle="--", linewidth=1)
    memory.annotate("limit: 4 GiB", (rows[0], 4.05), color="#922b21")
    memory.set(title="Memory at its highest", xlabel="million suppliers", ylabel="GiB", ylim=(0, 4.6))
    numbers = [one["grounds"] for one in data["by_grounds"]]
    grounds.plot(numbers, [one["seconds"] for one in data["by_grounds"]], "o-", color="#1b4f72")
    grounds.set(title="Time by grounds, Parquet to Parquet", xlabel="grounds of the directive", ylabel="seconds")
    for axes in (time, grounds):
        axes.set_ylim(bottom=0)
        axes.set_xlim(left=0)
    figure.savefig(HERE / "growth.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
