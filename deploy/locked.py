"""The pins of constraints.txt, with their digests, that the given extras need: for an image that holds nothing more.

    python deploy/locked.py serve,documents > locked.txt

Asks pip what the extras of pyproject.toml come to under these pins; installs nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def locked(extras: list[str]) -> str:
    """Lines for `pip install --require-hashes`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    pins = _pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    return "".join(pins[name] for name in sorted(_needed(wanted, pins)))


def _pins(text: str) -> dict[str, str]:
    """The lines of each package, by its name."""
    found: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        if line.startswith("#"):
            continue
        if not line.startswith((" ", "\t")):
            name = _plain(re.split(r"[=\s;\[]", line, maxsplit=1)[0])
        if line.strip() and not line.strip().startswith("#"):
            found[name] = found.get(name, "") + line
    return found


def _needed(wanted: list[str], pins: dict[str, str]) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        report, bounds = Path(folder) / "report.json", Path(folder) / "pins.txt"
        bare = (
            re.sub(r"\s*\\$|\s*--hash=\S+", "", lines, flags=re.MULTILINE).strip() + "\n" for lines in pins.values()
        )
        bounds.write_text("".join(bare), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        subprocess.run([*command, "--report", str(report), "--constraint", str(bounds), *wanted], check=True)  # noqa: S603
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {_plain(one["metadata"]["name"]) for one in found}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.stdout.write(locked(sys.argv[1].split(",")))
