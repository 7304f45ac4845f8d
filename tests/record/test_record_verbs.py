"""`tenderlaw record` as somebody uses it: verified, handed over, proved, replayed, erased, with the place of faults."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from tenderlaw.cli.app import app
from tenderlaw.decisions.decide import decide
from tenderlaw.record.ledger import Record
from tenderlaw.service.pack_archives import keep_set
from tenderlaw.service.pack_sets import installed_set
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store import schema, tables
from tenderlaw.store.database import Database, open_database

CASE = {"procurement": {}, "operator": {"name": "Anna", "role": "tenderer", "convictions": []}}
DECISION = "dec_" + "a" * 26


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record) -> Iterator[Path]:
    """A folder with a database in which a decision is on record, and nothing else of ours in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TENDERLAW_MASTER_KEY", b64encode(b"k" * 32).decode())
    database = open_database("tenderlaw.sqlite")
    schema.upgrade(database)
    _decided(database, record)
    database.close()
    yield tmp_path


def _decided(database: Database, record: Record) -> None:
    packs = installed_set()
    decision = decide(CASE, as_of=date(2026, 2, 1), packs=packs.law(["mdb-wb"]), policies=packs.own(["baseline"]))
    assert keep_set(database, packs)
    at = {"created_at": "2026-11-30T12:00:00.000000Z"}
    with database.writing() as connection:
        key = record.vault.new_tenant_key("main")
        row = {"tenant": "main", "title": "An authority", "settings": {}, "wrapped_key": key, **at}
        connection.execute(insert(tables.tenant).values(row))
        changed = {"revision": 1, "changed_at": at["created_at"], **at, "tenant": "main", "procurement": "proc_x"}
        connection.execute(insert(tables.procurement).values(title="Vans", **changed))
        row = {**changed, "bidder": "bid_y", "legal_hold": False, "retention_until": "2026-01-31"}
        connection.execute(insert(tables.bidder).values(row))
        payload = {"decision": DECISION, "pack_set": packs.digest}
        seq = record.append(connection, "main", "decision", "person_x", "bid_y", payload, decision.data())
        row = {"decision": DECISION, "bidder": "bid_y", "seq": seq, "as_of": "2026-02-01", "outcome": "undetermined"}
        row |= {"tenant": "main", "pack_set": packs.digest, "made_at": at["created_at"], "made_by": "person_x"}
        connection.execute(insert(tables.decision).values(row))


