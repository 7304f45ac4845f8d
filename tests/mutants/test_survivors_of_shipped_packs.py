"""What shipped packs explain of their survivors: each explains mutants that there are, and says why."""

from __future__ import annotations

from typing import Any, cast

import pytest

from tenderlaw.mutants.explained import explained_in
from tenderlaw.mutants.of_pack import mutants_of
from tenderlaw.mutants.tested import under_test
from tenderlaw.packs.installed import find_packs

EXPLAINED = sorted(
    (pack, policy)
    for policy, found in ((False, find_packs()), (True, find_packs((), "policies")))
    for pack, folder in found.items()
    if (folder / "cases" / "survivors.yaml").is_file()
)


@pytest.mark.parametrize(("pack", "policy"), EXPLAINED)
def test_every_mutant_that_is_explained_is_there(pack: str, policy: bool) -> None:
    whole = under_test(pack, policy=policy)
    there = {one.id for one in mutants_of(cast("Any", whole.data))}
    reasons = explained_in(whole)
    assert reasons
    assert not [name for name in reasons if name not in there]
    assert not [name for name, why in reasons.items() if len(why) < 40]


def test_a_case_may_give_what_another_policy_asks() -> None:
    whole = under_test("un-wg-2021", policy=True)
    declared = {one.name for one in whole.models.declared}
    assert any("work_at_authority_sites" in str(one.data) for one in whole.cases)
    assert "work_at_authority_sites" in declared - {one.name for one in whole.below["tiered-measures"].pack.facts}
