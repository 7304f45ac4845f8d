"""How a piece of work ended: what is said of it in the clear, and what only its tenant reads."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import orjson

from tenderlaw.record.faults import ErasedError
from tenderlaw.record.ledger import Record
from tenderlaw.service.http.handlers import problem_of
from tenderlaw.service.http.problems import KINDS
from tenderlaw.service.jobs.bench import Bench, LastStep
from tenderlaw.service.jobs.blobs import Kept, SealedFile, keep_all
from tenderlaw.service.jobs.book import Job
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store.database import Database
from tenderlaw.store.faults import StoreError

__all__ = ["Outcome", "outcome_of", "problem_kept"]

_MOST: Final = 100
"""Faults that are kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How work ended: `done`, `failed`, `cancelled`, `waiting` (given back) or `lost` (another has it)."""

    state: str
    result: Mapping[str, object] | None = None
    problem: Mapping[str, object] | None = None
    last: LastStep | None = None
    """What is still to be done, in the transaction in which the work ends."""


def outcome_of(error: Exception, bench: Bench) -> Outcome:
    """How work ended that raised this: faults of ours are kept for who asked, sealed, for they hold their words."""
    if isinstance(error, StoreError):  # nothing can be written: once it has been silent, the work is taken up again
        return Outcome("lost")
    if isinstance(error, MemoryError):
        return Outcome("failed", problem=_said("too-large", "the work takes more memory than it may"))
    if isinstance(error, ErasedError):  # while it was under way
        return Outcome("failed", problem=_said("erased"))
    problem = problem_of(error)
    if not isinstance(error, TenderlawError):
        return Outcome("failed", problem=_said(problem.kind.name))
    faults = [{"place": one.field, "detail": one.message, "hint": one.hint} for one in error.faults[:_MOST]]
    job = bench.job
    file = io.BytesIO(orjson.dumps(faults or [{"place": "", "detail": str(error), "hint": ""}]))
    try:
        kept = keep_all(bench.database, bench.record.vault, job.tenant, job.subject, file)
    except ErasedError:
        return Outcome("failed", problem=_said("erased"))
    return Outcome("failed", problem={**_said(problem.kind.name), "more": kept.plain()})


def problem_kept(database: Database, record: Record, job: Job) -> dict[str, object] | None:
    """The problem with which work ended, whole."""
    if job.problem is None:
        return None
    said = dict(job.problem)
    if (more := said.pop("more", None)) is not None:
        with suppress(ErasedError):  # that it failed is told for ever, what it said of people no longer
            kept = Kept.of(job.tenant, job.subject, more)
            said["errors"] = orjson.loads(SealedFile(database, record.vault, kept).read())
    return said


def _said(kind: str, detail: str = "") -> dict[str, object]:
    title = KINDS[kind].title
    return {"type": KINDS[kind].type, "title": title, **({"detail": detail} if detail else {})}
