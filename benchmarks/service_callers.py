"""A service to be measured, and callers that measure it: each process of them has a few connections."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["LINES", "PACK", "Asked", "Line", "Service", "Work", "asked_for", "served"]

PACK = "eu-2014-24"
LINES = 4
"""Connections of a process of callers."""


@dataclass(frozen=True)
class Asked:
    """One request, as bytes."""

    data: bytes

    @classmethod
    def of(cls, method: str, path: str, host: str, headers: dict[str, str], body: object = None) -> Asked:
        sent = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
        if body is not None:
            lines += ["content-type: application/json", f"content-length: {len(sent)}"]
        return cls("\r\n".join([*lines, "", ""]).encode() + sent)


Work = Sequence[Sequence[Asked]]
"""What a process of callers asks, on each of its connections."""


class Line:
    """A connection that sends a request and reads the whole answer."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, asked: Asked) -> tuple[int, bytes]:
        self._socket.sendall(asked.data)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._part()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        while len(body) < length:
            body += self._part()
        return int(answer[9:12]), body

    def _part(self) -> bytes:
        part = self._socket.recv(262_144)
        if not part:
            raise ConnectionError("the service closed the connection")
        return part


def _ask_for(seconds: float, number: int, address: str, work: Work, pace: float) -> list[float]:
    """Ask on a few connections for a while; how long each answer took. `pace`: requests a second, or 0: all it can."""
    del number
    times: list[float] = []
    begin = time.perf_counter() + 0.05
    threads = [
        threading.Thread(target=_one_line, args=(address, mine, begin, seconds, pace / LINES, times)) for mine in work
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times


def _one_line(
    address: str, mine: Sequence[Asked], begin: float, seconds: float, pace: float, times: list[float]
) -> None:
    line, sent = Line(address), 0
    while True:
        due = begin + sent / pace if pace else time.perf_counter()
        if due > begin + seconds or sent >= len(mine):
            return
        if pace and (wait := due - time.perf_counter()) > 0:
            time.sleep(wait)
        status, body = line.ask(mine[sent])
        times.append(time.perf_counter() - due)  # who had to wait for the one before waited, too
        if status not in (200, 201):
            raise RuntimeError(f"{status}: {body[:300]!r}")
        sent += 1


def asked_for(
    seconds: float, address: str, work: Sequence[Sequence[Sequence[Asked]]], pace: float = 0.0
) -> list[float]:
    """What a process of callers for each entry of `work` measured."""
    with multiprocessing.get_context("spawn").Pool(len(work)) as pool:
        given = [(seconds, number, address, mine, pace / len(work)) for number, mine in enumerate(work)]
        return [one for times in pool.starmap(_ask_for, given) for one in times]


# --- the service ---


@dataclass
class Service:
    """A service that answers, a key for it, and the token of a link by which a person signs in."""

    address: str
    key: str
    token: str
    process: subprocess.Popen[str]

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"}

    def asked(self, method: str, path: str, body: object = None) -> Asked:
        return Asked.of(method, path, self.host, self.headers, body)

    def memory(self) -> float:
        """MiB of the processes that answer: what is theirs alone, and their part of what they share."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return sum(_pss(int(one)) for one in children.split()) / 1024

    def processor_seconds(self) -> float:
        """What its processes have used of a processor until now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        stats = [
            Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split() for one in children.split()
        ]
        return sum(int(one[11]) + int(one[12]) for one in stats) / os.sysconf("SC_CLK_TCK")


def _pss(process: int) -> int:
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


@contextmanager
def served(
    folder: Path, database: str, workers: int, pack: str = PACK, packs_in: Path | None = None
) -> Iterator[Service]:
    """`tenderlaw serve` over a new database, by one pack: a shipped one, or one of a folder."""
    url = f"sqlite:///{folder / 'measured.sqlite'}" if database == "sqlite" else database
    key, token = _key(folder, url, pack)
    environment = {
        **os.environ, "TENDERLAW_PACKS_IN": str(packs_in or ""),
        "TENDERLAW_DATABASE": url, "TENDERLAW_MASTER_KEY_FILE": str(folder / "master.key"),
        "TENDERLAW_RATE": "999999999/second", "TENDERLAW_LOG_LEVEL": "warning",
    }  # fmt: skip
    command = [sys.executable, "-P", "-m", "tenderlaw.cli.main", "serve", "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("ready: "):
                yield Service(line.split()[1], key, token, process)
                return
        raise RuntimeError("the service did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _key(folder: Path, url: str, pack: str) -> tuple[str, str]:
    from tenderlaw.record.ledger import Record  # noqa: PLC0415
    from tenderlaw.record.vault import Vault, make_key_file  # noqa: PLC0415
    from tenderlaw.service.accounts.acts import Act  # noqa: PLC0415
    from tenderlaw.service.accounts.keys import issue  # noqa: PLC0415
    from tenderlaw.service.accounts.rights import SCOPES  # noqa: PLC0415
    from tenderlaw.service.accounts.tenants import change_tenant  # noqa: PLC0415
    from tenderlaw.service.processes.beginning import begun  # noqa: PLC0415
    from tenderlaw.service.settings import Settings  # noqa: PLC0415
    from tenderlaw.store.database import open_database  # noqa: PLC0415

    record = Record(Vault(make_key_file(folder / "master.key")))
    first = begun(Settings.model_validate({"database": url, "master_key_file": folder / "master.key"})).first
    database = open_database(url)
    with database.writing() as connection:
        act = Act(record, "main", "system", record.now())
        change_tenant(connection, act, settings={"packs": [pack]})
        _, key = issue(connection, act, "measuring", SCOPES, 1)
    database.close()
    return key, "" if first is None else first.token
