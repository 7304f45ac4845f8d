"""What declared facts say of those beside them holds wherever facts are read, as of those built in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import tenderlaw
from tenderlaw.decisions.cases import models_of
from tenderlaw.facts.asked_of import asked_of
from tenderlaw.facts.given import Given
from tenderlaw.facts.plain import checked
from tenderlaw.facts.questions import question_of
from tenderlaw.screening.synthetic.made_up import Maker
from tenderlaw.screening.tables.schema import columns_of
from tenderlaw.screening.tables.vocabulary import vocabulary_of
from tenderlaw.sources.faults import InputInvalidError, PackInvalidError

PACKS = Path(__file__).parent / "relating"
PIER = tenderlaw.load_packs(["pier"], folders=[PACKS])
MODELS = models_of(PIER)
DAY = date(2026, 2, 1)
EARLIER, LATER = date(2025, 3, 1), date(2025, 3, 2)
SAID = (
    ({"reported": False, "reported_on": LATER}, "soundings"),
    ({"reported": False, "report_supports": True}, "soundings"),
    ({"sounded_on": LATER, "reported_on": EARLIER}, "soundings"),
    ({"reprimanded": False, "reprimanded_on": LATER}, "violations"),
    ({"determined_on": LATER, "reprimanded_on": EARLIER}, "violations"),
)
CLEAN: dict[str, Any] = {"soundings": (), "violations": (), "standing": "good", "moored": True}


def case_with(**operator: object) -> dict[str, Any]:
    return {
        "procurement": {"authority": {"country": "SE", "kind": "central"}},
        "operator": {"role": "tenderer", **operator},
    }


@pytest.mark.parametrize(("facts", "name"), SAID)
def test_declared_facts_that_contradict_each_other_are_refused_with_both_named(
    facts: dict[str, object], name: str
) -> None:
    case = case_with(**{name: (facts,)})
    assert checked(case, MODELS.case) is None
    with pytest.raises(InputInvalidError) as refused:
        Given.of(case, MODELS)
    assert all(f"`{one}`" in str(refused.value) for one in facts)
    for one, value in facts.items():
        assert checked(case_with(**{name: ({one: value},)}), MODELS.case) is not None


@pytest.mark.parametrize(
    ("name", "said", "follows"),
    [
        ("soundings", {"reported_on": LATER}, {"reported": True}),
        ("soundings", {"reported": False}, {"report_supports": False}),
        ("soundings", {"reported": True}, {}),
        ("violations", {"reprimanded_on": LATER}, {"reprimanded": True}),
        ("violations", {"reprimanded": False}, {}),
    ],
)
def test_a_day_says_that_it_happened_and_nothing_is_so_without_what_it_needs(
    name: str, said: dict[str, object], follows: dict[str, object]
) -> None:
    _, (record,) = Given.of(case_with(**{name: (said,)}), MODELS).records(DAY)
    assert record[name] == ({**said, **follows},)


def test_what_is_so_of_a_whole_is_so_of_every_portion_that_does_not_say_otherwise() -> None:
    portions = ({"country": "NO"}, {"country": "DK", "afloat": False})
    expected = ({"country": "NO", "afloat": True}, {"country": "DK", "afloat": False})
    whole = {"afloat": True, "performance": portions}
    case = case_with(subcontract=whole)
    bought, (operator,) = Given.of({**case, "procurement": whole}, MODELS).records(DAY)
    subcontract: Any = operator["subcontract"]
    assert (bought["performance"], subcontract["performance"]) == (expected, expected)
    partly, _ = Given.of({**case, "procurement": {**whole, "afloat": False}}, MODELS).records(DAY)
    assert partly["performance"] == portions


def test_a_day_that_stands_for_another_fact_is_read_where_that_is() -> None:
    facts = {"sounded_on": EARLIER, "reported_on": LATER, "report_supports": True, "sounder_paid": True}
    decision = tenderlaw.decide(case_with(**{**CLEAN, "soundings": (facts,)}), packs=PIER, as_of=DAY)
    assert [one.path for one in decision.unread] == ["operator.soundings[0].sounder_paid"]


def test_the_facts_of_an_entry_are_asked_of_whoever_is_asked_for_the_list_unless_they_say_otherwise() -> None:
    asked = [asked_of(f"operator.soundings[0].{name}", MODELS) for name in ("reported", "sounder_paid")]
    assert asked == ["authority", "bidder"]


def test_what_to_mind_stands_beside_the_question() -> None:
    assert question_of("operator.standing", models=MODELS).help == "Ask the harbour master."


def test_made_up_suppliers_are_mostly_what_they_usually_are() -> None:
    made = Maker(3, DAY, vocabulary_of(one.typed for one in PIER), MODELS).suppliers(0, 2000)
    for name, usual in (("standing", "good"), ("moored", True)):
        held = [value for value in made[name].to_pylist() if value is not None]
        assert 0.97 * len(held) < held.count(usual) < len(held)


SEK = {"amount": 10, "currency": "SEK"}
ROWS: list[dict[str, Any]] = [
    *({name: [facts]} for facts, name in SAID),
    *({"soundings": [{one: value}]} for facts, name in SAID if name == "soundings" for one, value in facts.items()),
    *({"violations": [{one: value}]} for facts, name in SAID if name == "violations" for one, value in facts.items()),
    {"soundings": [{"reported": True, "reported_on": date(2026, 3, 1)}]},
    *(
        {"role": "subcontractor", "subcontract": {"afloat": afloat, **rest}}
        for afloat in (True, False, None)
        for rest in (
            {}, {"value": SEK}, {"performance": []}, {"performance": [{"country": "NO"}]},
            {"value": SEK, "performance": [{"afloat": False}]},
            {"value": SEK, "performance": [{"country": "NO", "estimated_value": {"amount": 4, "currency": "SEK"}}]},
        )
    ),
]  # fmt: skip


def test_columns_take_what_declared_facts_say_as_single_cases_do() -> None:
    kinds = columns_of(MODELS.operator_given)
    whole = [{"role": "tenderer", **CLEAN, "subcontract": {"performance": []}, **row} for row in ROWS]
    names = list(dict.fromkeys(name for row in whole for name in row))
    schema = pa.schema([("supplier", pa.string()), *((name, kinds[name]) for name in names)])
    rows = [{"supplier": f"S{number}", **row} for number, row in enumerate(whole)]
    table = pa.Table.from_pylist(rows, schema=schema)
    bought = {"authority": {"country": "SE", "kind": "central"}}
    answers = tenderlaw.screen(table, bought, as_of=DAY, packs=PIER, sample=len(rows)).sort_by("supplier").to_pylist()
    found = {row["supplier"]: row for row in answers}
    for row in rows:
        operator = {name: value for name, value in row.items() if name != "supplier"}
        single = {"procurement": bought, "operator": operator, "entities": []}
        if found[row["supplier"]]["faulty"]:
            with pytest.raises(InputInvalidError):
                tenderlaw.decide(single, packs=PIER, as_of=DAY)
        else:
            assert tenderlaw.decide(single, packs=PIER, as_of=DAY).outcome == found[row["supplier"]]["outcome"], row
    assert {row["outcome"] for row in answers if not row["faulty"]} >= {"may_exclude", "undetermined", "not_excluded"}
    assert [row["faulty"] for row in answers].count(True) == len(SAID)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("{name: a, of: operator, kind: truth, needs: b}, {name: b, of: operator, kind: truth}", "`needs` is said of"),
        ("{name: a, of: violations, kind: day, said_by: determined_on}", "`said_by` is said of a truth"),
        ("{name: a, of: violations, kind: truth, said_by: substantiated}", "names a day beside it"),
        ("{name: a, of: violations, kind: day, not_before: determined}", "did you mean `determined_on`?"),
        ("{name: a, of: convictions, kind: truth, needs: final}", "`needs` is said of a truth of an entry"),
        ("{name: a, of: procurement, kind: truth, of_portions: true}", "declared `of: performance`"),
        ("{name: a, of: operator, kind: truth, usually: good}", "`a` is never `good`"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_fact_is_a_fault_of_its_pack(tmp_path: Path, declared: str, said: str) -> None:
    (tmp_path / "own").mkdir()
    facts = declared.replace("kind:", "title: T, kind:")
    (tmp_path / "own" / "facts.yaml").write_text(f"facts: [{facts}]", "utf-8")
    head = 'id: own\ntitle: T\nversion: "1"\nkind: common\n'
    (tmp_path / "own" / "pack.yaml").write_text(head, "utf-8")
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "pack.yaml").write_text(
        'id: law\ntitle: T\nversion: "1"\nextends: own\nin_force: {from: 2020-01-01, cite: s. 1}\n', "utf-8"
    )
    with pytest.raises(PackInvalidError) as refused:
        tenderlaw.load_packs(["law"], folders=[tmp_path])
    assert said in str(refused.value)
