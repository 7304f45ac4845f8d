"""Random cases and random conditions over the tiny pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias, cast

from hypothesis import strategies as st

from tenderlaw.facts.agreeing import Agreeing
from tenderlaw.facts.base import OPEN, Facts
from tenderlaw.facts.catalogue import field_at
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.records import Record, operator_record, procurement_record
from tenderlaw.packs import load_pack
from tenderlaw.packs.conditions import All, AnyOf, AsOf, Begun, Condition, Fact, Length, Not, Ref, Some
from tenderlaw.packs.conditions import Given as Literal
from tenderlaw.packs.grammar import Grammar
from tenderlaw.rules.evaluate import Evaluation, Evaluator, Evaluators
from tenderlaw.rules.plan import Plan, compile_plan
from tenderlaw.rules.truth import Truth

Given: TypeAlias = dict[str, object]

TINY: Final = load_pack(Path(__file__).resolve().parents[1] / "packs" / "fixtures" / "tiny")
AS_OF: Final = date(2025, 6, 1)

_PAST: Final = [
    date(2019, 2, 28),
    date(2020, 2, 29),
    date(2020, 5, 31),
    date(2020, 6, 1),
    date(2022, 5, 31),
    date(2022, 6, 1),
    date(2024, 2, 29),
    AS_OF - timedelta(days=1),
    AS_OF,
]
past_days: Final = st.sampled_from(_PAST)
all_days: Final = st.sampled_from([*_PAST, AS_OF + timedelta(days=1), date(2031, 1, 1), date.max])
truths: Final = st.sampled_from([True, False])
countries: Final = st.sampled_from(["AA", "BB", "CC"])
offences: Final = st.sampled_from(
    ["fraud", "subsidy-fraud", "exploitation", "trafficking", "child-labour", "other", "elsewhere"]
)

# Conditions ----------------------------------------------------------------------------------------------

LEAVES: Final[Mapping[str | None, Sequence[Given]]] = {
    None: [
        {"procurement.estimated_value_excluding_vat": {"at_least": {"value": "threshold"}}},
        {"procurement.estimated_value_excluding_vat": {"less_than": {"amount": 1500, "currency": "EUR"}}},
        {"procurement.estimated_value_excluding_vat": {
            "more_than": {"fact": "procurement.estimated_value_including_vat"}}},
        {"procurement.estimated_value": {"at_least": {"value": "band"}}},
        {"procurement.estimated_value": {"less_than": {"value": "band"}}},
        {"procurement.estimated_value": {"more_than": {"value": "band", "on": "procurement.decision_on"}}},
        {"procurement.estimated_value": {"at_most": {"value": "band", "on": "as_of"}}},
        {"sum": "performance", "of": "estimated_value", "more_than": {"value": "threshold"}},
        {"sum": "performance", "of": "estimated_value", "where": {"country": "AA"},
            "at_least": {"amount": 2000, "currency": "EUR"}},
        {"sum": "tax_breaches", "of": "amount", "where": {"kind": "tax"}, "at_most": {"value": "threshold"}},
        {"sum": "tax_breaches", "of": "amount", "where": {"not": {"paid": True}},
            "less_than": {"fact": "procurement.estimated_value_excluding_vat"}},
        {"sum": "tax_breaches", "of": "amount", "where": {"country": "AA"}, "more_than": {"fact": "turnover"}},
        {"sum": "performance", "of": "estimated_value", "where": {"operator.evidence_verified": True},
            "at_least": {"fact": "turnover"}},
        {"sum": "performance", "of": "estimated_value", "at_most": {"fact": "turnover"}},
        {"sum": "subcontract_performance", "of": "estimated_value", "where": {"not": {"country": "AA"}},
            "more_than": {"value": "threshold"}},
        {"sum": "subcontract_performance", "of": "estimated_value", "at_least": {"fact": "turnover"}},
        {"turnover": {"at_least": {"value": "threshold"}}},
        {"procurement.decision_on": {
            "on_or_before": {"fact": "procurement.call_sent_on", "plus": {"years": 2, "months": 3, "days": 1}}}},
        {"procurement.share_awarded_outside_rules": {"at_most": {"value": "small-share"}}},
        {"procurement.contract_kind": {"in": ["works", "services"]}},
        {"procurement.authority.country": "AA"},
        {"procurement.decision_on": {"on_or_after": "2020-06-01"}},
        {"procurement.decision_on": {"after": {"fact": "procurement.call_sent_on"}}},
        {"country": {"in": {"value": "risky-countries"}}},
        {"evidence_verified": True},
        {"as_of": {"on_or_after": "2025-06-01"}},
        {"as_of": {"after": {"fact": "procurement.call_sent_on", "plus": {"days": 10}}}},
        {"unsettled": "which of two readings is right"},
        {"count": "statements", "where": {"given": True}, "at_least": {"years_since": "procurement.call_sent_on"}},
        {"count": "tax_breaches", "where": {"paid": True}, "less_than": {"years_since": "procurement.decision_on"}},
        {"role": "tenderer"},
        {"lots": {"includes": ["1"]}},
        {"lots": {"starts_with": ["1", "3"]}},
        {"procurement.cpv_codes": {"starts_with": ["450", "71"]}},
    ],
    "convictions": [
        {"offence": {"within": "trafficking"}},
        {"offence": {"in": ["fraud", "exploitation"]}},
        {"offence": "other"},
        {"offence": {"within": ["exploitation", "subsidy-fraud"]}},
        {"final": True},
        {"final": False},
        {"use": "attributable"},
        {"convicted": "operator"},
        {"final_on": {"on_or_before": "as_of"}},
        {"final_on": {"before": {"fact": "link_from"}}},
        {"link_until": {"after": {"fact": "final_on"}}},
        {"in_period": "after-conviction"},
        {"in_period": "after-conviction", "at": {"fact": "procurement.decision_on"}},
        {"in_period": "before-the-tender"},
        {"in_period": "before-the-tender", "at": "2022-06-01"},
        {"self_cleaning.accepted": True},
        {"self_cleaning.prevention": True},
        {"country": {"in": {"value": "risky-countries"}}},
        {"procurement.contract_kind": "works"},
        {"operator.evidence_verified": True},
        {"country": {"is": {"fact": "operator.country"}}},
        {"foreign_offence": {"starts_with": ["an", "the"]}},
    ],
    "misconduct": [
        {"kind": "professional-misconduct"},
        {"kind": {"in": ["labour-law", "social-law"]}},
        {"grave": True},
        {"demonstrated": True},
        {"in_period": "after-misconduct"},
        {"in_period": "after-misconduct", "at": "2022-06-01"},
        {"occurred_on": {"before": {"fact": "penalised_on"}}},
        {"penalised_by_authority": True},
        {"penalised_by_authority": False},
        {"operator.evidence_verified": False},
    ],
    "tax_breaches": [
        {"kind": "tax"},
        {"final_and_binding": True},
        {"amount": {"more_than": {"value": "threshold"}}},
        {"amount": {"at_most": {"fact": "procurement.estimated_value_excluding_vat"}}},
        {"amount.currency": "EUR"},
        {"paid": True},
        {"binding_arrangement": True},
        {"country": {"is": {"fact": "procurement.authority.country"}}},
    ],
    "linked_persons": [{"link": "controller"}, {"link_until": {"on_or_after": "as_of"}}],
    "insolvency": [{"kind": "bankruptcy"}, {"ongoing": True}, {"able_to_perform": True}],
    "statements": [
        {"kind": "compliance-plan"},
        {"kind": {"in": ["compliance-plan", "third-plan"]}},
        {"given": True},
        {"valid_until": {"on_or_after": "as_of"}},
    ],
    "exclusions_by_judgment": [
        {"excluded_until": {"on_or_after": "as_of"}},
        {"effective_in": {"includes": {"fact": "procurement.authority.country"}}},
        {"effective_in": {"includes": ["AA", "BB"]}},
        {"effective_in": {"starts_with": ["A"]}},
    ],
    "performance": [
        {"country": {"in": {"value": "risky-countries"}}},
        {"country": "undetermined"},
        {"country": {"in": ["AA", "undetermined"]}},
        {"country": "AA"},
        {"contract_kind": "supplies"},
    ],
    "subcontract_performance": [
        {"country": {"in": {"value": "risky-countries"}}},
        {"country": "undetermined"},
        {"contract_kind": "supplies"},
        {"estimated_value": {"at_least": {"value": "threshold"}}},
    ],
}  # fmt: skip
"""Leaves for the entries of each collection; under None, for the operator as a whole."""


def typed(raw: object, collection: str | None = None) -> Condition:
    """A condition of the tiny pack, typed; a fault in it fails the test."""

    def refuse(steps: object, message: str, hint: str) -> None:
        raise AssertionError(f"{steps}: {message} ({hint})")

    return Grammar(TINY.pack, refuse).condition(raw, collection, ())


BEGINNINGS: Final[Mapping[str | None, Sequence[Condition]]] = {
    "convictions": [
        Begun("convictions", AsOf()),
        Begun("convictions", Literal(date(2022, 5, 31))),
        Begun("convictions", Fact(Ref("procurement", ("call_sent_on",)), Length(years=1))),
        Begun("convictions", Fact(Ref("item", ("judgment_excludes_until",)))),
    ],
    "misconduct": [
        Begun("misconduct", Fact(Ref("procurement", ("decision_on",)))),
        Begun("misconduct", Fact(Ref("procurement", ("call_sent_on",))), "penalised_by_authority"),
        Begun("misconduct", Fact(Ref("item", ("penalised_on",)))),
    ],
    "exclusions_by_judgment": [Begun("exclusions_by_judgment", Literal(date(2020, 6, 1)))],
    "performance": [Begun("performance", Fact(Ref("procurement", ("call_sent_on",))))],
}
"""Whether an entry had begun by a day, which no pack writes itself."""

TYPED_LEAVES: Final = {
    name: (*(typed(raw, name) for raw in leaves), *BEGINNINGS.get(name, ())) for name, leaves in LEAVES.items()
}
COLLECTION_NAMES: Final = sorted(name for name in TYPED_LEAVES if name is not None)


def _tree(leaves: st.SearchStrategy[Condition], size: int) -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, max_size=3).map(tuple)
        return st.builds(All, parts) | st.builds(AnyOf, parts) | st.builds(Not, inner)

    return st.recursive(leaves, grow, max_leaves=size)


def entry_conditions(collection: str, size: int = 6) -> st.SearchStrategy[Condition]:
    """Conditions about one entry of `collection`."""
    return _tree(st.sampled_from(TYPED_LEAVES[collection]), size)


_quantified: st.SearchStrategy[Condition] = st.sampled_from(COLLECTION_NAMES).flatmap(
    lambda name: st.builds(Some, st.just(name), entry_conditions(name, 4), st.sampled_from([1, 1, 1, 2, 3]))
)


def _nested(name: str) -> st.SearchStrategy[Condition]:
    """Entries of one list, for which something must hold of another list as well."""
    inside = _tree(st.sampled_from(TYPED_LEAVES[name]) | _quantified, 3)
    return st.builds(Some, st.just(name), inside, st.sampled_from([1, 2]))


case_conditions: Final = _tree(
    st.sampled_from(TYPED_LEAVES[None]) | _quantified | st.sampled_from(COLLECTION_NAMES).flatmap(_nested), 6
)
"""Conditions about the whole case, with quantifiers, also inside each other."""


@st.composite
def any_conditions(draw: st.DrawFn) -> tuple[str | None, Condition]:
    """A condition and the collection whose entries it is about."""
    name = draw(st.sampled_from([None, *COLLECTION_NAMES]))
    return name, draw(case_conditions if name is None else entry_conditions(name))


# Cases ---------------------------------------------------------------------------------------------------


def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A fact that may be unknown."""
    return st.none() | values


