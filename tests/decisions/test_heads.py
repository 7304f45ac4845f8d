"""Heads of packs: what rules a case out without a rule being read, and nothing else does."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from tenderlaw.decisions import decide
from tenderlaw.decisions.installed import Installed
from tenderlaw.decisions.regime import Regime
from tenderlaw.packs import load_pack
from tenderlaw.packs.installed import find_packs, load_heads, load_packs
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import PackInvalidError

DAY = datetime.date(2026, 6, 1)
PACKS = load_packs()
HEAD = """
id: own
title: A pack
version: "1"
{more}
in_force: {{from: 2014-01-01, to: 2030-12-31, by: [procurement.call_sent_on, as_of], cite: art. 1}}
counting: {{event_day: counted, cite: art. 2}}
scope_cite: art. 3
"""


def case_of(**procurement: Any) -> dict[str, Any]:
    return {"operator": {"role": "tenderer", "tenders_alone": True}, "procurement": procurement}


def pack(folder: Path, text: str) -> TypedPack:
    (folder / "pack.yaml").write_text(text, "utf-8")
    return load_pack(folder, lambda name: pytest.fail(f"asked for {name}"))


@pytest.mark.parametrize("pack_id", PACKS)
def test_every_shipped_pack_has_a_head_that_says_what_the_whole_says(pack_id: str) -> None:
    head, whole = load_heads([pack_id], "jurisdictions")[pack_id], PACKS[pack_id]
    assert head is not whole
    assert head.grounds == ()
    assert head.confined == whole.confined
    assert {name: getattr(head.pack, name) for name in ("id", "title", "version", "digest", "layers", "in_force")} == {
        name: getattr(whole.pack, name) for name in ("id", "title", "version", "digest", "layers", "in_force")
    }


def test_a_pack_that_cannot_govern_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Installed("jurisdictions", "regime")
    monkeypatch.setattr(fresh, "_whole", lambda pack_id: pytest.fail(f"read {pack_id}"))
    regimes = fresh.installed()
    decision = decide(case_of(authority={"country": "BR"}), as_of=DAY, packs=regimes)
    assert decision.outcome == "out_of_scope"
    assert {one.pack for one in decision.regimes} == set(PACKS)
    assert all(one.scope_explanation for one in decision.regimes)
    assert "procurement.authority.country" not in {one.path for one in decision.unread}


def test_an_unknown_country_leaves_every_regime_open() -> None:
    decision = decide(case_of(), as_of=DAY)
    # whether a bank finances the contract is presumed, and said
    assert {one.scope for one in decision.regimes if not one.presumed} == {"unknown"}


@pytest.mark.parametrize("country", ["SE", "GB", "US", "JP", None])
@pytest.mark.parametrize("pack_id", PACKS)
def test_a_head_rules_out_only_what_the_whole_pack_rules_out(pack_id: str, country: str | None) -> None:
    facts = case_of(call_sent_on="2025-01-01", **({} if country is None else {"authority": {"country": country}}))
    lazily = Installed("jurisdictions", "regime").installed((pack_id,))
    whole = (Regime.of(PACKS[pack_id]),)
    assert decide(facts, as_of=DAY, packs=lazily).data() == decide(facts, as_of=DAY, packs=whole).data()


def test_a_day_that_stands_in_for_an_unknown_one_rules_nothing_out_silently(tmp_path: Path) -> None:
    regime = Regime.of(pack(tmp_path, HEAD.format(more="") + "scope: {role: tenderer}"))
    late = datetime.date(2031, 1, 1)
    decision = decide(case_of(), as_of=late, packs=[regime])
    assert decision.outcome == "out_of_scope"
    assert [fact.path for fact in decision.missing_facts] == ["procurement.call_sent_on"]
    known = decide(case_of(call_sent_on="2030-12-31"), as_of=late, packs=[regime])
    assert known.outcome == "not_excluded"
    assert decide(case_of(call_sent_on="2031-01-01"), as_of=late, packs=[regime]).missing_facts == ()


def test_what_a_pack_is_confined_to_is_part_of_its_scope(tmp_path: Path) -> None:
    more = "confined_to: {procurement.authority.country: SE}"
    typed = pack(tmp_path, HEAD.format(more=more) + "scope: {procurement.contract_kind: works}")
    regime = Regime.of(typed)
    words = {"SE": "out_of_scope", "NO": "out_of_scope"}
    for country, outcome in words.items():
        facts = case_of(authority={"country": country}, contract_kind="supplies", call_sent_on="2025-01-01")
        assert decide(facts, as_of=DAY, packs=[regime]).outcome == outcome
    within = case_of(authority={"country": "SE"}, contract_kind="works", call_sent_on="2025-01-01")
    assert decide(within, as_of=DAY, packs=[regime]).outcome == "not_excluded"


def test_a_pack_that_changes_after_its_head_was_read_decides_nothing(tmp_path: Path) -> None:
    text = HEAD.format(more="") + "scope: {role: tenderer}"
    head = pack(tmp_path, text)
    regime = Regime(head, lambda: pack(tmp_path, text + " # another\n"))
    with pytest.raises(PackInvalidError, match="has changed meanwhile"):
        decide(case_of(call_sent_on="2025-01-01"), as_of=DAY, packs=[regime])


def test_every_pack_is_found_once() -> None:
    assert set(PACKS) < set(find_packs())
