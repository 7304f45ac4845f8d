"""The processes of the service over one socket: those that answer, and the one that does long work."""

from __future__ import annotations

import os
import resource
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from tenderlaw.service.processes.parts import Part
from tenderlaw.service.processes.settled import as_told
from tenderlaw.service.processes.supervisor import Supervisor
from tenderlaw.service.settings import Settings

__all__ = ["run"]

_MODULE: Final = "tenderlaw.service.processes"
_PATIENCE: Final = 25.0
"""Seconds in which all processes end once they are asked to; then they are ended."""
_FILES: Final = 65_536
"""Open files, connections among them, that a process may have where the system lets it."""


def run(settings: Settings, door: socket.socket, say: Callable[[str], None], ready: Callable[[], None]) -> int:
    """Answer at `door` until a signal; the exit code."""
    _more_files()
    told, listener = {"settings": as_told(settings)}, door.fileno()
    web = Part("web", _MODULE, {**told, "kind": "web", "listener": listener}, (listener,), reloads=True)
    work = Part("job", _MODULE, {**told, "kind": "work"})

    def all_ready() -> None:
        _tell_systemd("READY=1")
        ready()

    with tempfile.TemporaryDirectory(prefix="tenderlaw-metrics-") as metrics:
        if settings.metrics and settings.workers > 1:  # what is counted by several processes is summed up from there
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics

        def ended(process: int) -> None:
            for file in Path(metrics).glob(f"gauge_live*_{process}.db"):  # what it was is no longer
                file.unlink(missing_ok=True)

        try:
            return Supervisor([web] * settings.workers + [work], say, all_ready, ended).run(_PATIENCE)
        finally:
            _tell_systemd("STOPPING=1")


def _more_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _tell_systemd(state: str) -> None:
    """Say that we are ready, or stop, where systemd started us and listens."""
    place = os.environ.get("NOTIFY_SOCKET")
    if not place:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + place[1:] if place.startswith("@") else place)
        line.sendall(state.encode())
