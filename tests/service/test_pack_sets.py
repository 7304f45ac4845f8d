"""Packs are put in force whole, while others go on; what was in force can still be asked."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert
from tests.service.accounts_held import held_in

from tenderlaw.clauses.library import load_library
from tenderlaw.service import pack_orders
from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.api import batches
from tenderlaw.service.app import create_app
from tenderlaw.service.pack_orders import reloaded_by_signal
from tenderlaw.service.pack_sets import PackFolders, PackSet, PackSets, set_of
from tenderlaw.service.settings import Settings
from tenderlaw.store import tables

HARBOUR = Path(__file__).resolve().parents[1] / "declared" / "packs" / "harbour"
FACTS = {
    "procurement": {"authority": {"country": "SE"}, "on_the_quay": True},
    "operator": {
        "role": "tenderer", "crane_licence": "held", "dockers": 101, "berths_rented": 3, "linked_persons": [],
        "convictions": [], "dock_inspections": [], "dues_owed": {"amount": "0", "currency": "SEK"},
    },
    "entities": [],
}  # fmt: skip
ASKED = {"facts": FACTS, "as_of": "2026-02-01"}


class Harbour:
    """A folder with one pack, and the sets that are read from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "harbour"
        shutil.copytree(HARBOUR, self.folder)
        self.kept: dict[str, PackSet] = {}

    def read(self) -> PackSet:
        return set_of({"harbour": self.folder}, {}, load_library(), PackFolders())

    def change(self, before: str, after: str, file: str = "pack.yaml") -> None:
        words = (self.folder / file).read_text(encoding="utf-8")
        assert before in words
        (self.folder / file).write_text(words.replace(before, after), encoding="utf-8")

    def sets(self) -> PackSets:
        def keep(one: PackSet) -> None:
            self.kept[one.digest] = one

        return PackSets(self.read(), read=self.read, archived=self.kept.get, archive=keep)


@pytest.fixture
def harbour(tmp_path: Path) -> Harbour:
    return Harbour(tmp_path)


def application(packs: PackSets, **said: Any) -> FastAPI:
    return create_app(Settings(), packs=packs, **said)


def test_a_new_set_is_put_in_force_and_the_old_one_can_be_asked(harbour: Harbour) -> None:
    client = TestClient(application(harbour.sets()))
    before = client.post("/v1/decisions", json=ASKED)
    assert before.json()["outcome"] == "may_exclude"
    old = before.headers["pack-set"]
    harbour.change("title: More dockers than berths allow", "title: Too many dockers")
    said = client.post("/v1/pack-sets", json={})
    assert said.status_code == 200, said.text
    new = said.json()["in_force"]
    assert said.json()["known"] == [new, old]
    after = client.post("/v1/decisions", json=ASKED)
    assert after.headers["pack-set"] == new != old
    assert "Too many dockers" in after.text
    again = client.post("/v1/decisions", json={**ASKED, "pack_set": old})
    assert again.content == before.content
    assert client.post("/v1/pack-sets", json={}).json()["in_force"] == new, "nothing new changes nothing"


@pytest.mark.parametrize(
    ("before", "after", "status", "kind"),
    [
        ("when: {crane_licence: refused}", "when: {crane_licence: held}", 409, "conflict"),
        ("when: {crane_licence: refused}", "when: {crane_license: refused}", 409, "conflict"),
        ("id: harbour", "id: [", 409, "conflict"),
    ],
)
def test_a_set_that_fails_its_cases_changes_nothing(
    harbour: Harbour, before: str, after: str, status: int, kind: str
) -> None:
    client = TestClient(application(harbour.sets()))
    old = client.post("/v1/decisions", json=ASKED)
    harbour.change(before, after)
    said = client.post("/v1/pack-sets", json={})
    assert (said.status_code, said.json()["type"]) == (status, f"/problems/{kind}"), said.text
    assert said.json()["errors"]
    assert client.post("/v1/decisions", json=ASKED).content == old.content
    assert "tenderlaw_pack_reload_failures 1.0" in client.get("/metrics").text


