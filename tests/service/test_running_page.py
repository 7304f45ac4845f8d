"""docs/running.md says what can be set, all of it; and the files that run the service fit the package."""

from __future__ import annotations

import json
import re
import socket
import tomllib
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from ruamel.yaml import YAML

from tenderlaw.service.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "running.md"


def test_the_page_on_running_lists_every_setting() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])}
    assert named == set(Settings.model_fields)


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "deploy/tenderlaw.service", "deploy/proxy.md"])
def test_what_is_set_in_files_that_run_it_can_be_set(name: str) -> None:
    said = (ROOT / name).read_text(encoding="utf-8")
    names = {one.lower() for one in re.findall(r"TENDERLAW_([A-Z_]+)", said)}
    assert names
    assert names <= {*Settings.model_fields, *(f"{field}_file" for field in ("database", "master_key"))}


def test_where_it_runs_there_is_more_memory_than_long_work_may_take_and_time_to_end() -> None:
    service = _composed()["service"]
    unit = dict(re.findall(r"^(\w+)=(\S+)$", (ROOT / "deploy/tenderlaw.service").read_text(encoding="utf-8"), re.M))
    for memory in (service["mem_limit"], unit["MemoryMax"]):
        assert int(memory[:-1]) * 2**30 > Settings().work_memory + 2**30
    for seconds in (service["stop_grace_period"].removesuffix("s"), unit["TimeoutStopSec"]):
        assert int(seconds) > 20  # what has begun has 20 seconds


def test_what_compares_word_files_can_run_wherever_the_service_does() -> None:
    (tmpfs,) = _composed()["service"]["tmpfs"]
    assert tmpfs.split(":")[1].split(",")[0] == "exec"
    assert "--tmpfs /tmp:exec " in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "\nSystemCallFilter=sched_setaffinity\n" in (ROOT / "deploy/tenderlaw.service").read_text(encoding="utf-8")


@pytest.mark.parametrize(("status", "ends"), [("200 OK", False), ("503 Service Unavailable", True)])
def test_a_container_is_healthy_while_the_service_is_ready(
    status: str, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (said,) = re.findall(r"^HEALTHCHECK [^[]*(\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.M)
    asked: list[bytes] = []
    names: dict[str, Any] = {}
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("TENDERLAW_PORT", str(server.getsockname()[1]))

        def answer() -> None:
            with server.accept()[0] as line:
                asked.append(line.recv(1000))
                line.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())

        thread = Thread(target=answer)
        thread.start()
        with pytest.raises(SystemExit) as ended:
            exec(json.loads(said)[-1], names)  # noqa: S102
        names["s"].close()
        thread.join()
    assert (asked[0].split()[1], ended.value.code) == (b"/readyz", ends)


def _composed() -> Any:
    return YAML(typ="safe").load(ROOT / "compose.yaml")["services"]


def test_an_image_is_made_of_the_extras_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extras,) = re.findall(r"^ARG EXTRAS=(\S+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_a_container_is_given_every_folder_that_a_wheel_holds() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    folders = {"engine", *wheel["wheel"]["force-include"]}
    copied = set(re.findall(r"^COPY (\w+) \w+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE))
    let_in = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert folders <= copied
    assert folders <= let_in
