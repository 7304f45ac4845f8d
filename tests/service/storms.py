"""Callers that write to a service as fast as they can and note what was acknowledged; and what must hold afterwards.

A deed is a request that writes. It is acknowledged once its whole answer has come; it is open where none came. Nobody
may find an acknowledged deed missing, an open one half done, or a record that does not verify.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from tenderlaw.record.ledger import Record
from tenderlaw.record.vault import Vault, make_key_file, read_key_file
from tenderlaw.record.verify import verify
from tenderlaw.service.accounts.acts import Act
from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.accounts.rights import SCOPES
from tenderlaw.service.processes.beginning import begun
from tenderlaw.service.settings import Settings
from tenderlaw.store import tables
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.schema import pending

__all__ = ["Kept", "Storm", "kept"]

TENANT = "main"
_REFUSED = frozenset((429, 503, 507))
"""What a service answers that could not: nothing was done."""


@dataclass
class Kept:
    """A database made ready for a storm, and a key of the API with every right."""

    folder: Path
    url: str
    key: str
    record: Record

    @property
    def settings(self) -> dict[str, str]:
        """What a service over it is told."""
        return {"TENDERLAW_MASTER_KEY_FILE": str(self.folder / "master.key")}

    def opened(self) -> Database:
        """The database, for looking behind the service's back."""
        return open_database(self.url)


def kept(folder: Path, url: str) -> Kept:
    """A database with its tables, an administrator and a key."""
    file = folder / "master.key"
    make_key_file(file)
    begun(Settings.model_validate({"database": url, "master_key_file": file}))
    record = Record(Vault(read_key_file(file)))
    database = open_database(url)
    try:
        with database.writing() as connection:
            act = Act(record, TENANT, "system", record.now())
            _, key = issue(connection, act, "a storm", SCOPES, 30)
    finally:
        database.close()
    return Kept(folder, url, key, record)


@dataclass
class Answer:
    """What came of a request."""

    status: int
    body: dict[str, object]


@dataclass
class Storm:
    """Callers in threads; `acknowledged` by title, with the answer; `opened` without one."""

    kept: Kept
    acknowledged: dict[str, Answer] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    refused: list[Answer] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def blow(self, address: str, callers: int, until: threading.Event) -> list[threading.Thread]:
        """Start callers, which go on until they are told; where nobody answers they come again."""
        threads = [threading.Thread(target=self._call, args=(address, until)) for _ in range(callers)]
        for one in threads:
            one.start()
        return threads

    def _call(self, address: str, until: threading.Event) -> None:
        parts = urlsplit(address)
        while not until.is_set():
            line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
            try:
                while not until.is_set():
                    self._do(line, self._next())
            except (OSError, http.client.HTTPException):
                until.wait(0.02)  # nobody is there just now
            finally:
                line.close()

    def _next(self) -> str:
        with self._lock:
            title = f"caller {next(self._numbers)}"
            self.opened.add(title)
        return title

    def more(self, patience: float = 60.0) -> None:
        """Wait until something more was acknowledged than until now."""
        before, end = len(self.acknowledged), time.monotonic() + patience
        while len(self.acknowledged) == before:
            assert time.monotonic() < end, "nothing was acknowledged any more"
            time.sleep(0.005)

    def _do(self, line: http.client.HTTPConnection, title: str) -> None:
        answer = said(line, "POST", "/v1/people", self.kept.key, _person(title), title)
        with self._lock:
            if answer.status == 201:
                self.opened.discard(title)
                self.acknowledged[title] = answer
            elif answer.status in _REFUSED:
                self.opened.discard(title)
                self.refused.append(answer)
            else:
                self.wrong.append(f"{title}: {answer.status} {answer.body}")

    def check(self) -> None:
        """Everything that must hold, in the database itself."""
        assert self.wrong == []
        database = self.kept.opened()
        try:
            assert pending(database) == ()
            with database.reading() as connection:
                self._compare(connection)
                found = verify(connection, TENANT, vault=self.kept.record.vault)
                assert found.intact, found.findings
        finally:
            database.close()

    def _compare(self, connection: Connection) -> None:
        person, entry = tables.person.c, tables.entry.c
        there = {row.title: row.person for row in connection.execute(select(person.title, person.person))}
        lost = {title for title, one in self.acknowledged.items() if there.get(title) != one.body["person"]}
        assert lost == set(), f"acknowledged and lost: {lost}"
        unknown = set(there) - set(self.acknowledged) - self.opened - {"Administrator"}
        assert unknown == set(), f"refused and done all the same: {unknown}"
        query = select(entry.subject, func.count()).where(entry.kind == "person").group_by(entry.subject)
        entries: Mapping[str, int] = {row[0]: row[1] for row in connection.execute(query)}
        assert entries == dict.fromkeys(there.values(), 1), "rows without an entry, or entries without a row"


def _person(title: str) -> dict[str, object]:
    return {"email": f"{title.replace(' ', '')}@example.org", "title": title, "roles": ["reader"]}


def said(
    line: http.client.HTTPConnection, method: str, path: str, key: str, body: object = None, once: str = ""
) -> Answer:
    """Send one request; what came back, read to its end."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if once:
        headers["Idempotency-Key"] = once.replace(" ", "-")
    line.request(method, path, None if body is None else json.dumps(body), headers)
    answer = line.getresponse()
    text = answer.read()
    found: object = {}
    with suppress(ValueError):
        found = json.loads(text)
    return Answer(answer.status, found if isinstance(found, dict) else {})