def _facts(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Given]:
    return st.fixed_dictionaries({name: maybe(values) for name, values in fields.items()})


def _money() -> st.SearchStrategy[object]:
    return st.fixed_dictionaries(
        {
            "amount": st.sampled_from(["0", "999.99", "1000", "1500", "1500.5", "1500.50", "2000"]),
            "currency": st.sampled_from(["EUR", "EUR", "USD"]),
        }
    )


def _self_cleaning() -> st.SearchStrategy[object]:
    return _facts(claimed=truths, prevention=truths, accepted=truths)


def _convictions(days: st.SearchStrategy[date]) -> st.SearchStrategy[list[Given]]:
    fields = _facts(
        offence=offences,
        also_offences=st.lists(offences, max_size=2),
        foreign_offence=st.just("an offence abroad"),
        equivalence_confirmed=truths,
        convicted_on=days,
        final=truths,
        final_on=days,
        judgment_sets_exclusion=truths,
        judgment_excludes_until=days,
        country=countries,
        self_cleaning=_self_cleaning(),
    )
    return st.lists(fields, max_size=3)


def _portion() -> st.SearchStrategy[Given]:
    return _facts(
        country=countries | st.just("undetermined"),
        contract_kind=st.sampled_from(["works", "supplies"]),
        estimated_value=_money(),
    )


