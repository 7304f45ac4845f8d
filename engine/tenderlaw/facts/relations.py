"""What facts say of each other, written once for models, plain data, records and columns.

What follows from a fact is written out where nothing else was given. A case in which two facts cannot both be so is
refused with both named: neither the lighter nor the heavier of them is taken. Relations between lists stand in
`tenderlaw.facts.portions` (portions and their whole) and `tenderlaw.facts.judgments` (a conviction and the exclusion
that its judgment sets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

__all__ = [
    "CONTRADICTIONS",
    "FOLLOWS",
    "GIVEN",
    "Contradicts",
    "Follows",
    "Is",
    "Never",
    "Order",
    "OtherThan",
    "PartOf",
    "Prevails",
    "Relations",
    "Said",
    "Speaks",
    "Writes",
    "relations_of",
]


class _Given:
    """Stands for any value."""


GIVEN: Final = _Given()


@dataclass(frozen=True, slots=True)
class OtherThan:
    """Stands for any word but this one."""

    word: str


@dataclass(frozen=True, slots=True)
class Is:
    """A fact has this value; with `GIVEN`, any; with `OtherThan`, any but one."""

    field: str
    value: bool | str | _Given | OtherThan

    def __str__(self) -> str:
        if isinstance(self.value, OtherThan):
            return f"`{self.field}` is other than {self.value.word}"
        word = "given" if self.value is GIVEN else str(self.value).lower()
        return f"`{self.field}` is {word}"

    def holds(self, found: object) -> bool:
        """Whether the fact is so; `found` is what was given, or None."""
        if isinstance(self.value, OtherThan):
            return found is not None and found != self.value.word
        return found is not None and (self.value is GIVEN or found == self.value)


# What contradicts what -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Never:
    """Both cannot be so."""

    first: Is
    second: Is


@dataclass(frozen=True, slots=True)
class Order:
    """The first of two days is not after the last."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Speaks:
    """The first says nothing unless the other is given, of which it speaks."""

    first: Is
    of: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """The code of a part of a country begins with the code of the country."""

    part: str
    country: str


Contradicts: TypeAlias = Never | Order | Speaks | PartOf
_MEASURES: Final = ("compensation", "collaboration", "prevention", "accepted")
_OF_A_STATE: Final = ("central", "sub-central", "not-an-authority")
_ORGANISATION: Final = "international-organisation"
_NO_COUNTRY: Final = "ZZ"
"""No country at all (ISO 3166, user-assigned)."""

CONTRADICTIONS: Final[Mapping[str, tuple[Contradicts, ...]]] = {
    "SelfCleaning": tuple(Never(Is(one, True), Is("claimed", False)) for one in _MEASURES),
    "Conviction": (
        Never(Is("final_on", GIVEN), Is("final", False)),
        Order("convicted_on", "final_on"),
        Never(Is("judgment_excludes_until", GIVEN), Is("judgment_sets_exclusion", False)),
        Order("convicted_on", "judgment_excludes_until"),
        Order("final_on", "judgment_excludes_until"),
        Never(Is("knowledge", "alleged"), Is("source", "verified")),
        Speaks(Is("equivalence_confirmed", False), "foreign_offence"),
    ),
    "TaxBreach": (
        Never(Is("paid", True), Is("paid_or_arranged", False)),
        Never(Is("binding_arrangement", True), Is("paid_or_arranged", False)),
    ),
    "Misconduct": (
        Never(Is("final_decision", True), Is("demonstrated", False)),
        Never(Is("penalised_on", GIVEN), Is("penalised_by_authority", False)),
        Order("occurred_on", "penalised_on"),
    ),
    "LinkedPerson": (Order("link_from", "link_until"),),
    "FinancialYear": (Order("begins_on", "ends_on"),),
    "Listing": (Order("listed_from", "listed_until"),),
    "ExclusionByJudgment": (Order("excluded_from", "excluded_until"),),
    "Derogation": (Never(Is("decided_on", GIVEN), Is("decided", False)),),
    "Statement": (
        Never(Is("given_on", GIVEN), Is("given", False)),
        Never(Is("known_to_be_false", True), Is("given", False)),
        Order("given_on", "valid_until"),
        Order("issued_on", "given_on"),
        Order("issued_on", "valid_until"),
    ),
    "Tender": (
        Never(Is("abnormally_low", True), Is("appears_abnormally_low", False)),
        Never(Is("low_through_breach_of_obligations", True), Is("abnormally_low", False)),
    ),
    "EconomicOperator": (Never(Is("role", "group-member"), Is("tenders_alone", True)),),
    "Authority": (
        PartOf("devolved_to", "country"),
        *(Never(Is("kind", one), Is("organization", OtherThan("none"))) for one in _OF_A_STATE),
        Never(Is("kind", _ORGANISATION), Is("organization", "none")),
    ),
    "Good": (
        Never(Is("country", GIVEN), Is("origin_known", False)),
        Never(Is("listed_for_country", True), Is("listed", False)),
        Never(Is("listed_for_country", True), Is("country_listed", False)),
        Never(Is("forced_labour_for_country", True), Is("listed_for_country", False)),
    ),
    "Practice": (Never(Is("made_good", True), Is("found", False)),),
    "Procurement": (
        Never(Is("awarded_on", GIVEN), Is("stage", "before-award")),
        Never(Is("framework_call_off", True), Is("under_framework", False)),
        Order("call_sent_on", "submitted_on"),
        Order("submitted_on", "awarded_on"),
    ),
}
"""By the model whose facts they are."""


