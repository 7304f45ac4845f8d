"""Whom to ask for a fact: the authority settles some itself, the rest is the bidder's to answer and to prove."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from tenderlaw.facts.given_paths import without_numbers
from tenderlaw.facts.models import BUILT_IN, FactModels

__all__ = ["Asked", "asked_of"]

Asked: TypeAlias = Literal["authority", "bidder"]

_ITS_OWN: Final = frozenset(
    [
        "able_to_perform", "accepted", "agency", "amount_notified_too_late", "demonstrated", "derogations",
        "equivalence_confirmed", "evidence_verified", "grave", "knowledge", "known_to_be_false", "listings",
        "major_supplier", "material_influence", "meets_selection_criteria", "minor_amount", "negligent",
        "remediable_by_less_intrusive_measures", "significant_or_persistent", "source", "substantiated", "tender",
        "violations",
    ]
)  # fmt: skip
"""Facts of an operator that the authority finds, assesses or decides itself."""


def asked_of(path: str, models: FactModels = BUILT_IN) -> Asked:
    """Whom to ask for the fact at a path of a case; of a declared one its pack may say it, or of what holds it."""
    for one in (path, path.rpartition(".")[0]):
        declared = models.declared_at(one)
        if declared is not None and declared.asked_of is not None:
            return declared.asked_of
    root, *names = without_numbers(path).split(".")
    return "authority" if root == "procurement" or not _ITS_OWN.isdisjoint(names) else "bidder"
