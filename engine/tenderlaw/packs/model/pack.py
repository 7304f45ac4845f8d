"""The whole pack: the texts that were read, catalogue of offences, definitions, open readings, and every rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tenderlaw.facts.base import Code, Day, FactPath, Facts, Items, Text
from tenderlaw.facts.declared import DeclaredFact
from tenderlaw.facts.models import FactModels, models_with
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.award import AwardCriterion
from tenderlaw.packs.model.base import Citation, RawCondition
from tenderlaw.packs.model.duties import Duty
from tenderlaw.packs.model.grounds import Ground, Lift, RoleRule
from tenderlaw.packs.model.in_force import InForce
from tenderlaw.packs.model.options import LeftOut, Option, OptionChoice, Transposition
from tenderlaw.packs.model.periods import Counting, Period
from tenderlaw.packs.model.prescriptions import ClauseRule
from tenderlaw.packs.model.presumptions import Presumption
from tenderlaw.packs.model.remedies import Remedy
from tenderlaw.packs.model.requirements import Requirement
from tenderlaw.packs.model.risks import Risk, Tiering
from tenderlaw.packs.model.values import Value
from tenderlaw.packs.model.words import Words
from tenderlaw.sources.worked_out import worked_out

__all__ = [
    "Definition",
    "Elsewhere",
    "NationalLaw",
    "Offence",
    "Pack",
    "PackFile",
    "PassedOver",
    "Review",
    "Source",
    "Vocabulary",
]


class Source(Facts):
    """A text that was read to write the pack."""

    key: Text
    title: Spoken
    url: Text | None = None
    state: Text
    """Which state of the text was read."""


class Offence(Facts):
    """A category or an entry of the catalogue of offences."""

    id: Code
    title: Spoken
    cite: Citation
    under: Code | None = None
    """The category that contains it."""
    elements: Code | None = None
    """The definition, over convictions, of what makes it up: where a foreign offence answers it, the review note says
    so, and a person confirms."""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class Vocabulary(Facts):
    """The words of a fact that the pack knows; another one may be another way of writing one of them: it is unknown."""

    id: Code
    title: Spoken
    cite: Citation
    fact: FactPath
    """The fact: `procurement.authority.agency`, or of the entries of a list `listings.list`."""
    words: Items[Text] = ()
    values: Items[Code] = ()
    """Dated values whose words are known, too."""
    titles: Mapping[str, Spoken] = {}
    """What the words are called, where letters and reasons show them."""


class Definition(Facts):
    """A condition with a name, for use in others."""

    id: Code
    title: Spoken
    cite: Citation
    over: Text | None = None
    """The collection whose entries it describes; left out, it describes the whole case."""
    condition: RawCondition


class Review(Facts):
    """A reading that the text leaves open: where the condition holds, a person must look."""

    id: Code
    cite: Citation
    reason: Spoken
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    """The as-of dates, both included, for which the reading is open."""
    when: RawCondition


class PassedOver(Facts):
    """Entries that a person must look at where no ground reaches them: outside every ground, or in a gap of the law."""

    id: Code
    over: Text
    """The collection of the entries."""
    cite: Citation
    """The provision that leaves them out."""
    when: RawCondition
    """Which entries; those of which it is unknown count."""
    reason: Spoken
    look_under: Code | None = None
    """The discretionary ground under which the authority may examine them."""


class Elsewhere(Facts):
    """What the regime does not govern and other law does, or probably does, that no pack holds: it is said."""

    id: Code
    cite: Citation
    """The provision that leaves it out, or that of the other law."""
    reason: Spoken
    """Which law governs in its place, as far as that was read; it is no answer on the bidder."""
    when: RawCondition
    """Asked of the procurement, where the regime does not govern and what it is confined to does not fail; said unless
    it surely fails."""


class NationalLaw(Facts):
    """That a regime binds authorities through the national law of their State, which its own text cannot replace."""

    pack: Code
    """The pack that says so: layers of States, which inherit it, are that law."""
    cite: Citation
    reason: Spoken


class PackFile(Facts):
    """Everything that the YAML files of one pack may hold."""

    id: Code
    title: Spoken
    version: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    """The law's own language (ISO 639), in which its words stand beside English."""
    law: Spoken | None = None
    """The law that provisions belong to which are cited without a name of their own: letters say it once."""
    extends: Code | None = None
    kind: Literal["regime", "common", "duties", "policy"] = "regime"
    """A regime of law on procurement; what several regimes share, which decides nothing itself; duties that companies
    have outside any procurement; or an authority's own policy, which adds clauses and weighs risks and never
    excludes."""
    in_force: InForce | None = None
    through_national_law: NationalLaw | None = None
    sources: Items[Source] = ()
    counting: Counting | None = None
    options: Items[Option] = ()
    choices: Items[OptionChoice] = ()
    transposes: Items[Transposition] = ()
    left_out: Items[LeftOut] = ()
    words: Items[Words] = ()
    """What its entries, and those it inherits, are called in other languages than English."""
    facts: Items[DeclaredFact] = ()
    """Facts that only this law asks. They stand in `facts.yaml`, which is read of packs that cannot govern, too."""
    values: Items[Value] = ()
    offences: Items[Offence] = ()
    vocabularies: Items[Vocabulary] = ()
    definitions: Items[Definition] = ()
    presumptions: Items[Presumption] = ()
    confined_to: RawCondition | None = None
    """What every procurement under the regime has in common, mostly the country of the authority. It stands in
    `pack.yaml` and uses nothing of other files: where it surely fails, nothing else of the pack is read. A layer's own
    narrows the scope of its parent."""
    scope: RawCondition | None = None
    scope_cite: Citation | None = None
    periods: Items[Period] = ()
    lifts: Items[Lift] = ()
    grounds: Items[Ground] = ()
    roles: Items[RoleRule] = ()
    requirements: Items[Requirement] = ()
    duties: Items[Duty] = ()
    risks: Items[Risk] = ()
    tiering: Tiering | None = None
    award_criteria: Items[AwardCriterion] = ()
    """Of a policy: what earns points, together a hundred."""
    reviews: Items[Review] = ()
    passed_over: Items[PassedOver] = ()
    elsewhere: Items[Elsewhere] = ()
    """It stands in `pack.yaml`, as what the regime is confined to. A layer that has some has none of its parent's."""
    clauses: Items[ClauseRule] = ()
    remedies: Items[Remedy] = ()

    @worked_out
    def models(self) -> FactModels:
        """The facts that its rules may name: those built in, and those declared."""
        return models_with(self.facts)

    @worked_out
    def value_by_id(self) -> Mapping[str, Value]:
        """The dated values by their ids."""
        return {value.id: value for value in reversed(self.values)}  # of two with one id, the first