# What follows from what ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Follows:
    """Where nothing else was given, the one is so where the other is, unless a third is."""

    then: Is
    where: Is
    unless: Is | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Where nothing else was given, a fact has the word that belongs to the word of another."""

    fact: str
    by: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prevails:
    """Where all these are so, the one is, whatever was given."""

    then: Is
    where: tuple[Is, ...]


Writes: TypeAlias = Follows | Said | Prevails

FOLLOWS: Final[Mapping[str, tuple[Writes, ...]]] = {
    # who claims no self-cleaning has shown none
    "SelfCleaning": tuple(Follows(Is(one, False), Is("claimed", False)) for one in _MEASURES),
    # a day says that it happened
    "Conviction": (
        Follows(Is("final", True), Is("final_on", GIVEN)),
        Follows(Is("judgment_sets_exclusion", True), Is("judgment_excludes_until", GIVEN)),
        Said("knowledge", "source", (("verified", "established"), ("self-declared", "otherwise-aware"))),
    ),
    "TaxBreach": (
        # what the authority found prevails over a declaration that does not say which
        Prevails(Is("paid_or_arranged", False), (Is("paid", False), Is("binding_arrangement", False))),
        Follows(Is("paid", False), Is("paid_or_arranged", False)),
        Follows(Is("binding_arrangement", False), Is("paid_or_arranged", False)),
    ),
    "Misconduct": (Follows(Is("penalised_by_authority", True), Is("penalised_on", GIVEN)),),
    "Derogation": (Follows(Is("decided", True), Is("decided_on", GIVEN)),),
    "Statement": (Follows(Is("given", True), Is("given_on", GIVEN)),),
    "Tender": (Follows(Is("abnormally_low", True), Is("low_through_breach_of_obligations", True)),),
    "Good": (Follows(Is("origin_known", True), Is("country", GIVEN)),),
    # an authority of a State is no international organisation; what belongs to a family of these is one
    "Authority": (
        *(Follows(Is("organization", "none"), Is("kind", one)) for one in _OF_A_STATE),
        Follows(Is("organization", "none"), Is("country", GIVEN), unless=Is("kind", _ORGANISATION)),
        Follows(Is("kind", _ORGANISATION), Is("organization", OtherThan("none"))),
        Follows(Is("country", _NO_COUNTRY), Is("organization", OtherThan("none"))),
        Follows(Is("country", _NO_COUNTRY), Is("kind", _ORGANISATION)),
    ),
    "Procurement": (Follows(Is("stage", "awarded"), Is("awarded_on", GIVEN)),),
}
"""By the model whose facts they are; the days of `tenderlaw.facts.beginnings` come before them."""


# Of a model ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Relations:
    """What the facts of one model say of each other."""

    contradicts: tuple[Contradicts, ...] = ()
    follows: tuple[Writes, ...] = ()


@cache
def relations_of(model: type) -> Relations:
    """What the facts of a model say of each other: as the pack has it that declares them, else by the lists above."""
    own: Relations | None = getattr(model, "relations", None)
    names = [one.__name__ for one in model.__mro__]
    return own or Relations(
        next((CONTRADICTIONS[name] for name in names if name in CONTRADICTIONS), ()),
        next((FOLLOWS[name] for name in names if name in FOLLOWS), ()),
    )
