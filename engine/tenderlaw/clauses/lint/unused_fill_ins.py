"""`unused-fill-ins`: a fill-in or an alternate that a body of the clause does not use."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError

from tenderlaw.clauses.environment import environment
from tenderlaw.clauses.lint._bodies import bodies
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["LINT"]


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause, body in bodies(reading):
        try:
            tree = environment().parse(body.text)
        except TemplateSyntaxError:
            continue
        fills, alternates = ([one.id for one in entries] for entries in (clause.said.fill_ins, clause.said.alternates))
        entries = (("fill", "fill_ins", fills), ("alternate", "alternates", alternates))
        for root, name, declared in entries:
            used = {use.name for use in environment().attributes_of(tree, root)}
            for index, one in enumerate(declared):
                if one not in used:
                    message = f"`{one}` is not used by the body in `{body.language}`"
                    yield clause.source.fault((name, index, "id"), message, "use it, or remove it")


LINT = Lint("unused-fill-ins", breaks=False, faults=_faults)
