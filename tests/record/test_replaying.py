"""A decision comes out again as it was, with the packs of then; where it does not, it is said what differs and why."""

from __future__ import annotations

import shutil
import zlib
from datetime import date
from pathlib import Path

import orjson
import pytest

from tenderlaw.decisions.choosing import load_packs
from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import find_packs, load_found
from tenderlaw.record.archives import archive_of, is_kept, keep, unpacked
from tenderlaw.record.faults import TamperedError
from tenderlaw.record.ledger import Record
from tenderlaw.record.replaying import decision_kept, replay
from tenderlaw.store.database import Database

TENANT = "tenant_a"
ON = date(2026, 2, 1)
CASE = {
    "procurement": {"title": "Vans"},
    "operator": {"name": "Anna", "role": "tenderer", "convictions": []},
}


def test_a_decision_is_made_again_from_the_archive_of_its_packs(
    database: Database, record: Record, tmp_path: Path
) -> None:
    here = {one: folder for one, folder in find_packs().items() if one in ("mdb", "mdb-wb")}
    moved = shutil.copytree(
        here["mdb-wb"].parent,
        tmp_path / "packs",
        ignore=lambda f, names: [name for name in names if f.endswith("jurisdictions") and name not in here],
    )
    packs = {one: moved / one for one in here}
    decision = decide(CASE, as_of=ON, packs=[Regime.of(load_found("mdb-wb", packs, {}))], detailed=True)
    with database.writing() as connection:
        archive = archive_of(packs, {}, [])
        assert archive == archive_of(dict(reversed(packs.items())), {}, [])
        keep(connection, "d" * 64, archive)
        keep(connection, "d" * 64, b"another of the name")
        secret = decision.data()
        record.append(connection, TENANT, "decision", "person_x", "bidder_y", {"pack_set": "d" * 64}, secret)
    for file in moved.rglob("*.yaml"):
        file.unlink()
    with database.reading() as connection:
        assert is_kept(connection, "d" * 64)
        assert unpacked(connection, "e" * 64, tmp_path) is None
        found = unpacked(connection, "d" * 64, tmp_path / "set")
        kept = decision_kept(connection, record, TENANT, 1)
    assert found is not None
    again = Regime.of(load_found("mdb-wb", found.packs, {}))
    assert replay(kept, [again]).state == "same"


def test_what_differs_is_said_with_its_cause() -> None:
    decision = decide(CASE, as_of=ON, packs=["mdb-wb"])
    kept = orjson.loads(decision.json())
    now = load_packs(["mdb-wb"])
    assert replay(kept, now).state == "same"
    older = {**kept, "engine_version": "0.0.9"}
    found = replay(older, now)
    assert (found.state, found.why) == ("differs", ("another version of the engine",))
    assert [(one.path, one.then) for one in found.differences] == [("engine_version", "0.0.9")]
    amended = {**kept, "packs": [{**kept["packs"][0], "digest": "0" * 64}]}
    assert replay(amended, now).why == ("other packs",)
    falsified = {**kept, "outcome": "not_excluded", "as_of": "2026-02-01"}
    found = replay(falsified, now)
    assert (found.state, found.why) == ("differs", ())
    assert [one.path for one in found.differences] == ["outcome"]


@pytest.mark.parametrize("archive", [b"", b"no zip", archive_of({}, {}, [])[:-3]])
def test_an_archive_that_is_none_is_refused(database: Database, tmp_path: Path, archive: bytes) -> None:
    with database.writing() as connection:
        keep(connection, "d" * 64, archive)
        with pytest.raises(TamperedError, match="is no archive of packs"):
            unpacked(connection, "d" * 64, tmp_path / "set")


@pytest.mark.parametrize(
    "name", ["../../etc/x", "/packs/a/b", "packs/../../x", "packs/a", "other/a/b", "packs/a/../../../b"]
)
def test_an_archive_writes_nowhere_else(database: Database, tmp_path: Path, name: str) -> None:
    with database.writing() as connection:
        keep(connection, "d" * 64, zlib.compress(orjson.dumps({name: ""})))
        with pytest.raises(TamperedError):
            unpacked(connection, "d" * 64, tmp_path / "set")
    assert [one for one in tmp_path.rglob("*") if not one.name.startswith("tenderlaw.sqlite")] == []