class Pack(PackFile):
    """A pack, its layers joined, checked and ready to compile."""

    digest: str
    """SHA-256 over the files of the pack, layers included."""
    confined: tuple[RawCondition, ...] = ()
    """What the regime is confined to, layer by layer."""
    folder: str
    """Where its files are."""
    stands_for: Mapping[str, tuple[str, ...]] = {}
    """Of a ground that a layer has replaced or left out, the grounds in its place."""
    layers: tuple[str, ...] = ()
    """Ids of the packs joined in it, its ancestors first."""

    def option(self, option_id: str) -> bool | int:
        """The value of an option: the last layer's choice, or the default."""
        chosen = [choice.value for choice in self.choices if choice.option == option_id]
        return chosen[-1] if chosen else next(o.default for o in self.options if o.id == option_id)

    def years(self, period: Period) -> int:
        """The length of a period in years."""
        return period.years if isinstance(period.years, int) else int(self.option(period.years["option"]))

    @worked_out
    def categories(self) -> Mapping[str, frozenset[str]]:
        """For each offence of the catalogue, itself and every category that contains it."""
        above = {offence.id: offence.under for offence in self.offences}
        out = {}
        for offence_id in above:
            chain, step = [], above.get(offence_id)
            while step is not None and step not in chain:
                chain.append(step)
                step = above.get(step)
            out[offence_id] = frozenset((offence_id, *chain))
        return out
