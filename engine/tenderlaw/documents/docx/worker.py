"""The process that fills one template: it limits itself, reads one job, writes one answer, and ends."""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import astuple

__all__ = ["main"]


def main() -> int:
    """Read a job from standard input and write the answer: `done`, `faults`, `memory`."""
    # INVARIANT: the job comes from our own parent process; what comes from outside in it is data of a model
    document, template, name, seconds, megabytes = pickle.load(sys.stdin.buffer)  # noqa: S301
    from tenderlaw.documents.docx.merge import merge  # noqa: PLC0415 - before the memory is limited

    _limit(seconds, megabytes)
    out = sys.stdout.buffer
    try:
        made = merge(document, template, name)
    except MemoryError:
        out.write(b"memory\n")
        return 0
    if isinstance(made, bytes):
        out.write(b"done\n" + made)
    else:
        out.write(b"faults\n" + json.dumps([astuple(fault) for fault in made]).encode())
    return 0


def _limit(seconds: int, megabytes: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


if __name__ == "__main__":
    sys.exit(main())
