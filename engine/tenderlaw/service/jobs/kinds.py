"""The kinds of work, and what does them. A kind is a name in the table, and a function from a bench to a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tenderlaw.record.leaves import Kind
from tenderlaw.service.jobs.bench import Bench, LastStep
from tenderlaw.service.jobs.documents import run_document
from tenderlaw.service.jobs.packs import run_packs
from tenderlaw.service.jobs.pdfs import run_pdf
from tenderlaw.service.jobs.screening import run_screening
from tenderlaw.service.jobs.verification import run_verification

__all__ = ["KINDS", "RECORDED", "Run"]

Run = Callable[[Bench], Mapping[str, object] | LastStep]

KINDS: Final[Mapping[str, Run]] = {
    "screening": run_screening,
    "document": run_document,
    "packs": run_packs,
    "pdf": run_pdf,
    "verification": run_verification,
}
"""What does work of each kind. What it returns is kept in the clear: no personal data.
What is to happen once, and only if the work counts, it leaves as a last step."""

RECORDED: Final[Mapping[str, Kind]] = {"screening": "screening", "packs": "packs"}
"""Under which kind of entry its end goes on record."""
