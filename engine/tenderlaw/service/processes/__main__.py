"""`python -m tenderlaw.service.processes`: one process of the service, started by the one that watches."""

from __future__ import annotations

import importlib
import sys
from typing import Protocol, cast

from tenderlaw.service.processes.parts import Told, began
from tenderlaw.sources.faults import TenderlawError

_KINDS = ("web", "work")


class _Kind(Protocol):
    def do(self, told: Told) -> None: ...


def _main() -> None:
    told = began()
    kind = str(told.said["kind"])
    if kind not in _KINDS:
        raise AssertionError(kind)
    try:  # what takes a while to load is loaded after SIGTERM is heard
        cast("_Kind", importlib.import_module(f"tenderlaw.service.processes.{kind}")).do(told)
    except TenderlawError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    _main()