def _portion() -> st.SearchStrategy[Given]:
    return _facts(
        country=countries | st.just("undetermined"),
        contract_kind=st.sampled_from(["works", "supplies"]),
        estimated_value=_money(),
    )


def operators(days: st.SearchStrategy[date] = all_days) -> st.SearchStrategy[Given]:
    """Facts of an operator, many of them unknown."""
    persons = _facts(
        link=st.sampled_from(["governing-body-member", "controller", "other"]),
        link_from=days,
        link_until=days | st.just("open"),
        convictions=_convictions(days),
    )
    misconduct = _facts(
        kind=st.sampled_from(["professional-misconduct", "labour-law", "other"]),
        grave=truths,
        demonstrated=truths,
        occurred_on=days,
        penalised_by_authority=truths,
        penalised_on=days,
        self_cleaning=_self_cleaning(),
        description=st.just("as somebody told it"),
    )
    taxes = _facts(
        kind=st.sampled_from(["tax", "social-security"]),
        amount=_money(),
        country=countries,
        paid=truths,
        binding_arrangement=truths,
        final_and_binding=truths,
        decided_on=days,
    )
    situations = st.sampled_from(["bankruptcy", "winding-up"])
    insolvency = _facts(kind=situations, ongoing=truths, able_to_perform=truths, opened_on=days)
    exclusions = _facts(
        excluded_from=days, excluded_until=days | st.just("open"), effective_in=st.lists(countries, max_size=2)
    )
    statements = _facts(given=truths, given_on=days, valid_until=days | st.just("open")).flatmap(
        lambda facts: st.sampled_from(["compliance-plan", "other-plan", "third-plan"]).map(
            lambda kind: {**facts, "kind": kind}
        )
    )
    subcontract = _facts(value=_money(), performance=st.lists(_portion(), max_size=2))
    optional = _facts(
        subcontract=subcontract,
        country=countries,
        evidence_verified=truths,
        turnover=_money(),
        lots=st.lists(st.sampled_from(["1", "2"]), max_size=2),
        convictions=_convictions(days),
        linked_persons=st.lists(persons, max_size=2),
        misconduct=st.lists(misconduct, max_size=3),
        tax_breaches=st.lists(taxes, max_size=3),
        insolvency=st.lists(insolvency, max_size=2),
        exclusions_by_judgment=st.lists(exclusions, max_size=2),
        statements=st.lists(statements, max_size=2),
    )
    roles = st.sampled_from(["tenderer", "subcontractor"])
    return optional.flatmap(lambda facts: roles.map(lambda role: agreeing(EconomicOperator, {**facts, "role": role})))


