"""Bad weather within: the database away or full, the clock back, two at once. A clear answer, and nothing half done."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import event

from service.databases import Postgres, postgresql_bin
from service.storms import TENANT, Kept, kept
from tenderlaw.record.ledger import Record
from tenderlaw.record.verify import verify
from tenderlaw.service.app import create_app
from tenderlaw.service.checkup.keeping import keeping_found
from tenderlaw.service.settings import Settings
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.moments import utc_now


@contextmanager
def answering(one: Kept, database: Database | None = None, record: Record | None = None) -> Iterator[TestClient]:
    """The service in this process, over a database."""
    database = database or one.opened()
    try:
        app = create_app(Settings.model_validate({"database": one.url}), database=database, record=record or one.record)
        with TestClient(app, headers={"Authorization": f"Bearer {one.key}"}) as client:
            yield client
    finally:
        database.close()


def person(number: int, filler: str = "") -> dict[str, object]:
    return {"email": f"p{number}@example.org", "title": f"Person {number}{filler}", "roles": ["reader"]}


def intact(one: Kept) -> None:
    database = one.opened()
    try:
        with database.reading() as connection:
            found = verify(connection, TENANT, vault=one.record.vault)
    finally:
        database.close()
    assert found.intact, found.findings


def test_a_database_that_goes_away_is_said_and_comes_back_by_itself(tmp_path: Path) -> None:
    programs = postgresql_bin()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here (Debian: apt-get install postgresql)")
    with ExitStack() as after:
        server = Postgres(programs)
        after.callback(server.remove)
        one = kept(tmp_path, server.url(server.create()))
        client = after.enter_context(answering(one))
        assert client.post("/v1/people", json=person(1)).status_code == 201
        for away in (server.kill, server.stop):
            away()
            for asked in (lambda: client.post("/v1/people", json=person(2)), lambda: client.get("/v1/people")):
                said = asked()
                assert said.status_code == 503
                assert said.json()["type"] == "/problems/database-away"
                assert int(said.headers["Retry-After"]) > 0
                assert str(tmp_path) not in said.text
            assert client.get("/healthz").status_code == 200
            server.start()
            assert client.get("/v1/people").status_code == 200
        assert client.post("/v1/people", json=person(2)).status_code == 201
        intact(one)


def _full_by_pages(one: Kept) -> tuple[Database, Callable[[], None]]:
    """A database that may not grow, as SQLite itself sees a full disk; and what makes room."""
    database, most = open_database(one.url, connections=1), 100

    @event.listens_for(database.engine, "connect")
    def _bounded(raw: object, _: object) -> None:
        raw.execute(f"PRAGMA max_page_count={most}")  # type: ignore[attr-defined]

    def room() -> None:
        nonlocal most
        most = 100_000
        database.engine.dispose()

    return database, room


def test_a_disk_that_is_full_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    one = kept(tmp_path, f"sqlite:///{tmp_path / 'kept.sqlite'}")
    database, room = _full_by_pages(one)
    with answering(one, database) as client:
        _filled(client, room)
    intact(one)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_real_disk_that_is_full_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this container may mount nothing")
    try:
        one = kept(disk, f"sqlite:///{disk / 'kept.sqlite'}")
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 600_000)
        with answering(one) as client:
            _filled(client, ballast.unlink)
        intact(one)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def _filled(client: TestClient, room: Callable[[], None]) -> None:
    """Write until there is no room; reading goes on; and writing, once there is room."""
    done, said = 0, client.get("/v1/people")
    for done in range(2000):
        said = client.post("/v1/people", json=person(done, " " + "x" * 150))
        if said.status_code != 201:
            break
    assert said.status_code in (503, 507), said.text
    assert said.json()["type"] in ("/problems/database-full", "/problems/database-away")
    first = client.get("/v1/people?limit=1")
    assert first.status_code == 200
    room()
    assert client.post("/v1/people", json=person(done, " " + "x" * 150)).status_code == 201  # and was not there
    assert client.get("/healthz").status_code == 200


def test_a_clock_that_goes_back_leaves_the_record_in_order(database_url: str, tmp_path: Path) -> None:
    one, back = kept(tmp_path, database_url), timedelta(0)
    moved = Record(one.record.vault, lambda: utc_now() - back)
    with answering(one, record=moved) as client:
        assert client.post("/v1/people", json=person(1)).status_code == 201
        back = timedelta(hours=5)
        assert client.post("/v1/people", json=person(2)).status_code == 201
        assert client.get("/v1/people").status_code == 200
    intact(one)
    settings = Settings.model_validate({"database": one.url, "master_key_file": tmp_path / "master.key"})
    found = {found.what: found.state for found in keeping_found(settings, utc_now() - back)}
    assert found["clock"] == "lacking"


def at_once(*requests: Callable[[], Response]) -> list[Response]:
    """What comes of requests that are sent all at once."""
    with ThreadPoolExecutor(len(requests)) as callers:
        return [one.result() for one in [callers.submit(request) for request in requests]]


def patching(client: TestClient, path: str, body: dict[str, object], tag: str) -> Callable[[], Response]:
    return lambda: client.patch(path, json=body, headers={"If-Match": tag})


def test_of_two_who_change_the_same_at_once_one_is_told_that_it_changed(database_url: str, tmp_path: Path) -> None:
    one = kept(tmp_path, database_url)
    with answering(one) as client:
        made = client.post("/v1/people", json=person(1))
        tag, path = made.headers["ETag"], made.headers["Location"]
        seen = at_once(*(patching(client, path, {"title": f"Name {number}"}, tag) for number in range(4)))
        assert sorted(one.status_code for one in seen) == [200, 412, 412, 412]
    intact(one)


def test_two_administrators_cannot_take_the_role_from_each_other_at_once(database_url: str, tmp_path: Path) -> None:
    one = kept(tmp_path, database_url)
    with answering(one) as client:
        (first,) = client.get("/v1/people").json()["items"]
        second = client.post("/v1/people", json={**person(1), "roles": ["administrator"]}).json()
        paths = [f"/v1/people/{both['person']}" for both in (first, second)]
        tags = [client.get(path).headers["ETag"] for path in paths]
        seen = at_once(
            *(patching(client, path, {"roles": ["reader"]}, tag) for path, tag in zip(paths, tags, strict=True))
        )
        assert sorted(one.status_code for one in seen) == [200, 422]


def test_what_is_sent_twice_at_once_is_done_once(database_url: str, tmp_path: Path) -> None:
    one = kept(tmp_path, database_url)
    with answering(one) as client:

        def press() -> Response:
            headers = {"Idempotency-Key": "pressed-in-haste"}
            return client.post("/v1/procurements", json={"title": "Wanted once"}, headers=headers)

        seen = [*at_once(press, press, press, press), press()]
        assert {(one.status_code, one.json()["procurement"]) for one in seen} == {(201, seen[0].json()["procurement"])}
        assert len(client.get("/v1/procurements").json()["items"]) == 1
        other = client.post(
            "/v1/procurements", json={"title": "Other"}, headers={"Idempotency-Key": "pressed-in-haste"}
        )
        assert (other.status_code, other.json()["type"]) == (422, "/problems/key-reused")
    intact(one)


def test_two_officers_who_answer_for_one_file_at_once_lose_nothing_unseen(database_url: str, tmp_path: Path) -> None:
    one = kept(tmp_path, database_url)
    with answering(one) as client:
        bought = client.post("/v1/procurements", json={"title": "Wanted"}).json()["procurement"]
        made = client.post(f"/v1/procurements/{bought}/bidders", json={"facts": {"operator": {"name": "A"}}})
        path, tag = made.headers["Location"], made.headers["ETag"]

        def answer(number: int) -> Callable[[], Response]:
            said = {"answers": [{"path": "operator.name", "value": f"Name {number}"}], "as_of": "2026-02-01"}
            return lambda: client.post(f"{path}/answers", json=said, headers={"If-Match": tag})

        seen = at_once(*map(answer, range(4)))
        assert sorted(one.status_code for one in seen) == [200, 412, 412, 412]
        won = next(number for number, one in enumerate(seen) if one.status_code == 200)
        assert client.get(path).json()["facts"]["operator"]["name"] == f"Name {won}"
    intact(one)
