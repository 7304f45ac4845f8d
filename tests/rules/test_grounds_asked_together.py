"""Grounds asked together: those that differ in the offence alone are one comparison of it, with the same answer."""

from __future__ import annotations

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle
from strategies import AS_OF, TINY, cases, entry_conditions, typed

from tenderlaw.facts.records import Record
from tenderlaw.packs.conditions import All, AnyOf, Condition, InPeriod, Some
from tenderlaw.packs.conditions import Test as Comparison
from tenderlaw.packs.ground_references import asks_ground, either

law = settings(max_examples=150, deadline=None)
OFFENCES: Final = ["fraud", "subsidy-fraud", "exploitation", "trafficking", "child-labour"]


def ground(offence: str, *, said: str = "", final: bool = True) -> All:
    raw: dict[str, object] = {"offence": {"within": offence}, "final": final, "use": "attributable"}
    when = typed(raw, "convictions")
    period = typed({"in_period": "after-conviction"}, "convictions")
    return All((when, period), said or offence, of_ground=True)


def leaves(condition: Condition) -> list[Comparison | InPeriod]:
    if isinstance(condition, All | AnyOf):
        return [leaf for part in condition.parts for leaf in leaves(part)]
    if isinstance(condition, Some):
        return leaves(condition.where)
    assert isinstance(condition, Comparison | InPeriod)
    return [condition]


@law
@given(asked=st.lists(st.builds(ground, st.sampled_from(OFFENCES), final=st.booleans()), min_size=1, max_size=5),
       case=cases)  # fmt: skip
def test_grounds_asked_together_answer_as_one_by_one(asked: list[Condition], case: tuple[Record, Record]) -> None:
    oracle, one = Oracle(TINY, *case, AS_OF), either(asked)
    for item in oracle.items("convictions"):
        apart = oracle.value(AnyOf(tuple(asked)), item)
        together = oracle.value(one, item)
        assert together == apart or (together == 1 and "not" in str(item.record.get("offence"))), item.record


@law
@given(asked=st.lists(entry_conditions("convictions", 3), min_size=1, max_size=4), case=cases)
def test_conditions_that_differ_otherwise_stay_apart(asked: list[Condition], case: tuple[Record, Record]) -> None:
    oracle, one = Oracle(TINY, *case, AS_OF), either(asked)
    for item in oracle.items("convictions"):
        together, apart = oracle.value(one, item), oracle.value(AnyOf(tuple(asked)), item)
        assert together == apart or (together == 1 and "not" in str(item.record.get("offence")))


def test_alike_grounds_are_one_comparison_under_the_titles_of_all() -> None:
    one = either([ground(name, said=f"G {name}") for name in ("fraud", "trafficking", "child-labour")])
    assert isinstance(one, All)
    assert (one.said, one.of_ground) == ("G fraud or G trafficking or G child-labour", True)
    offences = [leaf for leaf in leaves(one) if isinstance(leaf, Comparison) and leaf.kind == "offence"]
    assert [str(getattr(leaf.operand, "value", "")) for leaf in offences] == [
        "('fraud', 'trafficking', 'child-labour')"
    ]
    assert asks_ground(Some("convictions", one))


def test_grounds_over_a_list_are_one_question_about_it() -> None:
    one = either([Some("convictions", ground(name)) for name in ("fraud", "trafficking")])
    assert isinstance(one, Some)
    apart = either([Some("convictions", ground("fraud")), Some("convictions", ground("trafficking", final=False))])
    assert isinstance(apart, AnyOf)
