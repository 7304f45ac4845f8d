"""What a pack presumes of a fact that nobody gave: read so by every evaluator, until something is given."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle
from strategies import AS_OF, TINY, Given, cases

from tenderlaw.facts.records import Record
from tenderlaw.packs import load_pack
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Ref, Some
from tenderlaw.packs.conditions import Test as Comparison
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.typed import TypedPack
from tenderlaw.rules.evaluate import Evaluator, Evaluators
from tenderlaw.rules.explain import explain, missing_paths
from tenderlaw.rules.plan import compile_plan
from tenderlaw.rules.rete import available

FIXTURES: Final = Path(__file__).resolve().parents[1] / "packs" / "fixtures"
PRESUMES: Final[TypedPack] = load_pack(FIXTURES / "tiny-presumes", lambda _: TINY)
BY: Final[Evaluators] = "both" if available() else "explainer"
law = settings(max_examples=120, deadline=None)

LEAVES: Final[dict[str | None, list[Given]]] = {
    None: [
        {"evidence_verified": True},
        {"evidence_verified": False},
        {"procurement.contract_kind": "works"},
        {"procurement.contract_kind": {"in": ["supplies", "services"]}},
        {"country": "AA"},
        {"procurement.cpv_codes": {"starts_with": "90"}},
        {"procurement.cpv_codes": {"includes": "79110000-8"}},
    ],
    "misconduct": [
        {"demonstrated": True},
        {"demonstrated": False},
        {"grave": True},
        {"operator.evidence_verified": True},
    ],
    "convictions": [{"convicted": "operator"}, {"convicted": {"in": ["controller", "other"]}}, {"final": True}],
}  # fmt: skip


def typed(raw: Given, collection: str | None) -> Condition:
    def refuse(steps: object, message: str, hint: str) -> None:
        raise AssertionError(f"{steps}: {message} ({hint})")

    return Grammar(PRESUMES.pack, refuse).condition(raw, collection, ())


def trees(collection: str | None) -> st.SearchStrategy[Condition]:
    leaves: st.SearchStrategy[Condition] = st.sampled_from([typed(raw, collection) for raw in LEAVES[collection]])
    if collection is None:
        some = [st.builds(Some, st.just(name), trees(name)) for name in ("misconduct", "convictions")]
        leaves = st.one_of(leaves, *some)
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(All, st.lists(inner, max_size=3).map(tuple))
            | st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple))
            | st.builds(Not, inner)
        ),
        max_leaves=5,
    )


conditions = st.sampled_from([None, "misconduct", "convictions"]).flatmap(
    lambda name: st.tuples(st.just(name), trees(name))
)


@law
@given(asked=st.lists(conditions, min_size=1, max_size=3), case=cases)
def test_rete_and_explainer_presume_as_the_oracle_does(
    asked: list[tuple[str | None, Condition]], case: tuple[Record, Record]
) -> None:
    plan = compile_plan(PRESUMES, [(f"t{n}", *one) for n, one in enumerate(asked)])
    found = Evaluator(plan).evaluate(*case, AS_OF, by=BY)
    oracle = Oracle(PRESUMES, *case, AS_OF)
    assert [found.truths_of(plan.by_name[f"t{n}"]) for n in range(len(asked))] == [oracle.truths(*one) for one in asked]


def said(case: tuple[Record, Record]) -> tuple[Record, Record]:
    """The same case with what the pack presumes written out where nothing was given."""
    operator, procurement = copy.deepcopy(case)
    operator.setdefault("evidence_verified", False)
    procurement.setdefault("contract_kind", "works")
    for entry in operator.get("misconduct", ()):  # type: ignore[attr-defined]
        if "description" not in entry:
            entry.setdefault("demonstrated", True)
    for person in operator.get("linked_persons", ()):  # type: ignore[attr-defined]
        person.setdefault("link", "operator")
    return operator, procurement


@law
@given(case=cases)
def test_what_is_presumed_reads_as_if_it_had_been_given(case: tuple[Record, Record]) -> None:
    grounds = [(ground.ground.id, ground.collection, ground.when) for ground in PRESUMES.grounds]
    plan = compile_plan(PRESUMES, grounds)
    evaluator = Evaluator(plan)
    presumed, given_ = (evaluator.evaluate(*one, AS_OF, by=BY) for one in (case, said(case)))
    for name, _, _ in grounds:
        assert presumed.truths_of(plan.by_name[name]) == given_.truths_of(plan.by_name[name])


def test_a_presumption_is_never_a_missing_fact_and_its_reason_says_that_it_was_presumed() -> None:
    condition = typed({"evidence_verified": False, "country": "AA"}, None)
    plan = compile_plan(PRESUMES, [("t", None, condition)])
    evaluator = Evaluator(plan)
    evaluation = evaluator.evaluate({}, {}, AS_OF, by=BY)
    (scope,) = evaluation.scopes[None]
    assert missing_paths(condition, scope, evaluator, evaluation) == ["operator.country"]
    asks = [part.asks for part in explain(condition, scope, evaluator, evaluation).parts]
    assert asks == [
        "operator.evidence_verified is false (presumed so where it was not given)",
        "operator.country is AA",
    ]


def test_nothing_is_presumed_of_an_entry_whose_own_words_may_say_the_contrary() -> None:
    condition = Some("misconduct", typed({"demonstrated": True}, "misconduct"))
    evaluator = Evaluator(compile_plan(PRESUMES, [("t", None, condition)]))

    def asked(entry: Record) -> tuple[object, list[str]]:
        evaluation = evaluator.evaluate({"misconduct": (entry,)}, {}, AS_OF, by=BY)
        missing = missing_paths(condition, evaluation.scopes[None][0], evaluator, evaluation)
        return evaluation.truth(0), missing

    told: Record = {"kind": "other", "description": "it was never shown"}
    assert asked({"kind": "other"}) == (True, [])
    assert asked(told) == (None, ["operator.misconduct[0].demonstrated"])
    assert asked({**told, "demonstrated": False}) == (False, [])


def test_a_presumption_and_its_reason_are_the_same_whatever_the_fact_is_compared_with() -> None:
    asked = typed({"valid_until": {"on_or_after": "as_of"}}, "statements")
    assert isinstance(asked, Comparison)
    condition = Some("statements", replace(asked, absent=True, unless_told=Ref("item", ("limb",))))
    evaluator = Evaluator(compile_plan(PRESUMES, [("t", None, condition)]))

    def found(entry: Record) -> object:
        evaluation = evaluator.evaluate({"statements": (entry,)}, {}, AS_OF, by=BY)
        said = str(explain(condition, evaluation.scopes[None][0], evaluator, evaluation))
        assert f"valid_until on or after the as-of date {AS_OF} (presumed so where it was not given)" in said
        return evaluation.truth(0)

    assert found({"given": True}) is True
    assert found({"given": True, "limb": "until-revoked"}) is None
    assert found({"given": True, "limb": "until-revoked", "valid_until": AS_OF - timedelta(days=1)}) is False


def test_another_layer_of_the_same_ancestor_presumes_nothing() -> None:
    assert TINY.presumptions == ()
