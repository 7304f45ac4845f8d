"""What a program of one's own keeps and hands over: packs of its own beside the shipped ones, compiled once."""

from __future__ import annotations

import datetime
import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import tenderlaw
from tenderlaw.decisions import regime
from tenderlaw.decisions.installed import Installed

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 2, 1)
PLAIN: dict[str, Any] = {
    "procurement": {"decision_on": "2026-02-01", "authority": {"country": "SE"}},
    "operator": {"role": "tenderer", "tenders_alone": True},
}
OWN = """
id: own
title: A pack of one's own
version: "1"
in_force: {from: 2014-01-01, by: [as_of], cite: art. 1}
counting: {event_day: counted, cite: art. 2}
scope: {role: tenderer}
scope_cite: art. 3
grounds:
  - {id: any, cite: art. 4, title: Any, statement: tenders, obligation: mandatory, effect: must_exclude,
     when: {role: tenderer}}
"""
POLICY = """
id: house
title: A policy of one's own
version: "1"
kind: policy
risks:
  - {id: any, title: Any, cite: sec. 1, ask_for: [Evidence], when: {role: tenderer}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "pack.yaml").write_text(OWN, "utf-8")
    return tmp_path


def test_a_folder_that_holds_no_pack_is_refused_with_what_would_be_right(folder: Path) -> None:
    empty = folder / "empty"
    empty.mkdir()
    broken = folder / "broken"
    broken.mkdir()
    (broken / "own").symlink_to(folder / "gone")
    policies = folder / "policies"
    (policies / "house").mkdir(parents=True)
    (policies / "house" / "pack.yaml").write_text(POLICY, "utf-8")
    deeper = folder / "outer" / "inner"
    shutil.copytree(folder / "own", deeper / "own")
    for named, hint in (
        (empty, "each pack is a folder in it, with a `pack.yaml`"),
        (folder / "own", f"it is a pack itself: name the folder that it is in, `{folder}`"),
        (deeper.parent, f"they lie deeper: name `{deeper}`"),
        (broken, f"`{broken / 'own'}` leads nowhere"),
    ):
        for load in (tenderlaw.load_packs, tenderlaw.load_policies):
            for ids in (None, []):
                with pytest.raises(tenderlaw.PackInvalidError) as refused:
                    load(ids, folders=[named])
                assert str(refused.value) == f"{named}: holds no pack ({hint})"
    with pytest.raises(tenderlaw.PackInvalidError, match=r"holds no pack \(it holds policies: `--policies-in`\)"):
        tenderlaw.load_packs(folders=[policies])
    with pytest.raises(tenderlaw.PackInvalidError, match=r"holds no policy \(it holds packs of law: `--packs-in`\)"):
        tenderlaw.load_policies(folders=[folder])
    with pytest.raises(tenderlaw.InputInvalidError, match="nope: no such policy is installed"):
        tenderlaw.load_policies(["nope"])


def test_packs_of_ones_own_are_asked_beside_shipped_ones(folder: Path) -> None:
    (own,) = tenderlaw.load_packs(["own"], folders=[folder])
    assert (own.id, own.title, own.version, own.kind, len(own.digest)) == (
        "own",
        "A pack of one's own",
        "1",
        "regime",
        64,
    )
    (shipped,) = tenderlaw.load_packs(["eu-2014-24"])
    for packs in (["eu-2014-24", own], (shipped, own), ["eu-2014-24", own, "eu-2014-24"]):
        decision = tenderlaw.decide(PLAIN, packs=packs)
        assert [one.pack for one in decision.regimes] == ["eu-2014-24", "own"]
        assert decision.outcome == "must_exclude"
    assert [one.pack for one in tenderlaw.decide(PLAIN, packs=[own, "eu-2014-24"]).regimes] == ["own", "eu-2014-24"]


def test_a_set_holds_what_the_command_line_asks_with_packs_in(folder: Path) -> None:
    everything = tenderlaw.load_packs(folders=[str(folder)])
    assert [one.id for one in everything] == [*[one.id for one in tenderlaw.load_packs()], "own"]
    again = tenderlaw.load_packs(folders=[folder])
    assert everything[-1] is not again[-1], "files that change are seen by the next call"
    assert all(one is other for one, other in zip(everything[:-1], again[:-1], strict=True))


def _plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs of which something is compiled from now on, each time it is."""
    made: list[str] = []
    honest = regime.compile_plan
    monkeypatch.setattr(
        regime, "compile_plan", lambda typed, named: (made.append(typed.pack.id), honest(typed, named))[1]
    )
    return made


