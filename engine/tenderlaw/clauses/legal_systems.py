"""Legal systems: terms in the sense of the law to which the clauses of a document belong, and its spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tenderlaw.clauses.model import Definition, LegalSystem, Library

__all__ = ["definitions_in", "spelling_of", "system_of"]


def system_of(systems: Iterable[str | None], library: Library) -> LegalSystem | None:
    """The legal system to which clauses belong; none where they belong to no particular one, or to several."""
    named = {one for one in systems if one is not None}
    return library.legal_systems.get(named.pop()) if len(named) == 1 else None


def definitions_in(system: LegalSystem | None, definitions: Mapping[str, Definition]) -> Mapping[str, Definition]:
    """The definitions of a library, in the sense of a legal system where it has one of its own."""
    if system is None:
        return definitions
    return {name: _variant(one, system.id) for name, one in definitions.items()}


def _variant(definition: Definition, system: str) -> Definition:
    said = definition.said
    variant = next((one for one in said.variants if one.of == system), None)
    if variant is None:
        return definition
    meanings = said.meanings | variant.meanings
    changed = {"cite": variant.cite, "terms": said.terms | variant.terms, "meanings": meanings}
    return replace(definition, said=said.model_copy(update=changed))


def spelling_of(system: LegalSystem | None, language: str) -> Callable[[str], str]:
    """A function that writes the library's own words as a legal system does in a language."""
    spelt = system.spelling.get(language, {}) if system else {}
    if not spelt:
        return str
    words = spelt | {_capital(one): _capital(other) for one, other in spelt.items()}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
    return lambda text: pattern.sub(lambda found: words[found[0]], text)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
