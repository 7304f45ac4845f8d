"""Files of worked cases, of a pack and of a policy: `given`, facts common to the file, and `cases`.

The facts of a case are laid over `given`: mappings join, anything else replaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Generic, TypeVar, cast

from pydantic import ValidationError

from tenderlaw.facts.base import Day, Facts, Items, Text
from tenderlaw.facts.case import faults_of
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import PackInvalidError
from tenderlaw.sources.tree import Data, Source, read_file

__all__ = ["SURVIVORS", "CaseFile", "StatedCase", "cases_of"]

SURVIVORS: Final = "survivors.yaml"
"""Beside the cases: what no case can tell from the pack as it is written, and why."""


class StatedCase(Facts):
    """One case: its source and its facts. What is expected of it is for the kind of case to say."""

    id: Text
    title: Text
    cite: Text
    note: Text | None = None
    """What the source leaves open and how it is filled in here."""
    as_of: Day
    facts: dict[str, object]


OneCase = TypeVar("OneCase", bound=StatedCase)


class CaseFile(Facts, Generic[OneCase]):
    """A file of worked cases."""

    given: dict[str, object] | None = None
    cases: Items[OneCase]


def cases_of(typed: TypedPack, form: type[CaseFile[OneCase]]) -> Iterator[tuple[OneCase, Source]]:
    """Every worked case of a pack in files of this form, with its facts. Raises PackInvalidError."""
    for file in sorted((Path(typed.pack.folder) / "cases").glob("*.yaml")):
        if file.name == SURVIVORS:
            continue
        source = read_file(file)
        try:
            held = form.model_validate(source.data)
        except ValidationError as error:
            raise PackInvalidError(faults_of(error, source, form)) from error
        for case in held.cases:
            facts = _laid_over(held.given or {}, case.facts)
            yield case, Source(f"{file.name}: {case.id}", cast("Data", facts), {})


def _laid_over(given: dict[str, object], facts: dict[str, object]) -> dict[str, object]:
    out = dict(given)
    for name, value in facts.items():
        below = out.get(name)
        joined = isinstance(value, dict) and isinstance(below, dict)
        out[name] = _laid_over(cast("dict[str, object]", below), cast("dict[str, object]", value)) if joined else value
    return out
