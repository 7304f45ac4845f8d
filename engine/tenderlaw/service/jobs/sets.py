"""The set of packs by which a piece of work was asked."""

from __future__ import annotations

from tenderlaw.service.jobs.bench import Bench
from tenderlaw.service.pack_sets import PackSet, UnknownPackSetError

__all__ = ["set_of_work"]


def set_of_work(bench: Bench) -> PackSet:
    """The set by which it was asked; where this process has not seen it yet, the packs are read again."""
    wanted = bench.job.request["pack_set"]
    try:
        return bench.packs.of(wanted)
    except UnknownPackSetError:
        bench.packs.reload()
        return bench.packs.of(wanted)
