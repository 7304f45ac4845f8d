"""The words of a pack that letters need, and in which languages it says them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tenderlaw.facts.wording import DEFAULT_LANGUAGE, VERB_LAST, forms_of, languages_of
from tenderlaw.packs.model.pack import Pack

__all__ = ["letters_in", "unsaid"]

_TEXTS: Final = {
    "grounds": ("title", "statement", "review"),
    "lifts": ("title", "needs"),
    "offences": ("title",),
    "requirements": ("title", "cure", "notice_says"),
    "roles": ("requirement",),
    "duties": ("title",),
    "remedies": ("title", "says", "review"),
    "reviews": ("reason",),
    "passed_over": ("reason",),
    "presumptions": ("reason",),
}
"""The lists of a pack, and what of their entries is said to those whom it concerns."""
_NAMED: Final = {"roles": "role", "presumptions": "fact"}
"""By what entries are named that have no id."""
_FOR_THE_AUTHORITY: Final = ("review", "reason")
"""What is said to the authority alone, which no letter tells."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a pack, and where it stands."""

    of: str
    """The list."""
    entry: str
    name: str
    text: str

    def __str__(self) -> str:
        said = self.name in ("says", "notice_says")
        what = f"what `{self.entry}` says" if said else f"the {self.name} of `{self.entry}`"
        return f"{what} among the {self.of}"

    def lacks(self, language: str) -> str | None:
        """What the text lacks in a language; None where it is said in every form that the language needs."""
        said = forms_of(self.text, language)
        if not said:
            return f"no words in `{language}`"
        needed = ("main", "subordinate") if self.name == "statement" and language in VERB_LAST else ()
        missing = next((form for form in needed if form not in said), None)
        return None if missing is None else f"no form for a {missing} clause in `{language}`"


def unsaid(pack: Pack, parents: tuple[Pack, ...] = ()) -> Iterator[str]:
    """What a pack lacks, in every form that a language needs, of the law's own language and of those it has words in.

    What it takes over from a parent in the parent's words is left aside.
    """
    taken = {(one.of, one.entry, one.name, one.text) for parent in parents for one in _texts(parent)}
    own = tuple(one for one in _texts(pack) if (one.of, one.entry, one.name, one.text) not in taken)
    for language in dict.fromkeys((*filter(None, (pack.language,)), *(words.language for words in pack.words))):
        if language not in languages_of(pack.title):
            yield f"the title of the pack: no words in `{language}`"
        if pack.law is not None and language not in languages_of(pack.law):
            yield f"the law of the pack: no words in `{language}`"
        for one in own:
            lacks = one.lacks(language)
            if lacks is not None:
                yield f"{one}: {lacks}"


def letters_in(pack: Pack) -> frozenset[str]:
    """The languages in which letters about the pack can be written: those in which it says all that they need.

    What it inherits counts, in the words of the layer or of its parent; what is said to the authority alone does not.
    """
    texts = tuple(one for one in _texts(pack) if one.name not in _FOR_THE_AUTHORITY)
    full = (language for language in languages_of(pack.title) if not any(one.lacks(language) for one in texts))
    return frozenset((DEFAULT_LANGUAGE, *full))


def _texts(pack: Pack) -> Iterator[_Text]:
    for of, names in _TEXTS.items():
        for one in getattr(pack, of):
            for name in names:
                text = getattr(one, name)
                if text is not None:
                    yield _Text(of, getattr(one, _NAMED.get(of, "id")), name, text)
    for remedy in pack.remedies:
        if remedy.within is not None:
            yield _Text("remedies", remedy.id, "event", remedy.within.after)
    for duty in pack.duties:
        for element in duty.elements:
            yield _Text(f"elements of `{duty.id}`", element.id, "title", element.title)
