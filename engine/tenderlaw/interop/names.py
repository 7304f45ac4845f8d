"""Names in the forms in which they are compared, so that no difference of writing hides whom a list may name.

The same name is a reason to look and nothing more. So it is compared without case, accents, punctuation, legal form,
titles, the order of its words and its script; where spaces stand does not matter either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, cast

from anyascii import anyascii

from tenderlaw.sources.tree import read_yaml

__all__ = ["name_keys"]

_FOOTNOTE: Final = re.compile(r"\*+\d*")
_WITHIN: Final = re.compile(r"['’`´ʼʹ]+")
_WORDS: Final = re.compile(r"[a-z0-9]+")
_ALIKE: Final = tuple((re.compile(one), other) for one, other in (
    ("[jy]", "i"), ("i+(?=[aeou])", ""), ("w", "v"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("([aou])e", r"\1"),
    (r"([a-z])\1+", r"\1"),
))  # fmt: skip
"""Ways of writing one sound: of umlauts, of other scripts, of doubled letters."""
Sequences = Mapping[str, Sequence[tuple[Sequence[str], bool]]]


@lru_cache(maxsize=65_536)
def name_keys(name: str) -> tuple[str, ...]:
    """What a name is found by; two names that have one of these in common may be one name.

    Nothing for a name without a letter or digit.
    """
    keys: dict[str, None] = {}
    seen = name if name.isascii() else name.translate(_lookalikes())
    written = [_words(one) for one in dict.fromkeys((name, seen))]
    for words in (found for one in written for found in _names_in(one)):
        alike = [_alike(word) for word in words]
        keys["name:" + " ".join(sorted(alike))] = None
        keys["name=" + _alike("".join(words))] = None
    return tuple(keys)


def _words(name: str) -> list[str]:
    text = name
    if not name.isascii():
        text = unicodedata.normalize("NFKC", name)
        for form in _listed("unparted_legal_forms"):
            text = text.replace(form, " ")
        text = anyascii(_WITHIN.sub("", text))
    text = _FOOTNOTE.sub(" ", text.lower().replace("'", "").replace("&", " and ").replace("+", " and "))
    words: list[str] = []
    initials = False
    for word in _WORDS.findall(text):
        single = len(word) == 1 and word.isalpha()
        if single and initials:  # `l. l. c.` is `llc`
            words[-1] += word
        else:
            words.append(word)
        initials = single
    return words


def _names_in(words: list[str]) -> list[list[str]]:
    """The words that say who it is: of the whole, and of each name in it where it says that somebody has several."""
    known = _sequences()
    names: list[list[str]] = [[]]
    begins, at = [0], 0
    while at < len(words):
        held = known.get(words[at])
        found = held and next((one for one in held if words[at : at + len(one[0])] == one[0]), None)
        if not found:
            names[-1].append(words[at])
            at += 1
            continue
        at += len(found[0])
        if found[1]:
            names.append([])
            begins.append(at)
    if len(names) > 1:
        names = [name or _first(words[begin:]) for name, begin in zip(names, begins, strict=True)]
        names.append([word for name in names for word in name])
    return [name for name in (one or _first(words) for one in names) if name]


def _first(words: list[str]) -> list[str]:
    """The first word, but for those that only join others: of a name that has nothing besides its legal form."""
    joints = {word for one in _listed("joints") for word in _words(one)}
    return next(([word] for word in words if word not in joints), words[:1])


@lru_cache(maxsize=65_536)
def _alike(word: str) -> str:
    for one, other in _ALIKE:
        word = one.sub(other, word)
    return word


@cache
def _sequences() -> Sequences:
    """Words that say nothing of who it is, by the first of them, the longest first; whether another name follows."""
    found: dict[str, set[tuple[tuple[str, ...], bool]]] = {}
    for kind in ("legal_forms", "titles", "joints", "other_names"):
        for form in _listed(kind):
            words = tuple(_words(form))
            found.setdefault(words[0], set()).add((words, kind == "other_names"))
    ordered = {word: sorted(held, key=lambda one: (-len(one[0]), one)) for word, held in found.items()}
    return {word: [(list(one), follows) for one, follows in held] for word, held in ordered.items()}


@cache
def _listed(kind: str) -> Sequence[str]:
    held = cast("Sequence[str | Sequence[str]]", _data()[kind])
    return [word for one in held for word in ([one] if isinstance(one, str) else one)]


@cache
def _lookalikes() -> Mapping[int, str]:
    return str.maketrans(cast("dict[str, str]", _data()["lookalikes"]))


@cache
def _data() -> Mapping[str, object]:
    file = "name_words.yaml"
    source = read_yaml((resources.files(__package__) / file).read_text(encoding="utf-8"), file)
    return cast("Mapping[str, object]", source.data)
