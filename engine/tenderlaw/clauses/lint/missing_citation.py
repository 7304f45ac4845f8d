"""`missing-citation`: a clause, an official version or a definition that does not say where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_REQUIRED = {"the field `cite` is required", "the field `source` is required"}


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for fault in reading.faults:
        last = fault.field.rpartition(".")[2]
        if fault.message in _REQUIRED or last in ("cite", "source"):
            yield fault


LINT = Lint("missing-citation", breaks=True, faults=_faults)
