"""The `tenderlaw` command for tests, forked from a process that has imported everything and read the packs.

What runs is what a process of its own would run, from its words, folder, environment and open files to its exit code,
without its start. Tests of that start, and of what an interpreter reads from its environment, start one themselves.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

__all__ = ["ROOT", "Command", "started", "tenderlaw"]

ROOT = Path(__file__).resolve().parents[1]
_MOST = 1 << 17
"""Bytes of words and environment, at most."""


class Command:
    """A command that runs."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.pid = int(line.recv(99))
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, negative where a signal ended it. Raises TimeoutError."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            self.returncode = int(self._line.recv(99))
            self._line.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


def started(
    *words: str | Path,
    into: IO[bytes] | int = subprocess.DEVNULL,
    out: IO[bytes] | int = subprocess.DEVNULL,
    err: IO[bytes] | int = subprocess.DEVNULL,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> Command:
    """Start `tenderlaw` with these words and files: standard input, output and error."""
    asked = [[str(word) for word in words], str(cwd), {**os.environ, **(environment or {})}]
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its, Path(os.devnull).open("r+b") as nothing:
        files = [nothing if one == subprocess.DEVNULL else one for one in (into, out, err)]
        numbers = [one if isinstance(one, int) else one.fileno() for one in files]
        socket.send_fds(_nest(), [json.dumps(asked).encode()], [*numbers, its.fileno()])
    return Command(ours)


def tenderlaw(
    *words: str | Path, cwd: Path = ROOT, timeout: float | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `tenderlaw` with these words to its end."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        command = started(*words, out=out, err=err, cwd=cwd, environment=environment)
        try:
            code = command.wait(timeout)
        except TimeoutError:
            command.send_signal(signal.SIGKILL)
            raise subprocess.TimeoutExpired([*map(str, words)], timeout or 0.0) from None
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess([*words], code, out.read().decode(), err.read().decode())


@cache
def _nest() -> socket.socket:
    """A line to the process that forks; it ends with this one."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
        process = subprocess.Popen([sys.executable, "-P", __file__], stdin=its, env=environment, start_new_session=True)

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _fork_on_demand() -> None:
    """The process that forks: it reads what every command reads, starts no thread, and opens nothing."""
    for package in ("cli", "documents", "screening"):
        folder = ROOT / "engine" / "tenderlaw" / package
        for file in folder.rglob("*.py"):
            import_module(".".join(("tenderlaw", package, *file.relative_to(folder).with_suffix("").parts)))
    for other in ("docx", "pandas", "pyarrow.parquet"):
        import_module(other)
    installed = import_module("tenderlaw.decisions.installed")
    for regime in (*installed.installed_regimes(), *installed.installed_policies()):
        regime.compile()
    for duties in installed.installed_duties():
        _ = duties.typed
    import_module("tenderlaw.clauses.library").load_library()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=os.dup(0)) as line:
        while True:
            message, files, _, _ = socket.recv_fds(line, _MOST, 4)
            if not message:
                return
            if os.fork() == 0:
                line.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _mind(message, files)
            for file in files:
                os.close(file)


def _mind(message: bytes, files: list[int]) -> None:
    """Fork the command, and tell its number and how it ended."""
    *its, told = files
    child = os.fork()
    if child == 0:
        os.close(told)
        _become(*json.loads(message), its)
    with socket.socket(fileno=told) as line:
        line.send(b"%d" % child)
        _, status = os.waitpid(child, 0)
        line.send(b"%d" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become(words: list[str], cwd: str, environment: dict[str, str], files: list[int]) -> None:
    """What `python -m tenderlaw.cli.main` is once its interpreter has started."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)

    from tenderlaw.cli import main  # noqa: PLC0415

    sys.modules["__main__"] = main
    sys.argv = [str(main.__file__), *words]
    code = 1
    try:
        main.run()
    except SystemExit as ended:
        code = int(ended.code or 0)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)  # an interpreter that ends would look through all that was read


if __name__ == "__main__":
    _fork_on_demand()
    os._exit(0)
