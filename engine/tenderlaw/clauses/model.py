"""The clause format: what the library's YAML may hold, and a clause ready to render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from tenderlaw.facts.base import Code, Day, Facts, Items, Text
from tenderlaw.packs.model.base import Citation
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.sources.tree import Source

if TYPE_CHECKING:  # metadata is read where no body is
    from jinja2 import Template

__all__ = [
    "KINDS",
    "Alternate",
    "Body",
    "Clause",
    "ClauseFile",
    "Definition",
    "DefinitionEntry",
    "DefinitionsFile",
    "FillIn",
    "Incorporates",
    "Kind",
    "Library",
    "OfficialVersion",
    "Status",
    "Translation",
]

Kind: TypeAlias = Literal["clause", "submission-condition", "award-criterion", "buyer-duty"]
KINDS: tuple[Kind, ...] = ("clause", "submission-condition", "award-criterion", "buyer-duty")
"""What a text of the library is, in the order in which a document carries them."""

Status: TypeAlias = Literal["drafted", "machine-drafted, needs review", "reviewed"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""An id that templates write after a dot."""


class FillIn(Facts):
    """A blank of a clause: what goes in, of what kind, and the fact that fills it if one does."""

    id: Name
    title: Text
    kind: Literal["text", "number", "day", "money"]
    fact: Text | None = None


class Alternate(Facts):
    """A variant passage of a clause; the prescription says when it is chosen."""

    id: Code
    title: Text


class Translation(Facts):
    """A language version."""

    title: Text
    status: Status


class OfficialVersion(Facts):
    """One version of an official clause: the label it is cited by and the days on which it is current."""

    label: Text | None = None
    unsettled: Text | None = None
    """Instead of a label: why it is not known which version is current on these days."""
    title: Text | None = None
    """The title of this version, where it is another one."""
    from_: Day = Field(alias="from")
    to: Day | None = None
    cite: Citation


class Incorporates(Facts):
    """An official clause that is incorporated by reference."""

    number: Text
    title: Text
    versions: Items[OfficialVersion]

    def on(self, day: date) -> OfficialVersion | None:
        """The version that is current on a day; which one that is may be unsettled."""
        return next((one for one in self.versions if in_force(day, one.from_, one.to)), None)


class ClauseFile(Facts):
    """The metadata of a clause."""

    id: Code
    version: Text
    from_: Day = Field(alias="from")
    to: Day | None = None
    """The days, both included, for which there is a wording; a prescription says which day decides."""
    kind: Kind
    """A clause of the contract, a condition of submission, an award criterion, or a duty of the buyer."""
    cite: Citation
    """The provision that allows or asks for it."""
    source: Text
    """Where the recommendation comes from."""
    obligation: Literal["mandatory", "discretionary", "voluntary", "guidance"]
    flow_down: Text | None = None
    """To whom the contractor passes it on."""
    incorporates: Incorporates | None = None
    """The official clause that it incorporates by reference."""
    defined_terms: Items[Code] = ()
    """Definitions that its bodies use."""
    fill_ins: Items[FillIn] = ()
    alternates: Items[Alternate] = ()
    languages: dict[Code, Translation]


class DefinitionEntry(Facts):
    """A defined term of the library: how it is written and what it means, in each language."""

    id: Code
    cite: Citation
    terms: dict[Code, Text]
    meanings: dict[Code, Text]


class DefinitionsFile(Facts):
    """All defined terms of a library."""

    definitions: Items[DefinitionEntry]


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined term and where it stands."""

    said: DefinitionEntry
    source: Source
    index: int


@dataclass(frozen=True, slots=True)
class Body:
    """The wording of a clause in one language."""

    language: str
    title: str
    status: Status
    file: str
    text: str
    template: Template | None
    """Compiled; none where the wording is at fault."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, ready to render."""

    said: ClauseFile
    bodies: Mapping[str, Body]
    digest: str
    source: Source
    """Its metadata as written, with the place of each value."""


@dataclass(frozen=True, slots=True)
class Library:
    """Clauses and definitions that were read together."""

    clauses: Mapping[str, Clause]
    definitions: Mapping[str, Definition]
