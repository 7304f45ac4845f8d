"""The described situations of the tiering: each comes to the tier beside it, and the page says how many agree."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.policies import installed_policies

ROOT = Path(__file__).resolve().parents[2]
SITUATIONS = YAML(typ="safe", pure=True).load(
    (ROOT / "policies" / "risk-tiers" / "calibration" / "situations.yaml").read_text(encoding="utf-8")
)["situations"]
BASELINE = next(one for one in installed_policies() if one.typed.pack.id == "baseline")


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: one["id"])
def test_a_described_situation_comes_to_the_tier_that_stands_beside_it(one: dict[str, object]) -> None:
    facts = dict(one["facts"])  # type: ignore[call-overload]
    facts["operator"] = {"role": "tenderer", **facts.get("operator", {})}
    case = BASELINE.typed.pack.models.case.model_validate(facts)
    tier = decide(case, as_of=date(2026, 2, 1), packs=(), policies=[BASELINE]).policies[0].tier
    assert tier is not None
    assert tier.tier == one["comes_to"]


def test_there_are_twenty_situations_each_with_its_source_and_reading() -> None:
    assert len({one["id"] for one in SITUATIONS}) == len(SITUATIONS) == 20
    assert all(one["source"].startswith("http") and one["reading"] and one["situation"] for one in SITUATIONS)


def test_the_page_says_how_many_agree_and_names_those_that_do_not() -> None:
    page = (ROOT / "docs" / "risk-tiers.md").read_text(encoding="utf-8")
    apart = [one for one in SITUATIONS if one["expert"] != one["comes_to"]]
    found = re.search(r"(\d+) of (\d+) situations agree", page)
    assert found is not None
    assert found.groups() == (str(len(SITUATIONS) - len(apart)), str(len(SITUATIONS)))
    told = {row[0]: row[1:] for row in re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (\w+) \|", page, re.MULTILINE)}
    assert told == {one["id"]: (one["expert"], one["comes_to"]) for one in apart}
