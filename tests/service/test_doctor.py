"""`tenderlaw doctor` finds what is missing, says what would be right, and makes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.record.vault import make_key_file
from tenderlaw.service.checkup.agreement import settings_found
from tenderlaw.service.checkup.findings import Finding
from tenderlaw.service.checkup.installation import packs_found
from tenderlaw.service.checkup.keeping import keeping_found
from tenderlaw.service.jobs.steady import looked_at_clock
from tenderlaw.service.processes.beginning import begun
from tenderlaw.service.settings import Settings
from tenderlaw.store.database import open_database

NOW = datetime(2099, 1, 1, tzinfo=UTC)


def _settings(database: str, folder: Path) -> Settings:
    return Settings.model_validate({"database": database, "master_key_file": folder / "apart" / "master.key"})


def _begun(database: str, folder: Path) -> Settings:
    (folder / "apart").mkdir()
    make_key_file(folder / "apart" / "master.key")
    return begun(_settings(database, folder)).settings


def _lacking(found: list[Finding]) -> dict[str, str]:
    assert all(bool(one.right) == (one.state != "well") for one in found)
    # the servers of tests forget what a machine without power forgets
    return {one.what: one.said for one in found if one.state == "lacking" and "fsync" not in one.said + one.right}


def test_what_serve_made_is_found_well(database_url: str, tmp_path: Path) -> None:
    settings = _begun(database_url, tmp_path)
    found = [one for one in keeping_found(settings, NOW) if "full_page_writes" not in one.said]
    assert _lacking(found) == {}
    assert {one.what for one in found} == {"database", "master key", "people", "clock", "disk"}


def test_nothing_is_made_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = list(keeping_found(Settings(), NOW))
    assert _lacking(found) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_went_back_is_said(tmp_path: Path) -> None:
    settings = _begun(f"sqlite:///{tmp_path / 'kept.sqlite'}", tmp_path)
    found = _lacking(list(keeping_found(settings, datetime.now(UTC) - timedelta(hours=3))))
    assert list(found) == ["clock"]
    assert "2 hours behind the last entry" in found["clock"] or "3 hours behind" in found["clock"]


def test_a_clock_that_jumped_ahead_is_said(tmp_path: Path) -> None:
    settings = _begun(f"sqlite:///{tmp_path / 'kept.sqlite'}", tmp_path)
    database = open_database(settings.database_url)
    with database.writing() as connection:
        looked_at_clock(connection, NOW)
    database.close()
    said = next(one for one in keeping_found(settings, NOW) if one.what == "clock")
    assert (said.state, said.said) == ("note", "it has jumped: nothing is erased by retention before 2099-01-05T00:00")


def test_a_master_key_that_is_another_or_open_or_gone_is_said(tmp_path: Path) -> None:
    settings = _begun(f"sqlite:///{tmp_path / 'kept.sqlite'}", tmp_path)
    file = tmp_path / "apart" / "master.key"
    file.chmod(0o644)
    assert "others than its owner may read" in _lacking(list(keeping_found(settings, NOW)))["master key"]
    file.unlink()
    assert "is not there" in _lacking(list(keeping_found(settings, NOW)))["master key"]
    make_key_file(file)
    assert "does not open this database" in _lacking(list(keeping_found(settings, NOW)))["master key"]


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("postgresql://nobody@/none?host=/no/such/place", "cannot be reached"),
        ("mysql://nobody@host/none", "no database that this program works with"),
        ("sqlite:///no/such/folder/kept.sqlite", "is no folder"),
    ],
)
def test_a_database_that_cannot_be_used_is_said(database: str, said: str) -> None:
    assert said in _lacking(list(keeping_found(Settings.model_validate({"database": database}), NOW)))["database"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"public_url": "http://tenders.example.org"}, "in clear"),
        ({"public_url": "https://a.example.org", "hosts": ["b.example.org"], "behind": ["::1"]}, "would be refused"),
        ({"behind": ["*"], "public_url": "https://a.example.org"}, "anybody's word"),
        ({"behind": ["proxy"], "public_url": "https://a.example.org"}, "is no address"),
        ({"oidc_issuer": "https://id.example.org"}, "half named"),
        ({"oidc_issuer": "http://id.example.org", "oidc_client_id": "a"}, "without TLS"),
    ],
)
def test_settings_that_do_not_fit_together_are_said(given: dict[str, object], said: str) -> None:
    assert said in _lacking(list(settings_found(Settings.model_validate(given)))).get("settings", "")


def test_settings_of_one_machine_fit_together() -> None:
    assert [one.state for one in settings_found(Settings())] == ["well"]
    behind_a_proxy = {"public_url": "https://a.example.org", "behind": ["127.0.0.1"], "hosts": ["a.example.org"]}
    assert [one.state for one in settings_found(Settings.model_validate(behind_a_proxy))] == ["well"]


def test_a_pack_of_ones_own_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text("id: own\n", encoding="utf-8")
    found = packs_found((tmp_path,), ())
    assert found.state == "lacking"
    assert "the field `title` is required" in found.said


def test_a_setting_that_is_none_ends_with_its_exit_code_and_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENDERLAW_PROT", "1")
    done = CliRunner().invoke(app, ["doctor", "--json"])
    assert done.exit_code == 12
    (one,) = [one for one in json.loads(done.stdout) if one["state"] == "lacking"]
    assert one["what"] == "settings"
    assert "TENDERLAW_PORT" in one["said"]
