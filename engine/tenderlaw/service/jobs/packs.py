"""Packs tried before they are put in force: read anew from where they lie, and their worked cases run."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tenderlaw.service.accounts.acts import Act, noted
from tenderlaw.service.jobs.bench import Bench
from tenderlaw.service.jobs.book import Job, entered

__all__ = ["KIND", "enter_packs", "run_packs"]

KIND: Final = "packs"


def enter_packs(connection: Connection, act: Act) -> Job:
    """Put it on the table."""
    job = entered(connection, act, KIND, {})
    noted(connection, act, "packs", job.job, {"done": "trial asked"})
    return job


def run_packs(bench: Bench) -> dict[str, object]:
    """Read the packs and run the worked cases of those that are new. Raises PackInvalidError with every fault.

    The worker then works by them; each process of the service takes them up when it is told their digest.
    """
    before = bench.packs.current.digest
    bench.report(0, 1)
    found = bench.packs.reload()
    return {"pack_set": found.digest, "changed": found.digest != before, "packs": len(found.everything)}
