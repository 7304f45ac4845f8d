"""The entries of a pack with what they are called in other languages, from the files of these languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from tenderlaw.facts.wording import also_said
from tenderlaw.packs.model.grounds import Ground, Lift, RoleRule
from tenderlaw.packs.model.pack import Offence, PackFile, PassedOver, Review
from tenderlaw.packs.model.presumptions import Presumption
from tenderlaw.packs.model.remedies import Remedy
from tenderlaw.packs.model.requirements import Requirement
from tenderlaw.packs.model.words import EntryWords
from tenderlaw.sources.faults import nearest
from tenderlaw.sources.tree import Report, Steps

__all__ = ["WORDED", "worded"]

Worded: TypeAlias = Ground | Lift | Requirement | RoleRule | Offence | Review | PassedOver | Presumption | Remedy

WORDED: Final = (
    "grounds", "lifts", "requirements", "roles", "offences", "reviews", "passed_over", "presumptions", "remedies",
)  # fmt: skip
"""The lists whose entries may be said in another language in a file of its own."""


def worded(own: PackFile, lists: Mapping[str, tuple[Worded, ...]], report: Report) -> dict[str, tuple[Worded, ...]]:
    """The lists with the words of the pack; what these name that is not there is a fault."""
    out = {}
    for name in WORDED:
        entries = list(lists[name])
        places = {_id(one): place for place, one in reversed([*enumerate(entries)])}
        for number, words in enumerate(own.words):
            said: Mapping[str, EntryWords] = getattr(words, name)
            for of, texts in said.items():
                at: Steps = ("words", number, name, of)
                if of in places:
                    entries[places[of]] = _with(entries[places[of]], texts, words.language, at, report)
                else:
                    report(at, f"the pack has no `{of}` among its {name}", nearest(of, list(places)))
        out[name] = tuple(entries)
    return out


def _with(one: Worded, texts: EntryWords, language: str, at: Steps, report: Report) -> Worded:
    """The entry that says these texts in a language, too."""
    update = {}
    for text in type(texts).model_fields:
        said, english = getattr(texts, text), getattr(one, text)
        if said is not None and english is None:
            report((*at, text), f"`{_id(one)}` has no `{text}` in English", "leave it out here, too")
        elif said is not None:
            update[text] = also_said(english, {language: said})
    return one.model_copy(update=update)


def _id(one: Worded) -> str:
    if isinstance(one, RoleRule | Presumption):
        return one.role if isinstance(one, RoleRule) else one.fact
    return one.id