def procurements() -> st.SearchStrategy[Given]:
    """Facts of a procurement, many of them unknown."""
    performance = _facts(
        country=countries | st.just("undetermined"),
        contract_kind=st.sampled_from(["works", "supplies"]),
        estimated_value=_money(),
    )
    lot = _facts(estimated_value_excluding_vat=_money())
    lots = st.lists(lot, max_size=2).map(lambda found: [{"id": str(n), **one} for n, one in enumerate(found)])
    return _facts(
        lots=lots,
        cpv_codes=st.lists(st.sampled_from(["45000000-7", "45112000-5", "71000000-8"]), max_size=2),
        authority=_facts(country=countries),
        contract_kind=st.sampled_from(["works", "supplies", "services"]),
        estimated_value_excluding_vat=_money(),
        estimated_value_including_vat=_money(),
        call_sent_on=all_days,
        decision_on=past_days,
        performance=st.lists(performance, max_size=3),
    ).map(lambda facts: agreeing(Procurement, facts))


def agreeing(model: type[Facts], facts: Given) -> Given:
    """The facts without those that contradict others."""
    out = dict(facts)
    for name, value in facts.items():
        inner = field_at(model, (name,))
        if inner is not None and inner.model is not None and isinstance(value, dict):
            out[name] = agreeing(inner.model, value)
        elif inner is not None and inner.entries is not None and isinstance(value, list):
            out[name] = [agreeing(inner.entries, entry) for entry in value]
    while issubclass(model, Agreeing) and (found := next(model.conflicts(lambda name: _as_read(out.get(name))), None)):
        _forget(out, found.first)
    return out


