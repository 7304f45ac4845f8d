"""`outside-context`: a body that reaches for what no render gives it, or does what no body may do."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from tenderlaw.clauses.environment import environment
from tenderlaw.clauses.lint._bodies import bodies
from tenderlaw.clauses.lint._lint import Lint, Prescribed
from tenderlaw.clauses.model import Body, ClauseFile
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault, nearest

__all__ = ["LINT"]

_OFFICIAL = ("label", "number", "title")
_DECLARE = {"fill": "declare it under `fill_ins`", "alternate": "declare it under `alternates`"}


def _faults(reading: Reading, _: Prescribed) -> Iterator[Fault]:
    for clause, body in bodies(reading):
        try:
            tree = environment().parse(body.text)
        except TemplateSyntaxError:
            continue  # said when it was read
        yield from _within(tree, clause.said, body)


def _within(tree: nodes.Template, said: ClauseFile, body: Body) -> Iterator[Fault]:
    env = environment()
    for use in env.strangers(tree):
        message = f"uses `{use.name}`, which no body may"
        yield Fault(body.file, use.line, 1, "", message, "a body has `{{ ... }}` and `{% if ... %}` alone")
    names = ("fill", "alternate", *(("official",) if said.incorporates else ()))
    for use in sorted(set(env.names_of(tree)), key=lambda one: (one.line, one.name)):
        if use.name not in names:
            hint = "a body knows `fill`, `alternate` and, where the clause incorporates, `official`"
            yield Fault(body.file, use.line, 1, "", f"uses `{use.name}`", hint)
    known = {
        "fill": {fill.id for fill in said.fill_ins},
        "alternate": {alternate.id for alternate in said.alternates},
        "official": set(_OFFICIAL),
    }
    for root in names:
        for use in env.attributes_of(tree, root):
            if use.name not in known[root]:
                hint = nearest(use.name, known[root]) or _DECLARE.get(root, "")
                yield Fault(body.file, use.line, 1, "", f"uses `{root}.{use.name}`", hint)


LINT = Lint("outside-context", breaks=True, faults=_faults)
