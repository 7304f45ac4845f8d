"""Only regular files are opened, and no more of them than is allowed."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from tenderlaw.sources.doors import bytes_of, digest_of, opened, size_of
from tenderlaw.sources.faults import InputInvalidError

DOORS = [lambda path: bytes_of(path, 10), digest_of, opened, size_of]


@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, door: object) -> None:
    assert callable(door)
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "socket"))
    found = {
        tmp_path: "is a folder, not a file",
        tmp_path / "pipe": "is a pipe, not a file",
        tmp_path / "socket": "is a socket, not a file",
        Path("/dev/zero"): "is a device, not a file",
        tmp_path / "none": "No such file or directory",
        tmp_path / "a\0b": "that is no name of a file",
        tmp_path / ("x" * 300): "File name too long",
    }
    for path, why in found.items():
        with pytest.raises(InputInvalidError) as caught:
            door(path)
        assert str(caught.value) == f"{path}: cannot be read: {why}".replace("\0", r"\u0000")


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    regular = (tmp_path / "file").write_bytes(b"") or (tmp_path / "file").stat()
    monkeypatch.setattr(Path, "stat", lambda self: regular)
    with pytest.raises(InputInvalidError, match="is a pipe"):
        opened(tmp_path / "pipe")


def test_the_limit_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * (2 * 2**20))
    assert len(bytes_of(path, 2 * 2**20)) == 2 * 2**20
    with pytest.raises(InputInvalidError, match=r"f: larger than 1 MiB"):
        bytes_of(path, 2**20)


def test_a_digest_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 3_000_000)
    assert digest_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert size_of(path) == 3_000_000


def test_a_file_that_grows_for_ever_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 10)
    size = path.stat()
    path.write_bytes(b"x" * 14)
    monkeypatch.setattr(os, "fstat", lambda handle: size)
    with pytest.raises(InputInvalidError, match="grows while it is read"):
        digest_of(path)
