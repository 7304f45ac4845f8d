"""The words of a fact that a pack knows: whatever a person wrote otherwise is unknown, and never a no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from tenderlaw.packs.conditions import Dated, Given, Operand, Ref
from tenderlaw.packs.fact_paths import resolve
from tenderlaw.packs.model.pack import Pack, PackFile, Vocabulary
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["Known", "check_words", "known_words", "place_of", "titles_of_words"]

Place: TypeAlias = tuple[str, tuple[str, ...]]
"""A fact: the list whose entries have it, or `procurement` or `operator`; and the names that lead to it."""
Known: TypeAlias = Mapping[Place, tuple[str, ...]]

_KINDS = ("code", "word", "words")


def known_words(pack: Pack | PackFile, report: Report) -> Known:
    """The words that the vocabularies of a pack give each fact; a fact that several speak of has the words of all."""
    known: dict[Place, dict[str, None]] = {}
    for i, one in enumerate(pack.vocabularies):
        place = _fact(one, pack, ("vocabularies", i, "fact"), report)
        words = [*one.words, *_of_values(one, pack, ("vocabularies", i, "values"), report)]
        if not words:
            report(("vocabularies", i), "a vocabulary without words", "give `words` or `values`")
        for word in one.titles:
            if word not in words:
                report(("vocabularies", i, "titles", word), f"`{word}` is none of the words", nearest(word, words))
        if place is not None:
            known.setdefault(place, {}).update(dict.fromkeys(words))
    return {place: tuple(words) for place, words in known.items()}


def titles_of_words(pack: Pack) -> Mapping[Place, Mapping[str, str]]:
    """What the words of each fact are called, in a pack that was checked."""
    found: dict[Place, dict[str, str]] = {}
    for one in pack.vocabularies:
        root, _, rest = one.fact.partition(".")
        holder = root if root in ("procurement", *pack.models.collections) else "operator"
        names = rest if root in (holder, "operator") else one.fact
        if one.titles:
            found.setdefault((holder, tuple(names.split("."))), {}).update(one.titles)
    return found


def place_of(ref: Ref, collection: str | None) -> Place:
    """Where a fact stands that a condition about entries of `collection` reads."""
    return (collection or "operator") if ref.root == "item" else ref.root, ref.names


def check_words(operand: Operand, known: tuple[str, ...], pack: Pack | PackFile, at: Steps, report: Report) -> None:
    """Check that a fact is compared with words that its vocabulary holds."""
    words: tuple[str, ...] = ()
    if isinstance(operand, Given) and isinstance(operand.value, str | tuple):
        words = operand.value if isinstance(operand.value, tuple) else (operand.value,)
    if isinstance(operand, Dated):
        value = pack.value_by_id[operand.value_id]
        words = tuple(word for version in value.versions for word in version.words or ())
    for word in words:
        if word not in known:
            report(at, f"`{word}` is not in the vocabulary of the fact", nearest(word, known))


def _fact(said: Vocabulary, pack: Pack | PackFile, at: Steps, report: Report) -> Place | None:
    first, _, rest = said.fact.partition(".")
    collection = first if first in pack.models.collections else None
    found = resolve(pack.models, rest if collection else said.fact, collection, at, report)
    if found is None:
        return None
    ref, field = found
    if field.kind not in _KINDS or field.vocabulary:
        report(at, f"`{said.fact}` takes no vocabulary", "name a fact that holds a word of the pack's own")
        return None
    return place_of(ref, collection)


def _of_values(said: Vocabulary, pack: Pack | PackFile, at: Steps, report: Report) -> list[str]:
    values = pack.value_by_id
    words: list[str] = []
    for i, name in enumerate(said.values):
        if name not in values:
            report((*at, i), f"unknown value `{name}`", nearest(name, values))
            continue
        words += [word for version in values[name].versions for word in version.words or ()]
    return words