def _as_read(value: object) -> object:
    """A fact as the models make of it, as far as relations compare it."""
    if isinstance(value, dict):
        return {name: _as_read(part) for name, part in value.items()}
    if isinstance(value, list):
        return tuple(_as_read(part) for part in value)
    if value == "open":
        return OPEN
    return Decimal(value) if isinstance(value, str) and value[0].isdecimal() and value not in ("1", "2") else value


def _forget(facts: object, steps: Sequence[str | int]) -> None:
    *outer, last = steps
    for step in outer:
        facts = cast("dict[str | int, object]", facts)[step]
    cast("dict[str | int, object]", facts)[last] = None


def records(operator: Given, procurement: Given) -> tuple[Record, Record]:
    """The records of facts, by way of the strict models."""
    return (
        operator_record(EconomicOperator.model_validate(operator), AS_OF),
        procurement_record(Procurement.model_validate(procurement), AS_OF),
    )


cases: Final = st.tuples(operators(), procurements()).map(lambda pair: records(*pair))
"""Records of an operator and a procurement."""


# Evaluation ----------------------------------------------------------------------------------------------


def plan_of(*conditions: tuple[str | None, Condition]) -> Plan:
    """The conditions compiled, the first under the name `0`."""
    return compile_plan(TINY, [(str(n), name, what) for n, (name, what) in enumerate(conditions)])


def answers(plan: Plan, evaluation: Evaluation) -> list[list[Truth]]:
    """The truths of each named condition, entry by entry."""
    return [evaluation.truths[plan.by_name[str(n)]] for n in range(len(plan.by_name))]


def truths_of(
    case: tuple[Record, Record], *conditions: tuple[str | None, Condition], by: Evaluators = "explainer"
) -> list[list[Truth]]:
    """What the evaluators say of each condition."""
    plan = plan_of(*conditions)
    return answers(plan, Evaluator(plan).evaluate(*case, AS_OF, by=by))


def truth_of(case: tuple[Record, Record], condition: Condition, by: Evaluators = "explainer") -> Truth:
    """What the evaluators say of one condition about the whole case."""
    ((truth,),) = truths_of(case, (None, condition), by=by)
    return truth
