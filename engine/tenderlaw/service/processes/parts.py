"""What a process of the service is told, and how it hears that it is to end: its standard input.

The first line is what it is told (not its arguments, which every account of the machine can read). Nothing follows: the
end of the input is the end of the process that watches, even one that was killed.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Final

import orjson

__all__ = ["Part", "Told", "began", "watched"]


@dataclass(frozen=True, slots=True)
class Part:
    """A process of the service: its name in messages, the module that it runs, what it is told, what it inherits."""

    name: str
    module: str
    told: Mapping[str, object]
    descriptors: tuple[int, ...] = ()
    reloads: bool = False
    """Whether SIGHUP has it read the packs anew, for all processes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a process was told, and where it says that it is ready."""

    said: Mapping[str, object]
    ready_on: int

    def ready(self) -> None:
        """Say that the process does its work from now on; once."""
        os.write(self.ready_on, b"1")
        os.close(self.ready_on)


_INPUT: Final = 0


def began() -> Told:
    """What this process is told: first of all that it does. From here on SIGTERM ends it, in order."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until a part that has packs hears it
    line = bytearray()
    while not line.endswith(b"\n"):
        read = os.read(_INPUT, 65_536)
        if not read:
            sys.exit("this module is a part of `tenderlaw serve`, which starts it")
        line += read
    said = orjson.loads(line)
    return Told(said, int(said["ready_on"]))


def watched(end: Callable[[], None]) -> None:
    """Call `end` (from another thread) once the process that watches is gone."""

    def wait() -> None:
        while os.read(_INPUT, 1):
            pass
        end()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def _end(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)
