"""The processes of a service: all start or none, what ends is started again, nothing outlives the one that watches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tenderlaw.service.processes import supervisor as watching
from tenderlaw.service.processes.listening import address_of, listening
from tenderlaw.service.processes.parts import Part
from tenderlaw.service.processes.supervisor import Supervisor
from tenderlaw.sources.faults import InputInvalidError

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]))


def _part(folder: Path, how: str) -> Part:
    return Part(how, "trial_part", {"place": str(folder), "as": how})


def _alive(folder: Path) -> list[int]:
    found = []
    for file in folder.glob("*.pid"):
        try:
            os.kill(int(file.stem), 0)
        except ProcessLookupError:
            continue
        found.append(int(file.stem))
    return found


def _until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_all_parts_end_when_the_one_that_watches_is_told_to(tmp_path: Path) -> None:
    said: list[str] = []
    parts = [_part(tmp_path, "waits"), _part(tmp_path, "waits")]
    assert Supervisor(parts, said.append, _stop).run(patience=10) == 0
    assert len(list(tmp_path.glob("*.pid"))) == 2
    assert _alive(tmp_path) == []
    assert said == []


def test_a_part_that_cannot_start_ends_the_start_with_its_exit_code(tmp_path: Path) -> None:
    said: list[str] = []
    parts = [_part(tmp_path, "waits"), _part(tmp_path, "unable")]
    assert Supervisor(parts, said.append, lambda: None).run(patience=10) == 7
    assert said == ["the unable process ended while it started (exit code 7): everything ends"]
    assert _alive(tmp_path) == []


def test_a_part_that_ends_on_its_own_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []

    supervisor = Supervisor([_part(tmp_path, "short")], said.append, lambda: None)
    stopper = subprocess.Popen(
        ["sh", "-c", f"while [ $(ls {tmp_path}/*.pid | wc -l) -lt 2 ]; do sleep 0.05; done; kill {os.getpid()}"]
    )
    assert supervisor.run(patience=10) == 0
    stopper.wait()
    assert said == ["the short process ended on its own (exit code 3): it is started again"]
    assert len(list(tmp_path.glob("*.pid"))) == 2
    assert _alive(tmp_path) == []


def test_a_part_that_does_not_end_in_time_is_ended(tmp_path: Path) -> None:
    assert Supervisor([_part(tmp_path, "deaf")], lambda _: None, _stop).run(patience=0.2) == 0
    assert _alive(tmp_path) == []


def test_sighup_reaches_one_part_that_has_packs_and_ends_all_where_a_window_was_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    parts = [_part(tmp_path, "waits"), *[replace(_part(tmp_path, "hears"), reloads=True)] * 2]

    def hang_up() -> None:
        os.kill(os.getpid(), signal.SIGHUP)

    def ready() -> None:
        hang_up()
        threading.Thread(target=lambda: (_until((tmp_path / "heard").exists), _stop())).start()

    monkeypatch.setattr(watching, "_in_terminal", lambda: False)
    assert Supervisor(parts, said.append, ready).run(patience=10) == 0
    assert said == ["the packs are read anew"] and _alive(tmp_path) == []
    monkeypatch.setattr(watching, "_in_terminal", lambda: True)
    assert Supervisor(parts[:1], said.append, hang_up).run(patience=10) == 0 and len(said) == 1


def test_parts_end_in_order_when_the_one_that_watches_is_killed(tmp_path: Path) -> None:
    program = (
        "from tenderlaw.service.processes.parts import Part\n"
        "from tenderlaw.service.processes.supervisor import Supervisor\n"
        f"part = Part('p', 'trial_part', {{'place': {str(tmp_path)!r}, 'as': 'deaf'}})\n"
        "Supervisor([part, part], print, lambda: print('ready', flush=True)).run(10)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline() == b"ready\n"
        watching.kill()
    _until(lambda: len(list(tmp_path.glob("*.left"))) == 2)
    _until(lambda: _alive(tmp_path) == [])


def test_a_port_in_use_is_refused_with_what_would_be_right() -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert address_of(taken, "127.0.0.1") == f"http://127.0.0.1:{port}"
        with pytest.raises(InputInvalidError, match=rf"port {port} of 127\.0\.0\.1 is in use by another program"):
            listening("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.name.invalid", "a" * 70])
def test_an_address_that_is_not_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(InputInvalidError, match="is not an address of this machine"):
        listening(host, 0)
