"""The record: appending, proving and verifying, in a record of as many entries as asked, on SQLite or PostgreSQL.

    python benchmarks/record.py --entries 1000000 [--seconds 5] [--database postgresql://...] [--no-verify]

Entries that are there beforehand are written past the record's own door, with the same hashes (the door takes a quarter
of an hour for ten million); what is measured goes through it. Every append commits to 1 kB of evidence, encrypted.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from tenderlaw.record.checkpoints import sign_checkpoint
from tenderlaw.record.exporting import prove
from tenderlaw.record.leaves import leaf_bytes
from tenderlaw.record.ledger import Record, size_of
from tenderlaw.record.proofs import consistency, inclusion, root_of
from tenderlaw.record.tree import Growing, leaf_hash
from tenderlaw.record.vault import Vault
from tenderlaw.record.verify import verify
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.together import Together

TENANT = "tenant_a"
RECORD = Record(Vault(b"k" * 32))
SECRET = {"facts": "x" * 1000}
ENTRY = "INSERT INTO entry (tenant, seq, at, kind, actor, subject, payload, leaf_hash) VALUES"
NODE = "INSERT INTO node (tenant, level, i, hash) VALUES"
STEP = 20_000


def main() -> None:
    """Fill, measure, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--seconds", type=float, default=3.0)
    asked.add_argument("--database")
    asked.add_argument("--in", dest="folder")
    asked.add_argument("--no-verify", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        database = open_database(given.database or f"{folder}/record.sqlite", wait=60)
        try:
            run(database, given.entries, given.seconds, verified=not given.no_verify)
            if database.dialect == "sqlite":
                size = sum(file.stat().st_size for file in Path(folder).iterdir())
                print(f"size on the disk: {size / 2**20:,.0f} MiB")
        finally:
            database.close()


def run(database: Database, entries: int, seconds: float, *, verified: bool) -> None:
    """All measurements on one database."""
    schema.upgrade(database)
    with database.writing() as connection:
        key = RECORD.vault.new_tenant_key(TENANT)
        row = {"tenant": TENANT, "title": "x", "settings": {}, "created_at": "x", "wrapped_key": key}
        connection.execute(insert(tables.tenant).values(row))
    begin = time.perf_counter()
    fill(database, entries)
    print(f"{database.dialect}: {entries:,} entries written beforehand in {time.perf_counter() - begin:,.0f} s")
    with database.writing() as connection:
        begin = time.perf_counter()
        sign_checkpoint(connection, RECORD, TENANT)
        print(f"checkpoint: {(time.perf_counter() - begin) * 1000:.2f} ms")
    shown("append, a commit each", timed(alone(database), seconds))
    with database.writing() as connection:
        shown("append, in one transaction", timed(lambda: append(connection), seconds))
    for callers in (8, 64):
        together(database, callers, seconds)
    with database.reading() as connection:
        size = size_of(connection, TENANT)
        choice = random.Random(1)
        shown("root", timed(lambda: root_of(connection, TENANT, size), seconds))
        shown("inclusion", timed(lambda: inclusion(connection, TENANT, choice.randint(1, size), size), seconds))
        shown("consistency", timed(lambda: consistency(connection, TENANT, choice.randint(1, size), size), seconds))
    with database.writing() as connection:
        sign_checkpoint(connection, RECORD, TENANT)
        shown("proof, whole", timed(lambda: prove(connection, RECORD, TENANT, choice.randint(1, size)), seconds))
    if verified:
        with database.reading() as connection:
            begin, computed = time.perf_counter(), time.process_time()
            found = verify(connection, TENANT, vault=RECORD.vault)
            took, computed = time.perf_counter() - begin, time.process_time() - computed
        assert found.intact
        print(
            f"verify {found.size:,} entries, {found.evidence:,} with evidence: {took:.1f} s, computing {computed:.1f} s"
        )


def append(connection: Connection) -> int:
    """One entry, with evidence."""
    return RECORD.append(connection, TENANT, "decision", "person_x", "bidder_y", {"n": 1}, SECRET)


def alone(database: Database) -> Callable[[], None]:
    """One entry in a transaction of its own."""

    def one() -> None:
        with database.writing() as connection:
            append(connection)

    return one


def together(database: Database, callers: int, seconds: float) -> None:
    """As many callers, each waiting until its entry is on the disk; one thread stands for them, as in a server."""
    writer, times = Together(database), []
    waiting: deque[tuple[float, Future[int]]] = deque()
    begin = time.perf_counter()
    while (now := time.perf_counter()) < begin + seconds or waiting:
        if len(waiting) < callers and now < begin + seconds:
            waiting.append((now, writer.submit(append)))
            continue
        since, future = waiting.popleft()
        future.result()
        times.append(time.perf_counter() - since)
    took = time.perf_counter() - begin
    writer.close()
    p50, p99 = middle(times)
    print(f"append, {callers} at once: {len(times) / took:,.0f}/s; waited for: median {p50:.2f} ms, 99% {p99:.2f} ms")


def timed(function: Callable[[], Any], seconds: float) -> list[float]:
    """How long each call took, as many as fit."""
    times = []
    until = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < until:
        function()
        times.append(time.perf_counter() - begin)
    return times


def shown(what: str, times: list[float]) -> None:
    """Print a rate, the median and the slow end."""
    p50, p99 = middle(times)
    print(f"{what}: {1 / statistics.fmean(times):,.0f}/s; median {p50:.2f} ms, 99% {p99:.2f} ms")


def middle(times: list[float]) -> tuple[float, float]:
    """The median and the 99th of a hundred, in milliseconds."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2] * 1000, ordered[len(ordered) * 99 // 100] * 1000


def fill(database: Database, entries: int) -> None:
    """Entries with their subtrees, in the driver's own way."""
    growing = Growing()
    mark = "?" if database.dialect == "sqlite" else "%s"
    queries = [f"{start} ({', '.join([mark] * number)})" for start, number in ((ENTRY, 8), (NODE, 4))]
    if database.dialect == "sqlite":
        with database.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA cache_size = -500000")
    for first in range(1, entries + 1, STEP):
        rows, nodes = [], []
        for row, filled in some(growing, first, min(entries, first + STEP - 1)):
            rows.append(row)
            nodes += [(TENANT, level, i, hashed) for (level, i), hashed in filled]
        with database.writing() as connection:
            if database.dialect == "postgresql":
                connection.execute(text("SET LOCAL synchronous_commit = off"))
            cursor = connection.connection.cursor()
            for query, values in zip(queries, (rows, nodes), strict=True):
                cursor.executemany(query, values)


def some(growing: Growing, first: int, last: int) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Entries, with the subtrees that each fills."""
    for seq in range(first, last + 1):
        at, subject = f"2026-11-30T12:00:00.{seq % 1_000_000:06}Z", f"bidder_{seq:026}"
        leaf = leaf_hash(leaf_bytes(seq, at, "step", "person_x", subject, b'{"step":"noted"}', None))
        yield (TENANT, seq, at, "step", "person_x", subject, '{"step":"noted"}', leaf), growing.add(leaf)


if __name__ == "__main__":
    os.nice(5)
    main()
