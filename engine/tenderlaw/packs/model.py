"""The pack format: what a regime's YAML may hold, as strict frozen models.

Conditions arrive as raw mappings and are typed by `tenderlaw.packs.grammar`; everything else is checked here.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from tenderlaw.facts.base import Amount, Code, Country, Currency, Day, Facts, Items, Text
from tenderlaw.facts.operator import Role

__all__ = [
    "Citation",
    "ClauseRule",
    "Counting",
    "Definition",
    "Effect",
    "Factor",
    "Follows",
    "Ground",
    "Level",
    "Lift",
    "Offence",
    "Option",
    "Pack",
    "Period",
    "PeriodStart",
    "Raise",
    "RawCondition",
    "Requirement",
    "Review",
    "Risk",
    "RoleRule",
    "Source",
    "Tiering",
    "TieringFactor",
    "Value",
    "Vat",
    "Version",
]

RawCondition: TypeAlias = dict[str, object]
"""A condition as it stands in YAML."""

Citation = Annotated[str, StringConstraints(min_length=3, max_length=300)]
"""A pinpoint citation: provision, paragraph, point."""

Effect = Literal["must_exclude", "may_exclude"]
Vat: TypeAlias = Literal["excluded", "included"]
Follows: TypeAlias = Literal[
    "no_award_until_met",
    "no_subcontract_until_met",
    "reject_tender",
    "may_reject_tender",
    "termination_available",
    "remedies_available",
    "file_statement",
    "notify",
    "record",
]
"""What follows from a requirement that is not met: for the award, the subcontract, the tender or the contract;
or that someone must file a statement, tell somebody, or make an entry in a record."""
Obligation = Literal["mandatory", "discretionary", "voluntary", "guidance"]
FactPath = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


class Source(Facts):
    """A text that was read to write the pack."""

    key: Text
    title: Text
    url: Text | None = None
    state: Text
    """Which state of the text was read."""


class InForce(Facts):
    """When the regime is in force, by the first of these dates that is known."""

    from_: Day = Field(alias="from")
    to: Day | None = None
    by: Items[FactPath]
    cite: Citation
    review_until: Day | None = None
    """Until this day a person must look at how the regime applied; with `review`, the reason."""
    review: Text | None = None


class Option(Facts):
    """A choice that the law leaves to a State: a default, and the ceiling the law sets."""

    id: Code
    title: Text
    cite: Citation
    kind: Literal["truth", "number"]
    default: bool | int
    at_most: int | None = None
    at_least: int | None = None


class OptionChoice(Facts):
    """A layer's choice of an option of its parent."""

    option: Code
    value: bool | int
    cite: Citation


class Version(Facts):
    """One version of a dated value, both days included; `to` is left out while it is open."""

    from_: Day = Field(alias="from")
    to: Day | None = None
    amount: Amount | None = None
    number: Amount | None = None
    words: Items[Text] | None = None
    unsettled: Text | None = None
    """Why the value of these days is not known: every comparison with it is unknown."""
    currency: Currency | None = None
    """For money, where this version is not in the value's currency."""
    vat: Vat | None = None
    """For money, where this version is not on the value's VAT basis."""
    review: Text | None = None
    """Why a person must check this version where the scope turns on it."""
    review_within: Amount | None = None
    """Only where the value compared lies within this share of it, such as 0.10; left out, always."""
    cite: Citation


class Value(Facts):
    """A value that changes over time; the first known fact in `by` decides which version counts."""

    id: Code
    title: Text
    cite: Citation
    currency: Currency | None = None
    """For money: the currency, unless a version has its own."""
    vat: Vat | None = None
    """For money: whether VAT is in the value, unless a version says so itself."""
    by: Items[FactPath]
    versions: Items[Version]

    def currency_of(self, version: Version) -> str | None:
        """The currency of a version of money."""
        return version.currency or self.currency

    def vat_of(self, version: Version) -> Vat | None:
        """The VAT basis of a version of money."""
        return version.vat or self.vat


