"""A State's layer on the directive: its choices decide, within the ceilings, and change nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenderlaw.decisions import decide
from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.coverage import coverage_of
from tenderlaw.decisions.governing import governing_all
from tenderlaw.decisions.regime import Regime
from tenderlaw.decisions.worked_cases import CaseResult, run_worked_cases, worked_cases
from tenderlaw.facts.case import parse_case
from tenderlaw.facts.procurement import Procurement
from tenderlaw.packs.installed import load_packs
from tenderlaw.sources.faults import Fault, PackInvalidError

LAYERS = Path(__file__).parent / "layers"
LAYER, DIRECTIVE = regimes_of(load_packs(["xx-transposition", "eu-2014-24"], [LAYERS]).values())
RESULTS = list(run_worked_cases(LAYER))


@pytest.mark.parametrize("result", [pytest.param(result, id=result.case.id) for result in RESULTS])
def test_a_case_of_the_layer(result: CaseResult) -> None:
    assert result.differences == ()


def test_the_layer_carries_its_ancestor() -> None:
    assert LAYER.typed.pack.layers == ("eu-2014-24", "xx-transposition")
    assert LAYER.typed.pack.digest != DIRECTIVE.typed.pack.digest
    (used,) = RESULTS[0].decision.packs
    assert (used.id, used.layers) == ("xx-transposition", LAYER.typed.pack.layers)


def test_a_choice_of_the_state_is_what_makes_the_difference() -> None:
    """Every case of the layer whose outcome rests on a choice comes out otherwise under the directive alone."""
    differ = {
        case.id
        for case, facts in worked_cases(LAYER.typed)
        if decide(parse_case(facts), as_of=case.as_of, packs=[DIRECTIVE]).outcome != case.expect.outcome
    }
    assert differ >= {"conviction-derogated", "derogations-unknown", "taxes-disproportionate", "taxes-public-interest"}
    assert differ >= {"obligations-mandatory", "event-over", "insolvent-able"}
    assert "conviction-disproportionate" not in differ


def test_cases_of_the_directive_hold_under_the_layer_where_it_chose_nothing() -> None:
    """No derogation decided, no event older than two years: the sheet's cases on convictions and taxes stand."""
    for case, facts in worked_cases(DIRECTIVE.typed):
        if case.id in {"EU-5", "EU-7", "EU-8", "EU-8-below", "EU-9", "EU-4", "EU-2"}:
            data = dict(facts.data)  # type: ignore[arg-type]
            data["operator"] = {**data["operator"], "derogations": []}  # type: ignore[dict-item]
            facts.data = data  # type: ignore[assignment]
            assert decide(parse_case(facts), as_of=case.as_of, packs=[LAYER]).outcome == case.expect.outcome, case.id


def test_the_directive_is_silent_where_its_layer_speaks() -> None:
    (result,) = [result for result in RESULTS if result.case.id == "obligations-mandatory"]
    (facts,) = [facts for case, facts in worked_cases(LAYER.typed) if case.id == "obligations-mandatory"]
    for asked in ([DIRECTIVE, LAYER], [LAYER, DIRECTIVE]):
        both = decide(parse_case(facts), as_of=result.case.as_of, packs=asked)
        found = {regime.pack: (regime.outcome, regime.scope_reason) for regime in both.regimes}
        assert found["xx-transposition"][0] == "must_exclude"
        said = "Procurement Act of a fictional State [xx-transposition] speaks in its place"
        assert found["eu-2014-24"][0] == "out_of_scope"
        assert found["eu-2014-24"][1].startswith(said)
        assert (both.outcome, both.award.may_proceed) == ("must_exclude", "no")
        assert both.award == result.decision.award
        assert both.missing_facts == result.decision.missing_facts
        assert both.unread == result.decision.unread


def narrowed(folder: Path, country: str) -> Regime:
    home = folder / "xx-narrow"
    home.mkdir()
    text = 'id: xx-narrow\ntitle: Narrow\nversion: "1"\nextends: eu-2014-24\n'
    (home / "pack.yaml").write_text(f"{text}confined_to: {{procurement.authority.country: {country}}}\n", "utf-8")
    (found,) = regimes_of(load_packs(["xx-narrow"], [folder]).values())
    return found


