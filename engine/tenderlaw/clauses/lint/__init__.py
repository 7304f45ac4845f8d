"""Lints of the clause library: one file a lint, one test, one section of docs/clauses.md.

Input: a library as it was read, and the clauses that rules prescribe. Output: findings with their places.
A lint that `breaks` also stops the library from loading.
"""

from __future__ import annotations

from tenderlaw.clauses.lint import (
    bad_markup,
    circular_definitions,
    circular_references,
    dangling_positions,
    dangling_references,
    duplicate_definitions,
    faulty_duties,
    fill_in_without_type,
    missing_citation,
    missing_companions,
    missing_language,
    mixed_modals,
    notes_among_terms,
    outside_context,
    recurring_without_duty,
    remedies_without_clause,
    terms_against_definition,
    time_limit_without_start,
    undefined_terms,
    unit_written_twice,
    unselectable_clauses,
    unused_definitions,
    unused_fill_ins,
    words_in_one_language,
)
from tenderlaw.clauses.lint._lint import Finding, Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINTS", "Finding", "Lint", "breaking_faults", "lint_library"]

LINTS: tuple[Lint, ...] = tuple(
    module.LINT
    for module in (
        bad_markup,
        circular_definitions,
        circular_references,
        dangling_positions,
        dangling_references,
        duplicate_definitions,
        faulty_duties,
        fill_in_without_type,
        missing_citation,
        missing_companions,
        missing_language,
        mixed_modals,
        notes_among_terms,
        outside_context,
        recurring_without_duty,
        remedies_without_clause,
        terms_against_definition,
        time_limit_without_start,
        undefined_terms,
        unit_written_twice,
        unselectable_clauses,
        unused_definitions,
        unused_fill_ins,
        words_in_one_language,
    )
)


def lint_library(reading: Reading, prescribed: Prescribed = None) -> tuple[Finding, ...]:
    """Every finding of every lint, by place. Faults of form that no lint is about are of the lint `form`."""
    found = {fault: lint.name for lint in LINTS for fault in lint.faults(reading, prescribed)}
    for fault in reading.faults:
        found.setdefault(fault, "form")
    return tuple(sorted(Finding(fault, name) for fault, name in found.items()))


def breaking_faults(reading: Reading) -> list[Fault]:
    """The faults for which a library does not load."""
    return [fault for lint in LINTS if lint.breaks for fault in lint.faults(reading, None)]
