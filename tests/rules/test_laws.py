"""Laws of evaluation, for whatever condition and whatever case."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from strategies import (
    AS_OF,
    COLLECTION_NAMES,
    TINY,
    Given,
    answers,
    any_conditions,
    case_conditions,
    cases,
    entry_conditions,
    operators,
    past_days,
    plan_of,
    procurements,
    records,
    truth_of,
    truths_of,
    typed,
)

from tenderlaw.facts.collections import COLLECTIONS
from tenderlaw.facts.portions import PORTIONS, remainder_in
from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Some
from tenderlaw.rules.evaluate import Evaluator, Evaluators
from tenderlaw.rules.explain import explain, missing_paths, truth_word
from tenderlaw.rules.plan import Plan, compile_plan
from tenderlaw.rules.rete import available
from tenderlaw.rules.truth import Truth, at_least

Pair = tuple[str | None, Condition]
EVALUATORS: list[Evaluators] = ["both", "rete", "explainer"] if available() else ["explainer"]

law = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(law, max_examples=150)
@given(
    conditions=st.lists(any_conditions(), min_size=1, max_size=4), given_cases=st.lists(cases, min_size=1, max_size=3)
)
def test_rete_and_explainer_agree_with_the_oracle(
    conditions: list[Pair], given_cases: list[tuple[Record, Record]]
) -> None:
    plan = plan_of(*conditions)
    evaluator = Evaluator(plan)
    for case in given_cases:
        oracle = Oracle(TINY, *case, AS_OF)
        expected = [oracle.truths(name, condition) for name, condition in conditions]
        for by in EVALUATORS:
            assert answers(plan, evaluator.evaluate(*case, AS_OF, by=by)) == expected, by


@law
@given(case=cases)
def test_the_grounds_of_a_pack_agree_with_the_oracle(case: tuple[Record, Record]) -> None:
    oracle = Oracle(TINY, *case, AS_OF)
    wanted: list[Pair] = [(ground.collection, ground.when) for ground in TINY.grounds]
    wanted += [(ground.collection, lift) for ground in TINY.grounds for _, lift in ground.lifts]
    wanted += [(None, r.when) for r in TINY.requirements] + [(None, TINY.scope)]
    for by in EVALUATORS:
        assert truths_of(case, *wanted, by=by) == [oracle.truths(*pair) for pair in wanted]


@law
@given(conditions=st.lists(any_conditions(), min_size=1, max_size=3), case=cases)
def test_evaluation_is_deterministic(conditions: list[Pair], case: tuple[Record, Record]) -> None:
    plan = plan_of(*conditions)
    evaluator = Evaluator(plan)
    first = evaluator.evaluate(*case, AS_OF)
    again = evaluator.evaluate(*case, AS_OF)
    assert (first.truths, first.marks) == (again.truths, again.marks)
    assert plan_of(*conditions).rules == plan.rules
    assert truths_of(case, *conditions, by="both") == answers(plan, first)


@law
@given(condition=case_conditions, operator=operators(), procurement=procurements(), chance=st.randoms())
def test_the_order_of_entries_is_irrelevant(
    condition: Condition, operator: Given, procurement: Given, chance: Random
) -> None:
    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            return {name: shuffled(part) for name, part in value.items()}
        if isinstance(value, list):
            out = [shuffled(part) for part in value]
            chance.shuffle(out)
            return out
        return value

    other = records(shuffled(operator), shuffled(procurement))  # type: ignore[arg-type]
    assert truth_of(other, condition) is truth_of(records(operator, procurement), condition)


@law
@given(a=any_conditions(), case=cases)
def test_not_not_a_is_a(a: Pair, case: tuple[Record, Record]) -> None:
    name, condition = a
    plain, doubled, negated = truths_of(case, a, (name, Not(Not(condition))), (name, Not(condition)), by="both")
    assert plain == doubled
    assert negated == [None if truth is None else not truth for truth in plain]


@st.composite
def two_conditions(draw: st.DrawFn) -> tuple[str | None, Condition, Condition]:
    name = draw(st.sampled_from([None, *COLLECTION_NAMES]))
    conditions = case_conditions if name is None else entry_conditions(name, 4)
    return name, draw(conditions), draw(conditions)


@law
@given(ab=two_conditions(), case=cases)
def test_de_morgan(ab: tuple[str | None, Condition, Condition], case: tuple[Record, Record]) -> None:
    name, a, b = ab
    left, right, left_any, right_any = truths_of(
        case,
        (name, Not(All((a, b)))),
        (name, AnyOf((Not(a), Not(b)))),
        (name, Not(AnyOf((a, b)))),
        (name, All((Not(a), Not(b)))),
        by="both",
    )
    assert left == right
    assert left_any == right_any


@law
@given(ab=two_conditions(), case=cases)
def test_absorption_and_distribution(ab: tuple[str | None, Condition, Condition], case: tuple[Record, Record]) -> None:
    name, a, b = ab
    plain, absorbed, absorbing, spread = truths_of(
        case,
        (name, a),
        (name, AnyOf((a, All((a, b))))),
        (name, All((a, AnyOf((a, b))))),
        (name, AnyOf((All((a, b)), All((a, Not(b))), a))),
        by="both",
    )
    assert plain == absorbed == absorbing == spread


@law
@given(a=any_conditions(), case=cases)
def test_nothing_to_fulfil_holds_and_no_alternative_does_not(a: Pair, case: tuple[Record, Record]) -> None:
    name, condition = a
    plain, everything, nothing, with_true, with_false = truths_of(
        case,
        a,
        (name, All(())),
        (name, AnyOf(())),
        (name, All((condition, All(())))),
        (name, AnyOf((condition, AnyOf(())))),
        by="both",
    )
    assert set(everything) <= {True}
    assert set(nothing) <= {False}
    assert plain == with_true == with_false


# Lists ---------------------------------------------------------------------------------------------------

LISTED = [
    name for name in COLLECTION_NAMES if COLLECTIONS[name].root == "operator" and name != "subcontract_performance"
]
ANY_ENTRY: dict[str, Given] = {name: {"some": name} for name in LISTED}


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("by", EVALUATORS)
def test_a_missing_list_is_unknown_and_an_empty_list_is_empty(name: str, by: Evaluators) -> None:
    # convictions of persons are convictions, and those of the operator may entail an exclusion
    empty: Given = {"role": "tenderer", name: [], "linked_persons": [], "convictions": []}
    missing: Given = {"role": "tenderer"}
    for raw, when_empty in (({"some": name}, False), ({"none": name}, True), ({"count": name, "at_most": 0}, True)):
        condition = typed(raw)
        assert truth_of(records(missing, {}), condition, by) is None
        assert truth_of(records(empty, {}), condition, by) is when_empty


def test_convictions_of_persons_who_may_exist_are_unknown() -> None:
    some = typed({"some": "convictions"})
    assert truth_of(records({"role": "tenderer", "convictions": []}, {}), some) is None
    person: Given = {"link": "controller"}
    known: Given = {"role": "tenderer", "convictions": [], "linked_persons": [person]}
    assert truth_of(records(known, {}), some) is None
    directors = typed({"some": "convictions", "where": {"convicted": "governing-body-member"}})
    assert truth_of(records(known, {}), directors) is False  # the only person is no director


@law
@given(condition=entry_conditions("misconduct"), case=cases, number=st.integers(1, 4))
def test_a_placeholder_never_makes_some_surely_true(
    condition: Condition, case: tuple[Record, Record], number: int
) -> None:
    operator = {**case[0]}
    operator.pop("misconduct", None)
    counted = truth_of((operator, case[1]), Some("misconduct", condition, number), EVALUATORS[0])
    assert counted is not True
    one = truth_of((operator, case[1]), Some("misconduct", condition))
    assert counted is one  # any number of entries may hide behind a list that was not given


@law
@given(case=cases, number=st.integers(1, 4))
def test_count_counts(case: tuple[Record, Record], number: int) -> None:
    grave: Given = {"grave": True}
    least, most, more, less = (
        truth_of(case, typed({"count": "misconduct", "where": grave, bound: number}), EVALUATORS[0])
        for bound in ("at_least", "at_most", "more_than", "less_than")
    )
    entries = case[0].get("misconduct")
    if entries is None:
        assert (least, most, more, less) == (None, None, None, None)
        return
    assert isinstance(entries, tuple)
    entries = [entry for entry in entries if entry.get("occurred_on", AS_OF) <= AS_OF]
    sure = sum(1 for entry in entries if entry.get("grave") is True)
    possible = sum(1 for entry in entries if entry.get("grave") is not False)
    worlds = range(sure, possible + 1)
    for truth, holds in (
        (least, [n >= number for n in worlds]),
        (most, [n <= number for n in worlds]),
        (more, [n > number for n in worlds]),
        (less, [n < number for n in worlds]),
    ):
        assert truth is (holds[0] if len(set(holds)) == 1 else None)


@given(
    entries=st.lists(st.tuples(st.sampled_from([True, False, None]), st.booleans()), max_size=5),
    number=st.integers(1, 4),
)
def test_at_least_holds_in_every_world_or_in_none_or_is_unknown(entries: list[tuple[Truth, bool]], number: int) -> None:
    counts = {0}
    for truth, placeholder in entries:
        low = 1 if truth is True and not placeholder else 0
        high = 0 if truth is False else number if placeholder else 1
        counts = {n + extra for n in counts for extra in range(low, high + 1)}
    holds = {n >= number for n in counts}
    assert at_least(number, entries) is (holds.pop() if len(holds) == 1 else None)


# Unknown -------------------------------------------------------------------------------------------------


@st.composite
def a_case_and_less_of_it(draw: st.DrawFn) -> tuple[tuple[Record, Record], tuple[Record, Record]]:
    operator, procurement = draw(operators(past_days)), draw(procurements())
    chance = draw(st.randoms())
    share = draw(st.sampled_from([0.1, 0.3, 0.6]))

    # `kind` and the like are required; who leaves out `foreign_offence` says that the offence is not foreign
    kept = {"id", "role", "foreign_offence", "amount", "currency"}

    def less(value: object, required: bool = False) -> object:
        if isinstance(value, dict):
            return {
                name: part if name in kept and not isinstance(part, dict)
                else None if chance.random() < share and name not in must(value) else less(part)
                for name, part in value.items()
            }  # fmt: skip
        return [less(part) for part in value] if isinstance(value, list) else value

    def must(value: dict[str, object]) -> set[str]:
        return {"kind"} if "given" in value else {"country"} if set(value) == {"contract_kind", "country"} else set()

    return records(operator, procurement), records(less(operator), less(procurement))  # type: ignore[arg-type]


@settings(law, max_examples=250)
@given(condition=case_conditions, both=a_case_and_less_of_it())
def test_an_answer_to_an_unknown_fact_never_flips_a_known_truth(
    condition: Condition, both: tuple[tuple[Record, Record], tuple[Record, Record]]
) -> None:
    full, less = both
    assume("Begun(" not in repr(condition))  # an entry without the day on which it began has begun, by definition
    # who gives portions without a value, or no value of the whole, says that there are no others
    assume(
        not any(
            remainder_in(a, name) and not remainder_in(b, name)
            for a, b in zip(full, less, strict=True)
            for name in PORTIONS
        )
    )
    before = truth_of(less, condition)
    if before is not None:
        assert truth_of(full, condition) is before


@law
@given(condition=case_conditions, case=cases)
def test_what_is_unknown_names_a_missing_fact_and_explains_itself(
    condition: Condition, case: tuple[Record, Record]
) -> None:
    plan = plan_of((None, condition))
    evaluator = Evaluator(plan)
    evaluation = evaluator.evaluate(*case, AS_OF)
    ((truth,),) = answers(plan, evaluation)
    scope = evaluation.scopes[None][0]
    missing = missing_paths(condition, scope, evaluator, evaluation)
    assert not missing or truth is None
    assert missing or truth is not None or "Unsettled(" in repr(condition)  # what no fact answers, no fact is asked for
    assert len(set(missing)) == len(missing)
    assert explain(condition, scope, evaluator, evaluation).value == truth_word(truth)


# The disjunctive form ------------------------------------------------------------------------------------


def expansion(plan: Plan, target: int, marks: tuple[Truth, ...]) -> Truth:
    """The answer of the rules alone: some disjunct surely holds, or possibly, or none may."""
    groups = {group.kind: group for stratum in plan.strata for group in stratum.groups}
    disjuncts = [
        [groups[rule.kind].literals[bit] for bit in rule.bits]
        for rule, number in zip(plan.rules, plan.target_of_rule, strict=True)
        if number == target
    ]
    if any(all(marks[mark] is sign for mark, sign in disjunct) for disjunct in disjuncts):
        return True
    possible = any(all(marks[mark] in (sign, None) for mark, sign in disjunct) for disjunct in disjuncts)
    return None if possible else False


@settings(law, max_examples=300)
@given(pairs=st.lists(any_conditions(), min_size=1, max_size=4), data=st.data())
def test_the_disjunctive_form_equals_the_tree(pairs: list[Pair], data: st.DataObject) -> None:
    plan = plan_of(*pairs)
    for stratum in plan.strata:
        size = len(stratum.shared) + len(stratum.own)
        marks = data.draw(st.tuples(*[st.sampled_from([True, False, None])] * size))
        for target in stratum.targets:
            assert expansion(plan, target.number, marks) is target.evaluate(marks)


def test_targets_that_share_a_leaf_share_its_mark() -> None:
    grave = typed({"grave": True}, "misconduct")
    named = [(str(n), "misconduct", All((grave, Not(grave)))) for n in range(100)]
    plan = compile_plan(TINY, named)
    assert [len(stratum.own) for stratum in plan.strata] == [1]
    assert len({rule.kind for rule in plan.rules}) > 1  # more rules than one kind of fact may have
    case = records({"role": "tenderer", "misconduct": [{"grave": True}, {}]}, {})
    found = Evaluator(plan).evaluate(*case, AS_OF).truths
    assert all(found[plan.by_name[str(n)]] == [False, None] for n in range(100))