@pytest.mark.parametrize(
    ("country", "speaks"), [("SE", {"xx-narrow"}), ("FR", {"eu-2014-24"}), (None, {"eu-2014-24", "xx-narrow"})]
)
def test_a_layer_speaks_for_its_own_state_alone(country: str | None, speaks: set[str], tmp_path: Path) -> None:
    case: dict[str, Any] = {
        "procurement": {
            "authority": {"kind": "central", **({} if country is None else {"country": country})},
            "contract_kind": "works",
            "estimated_value_excluding_vat": {"amount": 9_000_000, "currency": "EUR"},
            "commenced_on": "2026-01-10",
            "call_sent_on": "2026-01-10",
        },
        "operator": {"role": "tenderer"},
    }
    regimes = [DIRECTIVE, narrowed(tmp_path, "SE")]
    decision = decide(case, as_of=date(2026, 2, 1), packs=regimes)
    assert {one.pack for one in decision.regimes if one.outcome != "out_of_scope"} == speaks
    bought = Procurement.model_validate(case["procurement"])
    found = governing_all(bought, regimes, date(2026, 2, 1))
    assert {one.pack for one in found if one.governs != "false"} == speaks


def test_what_a_layer_takes_over_unchanged_is_covered_by_its_parent() -> None:
    found = coverage_of(LAYER, [DIRECTIVE, LAYER])
    inherited = {one.ground for one in found.grounds if one.inherited == "eu-2014-24"}
    assert inherited == {"conflict-of-interest", "prior-involvement"}, "the choices change all others"
    assert "breach-of-obligations" not in inherited, "a choice made a duty of it"
    assert not [gap for gap in found.gaps if gap.split(":")[0] in inherited]
    assert coverage_of(LAYER).gaps != found.gaps


def layer_of(folder: Path, choices: str, more: str = "") -> list[Fault]:
    home = folder / "xx-beyond"
    home.mkdir()
    head = f'id: xx-beyond\ntitle: Beyond\nversion: "1"\nextends: eu-2014-24\nchoices:\n  - {choices}\n{more}'
    (home / "pack.yaml").write_text(head, encoding="utf-8")
    with pytest.raises(PackInvalidError) as refused:
        load_packs(["xx-beyond"], [folder])
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("{option: years-after-conviction, value: 6, cite: s. 1}", "`6` is above the ceiling 5"),
        ("{option: years-after-event, value: 4, cite: s. 1}", "`4` is above the ceiling 3"),
        ("{option: years-after-event, value: -1, cite: s. 1}", "`-1` is below the floor 0"),
    ],
)
def test_a_layer_beyond_a_ceiling_is_refused(choice: str, message: str, tmp_path: Path) -> None:
    (fault,) = layer_of(tmp_path, choice)
    assert fault.message == message
    assert fault.hint == "art. 57(7)"
    assert (fault.file, fault.line > 0) == (str(tmp_path / "xx-beyond" / "pack.yaml"), True)


def test_a_layer_of_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    (fault,) = layer_of(tmp_path, "{option: years-after-event, value: true, cite: s. 1}")
    assert "is not a number" in fault.message


def test_a_layer_never_redefines_a_ground(tmp_path: Path) -> None:
    ground = (
        "grounds:\n  - id: corruption\n    cite: s. 1\n    title: Corruption\n    statement: is corrupt\n"
        "    obligation: mandatory\n    effect: may_exclude\n    when: {evidence_verified: true}\n"
    )
    (fault,) = layer_of(tmp_path, "{option: years-after-event, value: 2, cite: s. 1}", ground)
    assert "`corruption` stands twice" in fault.message


def test_a_layer_never_redefines_the_scope(tmp_path: Path) -> None:
    scope = "scope: {procurement.contract_kind: works}\nscope_cite: s. 1\n"
    (fault,) = layer_of(tmp_path, "{option: years-after-event, value: 2, cite: s. 1}", scope)
    assert (fault.field, fault.hint) == ("scope", "`confined_to` narrows it")
