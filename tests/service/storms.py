"""Callers that write to a service as fast as they can and note what was acknowledged; and what must hold afterwards.

A deed is a request that writes. It is acknowledged once its whole answer has come; it is open where none came. Nobody
may find an acknowledged deed missing, an open one half done, or a record that does not verify.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
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
from tenderlaw.service.accounts.tenants import change_tenant
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
            change_tenant(connection, act, settings={"packs": ["eu-2014-24"]})
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
    """Callers in threads; what they did by the word of each deed: acknowledged with the handle it was given, or open.

    Every third deed is a person, the others a bidder's file; and every file that was acknowledged is decided.
    """

    kept: Kept
    procurement: str = ""
    acknowledged: dict[str, str] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    refused: list[Answer] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, address: str) -> None:
        """Keep the procurement for which all bid; once."""
        if not self.procurement:
            with closing(_line(address)) as line:
                answer = said(line, "POST", "/v1/procurements", self.kept.key, {"title": "Wanted by many"})
            assert answer.status == 201, answer
            self.procurement = str(answer.body["procurement"])

    def blow(self, address: str, callers: int, until: threading.Event) -> list[threading.Thread]:
        """Start callers, which go on until they are told; where nobody answers they come again."""
        self.begin(address)
        threads = [threading.Thread(target=self._call, args=(address, until)) for _ in range(callers)]
        for one in threads:
            one.start()
        return threads

    def _call(self, address: str, until: threading.Event) -> None:
        while not until.is_set():
            line = _line(address)
            try:
                while not until.is_set():
                    number = next(self._numbers)
                    if number % 3 == 0:
                        self._do(line, f"person {number}")
                    elif (bidder := self._do(line, f"bidder {number}")) is not None:
                        self._do(line, f"decision {bidder}")
            except (OSError, http.client.HTTPException):
                until.wait(0.02)  # nobody is there just now
            finally:
                line.close()

    def more(self, number: int, patience: float = 120.0) -> None:
        """Wait until so many more deeds are acknowledged than until now."""
        wanted, end = len(self.acknowledged) + number, time.monotonic() + patience
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, "nothing was acknowledged any more"
            time.sleep(0.005)

    def again(self, address: str) -> None:
        """Send every open deed again that may be sent again: it is done once, whether it was done or not."""
        with closing(_line(address)) as line:
            for word in sorted(self.opened):
                if not word.startswith("person"):
                    self._do(line, word)
                    assert word in self.acknowledged, (self.wrong, self.refused[-1:])

    def _do(self, line: http.client.HTTPConnection, word: str) -> str | None:
        """One deed; the handle that it was given."""
        with self._lock:
            self.opened.add(word)
        kind, _, which = word.partition(" ")
        path, body, handle = self._request(kind, which)
        once = None if kind == "person" else word.replace(" ", "-")
        answer = said(line, "POST", path, self.kept.key, body, once)
        with self._lock:
            self.opened.discard(word)
            if answer.status in (200, 201):
                self.acknowledged[word] = str(answer.body[handle])
                return self.acknowledged[word]
            if answer.status in _REFUSED:
                self.refused.append(answer)
            else:
                self.wrong.append(f"{word}: {answer.status} {answer.body}")
        return None

    def _request(self, kind: str, which: str) -> tuple[str, dict[str, object], str]:
        if kind == "person":
            body = {"email": f"{which}@example.org", "title": f"Person {which}", "roles": ["reader"]}
            return "/v1/people", body, "person"
        if kind == "bidder":
            facts = {"operator": {"name": f"Bidder {which}", "convictions": []}}
            return f"/v1/procurements/{self.procurement}/bidders", {"facts": facts}, "bidder"
        return f"/v1/bidders/{which}/decisions", {"as_of": "2026-02-01"}, "decision"

    def check(self) -> None:
        """Everything that must hold, in the database itself."""
        assert self.wrong == [], self.wrong[:3]
        database = self.kept.opened()
        try:
            assert pending(database) == ()
            with database.reading() as connection:
                for kind in ("person", "bidder", "decision"):
                    self._compare(connection, kind)
                half = select(func.count()).where(tables.idempotency.c.response.is_(None))
                assert connection.execute(half).scalar_one() == 0, "a request that holds its word and never ended"
                found = verify(connection, TENANT, vault=self.kept.record.vault)
                assert found.intact, found.findings
        finally:
            database.close()

    def _compare(self, connection: Connection, kind: str) -> None:
        """Rows of a kind are those that were acknowledged, and perhaps some of those open; each stands on record."""
        table, entry = tables.METADATA.tables[kind], tables.entry.c
        rows = set(connection.execute(select(table.c[kind])).scalars())
        mine = {handle for word, handle in self.acknowledged.items() if word.startswith(kind)}
        waiting = sum(word.startswith(kind) for word in self.opened)
        assert mine <= rows, f"acknowledged and lost: {mine - rows}"
        first = 1 if kind == "person" else 0  # the administrator
        assert len(rows - mine) <= waiting + first, f"refused, or answered once, and done all the same: {rows - mine}"
        if kind == "decision":
            noted = [one["decision"] for one in _payloads(connection, "decision")]
        else:
            of_kind, begins = {"person": ("person", "person_"), "bidder": ("answers", "bid_")}[kind]
            query = select(entry.subject).where(entry.kind == of_kind, entry.subject.startswith(begins))
            noted = list(connection.execute(query).scalars())
        assert sorted(noted) == sorted(rows), f"{kind}: rows without an entry, or entries without a row"


def _payloads(connection: Connection, kind: str) -> list[dict[str, str]]:
    entry = tables.entry.c
    return list(connection.execute(select(entry.payload).where(entry.kind == kind)).scalars())


def _line(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)


def said(
    line: http.client.HTTPConnection, method: str, path: str, key: str, body: object = None, once: str | None = None
) -> Answer:
    """Send one request; what came back, read to its end."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if once is not None:
        headers["Idempotency-Key"] = once
    line.request(method, path, None if body is None else json.dumps(body), headers)
    answer = line.getresponse()
    text = answer.read()
    found: object = {}
    with suppress(ValueError):
        found = json.loads(text)
    return Answer(answer.status, found if isinstance(found, dict) else {})
