"""Which grounds measures taken by the operator can lift, and which only payment does, in every regime that has both."""

from __future__ import annotations

import pytest

from tenderlaw.packs.installed import load_packs

CLEANED = {"convictions", "misconduct", "insolvency"}
"""Facts that self-cleaning answers; taxes and contributions are answered by paying."""


@pytest.mark.parametrize("pack", ["eu-2014-24", "gb-pcr-2015", "gb-sct-2015", "gb-sct-2016"])
def test_self_cleaning_lifts_every_ground_but_those_of_taxes(pack: str) -> None:
    (typed,) = load_packs((pack,)).values()
    states = {ground.ground.id: {lift.state for lift, _ in ground.lifts} for ground in typed.grounds}
    for ground in typed.grounds:
        assert ("self_cleaned" in states[ground.ground.id]) is (ground.collection in CLEANED), ground.ground.id
        assert ("cured" in states[ground.ground.id]) is (ground.collection == "tax_breaches"), ground.ground.id


@pytest.mark.parametrize("pack", ["eu-2014-24", "gb-pcr-2015", "gb-sct-2015", "gb-sct-2016"])
def test_public_interest_is_weighed_against_every_duty_to_exclude(pack: str) -> None:
    (typed,) = load_packs((pack,)).values()
    for ground in typed.grounds:
        if ground.must:
            # a derogation that the State has to provide for is known to the pack even where it is not available
            assert any(lift.startswith("public-interest") for lift in ground.ground.lifted_by), ground.ground.id
