"""The playbook of a clause: what its house wants, what it accepts, where it walks away, and who may concede.

It stands in `playbook.yaml` beside the clause, is no part of its wording, and is for the negotiating team alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from tenderlaw.facts.base import Code, Facts, Items
from tenderlaw.facts.case import faults_of
from tenderlaw.facts.wording import Spoken
from tenderlaw.sources.faults import Fault, InputInvalidError, nearest
from tenderlaw.sources.tree import Source, read_file

__all__ = ["FILE", "Concession", "Playbook", "Stance", "Wish", "dangling_stances", "read_playbook"]

FILE = "playbook.yaml"
"""Its name, in the folder of the clause."""


class Wish(Facts):
    """What the house wants."""

    text: Spoken


class Concession(Facts):
    """A position behind the one before, and who may go there."""

    text: Spoken
    who: Spoken
    """Who may concede it; of the last one, who breaks off."""


class Stance(Facts):
    """The positions of a house on one point of a clause, from the best to the last."""

    on: Code | None = None
    """The passage that it is about, by its name; left out, the clause."""
    title: Spoken
    preferred: Wish
    acceptable: Items[Concession] = ()
    walk_away: Concession


class PlaybookFile(Facts):
    """What the file holds."""

    positions: Items[Stance]


@dataclass(frozen=True, slots=True)
class Playbook:
    """A playbook and where it stands."""

    positions: tuple[Stance, ...]
    source: Source
    inherited: bool = False
    """It came with a wording that a house has changed since; what no longer fits of it is dropped, and no fault."""


def read_playbook(file: Path, faults: list[Fault]) -> Playbook | None:
    """Read a playbook; what is wrong is collected, not raised."""
    try:
        source = read_file(file)
    except InputInvalidError as error:
        faults += error.faults
        return None
    try:
        said = PlaybookFile.model_validate(source.data)
    except ValidationError as error:
        faults += faults_of(error, source, PlaybookFile)
        return None
    return Playbook(said.positions, source)


def dangling_stances(playbook: Playbook, keys: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    """Positions on passages that a body does not have; `keys` are those of each language."""
    for index, stance in enumerate(playbook.positions):
        lacking = [language for language, names in keys.items() if stance.on is not None and stance.on not in names]
        if lacking:
            message = f"is about the passage `{stance.on}`, which the body in `{lacking[0]}` does not have"
            hint = nearest(str(stance.on), keys[lacking[0]])
            yield playbook.source.fault(("positions", index, "on"), message, hint)
