"""docs/running.md says what can be set, all of it; and the files that run the service fit the package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

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
