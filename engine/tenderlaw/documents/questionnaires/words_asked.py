"""Words for which the authority's own conditions look in entries of a list: nobody can guess how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.models import FactModels

__all__ = ["WordsAsked", "words_asked"]

WordsAsked: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""The words, by the name of the list and that of the fact."""


def words_asked(policies: Iterable[Regime], models: FactModels) -> WordsAsked:
    """The words with which requirements of these policies compare facts of entries, in their order."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for policy in policies:
        pack = policy.typed.pack
        named = {one.id: (one.over, one.condition) for one in pack.definitions}
        for one in pack.requirements:
            for condition in (one.when, one.met):
                for fact, word in _words(condition, None, named, models, frozenset()):
                    found.setdefault(fact, {})[word] = None
    return {fact: tuple(words) for fact, words in found.items()}


def _words(
    node: object,
    over: str | None,
    named: Mapping[str, tuple[str | None, Mapping[str, object]]],
    models: FactModels,
    within: frozenset[str],
) -> Iterator[tuple[tuple[str, str], str]]:
    """Each comparison of a fact of an entry with words; what a condition uses is read where it stands."""
    if isinstance(node, list | tuple):
        for one in node:
            yield from _words(one, over, named, models, within)
    if not isinstance(node, dict):
        return
    condition = cast("Mapping[str, object]", node)
    listed = next((one for one in condition.values() if isinstance(one, str) and one in models.collections), None)
    for key, value in condition.items():
        if key == "use" and isinstance(value, str) and value in named and value not in within:
            inner = named[value]
            yield from _words(inner[1], inner[0] or over, named, models, within | {value})
        elif key == "where":
            yield from _words(value, listed or over, named, models, within)
        elif over is not None and key.isidentifier() and isinstance(value, str) and value and key != "use":
            yield (over, key), value
        elif over is not None and isinstance(value, dict) and isinstance(value.get("in"), list | tuple):
            yield from (((over, key), str(one)) for one in value["in"])
        else:
            yield from _words(value, over, named, models, within)
