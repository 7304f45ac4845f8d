"""Databases for tests: SQLite in a file, and PostgreSQL from Debian's packages where there is one.

`database_url` gives a test an empty database of each kind. One PostgreSQL server serves all tests of a process: started
when the first test asks, it ends with the process whatever ends that. A test that has to stop or kill its server starts
one of its own (`Postgres`).
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

__all__ = ["Postgres", "database_url", "postgres", "postgres_url", "postgresql_bin"]

_PATIENCE = 60.0
"""Seconds within which a server has to be up."""

_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "timezone": "'Asia/Kathmandu'",  # nothing may depend on where the server stands
    "lc_messages": "'C'",
}


def postgresql_bin() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where none is installed."""
    found = [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name.split(".")[0]))
    named = shutil.which("initdb")
    return None if named is None else Path(named).resolve().parent


class Postgres:
    """A PostgreSQL server in its own folder, on a Unix socket alone; `stop`, `kill`, `start` as a test likes."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="tlpg-", dir="/tmp"))  # a socket's path is short
        self._as = _account()
        self._process: subprocess.Popen[bytes] | None = None
        self._names = count(1)
        if self._as is not None:
            os.chown(self._folder, self._as.pw_uid, self._as.pw_gid)
        try:
            self._run("initdb", "-N", "-A", "trust", "-U", "tenderlaw", "-E", "UTF8", "--locale=C", "-D", self._data)
            self.start()
        except BaseException:
            self.remove()
            raise

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value.strip(chr(39))}")]
        command = [
            *_privileges(self._as),
            # whatever ends us, SIGKILL included, ends the server
            *(["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []),
            str(self._programs / "postgres"),
            *("-D", self._data, "-k", str(self._folder), *settings),
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {self._log()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it in order: sessions are ended, what is in them is rolled back."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Stop it at once, as if the machine had lost its power (what was committed stays)."""
        self._end(signal.SIGQUIT)

    def remove(self) -> None:
        """Stop it and take its folder away."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def create(self, template: str | None = None) -> str:
        """The name of a new database: an empty one, or a copy of the one called `template`."""
        name = f"test_{os.getpid()}_{next(self._names)}"
        self.say(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop(self, name: str) -> None:
        """Take a database away, with whoever is still in it."""
        self.say(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """A database's address, as `tenderlaw serve --database` takes it."""
        return f"postgresql://tenderlaw@/{name}?host={self._folder}"

    def say(self, statement: str) -> None:
        """Say a statement outside of every transaction."""
        import psycopg  # noqa: PLC0415

        with psycopg.connect(host=str(self._folder), user="tenderlaw", dbname="postgres", autocommit=True) as session:
            session.execute(statement.encode())

    def _answers(self) -> bool:
        import psycopg  # noqa: PLC0415

        with contextlib.suppress(psycopg.OperationalError):
            self.say("SELECT 1")
            return True
        return False

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:  # a session that does not end
            self._process.kill()
            self._process.wait()
        self._process = None

    def _run(self, program: str, *words: str) -> None:
        command = [*_privileges(self._as), str(self._programs / program), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def _log(self) -> str:
        with contextlib.suppress(OSError):
            return (self._folder / "log").read_text(errors="replace")[-2000:]
        return "no log"


def _account() -> pwd.struct_passwd | None:
    """As whom PostgreSQL runs: it refuses root. None: as who we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def _privileges(account: pwd.struct_passwd | None) -> list[str]:
    if account is None:
        return []
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


@cache
def _programs() -> Path | str:
    """PostgreSQL's programs, or why no test can have a server."""
    found = postgresql_bin()
    if found is None:
        return "no PostgreSQL is installed here (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and (_account() is None or shutil.which("setpriv") is None):
        return "PostgreSQL refuses to run as root, and there is no other account or no setpriv (util-linux)"
    return found


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this process: for databases of one's own in it. Never stopped by a test."""
    programs = _programs()
    if isinstance(programs, str):
        pytest.skip(programs)
    server = Postgres(programs)
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database on PostgreSQL."""
    name = postgres.create()
    try:
        yield postgres.url(name)
    finally:
        postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tenderlaw.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
