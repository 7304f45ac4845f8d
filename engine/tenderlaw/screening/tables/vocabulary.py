"""The words that packs know: their catalogues of offences, and the codes with which their conditions compare facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tenderlaw.packs.conditions import Condition, Given, Test
from tenderlaw.packs.typed import TypedPack
from tenderlaw.packs.walking import walk

__all__ = ["Vocabulary", "vocabulary_of", "words_by_field"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what they are for, each list in alphabetical order; no list is empty."""

    offences: tuple[str, ...] = ("other",)
    lists: tuple[str, ...] = ("some-list",)
    """Exclusion lists."""
    entry_types: tuple[str, ...] = ("debarred",)
    """Kinds of entry of exclusion lists."""
    statements: tuple[str, ...] = ("some-statement",)
    limbs: tuple[str, ...] = ("some-limb",)
    """Alternatives of the forms of statements."""
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that are compared with a fact of another name, whatever list holds it."""


def vocabulary_of(packs: Iterable[TypedPack]) -> Vocabulary:
    """The words of these packs; where they have none, a word that means nothing to them."""
    nothing, asked = Vocabulary(), words_by_field(packs)

    others: dict[str, tuple[str, ...]] = {}
    for (_, name), words in asked.items():
        others[name] = tuple(sorted({*others.get(name, ()), *words}))

    def of(collection: str, name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        return asked.get((collection, name), otherwise)

    return Vocabulary(
        offences=asked["convictions", "offence"],
        lists=of("listings", "list", nothing.lists),
        entry_types=of("listings", "exclusion_type", nothing.entry_types),
        statements=of("statements", "kind", nothing.statements),
        limbs=of("statements", "limb", nothing.limbs),
        others=others,
    )


def words_by_field(packs: Iterable[TypedPack]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The words with which packs compare the facts of entries, by collection and field; of offences, the catalogues."""
    asked: dict[tuple[str, str], set[str]] = {}
    offences = {"other"}
    for pack in packs:
        offences.update(offence.id for offence in pack.pack.offences)
        for condition in _conditions(pack):
            for name, word in _words(condition, ""):
                asked.setdefault(name, set()).add(word)
    asked["convictions", "offence"] = offences
    return {name: tuple(sorted(words)) for name, words in sorted(asked.items())}


def _conditions(pack: TypedPack) -> Iterator[Condition]:
    for ground in pack.grounds:
        yield ground.when
        yield from (condition for _, condition in ground.lifts)
    yield from (condition for _, condition in pack.passed_over)
    for requirement in pack.requirements:
        yield requirement.when
        if requirement.met is not None:
            yield requirement.met


def _words(condition: Condition, collection: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Collection, field, and a word that is compared with it."""
    for of, one in walk(condition, collection):
        if of is not None and isinstance(one, Test) and one.ref.root == "item" and isinstance(one.operand, Given):
            value = one.operand.value
            words = [value] if isinstance(value, str) else value if isinstance(value, tuple) else ()
            yield from (((of, one.ref.names[-1]), word) for word in words)
