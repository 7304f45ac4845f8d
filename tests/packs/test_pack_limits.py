"""A small pack can ask for a great deal: what it uses in many places is compiled once, and the rest is a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs.installed import load_packs
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.explain import explainer
from tenderlaw.sources.faults import PackInvalidError

CASE = {
    "procurement": {"decision_on": "2026-02-01", "contract_kind": "services"},
    "operator": {
        "role": "tenderer",
        "misconduct": [{"kind": "other"}] * 3,
        "insolvency": [{}, {}],
        "convictions": [],
        "linked_persons": [],
    },
}


def pack_of(folder: Path, name: str, grounds: list[Any], **more: Any) -> TypedPack:
    said = {
        "id": name,
        "title": "T",
        "version": "1",
        "in_force": {"from": "2000-01-01", "by": ["as_of"], "cite": "art. 1"},
        "counting": {"event_day": "counted", "cite": "art. 2"},
        "scope": {"procurement.contract_kind": "services"},
        "scope_cite": "art. 3",
        "grounds": [
            {"id": f"g{n}", "title": "T", "cite": "art. 4", "statement": "did", "obligation": "mandatory"}
            | {"effect": "must_exclude", "when": when}
            for n, when in enumerate(grounds)
        ],
        **more,
    }
    (folder / name).mkdir()
    (folder / name / "pack.yaml").write_text(json.dumps(said, indent=1), "utf-8")
    return load_packs([name], [folder])[name]


def definition(name: str, condition: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "cite": "art. 9", "condition": condition}


def test_what_stands_in_many_places_is_one_condition(tmp_path: Path) -> None:
    used = [definition(f"d{n}", {"any": [{"use": f"d{n + 1}"}, {"use": f"d{n + 1}"}]}) for n in range(6)]
    used.append(definition("d6", {"some": "misconduct", "where": {"kind": "other"}}))
    typed = pack_of(tmp_path, "twice", [{"use": "d0"}, {"any": [{"use": "d0"}]}], definitions=used)
    first, second = [ground.when for ground in typed.grounds]
    assert first is second.parts[0].parts[0]  # type: ignore[union-attr]
    regime = Regime.of(typed)
    assert explainer(first, regime.evaluator) is explainer(first, regime.evaluator)
    assert len(regime.evaluator.plan.rules) == 4, "one for the entries, one for each ground, one for the scope"
    assert decide(CASE, packs=[regime]).outcome == "must_exclude"


@pytest.mark.parametrize("number", [14, 24, 40])
def test_definitions_that_each_use_the_next_twice(tmp_path: Path, number: int) -> None:
    used = [definition(f"d{n}", {"all": [{"use": f"d{n + 1}"}, {"not": {"use": f"d{n + 1}"}}]}) for n in range(number)]
    used.append(definition(f"d{number}", {"role": "tenderer"}))
    with pytest.raises(PackInvalidError, match=r"pack\.yaml:\d+:\d+: definitions\[\d+\].condition: comes to 2,\d+"):
        pack_of(tmp_path, "twice", [{"use": "d0"}], definitions=used)


@pytest.mark.parametrize("backwards", [False, True])
def test_long_chains_of_definitions(tmp_path: Path, backwards: bool) -> None:
    used = [definition(f"d{n}", {"use": f"d{n + 1}"}) for n in range(3000)] + [
        definition("d3000", {"role": "tenderer"})
    ]
    with pytest.raises(PackInvalidError, match=r"\d+:\d+: definitions.* conditions within conditions deeper than 64"):
        pack_of(tmp_path, "chain", [{"use": "d0"}], definitions=used[::-1] if backwards else used)


def test_circles_of_definitions_that_use_each_other_twice(tmp_path: Path) -> None:
    used = [definition(f"d{n}", {"all": [{"use": f"d{(n + 1) % 30}"}, {"use": f"d{(n + 1) % 30}"}]}) for n in range(30)]
    with pytest.raises(PackInvalidError, match=r"`d\d+` uses itself"):
        pack_of(tmp_path, "circle", [{"use": "d0"}], definitions=used)


def test_lists_within_lists(tmp_path: Path) -> None:
    asked: dict[str, Any] = {"some": "convictions"}
    for depth in range(20):
        asked = {"some": "misconduct" if depth % 2 else "insolvency", "where": asked}
    with pytest.raises(PackInvalidError, match=r"pack\.yaml:\d+:\d+: grounds.*: looks into lists within lists deeper"):
        pack_of(tmp_path, "nested", [asked])
    few = {"some": "misconduct", "where": {"some": "insolvency", "where": {"none": "convictions"}}}
    assert decide(CASE, packs=[Regime.of(pack_of(tmp_path, "few", [few]))]).outcome == "must_exclude"


def test_layers_upon_layers(tmp_path: Path) -> None:
    pack_of(tmp_path, "layer0", [{"role": "tenderer"}])
    for n in range(1, 300):
        (tmp_path / f"layer{n}").mkdir()
        said = {"id": f"layer{n}", "title": "T", "version": "1", "extends": f"layer{n - 1}"}
        (tmp_path / f"layer{n}" / "pack.yaml").write_text(json.dumps(said), "utf-8")
    with pytest.raises(PackInvalidError, match=r"pack\.yaml:1:\d+: extends: more than 8 packs extend one another"):
        load_packs(["layer299"], [tmp_path])
    assert load_packs(["layer7"], [tmp_path])["layer7"].pack.layers == tuple(f"layer{n}" for n in range(8))


def test_too_many_alternatives_are_a_fault_at_the_ground(tmp_path: Path) -> None:
    days = [[{"some": "misconduct", "where": {"occurred_on": {"before": f"20{10 + n}-01-0{m + 1}"}}} for m in range(4)]
            for n in range(12)]  # fmt: skip
    typed = pack_of(tmp_path, "wide", [{"role": "tenderer"}, {"all": [{"any": some} for some in days]}])
    with pytest.raises(PackInvalidError, match=r"pack\.yaml:\d+:\d+: grounds\[1\]: the condition has too many"):
        Regime.of(typed)


TEN = range(1, 11)


def one_of_ten(fact: str, operator: str, *, quoted: bool) -> dict[str, Any]:
    return {"any": [{fact: {operator: f"{n:02}" if quoted else n}} for n in TEN]}


@pytest.mark.parametrize("months", [7, 70, None])
@pytest.mark.parametrize("cpv", [["03"], ["30"], None])
@pytest.mark.parametrize("agency", ["army", "navy", None])
def test_what_a_scope_asks_together_is_joined_and_not_multiplied(
    tmp_path: Path, months: int | None, cpv: list[str] | None, agency: str | None
) -> None:
    wide = [
        one_of_ten("procurement.term_months", "is", quoted=False),
        one_of_ten("procurement.cpv_codes", "starts_with", quoted=True),
    ]
    other = {"some": "misconduct", "where": {"kind": "other"}}
    parts = [{"procurement.contract_kind": "services"}, other, *wide, {"not": {"procurement.authority.agency": "navy"}}]
    regime = Regime.of(pack_of(tmp_path, "wide", [{"role": "tenderer"}], scope={"all": parts}))
    bought: dict[str, Any] = {"term_months": months, "cpv_codes": cpv, "authority": {"agency": agency}}
    case = CASE | {"procurement": CASE["procurement"] | bought}  # type: ignore[operator]
    truths = [None if months is None else months in TEN, None if cpv is None else int(cpv[0]) in TEN]
    truths.append(None if agency is None else agency != "navy")
    expected = "out_of_scope" if False in truths else "undetermined" if None in truths else "must_exclude"
    assert decide(case, packs=[regime]).outcome == expected


def test_a_thousand_grounds_that_ask_the_same(tmp_path: Path) -> None:
    regime = Regime.of(pack_of(tmp_path, "many", [{"role": "tenderer"}] * 1000))
    assert decide(CASE, packs=[regime]).outcome == "must_exclude"
