"""What a pack of a law that is not English does not say in the law's own language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tenderlaw.facts.wording import languages_of
from tenderlaw.packs.model.pack import Pack

__all__ = ["unsaid"]

_SAID: Final = ("grounds", "lifts", "offences", "requirements", "duties", "remedies")
"""The lists whose entries have a title."""


def unsaid(pack: Pack, parents: tuple[Pack, ...] = ()) -> Iterator[str]:
    """The title of the pack and of each of its entries that the law's own language lacks.

    What it takes over from a parent in the parent's words is left aside.
    """
    language = pack.language
    if language is None:
        return
    if language not in languages_of(pack.title):
        yield f"the title of the pack: no words in `{language}`"
    taken = {(name, one.id, one.title) for parent in parents for name in _SAID for one in getattr(parent, name)}
    for name in _SAID:
        for one in getattr(pack, name):
            if (name, one.id, one.title) not in taken and language not in languages_of(one.title):
                yield f"the title of `{one.id}` among the {name}: no words in `{language}`"
    sentences = {(one.id, one.says) for parent in parents for one in parent.remedies}
    for remedy in pack.remedies:
        if (remedy.id, remedy.says) not in sentences and language not in languages_of(remedy.says):
            yield f"what `{remedy.id}` says among the remedies: no words in `{language}`"
