"""Laws of what is left of a condition once the choices of a State are settled: no facts tell it from the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.packs.conditions import All, AnyOf, Condition, Given, Not, Ref
from tenderlaw.packs.conditions import Test as Comparison
from tenderlaw.packs.settled import ALWAYS, NEVER, every, opposite, some_of
from tenderlaw.rules.truth import Truth, all_of, any_of, negate

LEAVES = [Comparison(Ref("operator", (name,)), "truth", "is", Given(value=True)) for name in ("a", "b", "c")]
PARTS = st.lists(st.sampled_from([ALWAYS, NEVER, *LEAVES]), min_size=1, max_size=5)
FACTS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in ("a", "b", "c")})


def truth(condition: Condition, facts: dict[str, Truth]) -> Truth:
    if isinstance(condition, All):
        return all_of(truth(part, facts) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any_of(truth(part, facts) for part in condition.parts)
    if isinstance(condition, Not):
        return negate(truth(condition.part, facts))
    assert isinstance(condition, Comparison)
    return facts[condition.ref.names[0]]


@given(PARTS, FACTS)
def test_what_is_left_says_what_the_whole_says(parts: list[Condition], facts: dict[str, Truth]) -> None:
    assert truth(every(parts), facts) == truth(All(tuple(parts)), facts)
    assert truth(some_of(parts), facts) == truth(AnyOf(tuple(parts)), facts)
    assert truth(opposite(every(parts)), facts) == truth(Not(All(tuple(parts))), facts)


@given(PARTS)
def test_nothing_settled_is_left_beside_what_facts_decide(parts: list[Condition]) -> None:
    for left in (every(parts), some_of(parts)):
        assert left in (ALWAYS, NEVER) or not {ALWAYS, NEVER} & set(getattr(left, "parts", ()))


@given(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=5))
def test_where_nothing_is_settled_the_condition_stays_as_it_is(parts: list[Condition]) -> None:
    assert every(parts) == All(tuple(parts))
    assert some_of(parts) == AnyOf(tuple(parts))
