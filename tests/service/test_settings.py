"""Settings: from a file and the environment, secrets masked, slips told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenderlaw.service.settings import settings_from
from tenderlaw.sources.faults import InputInvalidError


def test_the_environment_counts_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text('port = 9000\nthreads = 3\nhosts = ["a.example"]\n', encoding="utf-8")
    said = settings_from({"TENDERLAW_SETTINGS": str(file), "TENDERLAW_PORT": "9001", "HOME": "/x"})
    assert (said.port, said.threads, said.hosts) == (9001, 3, ("a.example",))
    other = tmp_path / "t.yaml"
    other.write_text('cors_origins: ["https://a.example"]\n', encoding="utf-8")
    assert settings_from({}, other).cors_origins == ("https://a.example",)
    assert settings_from({"TENDERLAW_HOSTS": "a.example, b.example"}).hosts == ("a.example", "b.example")


def test_secrets_may_lie_in_files_and_are_never_printed(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("c2VjcmV0\n", encoding="utf-8")
    said = settings_from(
        {"TENDERLAW_MASTER_KEY_FILE": str(secret), "TENDERLAW_DATABASE": "postgresql://me:secret@db/x"}
    )
    assert said.master_key is None, "the file of the key is a setting of its own"
    assert said.master_key_file == secret
    assert said.database_url == "postgresql://me:secret@db/x"
    for words in (repr(said), str(said), said.model_dump_json()):
        assert "secret@" not in words
    (tmp_path / "database").write_text("postgresql://me:hidden@db/x\n", encoding="utf-8")
    read = settings_from({"TENDERLAW_DATABASE_FILE": str(tmp_path / "database")})
    assert read.database_url == "postgresql://me:hidden@db/x"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"TENDERLAW_PROT": "1"}, "TENDERLAW_PROT: is no setting (did you mean `TENDERLAW_PORT`?)"),
        ({"TENDERLAW_RATE": "much"}, "TENDERLAW_RATE: is no rate; write it as `600/minute`"),
        ({"TENDERLAW_PUBLIC_URL": "tenders"}, "TENDERLAW_PUBLIC_URL: is no address"),
        ({"TENDERLAW_PORT": "99999"}, "TENDERLAW_PORT: "),
    ],
)
def test_a_slip_is_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(InputInvalidError) as found:
        settings_from(environment)
    assert str(found.value).startswith(told)


def test_a_secret_stands_in_no_message() -> None:
    with pytest.raises(InputInvalidError) as found:
        settings_from({"TENDERLAW_OIDC_ISSUER": "hunter2"})
    assert "hunter2" not in str(found.value)


def test_what_kubernetes_sets_beside_ours_is_no_setting() -> None:
    said = settings_from(
        {
            "TENDERLAW_PORT": "tcp://10.0.0.1:8000",
            "TENDERLAW_SERVICE_HOST": "10.0.0.1",
            "TENDERLAW_PORT_8000_TCP_ADDR": "10.0.0.1",
        }
    )
    assert said.port == 8000


def test_an_unknown_key_of_the_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text("prot: 1\n", encoding="utf-8")
    with pytest.raises(InputInvalidError) as found:
        settings_from({}, file)
    assert str(found.value) == f"{file}: prot: `prot` is no setting (did you mean `port`?)"
