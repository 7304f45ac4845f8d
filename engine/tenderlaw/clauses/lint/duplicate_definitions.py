"""`duplicate-definitions`: a term that is defined twice, or two terms written alike."""

from __future__ import annotations

from collections.abc import Iterator

from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for one in reading.duplicates:
        yield one.source.fault(("definitions", one.index, "id"), f"`{one.said.id}` is defined twice", "keep one")
    seen: dict[tuple[str, str], str] = {}
    for one in reading.definitions.values():
        for language, term in one.said.terms.items():
            other = seen.setdefault((language, term.casefold()), one.said.id)
            if other != one.said.id:
                message = f"`{term}` is the term of `{other}` too"
                yield one.source.fault(("definitions", one.index, "terms", language), message, "keep one")


LINT = Lint("duplicate-definitions", breaks=True, faults=_faults)
