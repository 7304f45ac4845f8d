"""What a person must look at about the offence of a conviction: its category, and what speaks for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tenderlaw.decisions.judged import Judged
from tenderlaw.decisions.model.regimes import ReviewNote
from tenderlaw.decisions.sentences.sentence import Parameter, Sentence
from tenderlaw.facts.records import Record
from tenderlaw.packs.model.grounds import Ground
from tenderlaw.rules.reading import Scope
from tenderlaw.rules.truth import Truth
from tenderlaw.sources.faults import nearest

__all__ = ["is_unplaced", "notes_of_offence"]

_ELEMENTS: Final[Mapping[Truth, str]] = {
    True: "elements_there",
    False: "elements_not_there",
    None: "elements_open",
}


def is_unplaced(conviction: Record) -> bool:
    """Whether the offence of a conviction is one of another law that nobody has confirmed to belong to a category."""
    return conviction.get("foreign_offence") is not None and conviction.get("equivalence_confirmed") is not True


def notes_of_offence(judged: Judged, ground: Ground, scope: Scope, number: int) -> Iterator[ReviewNote]:
    """Notes on the offence of one entry that a ground reaches or may reach."""
    record = scope.item.record
    offence, foreign = record.get("offence"), record.get("foreign_offence")
    if is_unplaced(record):
        denied = record.get("equivalence_confirmed") is False
        placed = (
            ", ".join(offence) if isinstance(offence, tuple) else str(offence) if offence else Sentence("not_placed")
        )
        reason = Sentence("confirm_offence", offence=str(foreign))
        if denied:
            reason = Sentence("say_offence", offence=str(foreign), placed=placed)
        yield ReviewNote(ground.id, ground.cite, reason)
        yield from _by_its_elements(judged, scope, number)
        return
    named = offence if isinstance(offence, tuple) else (offence,) if isinstance(offence, str) else ()
    if named and judged.regime.known_offences.isdisjoint(named):
        hint = nearest(named[0], judged.regime.known_offences)
        reason = Sentence("unknown_offence", offence=named[0])
        if hint.startswith("did you mean"):
            reason = Sentence("unknown_offence_near", offence=named[0], hint=hint)
        yield ReviewNote(ground.id, ground.cite, reason)


def _by_its_elements(judged: Judged, scope: Scope, number: int) -> Iterator[ReviewNote]:
    """What the elements of an offence that nobody has placed come to, where any was given.

    A note is about the offence where they are all there, and about their definition where they are not.
    """
    place, record = f"{judged.operator}.{scope.item.path}", scope.item.record
    for offence, definition, condition in judged.regime.typed.elements:
        truth = judged.evaluation.truth(judged.regime.target(f"elements:{offence.id}"), number)
        lacking = judged.missing(condition, scope) if truth is None else []
        if truth is None and all(record.get(name) is None for name in judged.regime.elements_asked[offence.id]):
            continue
        said: dict[str, Parameter] = {"place": place, "offence": offence.id, "title": definition.title}
        reason = Sentence(_ELEMENTS[truth], **said)
        if lacking:
            reason = Sentence("elements_open_facts", **said, missing=", ".join(lacking))
        yield ReviewNote(offence.id if truth is True else definition.id, definition.cite, reason)
