"""`missing-companions`: a clause that comes along, and has no wording where the clause that brings it has one."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.companions import needed_by
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import ClauseFile
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause in reading.clauses.values():
        for other in needed_by(clause.said, reading.clauses):
            for language in sorted(set(clause.said.languages) - set(other.said.languages)):
                message = f"`{other.said.id}` comes along and has no body in `{language}`"
                yield clause.source.fault(("languages", language), message, "write it there, or leave it out here")
            if not _covers(other.said, clause.said):
                message = f"`{other.said.id}` comes along and has no wording for some of these days"
                yield clause.source.fault(("from",), message, f"its own begin on {other.said.from_.isoformat()}")


def _covers(companion: ClauseFile, clause: ClauseFile) -> bool:
    ends = companion.to is None or (clause.to is not None and clause.to <= companion.to)
    return ends and companion.from_ <= clause.from_


LINT = Lint("missing-companions", breaks=False, faults=_faults)
