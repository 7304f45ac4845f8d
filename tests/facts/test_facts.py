"""Facts at the door: strict, frozen, nothing made up, and every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tenderlaw.facts import Case, EconomicOperator, Procurement, load_case, parse_case
from tenderlaw.facts.base import OPEN, Money
from tenderlaw.facts.collections import COLLECTIONS, Item
from tenderlaw.facts.records import BY_LOTS, Record, operator_record, procurement_record
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Source, read_json, read_yaml

Given = dict[str, object]


def operator(**facts: object) -> EconomicOperator:
    return EconomicOperator.model_validate({"role": "tenderer", **facts})


def procurement(**facts: object) -> Procurement:
    return Procurement.model_validate(facts)


def euro(amount: object) -> Given:
    return {"amount": amount, "currency": "EUR"}


def value(amount: object) -> Given:
    return {"estimated_value_excluding_vat": euro(amount)}


# Strictness ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"evidence_verified": "true"}, "valid boolean"),
        ({"evidence_verified": 1}, "valid boolean"),
        ({"evidence_verified": "yes"}, "valid boolean"),
        ({"name": 5}, "valid string"),
        ({"name": ""}, "at least 1 character"),
        ({"name": "x" * 10_001}, "at most 10000 characters"),
        ({"name": "\ud800"}, "unicode"),
        ({"name": b"x"}, "valid string"),
        ({"country": "de"}, "pattern"),
        ({"country": "DEU"}, "pattern"),
        ({"country": "DE\n"}, "pattern"),
        ({"country": "GB-scot"}, "pattern"),
        ({"turnover": euro("1\ud800")}, "is not an amount"),
        ({"role": "bidder"}, "Input should be 'tenderer'"),
        ({"role": None}, "Input should be 'tenderer'"),
        ({"nmae": "x"}, "Extra inputs"),
        ({"convictions": {}}, "valid tuple"),
        ({"convictions": "none"}, "valid tuple"),
        ({"convictions": [None]}, "valid dictionary"),
        ({"convictions": [{"offence": "Fraud"}]}, "pattern"),
        ({"convictions": [{"final_on": 20250201}]}, "valid date"),
        ({"convictions": [{"final_on": datetime(2025, 2, 1)}]}, "valid date"),
        ({"convictions": [{"final_on": "20250201"}]}, "a day is written YYYY-MM-DD"),
        ({"convictions": [{"final_on": "2025-2-1"}]}, "a day is written YYYY-MM-DD"),
        ({"convictions": [{"final_on": "2025-W05-6"}]}, "a day is written YYYY-MM-DD"),
        ({"convictions": [{"final_on": "2025-02-01T00:00"}]}, "a day is written YYYY-MM-DD"),
        ({"convictions": [{"final_on": "2025-02-30"}]}, "`2025-02-30` is not a day of the calendar"),
        ({"convictions": [{"final_on": "0000-01-01"}]}, "`0000-01-01` is not a day of the calendar"),
        ({"convictions": [{"final_on": "２０２５-02-01"}]}, "a day is written YYYY-MM-DD"),
        ({"convictions": [{"final_on": "open"}]}, "a day is written YYYY-MM-DD"),
        ({"convictions": [{"judgment_excludes_until": "forever"}]}, "a day is written YYYY-MM-DD"),
        ({"lots": [1]}, "valid string"),
    ],
)
def test_an_operator_is_read_strictly(given: Given, expected: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        operator(**given)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("NaN", "not an amount"),
        ("sNaN", "not an amount"),
        ("Infinity", "not an amount"),
        ("-inf", "not an amount"),
        (Decimal("NaN"), "finite number"),
        (Decimal("Infinity"), "finite number"),
        (float("nan"), "instance of Decimal"),
        (1.5, "instance of Decimal"),
        (True, "an amount is a number"),
        (None, "instance of Decimal"),
        (-1, "greater than or equal to 0"),
        ("-0.01", "greater than or equal to 0"),
        ("1,000", "`1,000` is not an amount"),
        ("1_000", "`1_000` is not an amount"),
        (" 5", "` 5` is not an amount"),
        ("٥", "is not an amount"),
        ("", "is not an amount"),
        ("5 EUR", "is not an amount"),
        ("1e9999999999999999999", "is not an amount"),
        ("0.00001", "no more than 4 decimal places"),
        ("123456789012345678901", "no more than 20 digits"),
        (10**25, "no more than 20 digits"),
    ],
)
def test_an_amount_is_exact_finite_and_not_negative(amount: object, expected: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        Money.model_validate(euro(amount))


@pytest.mark.parametrize(
    ("amount", "exact"),
    [(0, "0"), (5, "5"), ("0.10", "0.10"), (Decimal("1.10"), "1.10"), ("1e3", "1E+3"), ("9" * 16 + ".9999", None)],
)
def test_an_amount_stays_as_it_was_written(amount: object, exact: str | None) -> None:
    assert str(Money.model_validate(euro(amount)).amount) == (exact or amount)


@pytest.mark.parametrize("currency", ["eur", "Eur", "EURO", "EU", "€", "EUR ", "", None, 978])
def test_a_currency_is_three_capitals(currency: object) -> None:
    with pytest.raises(ValidationError):
        Money.model_validate({"amount": 1, "currency": currency})


@pytest.mark.parametrize("gone", ["amount", "currency"])
def test_money_is_an_amount_and_its_currency(gone: str) -> None:
    given = euro(1)
    del given[gone]
    with pytest.raises(ValidationError, match="Field required"):
        Money.model_validate(given)


def test_facts_are_frozen() -> None:
    made = operator(name="A", convictions=[{"final": True}])
    with pytest.raises(ValidationError, match="frozen"):
        made.name = "B"
    assert made.convictions is not None
    with pytest.raises(ValidationError, match="frozen"):
        made.convictions[0].final = False
    assert isinstance(made.convictions, tuple)
    assert hash(made) == hash(operator(name="A", convictions=[{"final": True}]))


def test_a_list_that_was_handed_in_may_change_without_changing_the_facts() -> None:
    lots = ["1"]
    made = operator(lots=lots)
    lots.append("2")
    assert made.lots == ("1",)


@pytest.mark.parametrize(
    "entry",
    [
        {"final": False, "final_on": "2025-01-01"},
        {"convicted_on": "2025-01-02", "final_on": "2025-01-01"},
        {"judgment_sets_exclusion": False, "judgment_excludes_until": "2025-01-01"},
    ],
)
def test_a_conviction_does_not_contradict_itself(entry: Given) -> None:
    with pytest.raises(ValidationError, match=r"is given although|lies before"):
        operator(convictions=[entry])
    with pytest.raises(ValidationError, match=r"is given although|lies before"):
        operator(linked_persons=[{"convictions": [entry]}])


# Unknown -------------------------------------------------------------------------------------------------


def test_null_is_unknown_and_so_is_what_is_left_out() -> None:
    said_null = operator(name=None, evidence_verified=None, convictions=None, tender={"abnormally_low": None})
    assert operator_record(said_null) == {"role": "tenderer", "tender": {}}
    assert operator_record(operator()) == {"role": "tenderer"}
    assert said_null.convictions is None


def test_an_empty_list_is_not_an_unknown_one() -> None:
    assert operator_record(operator(convictions=[]))["convictions"] == ()
    assert "convictions" not in operator_record(operator())
    assert operator(convictions=[]) != operator()


def test_nothing_defaults_to_an_answer() -> None:
    def silent(model: type[object], seen: set[type[object]]) -> Iterator[str]:
        if model in seen:
            return
        seen.add(model)
        for name, field in model.model_fields.items():  # type: ignore[attr-defined]
            if not field.is_required() and field.get_default(call_default_factory=True) is not None:
                yield f"{model.__name__}.{name}"

    models = {Case, EconomicOperator, Procurement, *(collection.model for collection in COLLECTIONS.values())}
    assert [name for model in models for name in silent(model, set())] == []


def test_money_of_a_record_is_plain() -> None:
    assert procurement_record(procurement(**value("1.10")))["estimated_value_excluding_vat"] == {
        "amount": Decimal("1.10"),
        "currency": "EUR",
    }


# Lots ----------------------------------------------------------------------------------------------------


def lot(name: str, amount: object = None, currency: str = "EUR", outside: bool | None = None) -> Given:
    money = None if amount is None else {"amount": amount, "currency": currency}
    return {"id": name, "estimated_value_excluding_vat": money, "awarded_outside_rules": outside}


def record(**facts: object) -> Record:
    return procurement_record(procurement(**facts))


def test_lots_add_up_to_the_value_of_the_procurement() -> None:
    total = record(lots=[lot("1", "0.10"), lot("2", "0.20")])["estimated_value_excluding_vat"]
    assert total == {"amount": Decimal("0.30"), "currency": "EUR"}


@pytest.mark.parametrize(
    "lots",
    [[], [lot("1", 5), lot("2")], [lot("1", 5), lot("2", 5, "USD")], None],
    ids=["none", "gap", "mix", "unknown"],
)
def test_lots_that_do_not_add_up_leave_the_value_unknown(lots: object) -> None:
    assert "estimated_value_excluding_vat" not in record(lots=lots)


def test_a_stated_value_stands_beside_its_lots() -> None:
    stated = record(**value(10), lots=[lot("1", 4), lot("2", 5)])["estimated_value_excluding_vat"]
    assert stated == {"amount": Decimal(10), "currency": "EUR"}
    with pytest.raises(ValidationError, match="the lots add up to 11 EUR, more than the estimated value"):
        procurement(**value(10), lots=[lot("1", 6), lot("2", 5)])
    procurement(**value(10), lots=[lot("1", 6, "USD"), lot("2", 5, "USD")])


@pytest.mark.parametrize("other", [lot("2"), lot("2", 5, "USD")], ids=["gap", "mix"])
def test_lots_of_one_currency_that_come_to_more_than_the_whole_contradict_it_whatever_the_others_are(
    other: Given,
) -> None:
    procurement(**value(10), lots=[lot("1", 10), other])
    with pytest.raises(ValidationError, match="the lots add up to 11 EUR, more than the estimated value"):
        procurement(**value(10), lots=[lot("1", 11), other])


@pytest.mark.parametrize(
    ("lots", "stated", "least"),
    [
        ([lot("1", 5), lot("2")], None, {"EUR": 5}),
        ([lot("1", 5), lot("2", 6, "USD"), lot("3", 2)], None, {"EUR": 7, "USD": 6}),
        ([lot("1", 5), lot("2", 6, "USD")], 100, {"USD": 6}),
        ([lot("1", 5), lot("2", 6)], None, {}),
        ([lot("1")], None, {}),
        ([], None, {}),
    ],
    ids=["gap", "mix", "stated", "sum", "nothing", "none"],
)
def test_what_is_known_of_lots_is_the_least_that_the_whole_may_be(
    lots: list[Given], stated: int | None, least: dict[str, int]
) -> None:
    found = record(**({} if stated is None else value(stated)), lots=lots).get(BY_LOTS, ())
    assert {money["currency"]: money["amount"] for money in found} == least  # type: ignore[union-attr, attr-defined]


def test_a_procedure_with_a_call_is_commenced_by_it() -> None:
    assert procurement_record(procurement(call_sent_on="2026-01-12"))["commenced_on"] == date(2026, 1, 12)
    both = procurement(call_sent_on="2026-01-12", commenced_on="2026-01-05")
    assert procurement_record(both)["commenced_on"] == date(2026, 1, 5)
    assert "commenced_on" not in procurement_record(procurement(tenders_due_on="2026-01-12"))


def test_a_framework_has_a_value_of_its_own() -> None:
    record = procurement_record(procurement(framework_value_excluding_vat=euro(5), **value(1)))
    assert record["framework_value"] == {"excluding_vat": euro(Decimal(5))}
    assert record["estimated_value"] == {"excluding_vat": euro(Decimal(1))}
    with pytest.raises(ValidationError, match="the value of the framework without VAT is more"):
        procurement(framework_value_excluding_vat=euro(5), framework_value_including_vat=euro(4))


def test_lots_have_names_of_their_own() -> None:
    with pytest.raises(ValidationError, match="two lots have the same id"):
        procurement(lots=[lot("1"), lot("1")])
    with pytest.raises(ValidationError, match="`lot` names `3`, which is not among the lots"):
        procurement(lots=[lot("1")], lot="3")
    with pytest.raises(ValidationError, match="`lot` names `3`, which is not among the lots"):
        procurement(lot="3")


def test_the_lot_decided_is_written_out() -> None:
    lots = [{**lot("1", 60, outside=True), "contract_kind": "works"}, lot("2", 140, outside=False)]
    found = record(lots=lots, lot="1")
    assert found["lot_contract_kind"] == "works"
    assert found["lot_value_excluding_vat"] == {"amount": Decimal(60), "currency": "EUR"}
    assert found["lot_awarded_outside_rules"] is True
    assert found["share_awarded_outside_rules"] == Decimal("0.3")
    assert "lot_contract_kind" not in record(lots=lots, lot="2")


def test_the_share_of_small_lots_is_unknown_while_a_lot_is() -> None:
    assert "share_awarded_outside_rules" not in record(lots=[lot("1", 60, outside=True), lot("2", 140)])
    assert "share_awarded_outside_rules" not in record(lots=[lot("1", outside=True), lot("2", 140, outside=False)])
    assert "share_awarded_outside_rules" not in record(lots=[lot("1", 0, outside=True)])
    assert record(lots=[lot("1", 5, outside=False)])["share_awarded_outside_rules"] == 0


# What follows from what was said -------------------------------------------------------------------------


def test_who_claims_no_self_cleaning_has_shown_none() -> None:
    entries = {"self_cleaning": {"claimed": False}}
    found = operator_record(
        operator(misconduct=[entries], convictions=[entries], linked_persons=[{"convictions": [entries]}])
    )
    denied = {"claimed": False, "compensation": False, "collaboration": False, "prevention": False, "accepted": False}
    assert found["misconduct"] == ({"self_cleaning": denied},)
    assert found["convictions"] == ({"self_cleaning": denied},)
    assert found["linked_persons"] == ({"convictions": ({"self_cleaning": denied},)},)


def test_a_claim_of_self_cleaning_proves_nothing() -> None:
    found = operator_record(operator(misconduct=[{"self_cleaning": {"claimed": True}}, {}]))
    assert found["misconduct"] == ({"self_cleaning": {"claimed": True}}, {})


def test_neither_paid_nor_arranged_is_neither() -> None:
    found = operator_record(operator(tax_breaches=[{"paid_or_arranged": False}, {"paid_or_arranged": True}]))
    assert found["tax_breaches"] == (
        {"paid_or_arranged": False, "paid": False, "binding_arrangement": False},
        {"paid_or_arranged": True},
    )


def convictions(**facts: object) -> list[Item]:
    return COLLECTIONS["convictions"].items(operator_record(operator(**facts)))


def test_convictions_are_those_of_the_operator_and_of_its_persons() -> None:
    own, director, unknown_owner = convictions(
        convictions=[{"offence": "fraud"}],
        linked_persons=[
            {"link": "governing-body-member", "link_from": "2020-01-01", "link_until": "open",
             "convictions": [{"offence": "trafficking"}]},
            {"link": "controller"},
            {"link": "other", "convictions": []},
        ],
    )  # fmt: skip
    assert own.record == {"offence": "fraud", "convicted": "operator", "link_from": date.min, "link_until": OPEN}
    assert (own.path, own.placeholder) == ("convictions[0]", False)
    assert director.record == {
        "offence": "trafficking",
        "convicted": "governing-body-member",
        "link_from": date(2020, 1, 1),
        "link_until": OPEN,
    }
    assert director.path == "linked_persons[0].convictions[0]"
    assert director.path_of("final_on") == "linked_persons[0].convictions[0].final_on"
    assert director.path_of("convicted") == "linked_persons[0].link"
    assert director.path_of("link_until") == "linked_persons[0].link_until"
    assert (unknown_owner.record, unknown_owner.placeholder) == ({"convicted": "controller"}, True)
    assert unknown_owner.path_of("offence") == "linked_persons[1].convictions"


def test_lists_that_were_not_given_stand_as_placeholders() -> None:
    own, persons = convictions()
    assert (own.path, own.placeholder) == ("convictions", True)
    assert own.record == {"convicted": "operator", "link_from": date.min, "link_until": OPEN}
    assert (persons.path, persons.placeholder, persons.record) == ("linked_persons", True, {})
    assert convictions(convictions=[], linked_persons=[]) == []
    (misconduct,) = COLLECTIONS["misconduct"].items({})
    assert (misconduct.record, misconduct.path, misconduct.placeholder) == ({}, "misconduct", True)
    assert misconduct.path_of("grave") == "misconduct"


def test_a_foreign_offence_counts_once_a_person_has_confirmed_it() -> None:
    foreign = {"offence": "fraud", "foreign_offence": "escroquerie"}
    waiting, confirmed, denied = convictions(
        convictions=[
            foreign,
            {**foreign, "equivalence_confirmed": True},
            {**foreign, "equivalence_confirmed": False},
        ],
        linked_persons=[],
    )
    assert "offence" not in waiting.record
    assert waiting.path_of("offence") == "convictions[0].equivalence_confirmed"
    assert (confirmed.record["offence"], confirmed.path_of("offence")) == ("fraud", "convictions[1].offence")
    assert str(denied.record["offence"]) == "not fraud"
    assert denied.path_of("offence") == "convictions[2].offence"


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_every_entry_of_a_collection_has_its_path(name: str) -> None:
    collection = COLLECTIONS[name]
    if name == "convictions":
        return
    entries = ({"kind": "a"}, {"kind": "b"})
    path = "subcontract.performance" if name == "subcontract_performance" else name

    def held(listed: object) -> Record:
        return {"subcontract": {"performance": listed}} if "." in path else {"convictions": (), name: listed}

    items = collection.items(held(entries))
    assert [(item.path, item.record, item.placeholder) for item in items] == [
        (f"{path}[0]", entries[0], False),
        (f"{path}[1]", entries[1], False),
    ]
    assert collection.items(held(())) == []
    assert [(item.path, item.placeholder) for item in collection.items({})] == [(path.partition(".")[0], True)]


def test_convictions_that_nobody_told_of_may_entail_an_exclusion_that_is_not_listed() -> None:
    exclusions = COLLECTIONS["exclusions_by_judgment"].items
    assert [(item.path, item.placeholder) for item in exclusions({"exclusions_by_judgment": ()})] == [
        ("convictions", True)
    ]
    assert exclusions({"exclusions_by_judgment": (), "convictions": ()}) == []


# Cases and their faults ----------------------------------------------------------------------------------


def faults(text: str, read: object = read_yaml) -> list[str]:
    with pytest.raises(InputInvalidError) as found:
        parse_case(read(text, "case"))  # type: ignore[operator]
    return [str(fault) for fault in found.value.faults]


A_COUNTRY = (
    "must be the two capitals of a country, or these with a hyphen and the code of a part of it, as ISO 3166 has them "
    "and not as the publications of the Union do"
)
CASE = "procurement: {}\noperator:\n  role: tenderer\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CASE + "  nmae: A\n", "case:4:9: operator.nmae: unknown field `nmae` (did you mean `name`?)"),
        (CASE + "operators: []\n", "case:4:12: operators: unknown field `operators` (did you mean `operator`?)"),
        (CASE + "  name: 5\n",
         "case:4:9: operator.name: `5` must be text; put it in quotes if it looks like a number"),
        (CASE + "  name: no\n  evidence_verified: no\n",
         "case:5:22: operator.evidence_verified: `no` must be true or false"),
        (CASE + "  name: true\n",
         "case:4:9: operator.name: `true` must be text; put it in quotes if it looks like a number"),
        (CASE + "  convictions: none\n", "case:4:16: operator.convictions: `none` must be a list"),
        (CASE + "  convictions: [fraud]\n", "case:4:17: operator.convictions[0]: `fraud` must be a mapping of fields"),
        (CASE + "  convictions:\n  - offence: fraud\n    final_on: 2025-02-30\n",
         "case:6:15: operator.convictions[0].final_on: `2025-02-30` is not a day of the calendar"),
        (CASE + "  convictions:\n  - final_on: 20250201\n",
         "case:5:15: operator.convictions[0].final_on: `20250201` must be a day written YYYY-MM-DD"),
        (CASE + "  convictions:\n  - {final: false, final_on: 2025-02-01}\n",
         "case:5:30: operator.convictions[0].final_on: `final_on` is given although `final` is false "
         "(one of them is wrong: see `operator.convictions[0].final`, case:5:13)"),
        (CASE + "  linked_persons: [{link: director}]\n",
         "case:4:27: operator.linked_persons[0].link: `director` is not one of the known values "
         "(known: controller, decision-maker, governing-body-member, operator-or-linked-person, other, "
         "representative)"),
        (CASE + "  linked_persons: [{link: controler}]\n",
         "case:4:27: operator.linked_persons[0].link: `controler` is not one of the known values "
         "(did you mean `controller`? known: controller, decision-maker, governing-body-member, "
         "operator-or-linked-person, other, representative)"),
        (CASE + "  linked_persons: [{convictions: [{ofence: x}]}]\n",
         "case:4:44: operator.linked_persons[0].convictions[0].ofence: unknown field `ofence` "
         "(did you mean `offence`?)"),
        (CASE + "  country: de\n",
         f"case:4:12: operator.country: `de` {A_COUNTRY}"),
        (CASE + "  name: 'a\n\n    b'\n  country: |\n    two\n    lines\n",
         f"case:7:12: operator.country: `two lines` {A_COUNTRY}"),
        ("procurement: {}\noperator: {name: A}\n", "case:2:11: operator: the field `role` is required"),
        ("operator: {role: tenderer}\n", "case:1:1: the field `procurement` is required"),
        ("procurement: {lots: [{id: '1'}, {id: '1'}]}\noperator: {role: tenderer}\n",
         "case:1:38: procurement.lots[1].id: two lots have the same id "
         "(one of them is wrong: see `procurement.lots[0].id`, case:1:27)"),
        ("procurement: {estimated_value_excluding_vat: {amount: -5, currency: EUR}}\noperator: {role: tenderer}\n",
         "case:1:55: procurement.estimated_value_excluding_vat.amount: `-5`: "
         "input should be greater than or equal to 0"),
        ("procurement: {estimated_value_excluding_vat: 5000}\noperator: {role: tenderer}\n",
         "case:1:46: procurement.estimated_value_excluding_vat: `5000` must be a mapping of fields"),
        ("", "case: `null` must be a mapping of fields"),
        ("- a\n", "case:1:1: this value must be a mapping of fields"),
    ],
)  # fmt: skip
def test_a_fault_of_a_case(text: str, said: str) -> None:
    assert faults(text) == [said]


def test_everything_wrong_with_a_case_is_said_at_once_by_line() -> None:
    found = faults(
        CASE.replace("{}", "{decision_on: soon}") + "  nmae: A\n  convictions: [{final: maybe}]\n  lots: 5\n"
    )
    assert [fault.split(":")[1] for fault in found] == ["1", "4", "5", "6"]


def test_faults_of_json_have_their_path() -> None:
    text = '{"procurement": {}, "operator": {"role": "tenderer", "nmae": "A"}}'
    assert faults(text, read_json) == ["case: operator.nmae: unknown field `nmae` (did you mean `name`?)"]


def test_a_long_word_is_not_repeated_whole() -> None:
    (fault,) = faults(CASE + "  country: " + "x" * 5000 + "\n")
    assert len(fault) < 300


def test_a_case_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE + "  country: NO\n  name: Café\n", "utf-8")
    (tmp_path / "case.json").write_text(
        '{"procurement": {}, "operator": {"role": "tenderer", "country": "NO", "name": "Café"}}', "utf-8"
    )
    found = load_case(tmp_path / "case.yaml")
    assert found == load_case(tmp_path / "case.json")
    assert (found.operator.country, found.entities) == ("NO", None)


# Round trip ----------------------------------------------------------------------------------------------

money = st.builds(
    lambda amount: {"amount": amount, "currency": "EUR"},
    st.decimals(0, 10**12, places=4, allow_nan=False, allow_infinity=False),
)
days = st.dates()
_words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=8)
texts = st.none() | _words
truths = st.sampled_from([True, False, None])
entries = st.fixed_dictionaries(
    {},
    optional={
        "offence": st.sampled_from(["fraud", "other"]),
        "convicted_on": st.none(),
        "judgment_excludes_until": days | st.just("open"),
        "note": texts,
        "evidence": st.lists(st.fixed_dictionaries({"reference": _words}), max_size=1),
    },
)
persons = st.fixed_dictionaries({}, optional={"convictions": st.lists(entries, max_size=1)})
breaches = st.fixed_dictionaries({}, optional={"amount": money, "paid": truths})
whole_cases = st.fixed_dictionaries(
    {
        "procurement": st.fixed_dictionaries(
            {}, optional={"estimated_value_excluding_vat": money, "call_sent_on": days, "title": texts}
        ),
        "operator": st.fixed_dictionaries(
            {"role": st.sampled_from(["tenderer", "subcontractor"])},
            optional={
                "name": texts,
                "evidence_verified": truths,
                "convictions": st.lists(entries, max_size=2),
                "linked_persons": st.none() | st.lists(persons),
                "tax_breaches": st.lists(breaches, max_size=1),
            },
        ),
    },
    optional={"entities": st.just([]) | st.none()},
)  # fmt: skip


@given(given_case=whole_cases)
def test_what_is_written_is_read_back(given_case: Given) -> None:
    case = Case.model_validate(given_case)
    text = case.model_dump_json(exclude_none=True)
    assert Case.model_validate_json(text) == case
    assert parse_case(read_json(text, "case")) == case
    assert Case.model_validate(case.model_dump()) == case


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted() -> None:
    unknown = {f"fact_{number}": number for number in range(2_000)}
    with pytest.raises(InputInvalidError) as refused:
        parse_case(Source("facts", {"procurement": {}, "operator": {"role": "tenderer", **unknown}}, {}))
    assert len(refused.value.faults) == 101
    assert str(refused.value).endswith("facts: and 1,900 more like these")