def test_shipped_packs_are_compiled_once_in_whatever_set_they_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one.id for one in tenderlaw.load_packs()]
    fresh, made = Installed("jurisdictions", "regime"), _plans(monkeypatch)
    for number in range(1, 2 ** len(every)):
        some = tuple(one for place, one in enumerate(every) if number >> place & 1)
        found = fresh.installed(some)
        assert [one.id for one in found] == list(some)
        for one in found:
            one.compile()
    assert Counter(made) == dict.fromkeys(every, 3), "what it is confined to, its scope, everything else"


def test_many_threads_that_come_first_compile_a_pack_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, made, together = Installed("jurisdictions", "regime"), _plans(monkeypatch), threading.Barrier(12)

    def first() -> object:
        together.wait(timeout=60)
        (found,) = fresh.installed(("eu-2014-24",))
        found.compile()
        return found

    with ThreadPoolExecutor(12) as threads:
        found = [future.result(timeout=60) for future in [threads.submit(first) for _ in range(12)]]
    assert made == ["eu-2014-24"] * 3
    assert all(one == found[0] for one in found)


def test_a_faulty_pack_of_ones_own_is_said_when_it_is_loaded(folder: Path) -> None:
    (folder / "own" / "pack.yaml").write_text(OWN.replace("role: tenderer}}", "rolle: tenderer}}"), "utf-8")
    with pytest.raises(tenderlaw.PackInvalidError, match="unknown fact `rolle`"):
        tenderlaw.load_packs(["own"], folders=[folder])


def test_two_packs_of_one_id_are_not_asked_together(folder: Path) -> None:
    one, other = (tenderlaw.load_packs(["own"], folders=[folder])[0] for _ in range(2))
    with pytest.raises(tenderlaw.InputInvalidError, match="`own` is the id of two packs"):
        tenderlaw.decide(PLAIN, packs=[one, other])


def test_policies_of_ones_own(folder: Path) -> None:
    (folder / "house").mkdir()
    (folder / "own").rename(folder.parent / "own")
    (folder / "house" / "pack.yaml").write_text(POLICY, "utf-8")
    (house,) = tenderlaw.load_policies(["house"], folders=[folder])
    decision = tenderlaw.decide(PLAIN, packs=["eu-2014-24"], policies=["baseline", house])
    assert [one.policy for one in decision.policies] == ["baseline", "house"]
    assert [one.policy for one in tenderlaw.decide(PLAIN, packs=[], policies=[house]).policies] == ["house"]


def test_decide_and_render_take_the_same_case() -> None:
    path = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
    case = tenderlaw.load_case(path)
    plain = tenderlaw.decide(case, as_of=DAY).given.facts
    how: dict[str, Any] = {"as_of": DAY, "packs": ["eu-2014-24"], "policies": ["baseline"]}
    assert tenderlaw.decide(case, **how).json() == tenderlaw.decide(plain, **how).json()
    assert tenderlaw.render(case, draft=True, **how) == tenderlaw.render(plain, draft=True, **how)


def test_screen_takes_a_procurement_in_every_form() -> None:
    pa = pytest.importorskip("pyarrow")
    case = tenderlaw.load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml")
    table = pa.table({"supplier": ["a"], "role": ["tenderer"]})
    bought = tenderlaw.decide(case, as_of=DAY).given.facts["procurement"]
    found = [tenderlaw.screen(table, one, as_of=DAY, packs=["eu-2014-24"]) for one in (case.procurement, case, bought)]
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


def test_what_a_decision_was_made_from_cannot_be_changed_under_its_id() -> None:
    decision = tenderlaw.decide(PLAIN, as_of=DAY, packs=["eu-2014-24"])
    was, id_ = decision.json(), decision.id
    for facts in (decision.facts, decision.given.facts):
        facts["operator"]["role"] = "subcontractor"  # type: ignore[index]
        facts["procurement"].clear()  # type: ignore[attr-defined]
    assert decision.facts["operator"] == {"role": "tenderer", "tenders_alone": True}
    assert (decision.json(), decision.id) == (was, id_)
    given = {"procurement": {"decision_on": "2026-02-01"}, "operator": {"role": "tenderer", "misconduct": [{}]}}
    later = tenderlaw.decide(given, packs=["eu-2014-24"])
    given["operator"]["misconduct"].append({"grave": True})  # type: ignore[index, union-attr]
    assert later.facts["operator"] == {"role": "tenderer", "misconduct": [{}]}