class Offence(Facts):
    """A category or an entry of the catalogue of offences."""

    id: Code
    title: Text
    cite: Citation
    under: Code | None = None
    """The category that contains it."""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class Counting(Facts):
    """How periods are counted."""

    event_day: Literal["not-counted", "counted"]
    """`not-counted`: a period of years ends with the same calendar day; `counted`: with the day before."""
    ends: Literal["that-day", "next-working-day"] = "that-day"
    """`next-working-day`: a period whose last day is no working day runs to the end of the next one."""
    holidays: Country | None = None
    """Where the holidays count, for working days; Saturdays and Sundays never are."""
    cite: Citation
    review: Text | None = None
    """Why a person must look where the last day itself decides; absent where the rule is settled."""


class PeriodStart(Facts):
    """One way in which a period starts."""

    date: FactPath
    """The day from which it runs."""
    not_before: FactPath | None = None
    """A day that is certainly not later, for use while `date` is unknown."""
    when: RawCondition | None = None
    """When this start counts; the first that holds is taken."""
    cite: Citation | None = None


class JudgmentPeriod(Facts):
    """A period that a final judgment sets instead."""

    set: FactPath
    until: FactPath
    cite: Citation


class Period(Facts):
    """A period of exclusion in calendar years."""

    id: Code
    cite: Citation
    over: Text
    """The collection whose entries have this period."""
    years: int | dict[Literal["option"], Code]
    starts: Items[PeriodStart]
    judgment: JudgmentPeriod | None = None


class Definition(Facts):
    """A condition with a name, for use in others."""

    id: Code
    title: Text
    cite: Citation
    over: Text | None = None
    """The collection whose entries it describes; left out, it describes the whole case."""
    condition: RawCondition


class Lift(Facts):
    """What takes the effect from a ground that applies."""

    id: Code
    title: Text
    cite: Citation
    leaves: Literal["nothing", "discretion"] = "nothing"
    """What is left of a duty to exclude: nothing, or that the authority may exclude."""
    state: Literal["self_cleaned", "cured", "derogated"] | None = None
    """The state of the finding, where nothing is left."""
    needs: Text
    """What would have to be shown, as a sentence fragment for the bidder."""
    available_if: Code | None = None
    """An option (a truth) without which the law does not give this lift."""
    when: RawCondition


class Ground(Facts):
    """A ground for exclusion."""

    id: Code
    title: Text
    cite: Citation
    statement: Text
    """The situation in words, as a clause that follows the operator's name."""
    obligation: Obligation
    effect: Effect
    must_if: Code | None = None
    """An option (a truth) that turns a discretionary ground into a duty to exclude."""
    when: RawCondition
    period: Code | None = None
    lifted_by: Items[Code] = ()
    topic: Code | None = None
    """What it is about, in a word that regimes share, so that they can be compared."""
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    by: Items[FactPath] = ("as_of",)
    """The facts whose first known day decides whether the ground is in force."""
    review: Text | None = None
    """Why a person must read the text where this ground applies or may apply."""
    review_when: RawCondition | None = None
    """The cases in which that reading matters; left out, all."""


class RoleRule(Facts):
    """What a ground means for an operator in this role."""

    role: Role
    consequence: Literal["exclusion", "replacement", "none"]
    """`none`: the regime says nothing of an operator in this role."""
    cite: Citation
    requirement: Text | None = None
    """For a replacement: what is asked of the tenderer, as a title."""
    must_if: Code | None = None
    """An option that makes replacement for a discretionary ground a duty."""


class Factor(Facts):
    """Something that weighs where the authority decides what follows."""

    id: Code
    title: Text
    cite: Citation
    weighs: Literal["mitigating", "aggravating"]
    when: RawCondition


class Requirement(Facts):
    """Something asked of the bidder or of the authority besides exclusion."""

    id: Code
    title: Text
    cite: Citation
    obligation: Obligation
    follows: Follows
    roles: Items[Role] = ("tenderer", "group-member")
    """Of whom it is asked."""
    topic: Code | None = None
    """What it is about, in a word that regimes share, so that they can be compared."""
    when: RawCondition
    met: RawCondition | None = None
    """When it is met; left out, it stands unmet as soon as it arises."""
    cure: Text | None = None
    """What would meet it."""
    factors: Items[Factor] = ()
    """What counts for and against the operator where the authority decides what follows."""


