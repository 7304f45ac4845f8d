"""Bodies as they are written, every branch in them: what lints read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import TemplateSyntaxError

from tenderlaw.clauses.environment import written
from tenderlaw.clauses.inline import Inline, MarkupError, Note
from tenderlaw.clauses.markup import Block, inlines_of, parse_markup
from tenderlaw.clauses.model import Body, Clause
from tenderlaw.clauses.reading import Reading
from tenderlaw.sources.faults import Fault

__all__ = ["bodies", "markup_fault", "pieces", "tree"]


def bodies(reading: Reading) -> Iterator[tuple[Clause, Body]]:
    """Every body of every clause."""
    for clause in reading.clauses.values():
        for body in clause.bodies.values():
            yield clause, body


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[tuple[Block, ...], MarkupError | None]:
    try:
        return parse_markup(written(text), ()), None
    except MarkupError as error:
        return (), error
    except TemplateSyntaxError:
        return (), None


def tree(text: str) -> tuple[Block, ...]:
    """The tree of a body with every branch in it; empty where it cannot be read."""
    return _parsed(text)[0]


def markup_fault(body: Body) -> Fault | None:
    """What is wrong with the markup of a body."""
    error = _parsed(body.text)[1]
    return Fault(body.file, error.line, error.column, "", error.message, error.hint) if error else None


def pieces(text: str) -> Iterator[Inline]:
    """Every piece of text of a body, those within footnotes too."""
    for one in inlines_of(tree(text)):
        yield one
        if isinstance(one, Note):
            yield from one.inlines