def run(*words: str) -> Result:
    done = CliRunner().invoke(app, ["record", *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit | TenderlawError):
        raise done.exception
    return done


def said(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


def code(done: Result) -> int:
    return done.exception.exit_code if isinstance(done.exception, TenderlawError) else done.exit_code


def test_from_the_database_to_a_file_that_somebody_else_verifies(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "main: intact: 1 entries" in run("verify").stdout
    assert code(run("checkpoint", "-o", "kept.note")) == 0
    assert code(run("export", "--evidence", "-o", "record.jsonl")) == 0
    assert code(run("prove", DECISION, "-o", "proof.json")) == 0
    assert run("prove", "1").stdout_bytes == (place / "proof.json").read_bytes()
    assert (place / "record.jsonl").stat().st_mode & 0o077 == 0
    (found,) = said("verify")
    assert (found["intact"], found["size"], found["checkpoints"], found["evidence"]) == (True, 2, 2, 1)
    (place / "tenderlaw.sqlite").rename(place / "away.sqlite")
    monkeypatch.delenv("TENDERLAW_MASTER_KEY")
    (found,) = said("verify", "record.jsonl", "--key", found["keys"][0], "--checkpoint", "kept.note")
    assert (found["intact"], found["size"], found["evidence"], found["signed"]) == (True, 2, 1, 2)
    assert re.match(
        r"entry 1 of tenderlaw/[a-z2-7]{12}/main: proved",
        run("verify", "proof.json", "--checkpoint", "kept.note").stdout,
    )
    assert said("verify", "proof.json")["proved"] is True
    data = (place / "record.jsonl").read_bytes()
    (place / "record.jsonl").write_bytes(data.replace(b'"actor":"person_x"', b'"actor":"person_y"', 1))
    done = run("verify", "record.jsonl")
    assert (code(done), "entry 1: is not what was hashed when it was written" in done.stdout) == (10, True)
    assert code(run("verify")) == 11
    assert not (place / "tenderlaw.sqlite").exists()


def test_without_the_master_key_all_but_the_evidence_is_verified(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENDERLAW_MASTER_KEY")
    done = run("verify")
    assert (code(done), "evidence: not compared: no master key is here" in done.stdout) == (0, True)
    assert code(run("export")) == 7
    monkeypatch.setenv("TENDERLAW_MASTER_KEY", b64encode(b"o" * 32).decode())
    assert code(run("export", "--evidence", "-o", "x")) == 7
    assert not (place / "x").exists()


def test_a_decision_is_made_again_until_it_is_erased(place: Path) -> None:
    assert "the same, byte for byte" in run("replay", DECISION).stdout
    assert said("replay", "1") == {"state": "same", "why": [], "differences": []}
    assert code(run("replay", "dec_" + "b" * 26)) == 7
    assert said("due", "--as-of", "2026-01-31") == []
    assert [one["bidder"] for one in said("due", "--as-of", "2026-02-01")] == ["bid_y"]
    assert code(run("erase", "bid_y")) == 2
    assert code(run("erase", "--due", "bid_y")) == 2
    assert run("backup", "copy.sqlite").exit_code == 0
    assert said("erase", "--due", "--as-of", "2026-02-01") == {"erased": ["bid_y"], "written_over": True}
    assert said("erase", "--due", "--as-of", "2026-02-01") == {"erased": [], "written_over": True}
    assert code(run("replay", DECISION)) == 7
    assert (said("verify")[0]["intact"], said("verify")[0]["erased"]) == (True, 1)
    assert "the same" in run("replay", DECISION, "--database", "copy.sqlite").stdout
    assert code(run("backup", "copy.sqlite")) == 2


def test_another_master_key_opens_what_the_old_one_did(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code(run("checkpoint", "-o", "kept.note")) == 0
    assert "2 keys are wrapped by the new master key" in run("rekey", "new.key").stdout
    assert code(run("rekey", "new.key")) == 7
    assert code(run("export", "--evidence", "-o", "x")) == 7
    monkeypatch.delenv("TENDERLAW_MASTER_KEY")
    monkeypatch.setenv("TENDERLAW_MASTER_KEY_FILE", str(place / "new.key"))
    (found,) = said("verify", "--checkpoint", "kept.note")
    assert (found["intact"], found["evidence"]) == (True, 1)
    assert code(run("export", "--evidence", "-o", "x")) == 0


PRINTED = re.compile(r"^    tenderlaw record (.+?)(?:  +.*)?$", re.MULTILINE)


def test_the_commands_of_the_page_run_in_their_order(place: Path) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "record.md"
    printed = PRINTED.findall(page.read_text(encoding="utf-8"))
    assert len(printed) == 9
    for command in printed:
        keys = said("verify")[0]["keys"]
        own = {"dec_...": DECISION, "KEY": keys[-1] if keys else ""}
        words = [own.get(word, word) for word in command.split()]
        assert code(run(*words)) == 0, command


def test_tenants_files_and_keys_that_are_not_there_are_said_not_to_be(place: Path) -> None:
    (place / "letter").write_text("Dear Sir or Madam")
    for words in (
        ("verify", "letter"),
        ("verify", "nowhere"),
        ("verify", "--key", "x"),
        ("verify", "--tenant", "other", "--checkpoint", "letter"),
        ("prove", "7"),
        ("prove", "1", "--tenant", "mian"),
        ("verify", "--settings", "nowhere.toml"),
    ):
        assert code(run(*words)) == 7, words
    assert code(run("verify", "letter", "--tenant", "main")) == 2
