"""The words that packs know for a fact that takes words of theirs: nobody can guess how these are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.questions import Choice
from tenderlaw.facts.wording import DEFAULT_LANGUAGE, languages_of, said_in
from tenderlaw.interview.facts_at import lists_above
from tenderlaw.packs.vocabularies import Place, known_words, titles_of_words

__all__ = ["choices_from", "offences_of", "words_known"]


@lru_cache(maxsize=64)
def offences_of(regimes: tuple[Regime, ...]) -> Mapping[str, str]:
    """The offences of the catalogues of these packs, each with its title."""
    found: dict[str, str] = {}
    for regime in regimes:
        for one in regime.typed.pack.offences:
            found.setdefault(one.id, one.title)
    return found


def words_known(path: str, regimes: tuple[Regime, ...]) -> Mapping[str, str]:
    """The words of the vocabularies of these packs for the fact at a path, each with its title; mostly none."""
    lists = [listed for listed in lists_above(path) if listed != "entities"]
    if lists:
        place = (lists[-1].rpartition(".")[2], tuple(path.rpartition("].")[2].split(".")))
    else:
        root, _, rest = path.partition(".")
        place = ("procurement" if root == "procurement" else "operator", tuple(rest.split(".")))
    return _by_place(regimes).get(place, {})


@lru_cache(maxsize=64)
def _by_place(regimes: tuple[Regime, ...]) -> Mapping[Place, Mapping[str, str]]:
    found: dict[Place, dict[str, str]] = {}
    for regime in regimes:
        pack = regime.typed.pack
        titles = titles_of_words(pack)
        for place, words in known_words(pack, lambda *_: None).items():
            held = found.setdefault(place, {})
            for word in words:
                held.setdefault(word, titles.get(place, {}).get(word, word.replace("-", " ")))
    return found


def choices_from(titles: Mapping[str, str], language: str) -> Iterator[Choice]:
    """Words with their titles in a language, or in English."""
    for word, title in titles.items():
        spoken = language if language in languages_of(title) else DEFAULT_LANGUAGE
        yield Choice(word, said_in(title, language), spoken)
