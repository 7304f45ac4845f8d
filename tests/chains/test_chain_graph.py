"""The register of subcontractors as a graph: every entry once, whatever its order; what it does not say is a gap."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenderlaw.chains import SupplyChain, supply_chain
from tenderlaw.chains.model import BIDDER, NodeRisk
from tenderlaw.chains.picture import chain_svg

BOUGHT: dict[str, Any] = {"id": "P-1", "authority": {"country": "SE"}}
WHOLE = {"name": "Acorn AB", "tier": 1, "address": "Road 1", "country": "SE", "register_number": "559999-1238",
         "goods": [], "engaged_by": "Bidder AB"}  # fmt: skip
BEECH = {**WHOLE, "name": "Beech", "tier": 2, "register_number": "559999-4562", "engaged_by": "Acorn AB"}


def chain(*entries: dict[str, Any] | None, complete: str | None = "yes", **more: Any) -> SupplyChain:
    operator: dict[str, Any] = {"role": "tenderer", "name": "Bidder AB", **more.pop("operator", {})}
    operator |= {"subcontractors": list(entries)} if None not in entries else {}
    operator |= {"subcontractors_complete": complete} if complete else {}
    procurement = {**BOUGHT, **more.pop("procurement", {})}
    return supply_chain({"procurement": procurement, "operator": operator, **more})


def kinds(found: SupplyChain) -> set[str]:
    return {gap.kind for gap in found.gaps}


def test_a_register_that_says_all_has_no_gap() -> None:
    found = chain(
        WHOLE, {**WHOLE, "name": "Beech", "tier": 2, "register_number": "559999-4562", "engaged_by": "ACORN  ab"}
    )
    assert (found.outcome, found.gaps) == ("complete", ())
    assert [(node.label, node.at, node.buyers) for node in found.nodes] == [
        ("Acorn AB", 1, (BIDDER,)),
        ("Beech", 2, ("n1",)),
    ]


@pytest.mark.parametrize(
    ("entries", "complete", "kind", "path"),
    [
        ((None,), None, "register-unknown", "operator.subcontractors"),
        ((None,), None, "register-incomplete", "operator.subcontractors_complete"),
        ((), None, "register-incomplete", "operator.subcontractors_complete"),
        ((WHOLE,), "no", "register-incomplete", "operator.subcontractors_complete"),
        ((WHOLE,), "unknown-to-the-bidder", "register-incomplete", "operator.subcontractors_complete"),
        (({**WHOLE, "name": None},), "yes", "no-name", "operator.subcontractors[0].name"),
        (({**WHOLE, "address": " "},), "yes", "no-address", "operator.subcontractors[0].address"),
        (({**WHOLE, "goods": None},), "yes", "no-goods", "operator.subcontractors[0].goods"),
        (({**WHOLE, "country": None},), "yes", "number-unchecked", "operator.subcontractors[0].country"),
        (({**WHOLE, "register_number": "n/a"},), "yes", "no-register-number",
         "operator.subcontractors[0].register_number"),
        (({**WHOLE, "register_number": "559999-1239"},), "yes", "number-unchecked",
         "operator.subcontractors[0].register_number"),
        (({**WHOLE, "tier": None},), "yes", "no-tier", "operator.subcontractors[0].tier"),
        (({**WHOLE, "tier": "1.5"},), "yes", "tier-impossible", "operator.subcontractors[0].tier"),
        (({**WHOLE, "tier": 2},), "yes", "tier-contradicts", "operator.subcontractors[0].tier"),
        (({**WHOLE, "tier": 3, "engaged_by": None},), "yes", "tier-missing", "operator.subcontractors"),
        (({**WHOLE, "tier": 2, "engaged_by": None},), "yes", "engaged-by-unknown",
         "operator.subcontractors[0].engaged_by"),
        (({**WHOLE, "engaged_by": "Bidder"},), "yes", "engaged-by-nobody", "operator.subcontractors[0].engaged_by"),
        (({**WHOLE, "engaged_by": "Acorn AB"},), "yes", "cycle", "operator.subcontractors[0].engaged_by"),
        ((WHOLE, WHOLE), "yes", "stands-twice", "operator.subcontractors[1]"),
        ((WHOLE, {**WHOLE, "name": "Akorn"}), "yes", "same-number-differs", "operator.subcontractors[1].name"),
        ((WHOLE, {**WHOLE, "name": "Bidder AB", "register_number": "559999-4562", "tier": 2, "engaged_by": "Acorn AB"},
          {**WHOLE, "name": "Third", "register_number": "559999-7896", "tier": 2}), "yes", "engaged-by-several",
         "operator.subcontractors[0].engaged_by"),
    ],
)  # fmt: skip
def test_what_is_not_said_or_contradicts_is_a_gap(
    entries: tuple[dict[str, Any] | None, ...], complete: str | None, kind: str, path: str
) -> None:
    cleaned = [one and {name: value for name, value in one.items() if value is not None} for one in entries]
    found = chain(*cleaned, complete=complete)
    assert (kind, path) in {(gap.kind, gap.path) for gap in found.gaps}
    assert found.outcome != "complete"
    assert path in found.missing


def test_a_nearly_equal_name_joins_nobody_and_is_named() -> None:
    found = chain(WHOLE, {**BEECH, "engaged_by": "Acorn"})
    (gap,) = found.gaps
    assert gap.message.endswith("is it `Acorn AB`?")
    assert found.nodes[1].buyers == ()


def test_a_name_of_two_sites_of_one_undertaking_is_no_doubt() -> None:
    sites = ({**WHOLE, "site": "A"}, {**WHOLE, "site": "B", "address": "Road 2"})
    found = chain(*sites, BEECH)
    assert found.gaps == ()
    assert found.nodes[2].buyers == ("n1", "n2")
    assert found.nodes[0].same == ("n2",)


def test_what_the_case_says_of_the_chain_is_compared_with_the_register() -> None:
    said = {"procurement": {"supply_chain": {"tiers": "one", "known": "fully"}}}
    assert kinds(chain(WHOLE, **said)) == {"facts-contradict"}
    both = {gap.path for gap in chain(WHOLE, complete="no", **said).gaps if gap.kind == "facts-contradict"}
    assert both == {"procurement.supply_chain.known", "procurement.supply_chain.tiers"}
    deep = {"procurement": {"supply_chain": {"tiers": "three-or-more"}}}
    assert kinds(chain(WHOLE, complete="no", **deep)) == {"register-incomplete", "tier-missing"}
    entity: dict[str, Any] = {"role": "subcontractor", "name": "Acorn AB"}
    assert kinds(chain(WHOLE, entities=[entity])) == {"entity-not-in-register"}
    number = {"identifiers": [{"scheme": "national-register", "value": "5599991238"}], "country": "SE"}
    assert chain(WHOLE, entities=[{**entity, **number}]).outcome == "complete"
    own = {**entity, **number, "subcontractors": []}
    assert kinds(chain(WHOLE, entities=[own])) == {"register-of-entity"}


def test_the_bidder_itself_and_one_name_of_two_numbers_are_said() -> None:
    numbers = {"country": "SE", "identifiers": [{"scheme": "national-register", "value": "5599991238"}]}
    assert kinds(chain(WHOLE, operator=numbers)) == {"is-the-bidder"}
    assert kinds(chain(WHOLE, {**BEECH, "name": "acorn ab", "tier": 1, "engaged_by": "Bidder AB"})) == {
        "same-name-other-number"
    }


NAMES = st.sampled_from(["Acorn", "Beech", "acorn ", "Bidder AB", "Cedar"])
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": NAMES,
            "engaged_by": NAMES,
            "tier": st.sampled_from([1, 2, 3, 0, "1.5"]),
            "country": st.sampled_from(["SE", "BD"]),
            "register_number": st.sampled_from(["559999-1238", "5599991238", "n/a", "LEI 529900T8BM49AURSDO55"]),
            "address": st.sampled_from(["Road 1", "\u202eRoad", "Road"]),
            "site": st.sampled_from(["A", "B"]),
            "goods": st.lists(st.sampled_from(["Cotton", "Garments"]), max_size=2),
        },
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.integers())
def test_law_the_order_of_the_register_changes_nothing(entries: list[dict[str, Any]], seed: int) -> None:
    other = entries.copy()
    random.Random(seed).shuffle(other)
    first, second = chain(*entries), chain(*other)
    assert first.data(places=False) == second.data(places=False)
    assert first.id == second.id
    assert chain_svg(first) == chain_svg(second)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_law_every_entry_stands_once(entries: list[dict[str, Any]]) -> None:
    found = chain(*entries)
    assert sorted(node.place for node in found.nodes) == sorted(
        f"operator.subcontractors[{at}]" for at in range(len(entries))
    )
    for node in found.nodes:
        given_ = entries[int(node.place.rpartition("[")[2][:-1])]
        tier = {"tier": f"{Decimal(str(given_['tier'])):f}"} if "tier" in given_ else {}
        assert node.entry.facts == {**given_, **tier}
    known = {BIDDER, *(node.id for node in found.nodes)}
    assert all(buyer in known for node in found.nodes for buyer in node.buyers)
    picture = chain_svg(found).decode()
    assert picture.count("<rect") == len(entries) + 2  # the ground and the bidder
    assert picture.index("<title") < picture.index("<desc")


def test_the_words_of_the_picture_say_the_highest_tier_as_its_boxes_do() -> None:
    found = chain({**WHOLE, "country": "UZ"})
    risk = NodeRisk("n1", "one", "high", 9, 9, "cl. 1", (), (), (), (), (), ())
    both = replace(found, risks=(risk, replace(risk, policy="other", tier="low")))
    picture = chain_svg(both).decode()
    assert "risk: high" in picture
    assert "risk high." in picture
