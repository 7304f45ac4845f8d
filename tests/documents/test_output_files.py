"""Where documents are written: over regular files that may be written to, with the rights that these have."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import tenderlaw
from tenderlaw.documents.output import write_whole

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "trafficking-conviction" / "case.yaml"


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize("before", [0o600, 0o640, 0o664, 0o755])
@pytest.mark.parametrize("private", [True, False])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, before: int, private: bool) -> None:
    file = tmp_path / "x.html"
    file.write_text("old")
    file.chmod(before)
    write_whole(file, b"new", private=private)
    assert (file.read_bytes(), mode(file)) == (b"new", before)


def test_a_new_file_has_the_mode_that_its_maker_s_files_have(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "x.html", b"new")
    finally:
        os.umask(mask)
    assert mode(tmp_path / "x.html") == 0o640


def test_a_file_that_is_replaced_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.html"
    file.write_text("old")
    given: list[tuple[int, int]] = []
    before = file.stat()
    lstat = Path.lstat

    def other(path: Path) -> os.stat_result:
        found = list(lstat(path))
        if path == file:
            found[stat.ST_UID], found[stat.ST_GID] = 4711, 4712
        return os.stat_result(found)

    monkeypatch.setattr(Path, "lstat", other)
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.append((user, group)))
    write_whole(file, b"new")
    assert given == [(4711, 4712)]
    assert before.st_uid != 4711

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(tenderlaw.InputInvalidError, match="belongs to another owner or group"):
        write_whole(file, b"newer")
    assert file.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["x.html"]


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text("old")
    file.chmod(0o444)
    with pytest.raises(tenderlaw.InputInvalidError, match="is read-only, and is not replaced"):
        write_whole(file, b"new")
    assert file.read_text() == "old"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("invitation", 0o600), ("file-note", 0o600), ("authority-file", 0o600), ("contract-terms", 0o644)],
)
def test_a_letter_about_convictions_is_its_owner_s_alone(tmp_path: Path, kind: str, expected: int) -> None:
    out = tmp_path / "x.md"
    command = ["document", str(CASE), "--pack", "eu-2014-24", "--kind", kind, "--draft", "-o", str(out)]
    mask = os.umask(0o022)
    try:
        subprocess.run([sys.executable, "-m", "tenderlaw.cli.main", *command], check=True, capture_output=True)
    finally:
        os.umask(mask)
    assert mode(out) == expected
