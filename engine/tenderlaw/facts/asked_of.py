"""Whom to ask for a fact: the authority settles some itself, the rest is the bidder's to answer and to prove."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from tenderlaw.facts.given_paths import without_numbers

__all__ = ["Asked", "asked_of"]

Asked: TypeAlias = Literal["authority", "bidder"]

_ITS_OWN: Final = frozenset(
    [
        "able_to_perform", "accepted", "agency", "amount_notified_too_late", "apparent_successful",
        "credible_information", "debarment_found_unnecessary", "debarring_official_notified", "demonstrated",
        "derogations", "equivalence_confirmed", "evidence_verified", "exclusion_records_reviewed", "grave",
        "integrity_record_considered", "knowledge", "known_to_be_false", "listings", "major_supplier",
        "material_influence", "meets_selection_criteria", "minor_amount", "negligent", "products_of_barred_origin",
        "remediable_by_less_intrusive_measures", "requested", "responsibility", "significant_or_persistent",
        "subject_to_consent", "substantiated", "tender", "violations",
    ]
)  # fmt: skip
"""Facts of an operator that the authority finds, assesses or decides itself."""


def asked_of(path: str) -> Asked:
    """Whom to ask for the fact at a path of a case."""
    root, *names = without_numbers(path).split(".")
    return "authority" if root == "procurement" or not _ITS_OWN.isdisjoint(names) else "bidder"
