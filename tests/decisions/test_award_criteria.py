"""Award criteria reckoned from recorded assessments: exact, with reasons, and what is not known is never nothing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions import decide
from tenderlaw.decisions.award import award_score, exact, shown, value_of
from tenderlaw.decisions.choosing import load_policies
from tenderlaw.decisions.installed import installed_policies
from tenderlaw.decisions.model.award import AwardScore
from tenderlaw.decisions.ranking import ranking_of
from tenderlaw.sources.faults import PackInvalidError

DAY = date(2026, 2, 1)
POLICY = "human-rights-award"
PACK = installed_policies((POLICY,))[0].typed.pack
CRITERIA = PACK.award_criteria
POINTS = st.tuples(st.integers(0, 60), st.integers(1, 60)).filter(lambda pair: pair[0] <= pair[1])


def one(criterion: str, points: int, out_of: int, **more: object) -> dict[str, object]:
    given_ = {"criterion": criterion, "points": Decimal(points), "out_of": Decimal(out_of)}
    return {**given_, "assessed_on": date(2026, 1, 20), "reasons": "shown", **more}


def score(*assessments: dict[str, object], **tender: object) -> AwardScore:
    found = award_score(PACK, {"assessments": assessments, "tender": tender}, DAY)
    assert found is not None
    return found


def full(price: int = 1, rights: int = 1) -> tuple[dict[str, object], ...]:
    return one("price", price, 1), one("quality", 1, 1), one("human-rights", rights, 1)


@given(st.lists(POINTS, min_size=3, max_size=3))
def test_points_are_added_up_exactly(pairs: list[tuple[int, int]]) -> None:
    names = [criterion.id for criterion in CRITERIA]
    found = score(*(one(name, *pair) for name, pair in zip(names, pairs, strict=True)))
    expected = sum(Fraction(p, o) * c.weight for (p, o), c in zip(pairs, CRITERIA, strict=True))
    assert found.total is not None
    assert value_of(found.total) == expected
    assert found.least == found.most == found.total


@given(st.fractions(0, 100))
def test_a_number_is_written_without_loss(number: Fraction) -> None:
    assert value_of(exact(number)) == number
    assert "e" not in exact(number).lower()


@given(st.lists(POINTS, min_size=3, max_size=3), st.integers(0, 2))
def test_what_is_not_assessed_is_within_its_bounds_and_never_nothing(pairs: list[tuple[int, int]], left: int) -> None:
    names = [criterion.id for criterion in CRITERIA]
    every = [one(name, *pair) for name, pair in zip(names, pairs, strict=True)]
    whole, part = score(*every), score(*(every[:left] + every[left + 1 :]))
    assert part.total is None
    assert whole.total is not None
    assert value_of(part.least) <= value_of(whole.total) <= value_of(part.most)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"reasons": None},
        {"reasons": "  "},
        {"assessed_on": None},
        {"assessed_on": date(2026, 3, 1)},
        {"points": Decimal(3), "out_of": Decimal(2)},
        {"out_of": Decimal(0), "points": Decimal(0)},
        {"points": None},
    ],
)
def test_an_assessment_that_is_not_whole_counts_as_unknown(spoilt: dict[str, object]) -> None:
    found = score(one("price", 1, 1), one("quality", 1, 1), {**one("human-rights", 1, 1), **spoilt})
    assert found.total is None
    assert (found.least, found.most) == ("80", "100")
    last = found.criteria[-1]
    assert last.state == "unknown"
    assert last.missing or last.because


def test_two_assessments_of_one_criterion_and_one_of_none_are_told() -> None:
    found = score(*full(), one("price", 0, 1))
    assert found.criteria[0].state == "unknown"
    assert [flag.id for flag in score(*full(), one("colour", 1, 1)).flags] == ["not-a-criterion"]
    nothing = award_score(PACK, {}, DAY)
    assert nothing is not None
    assert (nothing.total, nothing.least, nothing.most) == (None, "0", "100")


def test_a_price_alone_against_human_rights_is_flagged() -> None:
    assert [flag.id for flag in score(*full(rights=0)).flags] == ["price-alone"]
    assert score(*full()).flags == ()


def test_low_offers_are_asked_about_and_breach_wants_rejection() -> None:
    assert [flag.id for flag in score(*full(), labour_cost_covered=False).flags] == ["ask-for-explanation"]
    assert [flag.id for flag in score(*full(), appears_abnormally_low=True).flags] == ["ask-for-explanation"]
    asked = {"appears_abnormally_low": True, "explanation_asked_on": date(2026, 1, 10)}
    assert score(*full(), **asked).flags == ()
    assert score(*full(), **{**asked, "explanation_asked_on": date(2026, 3, 1)}).flags
    breach = score(*full(), abnormally_low=True, low_through_breach_of_obligations=True)
    assert [flag.id for flag in breach.flags] == ["reject"]
    assert "art. 69(3)" in breach.flags[0].cite


def tender(name: str, price: int, rights: int | None) -> dict[str, object]:
    assessments = [
        {"criterion": c, "points": p, "out_of": 3, "assessed_on": "2026-01-20", "reasons": "shown"}
        for c, p in (("price", price), ("quality", 2), ("human-rights", rights))
        if p is not None
    ]
    return {
        "procurement": {"authority": {"country": "SE"}, "lowest_price_only": False},
        "operator": {"name": name, "role": "tenderer", "assessments": assessments},
    }


def test_tenders_are_ranked_and_a_lead_that_could_be_overtaken_is_not_settled(tmp_path: Path) -> None:
    given_ = {"a": tender("A", 3, 0), "b": tender("B", 1, 3), "c": tender("C", 2, None)}
    decided = [
        (name, decide(case, as_of=DAY, packs=["eu-2014-24"], policies=[POLICY])) for name, case in given_.items()
    ]
    found = ranking_of(POLICY, decided)
    assert [(tender_.name, tender_.rank) for tender_ in found.tenders] == [("a", 1), ("b", 2), ("c", None)]
    assert not found.settled
    assert [flag.id for flag in found.tenders[0].flags] == ["price-alone", "price-alone"]
    assert ranking_of(POLICY, decided[:2]).settled
    assert decided[0][1].policies[0].award_criteria is not None
    files = []
    for name, case in given_.items():
        files.append(str(tmp_path / f"{name}.json"))
        Path(files[-1]).write_text(json.dumps(case), encoding="utf-8")
    words = ["award", *files, "--as-of", "2026-02-01", "--pack", "eu-2014-24"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert "1. A: 70 (" in done.stdout
    assert "? C: not known, from 53.33 (exactly 160/3) to 73.33 (exactly 220/3)" in done.stdout
    assert json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)["tenders"][0]["score"]["total"] == "70"
    assert CliRunner().invoke(app, [*words, "--policy", "baseline"]).exit_code == 2
    assert shown("70") == "70"


def test_the_weights_of_a_policy_come_to_a_hundred(tmp_path: Path) -> None:
    folder = tmp_path / "half"
    folder.mkdir()
    text = "id: half\ntitle: Half\nversion: '1'\nkind: policy\nextends: award\naward_criteria:\n"
    text += "  - {id: price, title: Price, cite: s. 1, earns: price, weight: 50}\n"
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackInvalidError, match="the weights come to 50"):
        load_policies(["half"], folders=[tmp_path])
