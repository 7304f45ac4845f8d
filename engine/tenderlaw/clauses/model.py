"""The clause format: what the library's YAML may hold, and a clause ready to render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from tenderlaw.clauses.duties import ClauseDuty, Ladder, NoDuty
from tenderlaw.clauses.referral import ContactKind
from tenderlaw.facts.base import Code, Day, Facts, Items, Text
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.in_force import in_force
from tenderlaw.sources.tree import Source

if TYPE_CHECKING:  # metadata is read where no body is
    from jinja2 import Template

    from tenderlaw.clauses.playbook import Playbook

__all__ = [
    "KINDS",
    "Alternate",
    "Body",
    "Clause",
    "ClauseFile",
    "Definition",
    "DefinitionEntry",
    "DefinitionVariant",
    "DefinitionsFile",
    "FillIn",
    "Incorporates",
    "Kind",
    "LegalSystem",
    "Library",
    "OfficialVersion",
    "Range",
    "Review",
    "Status",
    "Translation",
    "Unit",
]

Kind: TypeAlias = Literal["clause", "submission-condition", "award-criterion", "buyer-duty"]
KINDS: tuple[Kind, ...] = ("clause", "submission-condition", "award-criterion", "buyer-duty")
"""What a text of the library is, in the order in which a document carries them."""

Status: TypeAlias = Literal["drafted", "machine-drafted, needs review", "reviewed"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""An id that templates write after a dot."""


def _citation(text: str) -> str:
    shortest, longest = 3, 300
    if not shortest <= len(text) <= longest:
        raise ValueError(f"a citation has {shortest} to {longest} characters")
    return text


Citation = Annotated[Spoken, AfterValidator(_citation)]
"""A pinpoint citation, in English or in several languages."""


Unit: TypeAlias = Literal["hours", "days", "working-days", "months", "years", "per-cent", "points"]
"""What a number of a clause counts."""


class Range(Facts):
    """The numbers that a blank takes, both ends included."""

    at_least: int | None = Field(None, ge=0)
    at_most: int | None = Field(None, ge=0)


class FillIn(Facts):
    """A blank of a clause: what goes in, of what kind, and the fact that fills it if one does."""

    id: Name
    title: Spoken
    kind: Literal["text", "number", "day", "money"]
    unit: Unit | None = None
    """What the number counts: bodies print it with the unit in words."""
    range: Range | None = None
    """Narrower than `allowed` says of its unit."""
    fact: Text | None = None
    """The fact that answers it."""
    referral: Items[ContactKind] = ()
    """Kinds of contacts that fill it where nobody says otherwise, the first that the country has (`referral/`)."""
    default: Text | None = None
    """What goes in where nobody says otherwise, written as a value is."""

    @property
    def allowed(self) -> tuple[int, int | None]:
        """The least and the greatest number that fits: a quantity is never nothing, and per cent end at 100."""
        within = self.range or Range()
        least = within.at_least if within.at_least is not None else (0 if self.unit is None else 1)
        most = within.at_most if within.at_most is not None else (100 if self.unit == "per-cent" else None)
        return least, most


class Alternate(Facts):
    """A variant passage of a clause; the prescription says when it is chosen."""

    id: Code
    title: Spoken


class Translation(Facts):
    """A language version."""

    title: Text
    status: Status
    by: Text | None = None
    """Who reviewed it."""
    on: Day | None = None
    """When it was reviewed."""


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
    source: Spoken
    """Where the recommendation comes from."""
    obligation: Literal["mandatory", "discretionary", "voluntary", "guidance"]
    flow_down: Spoken | None = None
    """To whom the contractor passes it on."""
    legal_system: Code | None = None
    """The legal system to which it belongs alone: its law decides what terms mean and how words are spelt."""
    needs: Items[Code] = ()
    """Clauses that come along, because this one speaks of what they hold."""
    accompanies: Items[Kind] = ()
    """It comes along with every text of these kinds."""
    provides: Items[Code] = ()
    """What other clauses may speak of because this one holds it, such as `remedies`."""
    incorporates: Incorporates | None = None
    """The official clause that it incorporates by reference."""
    defined_terms: Items[Code] = ()
    """Definitions that its bodies use."""
    fill_ins: Items[FillIn] = ()
    alternates: Items[Alternate] = ()
    duties: Items[ClauseDuty] = ()
    """What falls due under it after the award."""
    no_duties: Items[NoDuty] = ()
    """Passages that speak of something that returns, and are no duty with a day."""
    ladder: Ladder | None = None
    """The measures that it opens after a breach."""
    languages: dict[Code, Translation]


class DefinitionVariant(Facts):
    """A term in the sense of the law of one legal system; it stands in documents whose clauses belong to it."""

    of: Code
    """The legal system."""
    cite: Citation
    terms: dict[Code, Text] = Field(default_factory=dict)
    """Left out in a language, the term is written as elsewhere."""
    meanings: dict[Code, Text]


class DefinitionEntry(Facts):
    """A defined term of the library: how it is written and what it means, in each language."""

    id: Code
    cite: Citation
    party: bool = False
    """Whether it names a party to the contract or to the procedure: parties alone have duties."""
    plural: Items[Code] = ()
    """The languages in which the term is a plural."""
    terms: dict[Code, Text]
    meanings: dict[Code, Text]
    variants: Items[DefinitionVariant] = ()

    @property
    def senses(self) -> tuple[Mapping[str, str], ...]:
        """Its meanings by language: the general ones, and those of each variant."""
        return (self.meanings, *(one.meanings for one in self.variants))


class LegalSystem(Facts):
    """A legal system whose clauses have terms of their own."""

    id: Code
    title: Spoken
    spelling: dict[Code, dict[Text, Text]] = Field(default_factory=dict)
    """Words that it spells, or calls, otherwise than the library does, by language."""


class DefinitionsFile(Facts):
    """All defined terms of a library."""

    legal_systems: Items[LegalSystem] = ()
    definitions: Items[DefinitionEntry]


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined term and where it stands."""

    said: DefinitionEntry
    source: Source
    index: int


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a wording, and when."""

    by: str
    on: date


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
    review: Review | None = None
    """By whom and when, where it was."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, ready to render."""

    said: ClauseFile
    bodies: Mapping[str, Body]
    digest: str
    source: Source
    """Its metadata as written, with the place of each value."""
    instead_of: Clause | None = None
    """The clause of the library in whose place a house put its own wording."""
    playbook: Playbook | None = None
    """What its house wants of it, accepts and refuses."""


@dataclass(frozen=True, slots=True)
class Library:
    """Clauses and definitions that were read together."""

    clauses: Mapping[str, Clause]
    definitions: Mapping[str, Definition]
    legal_systems: Mapping[str, LegalSystem] = field(default_factory=lambda: MappingProxyType({}))
