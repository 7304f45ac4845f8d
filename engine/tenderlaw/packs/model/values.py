"""Dated values: amounts, numbers and words that change over time."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from tenderlaw.facts.base import Amount, Code, Currency, Day, FactPath, Facts, Items, Text
from tenderlaw.facts.wording import Spoken
from tenderlaw.packs.model.base import Citation

__all__ = ["Value", "Vat", "Version"]

Vat: TypeAlias = Literal["excluded", "included"]


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
    review: Spoken | None = None
    """Why a person must check this version where the scope turns on it."""
    review_within: Amount | None = None
    """Only where the value compared lies within this share of it, such as 0.10; left out, always."""
    cite: Citation


class Value(Facts):
    """A value that changes over time; the first known fact in `by` decides which version counts."""

    id: Code
    title: Spoken
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
