"""The peer programs: where they are, what they are called, and the environment in which they run.

The programs are not part of this project. A folder with them holds one module a peer, whose `setup()` gives
a function from a bidder to its answer; `bidders.py`, whose `bidders(n)` makes the bidders; and the oracle.
"""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["PEERS", "python", "set_up", "version_of"]

PEERS: Mapping[str, tuple[str, str]] = {
    "peer_regorus": ("Rego, regorus (Rust)", "celine-regorus"),
    "peer_cel_google": ("CEL, Google's runtime (C++)", "cel-expr-python"),
    "peer_opa_go": ("Rego, OPA (Go)", "opa-golib-python-bindings"),
    "peer_cedar": ("Cedar (Rust), a request an item", "cedarpy"),
    "peer_zen": ("GoRules ZEN (Rust), decision table", "zen-engine"),
    "peer_regopy": ("Rego, rego-cpp (C++)", "regopy"),
    "peer_cel_rust": ("CEL, cel crate (Rust)", "common-expression-language"),
}
"""Module of a peer to its name and its distribution. The fastest of the first five is what we measure against."""

HERE = Path(__file__).resolve().parent
HOME = HERE / ".peers"
PINNED = HERE / "peers.txt"
UNPACKED = "opa-golib-python-bindings"


def python() -> Path | None:
    """The Python of the peers, if it was set up."""
    found = HOME / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    return found if found.exists() else None


def environment() -> dict[str, str]:
    """What the peer programs need to know besides."""
    return {"OPA_GO": str(HOME / "unpacked")}


def set_up() -> None:
    """Make the environment of the peers and install the pinned engines."""
    venv.create(HOME, clear=True, with_pip=True)
    pip = [str(python()), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--requirement", str(PINNED)], check=True)
    wheels = HOME / "wheels"
    pinned = f"{UNPACKED}=={version_of(UNPACKED)}"
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.14", "--dest", str(wheels)]
    subprocess.run([*pip, "download", *options, pinned], check=True)
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(HOME / "unpacked")


def version_of(distribution: str) -> str:
    """The pinned version of a distribution."""
    for line in PINNED.read_text("utf-8").splitlines():
        name, _, rest = line.partition("==")
        if name == distribution:
            return rest.partition(";")[0].strip()
    return "?"
