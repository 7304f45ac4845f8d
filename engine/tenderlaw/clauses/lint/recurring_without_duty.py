"""`recurring-without-duty`: a passage that speaks of something that returns, and no duty of the clause is of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import Body
from tenderlaw.clauses.reading import Reading
from tenderlaw.facts.wording import DEFAULT_LANGUAGE
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]

_KEY: Final = re.compile(r"^\{#([a-z0-9-]+)\}", re.MULTILINE)
_RETURNS: Final = re.compile(
    r"once a year|each year|every year|yearly|annually|at least once|once in each|every \{\{|the same .{0,40} again"
    r"|again within|shall repeat|each financial year|each reporting period",
    re.IGNORECASE,
)


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause in reading.clauses.values():
        body, said = clause.bodies.get(DEFAULT_LANGUAGE), clause.said
        if body is None or said.kind not in ("clause", "buyer-duty"):
            continue
        known = {one.passage for one in said.duties} | {one.passage for one in said.no_duties}
        for passage, line, words in _returning(body):
            if passage not in known:
                message = f"`{words}` in `{passage}`, and no duty of the clause is of that passage"
                yield Fault(body.file, line, 1, "", message, "say it under `duties`, or why not under `no_duties`")


def _returning(body: Body) -> Iterator[tuple[str, int, str]]:
    """Each passage with a word of returning, the line of that word, and the word."""
    keys = list(_KEY.finditer(body.text))
    for number, key in enumerate(keys):
        end = keys[number + 1].start() if number + 1 < len(keys) else len(body.text)
        found = _RETURNS.search(body.text, key.end(), end)
        if found is not None:
            yield key[1], body.text.count("\n", 0, found.start()) + 1, found[0]


LINT = Lint("recurring-without-duty", breaks=False, faults=_faults)
