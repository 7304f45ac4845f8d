"""Memory by threads: short-lived ones that decide once, and bursts of clients of a web server.

    .venv/bin/python benchmarks/threads.py [--threads 2000] [--bursts 50] [--clients 24] [--save]

Each measurement has a process of its own, in which every thread decides a case under all installed packs. `--save`
writes `threads.json`, which `plot.py` draws.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SAMPLES = 20


def main() -> None:
    """Measure both ways, print, and write the file that is drawn."""
    parser = argparse.ArgumentParser(description="Memory by threads.")
    parser.add_argument("--threads", type=int, default=2000, help="short-lived threads, one after the other")
    parser.add_argument("--bursts", type=int, default=50, help="bursts of clients at once")
    parser.add_argument("--clients", type=int, default=24, help="clients in a burst")
    parser.add_argument("--save", action="store_true", help="write threads.json")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        number, clients = (options.threads, 0) if options.one == "short" else (options.bursts, options.clients)
        print(json.dumps(list(short(number) if options.one == "short" else bursts(number, clients))))
        return
    found: dict[str, Any] = {}
    for way in ("short", "bursts"):
        command = [sys.executable, __file__, "--one", way, "--threads", str(options.threads)]
        command += ["--bursts", str(options.bursts), "--clients", str(options.clients)]
        begin = time.perf_counter()
        points = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        found[way] = points
        number, last = points[-1]
        unit = "threads" if way == "short" else f"bursts of {options.clients} clients"
        seconds = time.perf_counter() - begin
        print(
            f"{number} {unit}: {points[1][1]:.0f} MiB after {points[1][0]}, {last:.0f} MiB at the end; {seconds:.0f} s"
        )
    if options.save:
        found["clients"] = options.clients
        (HERE / "threads.json").write_text(json.dumps(found) + "\n", "utf-8")


def resident() -> float:
    """Memory of this process in MiB."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _decider() -> tuple[Any, list[Any]]:
    from eu_cases import eu_cases  # noqa: PLC0415

    from tenderlaw import decide  # noqa: PLC0415

    cases = eu_cases(50)
    for case in cases:
        decide(case)
    return decide, cases


def short(number: int) -> Iterator[tuple[int, float]]:
    """Threads that decide once and end, one after the other."""
    decide, cases = _decider()
    yield 0, resident()
    for done in range(1, number + 1):
        thread = threading.Thread(target=decide, args=(cases[done % len(cases)],))
        thread.start()
        thread.join()
        if done % max(1, number // SAMPLES) == 0:
            yield done, resident()


def bursts(number: int, clients: int) -> Iterator[tuple[int, float]]:
    """A web server with a thread a request, asked by many clients at once, burst after burst."""
    decide, cases = _decider()

    class Decides(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = decide(cases[int(self.path[1:]) % len(cases)]).json()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Decides)
    server.request_queue_size = clients
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(which: int) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/{which}", timeout=60) as answer:
            answer.read()

    yield 0, resident()
    with ThreadPoolExecutor(clients) as asking:
        for done in range(1, number + 1):
            list(asking.map(ask, range(clients)))
            if done % max(1, number // SAMPLES) == 0:
                yield done, resident()
    server.shutdown()


if __name__ == "__main__":
    main()