def test_only_the_set_that_was_expected_is_put_in_force(harbour: Harbour) -> None:
    client = TestClient(application(harbour.sets()))
    harbour.change('version: "1.0"', 'version: "1.1"')
    said = client.post("/v1/pack-sets", json={"expected": "0" * 64})
    assert (said.status_code, said.json()["type"]) == (409, "/problems/pack-changed")
    expected = harbour.read().digest
    assert expected in said.json()["detail"]
    assert client.post("/v1/pack-sets", json={"expected": expected}).json()["in_force"] == expected


def test_a_batch_is_answered_by_the_packs_with_which_it_began(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = harbour.sets()
    client = TestClient(application(packs))
    harbour.change("title: More dockers than berths allow", "title: Too many dockers")
    turns: list[int] = []
    sliced = batches._slice

    def reloaded(*given: Any) -> Any:
        turns.append(1)
        if len(turns) == 2:
            packs.reload()
        return sliced(*given)

    monkeypatch.setattr(batches, "_SLICE", 0.0)  # a case a turn
    monkeypatch.setattr(batches, "_slice", reloaded)
    said = client.post(
        "/v1/decisions:batch",
        content="\n".join([json.dumps(ASKED)] * 4),
        headers={"Content-Type": "application/x-ndjson"},
    )
    head, *lines, end = [json.loads(line) for line in said.text.splitlines()]
    assert len(turns) == 4
    assert packs.current.digest != head["batch"]["pack_set"]
    assert {one["decision"]["packs"][0]["digest"] for one in lines} == {head["batch"]["packs"][0]["digest"]}
    assert "Too many dockers" not in said.text
    assert end["end"]["decided"] == 4


def test_other_processes_of_the_database_follow(
    harbour: Harbour, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_orders, "_EVERY", 0.05)
    with held_in(database_url) as held:
        with held.writing() as connection:
            _, theirs = issue(connection, held.act("south"), "tests", ["admin", "decide"], 30)
            _, mine = issue(connection, held.act("north"), "tests", ["admin", "decide"], 30)
            _, weak = issue(connection, held.act("north"), "tests", ["decide"], 30)
        known = {"database": held.database, "record": held.record, "clock": held.clock}
        first, second = (
            create_app(Settings(tenant="north"), packs=harbour.sets(), **known)
            for _ in range(2)  # type: ignore[arg-type]
        )
        with TestClient(first) as one, TestClient(second) as other:
            harbour.change('version: "1.0"', 'version: "1.1"')
            digest = harbour.read().digest
            with held.writing() as connection:
                connection.execute(insert(tables.pack_set).values(digest=digest, archive=b"", created_at="2026"))
            for key, status in ((None, 401), (weak, 403), (theirs, 403), (mine, 200)):
                headers = {} if key is None else {"Authorization": f"Bearer {key}"}
                said = one.post("/v1/pack-sets", json={}, headers=headers)
                assert said.status_code == status, said.text
            assert said.json()["in_force"] == digest
            until(lambda: in_force(other) == digest)
            # by a signal, too, for whoever runs the machine; what fails is logged, and changes nothing
            desk = first.state.desk
            harbour.change("when: {crane_licence: refused}", "when: {crane_licence: held}")
            assert one.portal is not None
            one.portal.call(reloaded_by_signal, desk)
            assert desk.packs.current.digest == digest
            harbour.change("when: {crane_licence: held}", "when: {crane_licence: refused}")
            harbour.change('version: "1.1"', 'version: "1.2"')
            again = harbour.read().digest
            with held.writing() as connection:
                connection.execute(insert(tables.pack_set).values(digest=again, archive=b"", created_at="2026"))
            held.clock.on(seconds=1)
            one.portal.call(reloaded_by_signal, desk)
            until(lambda: in_force(other) == again)
        assert [entry["pack_set"] for entry in held.entries("north", "packs")] == [digest, again]
        assert held.entries("north", "packs")[1]["actor"] == "system"


def in_force(client: TestClient) -> str:
    digest: str = client.app.state.desk.packs.current.digest  # type: ignore[attr-defined]
    return digest


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
