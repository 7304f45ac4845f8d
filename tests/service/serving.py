"""`tenderlaw serve` as a process of its own, for tests of what happens to it."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

__all__ = ["Serving", "serving"]

_PATIENCE = 120.0
_NEST = Path(__file__).parent / "nest.py"
_READY = re.compile(r"^ready: (http://\S+)")
_LINK = re.compile(r"^sign in \(once, within an hour\): (\S+)")


@dataclass
class Serving:
    """A running service: where it answers, what it said, and the process that watches."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def link(self) -> str | None:
        """The sign-in link that it printed."""
        return next((found[1] for line in self.said if (found := _LINK.match(line))), None)

    def children(self) -> list[int]:
        """The processes that answer and work."""
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in folder.read_text().split()]

    def ended(self) -> bool:
        """Whether nothing answers any more; what a killed one left behind has ended too."""
        with suppress(httpx2.TransportError):
            httpx2.get(f"{self.address}/healthz", timeout=2)
            return False
        return True

    def stop(self) -> int:
        """End it in order; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_PATIENCE)

    def kill_some(self, chance: random.Random) -> None:
        """End some of the processes that answer and work, at once."""
        there = self.children()
        for one in chance.sample(there, chance.randint(1, len(there))) if there else ():
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def kill(self) -> None:
        """End all of it at once, as a machine that loses its power does."""
        os.kill(self.process.pid, signal.SIGSTOP)  # it starts nobody meanwhile
        for one in [*self.children(), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait(_PATIENCE)


@contextmanager
def serving(
    folder: Path, database: str, *, settings: Mapping[str, str] | None = None, forked: bool = False
) -> Iterator[Serving]:
    """The service over a database, once it is ready; stopped at the end if it still runs.

    `forked`: what answers alone, started anew in no time.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TENDERLAW_")}
    environment |= {"TENDERLAW_DATABASE": database, "TENDERLAW_RATE": "9999999/second", **(settings or {})}
    command = [
        sys.executable,
        "-P",
        *([str(_NEST)] if forked else ["-m", "tenderlaw.cli.main", "serve", "--port", "0"]),
    ]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    one, ready = Serving(process), threading.Event()
    readers = [
        threading.Thread(target=_read, args=(process.stdout, one.said, ready)),
        threading.Thread(target=_read, args=(process.stderr, one.logged, None)),
    ]
    for reader in readers:
        reader.start()
    try:
        until = time.monotonic() + _PATIENCE
        while not ready.wait(0.05):
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"not ready ({process.poll()}): {one.said} {one.logged}")
        one.address = next(found[1] for line in one.said if (found := _READY.match(line)))
        yield one
    finally:
        if process.poll() is None:
            one.stop()
        for reader in readers:
            reader.join()


def _read(stream: object, into: list[str], ready: threading.Event | None) -> None:
    with stream as lines:  # type: ignore[attr-defined]
        for line in lines:
            into.append(line.rstrip("\n"))
            if ready is not None and _READY.match(line):
                ready.set()
