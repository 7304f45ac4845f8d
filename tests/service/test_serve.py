"""`tenderlaw serve` as a new user meets it: everything is made, a link is printed, and it ends when it is asked to."""

from __future__ import annotations

import signal
import stat
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from service.serving import serving
from tenderlaw.cli.app import app
from tenderlaw.record.vault import make_key_file
from tenderlaw.service.processes.beginning import begun
from tenderlaw.service.processes.listening import listening
from tenderlaw.service.processes.settled import known_by_its_names
from tenderlaw.service.settings import Settings

EVERYWHERE = ".".join("0000")


def test_it_makes_what_it_needs_answers_and_ends_in_order(database_url: str, tmp_path: Path) -> None:
    with serving(tmp_path, database_url) as first:
        assert httpx2.get(f"{first.address}/readyz").json()["ready"] is True
        assert first.link is not None
        assert first.link.startswith(first.address)
        key = tmp_path / "tenderlaw.key"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert any("KEEP A COPY APART" in line for line in first.said)
        assert key.read_text().strip() not in "".join(first.said + first.logged)
        other = httpx2.get(f"{first.address}/v1/packs", headers={"Host": "tenders.example.org"})
        assert other.status_code == 421  # a page elsewhere whose name leads here
        children = first.children()
        assert first.stop() == 0
        assert not any(Path(f"/proc/{one}").exists() for one in children)
    with serving(tmp_path, database_url) as again:
        assert again.link is None  # it was printed once
        assert not any("master key" in line for line in again.said)
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(30) == 0
    assert "Traceback" not in "".join(first.logged + again.logged)


def test_a_database_whose_master_key_is_gone_is_not_given_a_new_one(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'kept.sqlite'}"
    begun(Settings.model_validate({"database": database}))
    (tmp_path / "tenderlaw.key").rename(tmp_path / "elsewhere.key")
    done = CliRunner().invoke(app, ["serve", "--port", "0", "--database", database])
    assert "the master key of this database is not here" in str(done.exception)
    assert not (tmp_path / "tenderlaw.key").exists()
    make_key_file(tmp_path / "tenderlaw.key")
    done = CliRunner().invoke(app, ["serve", "--port", "0", "--database", database])
    assert "does not open this database" in str(done.exception)
    told = {"TENDERLAW_MASTER_KEY_FILE": str(tmp_path / ("x" * 300))}  # as a folder that may not be looked into
    done = CliRunner().invoke(app, ["serve", "--port", "0", "--database", database], env=told)
    assert "the master key cannot be read" in str(done.exception)


def test_a_port_in_use_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with listening("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["serve", "--port", port, "--database", f"sqlite:///{tmp_path / 'none.sqlite'}"])
    assert f"port {port} of 127.0.0.1 is in use by another program" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({}, ("127.0.0.1", "localhost")),
        ({"host": EVERYWHERE}, ()),
        ({"host": EVERYWHERE, "public_url": "https://tenders.example.org"}, ("tenders.example.org",)),
        ({"hosts": ["other.example.org"]}, ("other.example.org",)),
    ],
)
def test_on_loopback_it_answers_to_names_of_loopback_alone(said: dict[str, object], names: tuple[str, ...]) -> None:
    found = known_by_its_names(Settings.model_validate(said)).hosts
    assert set(names) <= set(found)
    assert bool(found) == bool(names)
