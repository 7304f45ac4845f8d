"""Whom to ask for what is missing."""

from __future__ import annotations

import pytest

from tenderlaw.facts.asked_of import asked_of


@pytest.mark.parametrize(
    ("path", "whom"),
    [
        ("operator.convictions", "bidder"),
        ("operator.linked_persons[0].convictions", "bidder"),
        ("entities[1].misconduct[0].demonstrated", "authority"),
        ("operator.convictions[0].self_cleaning.accepted", "authority"),
        ("operator.tender.abnormally_low", "authority"),
        ("operator.misconduct[0].grave", "authority"),
        ("operator.misconduct[0].remediable_by_less_intrusive_measures", "authority"),
        ("operator.misconduct[0].admitted", "bidder"),
        ("operator.insolvency[0].able_to_perform", "authority"),
        ("procurement.call_sent_on", "authority"),
        ("entities", "bidder"),
    ],
)
def test_the_authority_is_asked_for_what_it_finds_itself(path: str, whom: str) -> None:
    assert asked_of(path) == whom
