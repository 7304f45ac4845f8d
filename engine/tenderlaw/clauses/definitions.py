"""Definitions: which terms a set of clauses needs, and what they mean in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tenderlaw.clauses.environment import PRIVATE
from tenderlaw.clauses.inline import Inline, Line, MarkupError, TermUse, parse_inline
from tenderlaw.clauses.model import Definition

__all__ = ["meaning_of", "needed_terms", "terms_within"]


def meaning_of(text: str) -> tuple[Inline, ...]:
    """A meaning parsed: words and terms. Raises MarkupError."""
    if PRIVATE.search(text):
        raise MarkupError(1, 1, "holds a character that is reserved for the engine", "remove it")
    inlines = parse_inline([Line(1, 1, " ".join(text.split()))], ())
    for one in inlines:
        if not isinstance(one, TermUse) and type(one).__name__ != "Plain":
            raise MarkupError(1, 1, "a meaning with a reference or a footnote", "a meaning holds words and terms")
    return inlines


def terms_within(text: str, *, strict: bool = False) -> Iterator[TermUse]:
    """The terms that a meaning uses. A meaning that cannot be read uses none, unless `strict`: MarkupError."""
    try:
        inlines = meaning_of(text)
    except MarkupError:
        if strict:
            raise
        return
    yield from (one for one in inlines if isinstance(one, TermUse))


def needed_terms(used: Iterable[str], definitions: Mapping[str, Definition], language: str) -> list[Definition]:
    """The definitions of the terms used, and of those that their meanings use, in the order of the terms."""
    found: dict[str, Definition] = {}
    pending = list(dict.fromkeys(used))
    while pending:
        name = pending.pop()
        definition = definitions.get(name)
        if definition is None or name in found:
            continue
        found[name] = definition
        pending += [use.id for use in terms_within(definition.said.meanings.get(language, ""))]
    return sorted(found.values(), key=lambda one: one.said.terms.get(language, one.said.id).casefold())