class Risk(Facts):
    """A sign of risk: it asks for evidence and attention, and never excludes anyone."""

    id: Code
    title: Text
    cite: Citation
    ask_for: Items[Text]
    """The evidence to ask for."""
    when: RawCondition


class Level(Facts):
    """Points that a factor of a tiering gives where its condition holds."""

    points: Annotated[int, Field(ge=1, le=100)]
    when: RawCondition


class TieringFactor(Facts):
    """One factor of a tiering: the points of its highest level that surely holds.

    Where a higher level may hold, it gives at least the points for not knowing.
    """

    id: Code
    title: Text
    cite: Citation
    unknown: Annotated[int, Field(ge=0, le=100)]
    """Points where it is not known whether a level holds: not knowing is never nothing."""
    levels: Items[Level]


class Raise(Facts):
    """What puts a contract into the highest tier whatever the points."""

    id: Code
    title: Text
    cite: Citation
    when: RawCondition


class Tiering(Facts):
    """A transparent scoring of risk into three tiers. It chooses clauses and evidence and never excludes anyone."""

    title: Text
    cite: Citation
    factors: Items[TieringFactor]
    medium_from: Annotated[int, Field(ge=1)]
    """Points from which the tier is medium."""
    high_from: Annotated[int, Field(ge=1)]
    """Points from which it is high."""
    raised_to_high: Items[Raise] = ()


class Review(Facts):
    """A reading that the text leaves open: where the condition holds, a person must look."""

    id: Code
    cite: Citation
    reason: Text
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    """The as-of dates, both included, for which the reading is open."""
    when: RawCondition


class ClauseRule(Facts):
    """A prescription: the rule that puts a clause in."""

    clause: Code
    cite: Citation
    obligation: Obligation
    when: RawCondition
    alternates: dict[Code, RawCondition] = Field(default_factory=dict)
    """Alternates of the clause, each with the condition that chooses it."""


class PackFile(Facts):
    """Everything that the YAML files of one pack may hold."""

    id: Code
    title: Text
    version: Text
    extends: Code | None = None
    kind: Literal["regime", "common", "policy"] = "regime"
    """A regime of law; what several regimes share, which decides nothing itself; or an authority's own policy,
    which adds clauses and weighs risks and never excludes."""
    in_force: InForce | None = None
    sources: Items[Source] = ()
    counting: Counting | None = None
    options: Items[Option] = ()
    choices: Items[OptionChoice] = ()
    values: Items[Value] = ()
    offences: Items[Offence] = ()
    definitions: Items[Definition] = ()
    scope: RawCondition | None = None
    scope_cite: Citation | None = None
    periods: Items[Period] = ()
    lifts: Items[Lift] = ()
    grounds: Items[Ground] = ()
    roles: Items[RoleRule] = ()
    requirements: Items[Requirement] = ()
    risks: Items[Risk] = ()
    tiering: Tiering | None = None
    reviews: Items[Review] = ()
    clauses: Items[ClauseRule] = ()


class Pack(PackFile):
    """A pack, its layers joined, checked and ready to compile."""

    digest: str
    """SHA-256 of the canonical form of everything the pack says, layers included."""
    folder: str
    """Where its files are."""
    layers: tuple[str, ...] = ()
    """Ids of the packs joined in it, its ancestors first."""

    def option(self, option_id: str) -> bool | int:
        """The value of an option: the last layer's choice, or the default."""
        chosen = [choice.value for choice in self.choices if choice.option == option_id]
        return chosen[-1] if chosen else next(o.default for o in self.options if o.id == option_id)

    def years(self, period: Period) -> int:
        """The length of a period in years."""
        return period.years if isinstance(period.years, int) else int(self.option(period.years["option"]))

    def categories(self) -> dict[str, frozenset[str]]:
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


def in_force(day: date, from_: date | None, to: date | None) -> bool:
    """Whether `day` lies between the two days, both included; an absent bound is open."""
    return (from_ is None or from_ <= day) and (to is None or day <= to)
