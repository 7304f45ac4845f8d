"""Random cases over the fact models: complete ones, and the same with facts erased.

A complete case answers every fact that grounds read and does not contradict itself: nothing final lies in
the future, whoever claims no measures has shown none, what was paid was paid or arranged. Erasing a fact
leaves a case that knows less about the same world.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, TypeAlias, cast

from hypothesis import strategies as st

from tenderlaw.decisions import Decision, decide
from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import Case
from tenderlaw.packs.installed import load_packs

Given: TypeAlias = dict[str, object]
Steps: TypeAlias = tuple[str | int, ...]

DIRECTIVE: Final[Regime] = regimes_of(load_packs(["eu-2014-24"]).values())[0]
AS_OF: Final = date(2025, 6, 1)
GROUND_LISTS: Final = ("convictions", "linked_persons", "tax_breaches", "misconduct", "insolvency")
"""The lists of an operator in which a ground may lie."""

_PAST: Final = [
    date(2010, 1, 1),
    date(2020, 2, 29),
    date(2020, 5, 31),
    date(2020, 6, 1),
    date(2020, 6, 2),
    date(2022, 5, 31),
    date(2022, 6, 1),
    date(2022, 6, 2),
    date(2024, 12, 31),
    AS_OF,
]
truths: Final = st.booleans()
past_days: Final = st.sampled_from(_PAST)
last_days: Final = st.sampled_from([*_PAST[-3:], AS_OF - timedelta(days=1), AS_OF + timedelta(days=1), "open"])
offences: Final = st.sampled_from(
    [
        *sorted(offence.id for offence in DIRECTIVE.typed.pack.offences),
        "other",
        "an-offence-of-another-catalogue",
    ]
)
kinds: Final = st.sampled_from(
    [
        "environmental-law",
        "labour-law",
        "professional-misconduct",
        "distortion-of-competition",
        "conflict-of-interest",
        "prior-involvement",
        "deficient-performance",
        "misrepresentation",
        "information-withheld",
        "undue-influence",
        "misleading-information",
        "misrepresentation-or-undue-influence",
        "other",
    ]
)

PROCUREMENT: Final[Given] = {
    "authority": {"country": "SE", "kind": "sub-central"},
    "contract_kind": "services",
    "specific_services": False,
    "framework_call_off": False,
    "stage": "before-award",
    "estimated_value_excluding_vat": {"amount": "500000", "currency": "EUR"},
    "call_sent_on": "2025-01-10",
}
"""A procurement within the scope."""

CLEAN: Final[Given] = {
    "role": "tenderer",
    "convictions": [],
    "linked_persons": [],
    "tax_breaches": [],
    "misconduct": [],
    "insolvency": [],
    "exclusions_by_judgment": [],
    "statements": [],
    "evidence_verified": True,
    "tender": {"abnormally_low": False},
}
"""A tenderer against whom nothing is known, because there is nothing."""

SURE_CONVICTION: Final[Given] = {
    "offence": "corruption",
    "final": True,
    "final_on": "2024-06-01",
    "judgment_sets_exclusion": False,
    "self_cleaning": {"claimed": False},
}
"""A conviction to which nothing is left to ask."""


def case_of(operator: Given, procurement: Given | None = None, entities: object = ()) -> Given:
    """The facts of a case; without anything said, the procurement is within the scope and nobody is relied on."""
    return {
        "procurement": PROCUREMENT if procurement is None else procurement,
        "operator": operator,
        "entities": entities if entities is None else list(cast("list[Given]", entities)),
    }


def decided(facts: Given, as_of: date = AS_OF, regime: Regime = DIRECTIVE) -> Decision:
    """The decision on facts."""
    return decide(Case.model_validate(facts), as_of=as_of, packs=[regime])


# Complete facts ------------------------------------------------------------------------------------------


def _self_cleaning() -> st.SearchStrategy[Given]:
    names = ("compensation", "collaboration", "prevention", "accepted")
    shown = st.fixed_dictionaries(dict.fromkeys(names, truths)).map(lambda held: {"claimed": True, **held})
    return shown | st.just({"claimed": False, **dict.fromkeys(names, False)})


@st.composite
def convictions(draw: st.DrawFn) -> Given:
    """A conviction."""
    first, last = sorted((draw(past_days), draw(past_days)))
    final, sets = draw(truths), draw(truths)
    out: Given = {
        "offence": draw(offences),
        "country": draw(st.sampled_from(["SE", "DE"])),
        "convicted_on": first,
        "final": final,
        "judgment_sets_exclusion": sets,
        "self_cleaning": draw(_self_cleaning()),
    }
    if final:
        out["final_on"] = last
    if sets:
        out["judgment_excludes_until"] = _not_before(last, draw(last_days))
    if draw(st.integers(0, 4)) == 0:
        out |= {"foreign_offence": "an offence abroad", "equivalence_confirmed": draw(truths)}
    return out


def _linked_persons() -> st.SearchStrategy[Given]:
    links = st.sampled_from(["governing-body-member", "representative", "decision-maker", "controller", "other"])
    return st.fixed_dictionaries(
        {
            "link": links,
            "link_from": st.just(date(2010, 1, 1)),
            "link_until": last_days,
            "convictions": st.lists(convictions(), max_size=2),
        }
    )


@st.composite
def _tax_breaches(draw: st.DrawFn) -> Given:
    means = ("judicial-decision", "administrative-decision", "judicial-or-administrative-decision", "other-means")
    paid, arranged = draw(truths), draw(truths)
    return {
        "kind": draw(st.sampled_from(["tax", "social-security"])),
        "established_by": draw(st.sampled_from(means)),
        "final_and_binding": draw(truths),
        "demonstrated": draw(truths),
        "paid": paid,
        "binding_arrangement": arranged,
        "paid_or_arranged": paid or arranged,
    }


@st.composite
def _misconduct(draw: st.DrawFn) -> Given:
    first, last = sorted((draw(past_days), draw(past_days)))
    penalised = draw(truths)
    out: Given = {
        "kind": draw(kinds),
        "demonstrated": draw(truths),
        "occurred_on": first,
        "penalised_by_authority": penalised,
        "grave": draw(truths),
        "remediable_by_less_intrusive_measures": draw(truths),
        "significant_or_persistent": draw(truths),
        "sanction": draw(st.sampled_from(["early-termination", "damages", "comparable", "one-of-these", "none"])),
        "negligent": draw(truths),
        "material_influence": draw(truths),
        "self_cleaning": draw(_self_cleaning()),
    }
    if penalised:
        out["penalised_on"] = last
    return out


def _insolvency() -> st.SearchStrategy[Given]:
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["bankruptcy", "winding-up"]),
            "ongoing": truths,
            "opened_on": past_days,
            "able_to_perform": truths,
            "self_cleaning": _self_cleaning(),
        }
    )


@st.composite
def _exclusions(draw: st.DrawFn) -> Given:
    # never the day of a conviction: a judgment of that day would be the same one
    first = draw(st.sampled_from([date(2019, 3, 1), date(2023, 3, 1), AS_OF - timedelta(days=1)]))
    states = st.lists(st.sampled_from(["SE", "FI"]), unique=True, max_size=2)
    until = _not_before(first, draw(last_days))
    return {"excluded_from": first, "excluded_until": until, "effective_in": draw(states)}


def _not_before(first: date, last: object) -> object:
    """A last day, or its first where it would lie before that."""
    return last if isinstance(last, str) else max(first, cast("date", last))


@st.composite
def _tenders(draw: st.DrawFn) -> Given:
    low = draw(truths)
    return {
        "abnormally_low": low,
        "low_through_breach_of_obligations": low and draw(truths),
        "explanation_satisfactory": draw(truths),
    }


def operators(role: str = "tenderer") -> st.SearchStrategy[Given]:
    """Complete facts of an operator."""
    return st.fixed_dictionaries(
        {
            "role": st.just(role),
            "convictions": st.lists(convictions(), max_size=2),
            "linked_persons": st.lists(_linked_persons(), max_size=2),
            "tax_breaches": st.lists(_tax_breaches(), max_size=2),
            "misconduct": st.lists(_misconduct(), max_size=2),
            "insolvency": st.lists(_insolvency(), max_size=1),
            "exclusions_by_judgment": st.lists(_exclusions(), max_size=1),
            "statements": st.just([]),
            "evidence_verified": truths,
            "tender": _tenders(),
        }
    )


def _entities() -> st.SearchStrategy[list[Given]]:
    roles = st.sampled_from(["group-member", "relied-on-entity", "subcontractor"])
    return st.lists(roles.flatmap(operators), max_size=1)


complete_cases: Final = st.builds(case_of, operators(), st.just(PROCUREMENT), _entities())
"""Cases within the scope in which nothing is left to ask."""


@st.composite
def any_procurements(draw: st.DrawFn) -> Given:
    """Complete procurements, inside and outside the scope."""
    amounts = ["79999.99", "140000", "143000", "215999.99", "216000", "221000", "749999.99", "750000", "5538000"]
    kind = draw(st.sampled_from(["central", "sub-central", "not-an-authority"]))
    return {
        "authority": {"country": "SE", "kind": kind, "defence": draw(truths)},
        "contract_kind": draw(st.sampled_from(["works", "supplies", "services"])),
        "specific_services": draw(truths),
        "annex_iii_products": draw(truths),
        "subsidised_over_half": draw(truths),
        "framework_call_off": draw(truths),
        "stage": "before-award",
        "estimated_value_excluding_vat": {"amount": draw(st.sampled_from(amounts)), "currency": "EUR"},
        "call_sent_on": draw(st.sampled_from(["2014-04-16", "2016-01-01", "2020-01-01", "2025-12-31", "2026-01-01"])),
    }


cases_in_and_out: Final = st.builds(case_of, operators(), any_procurements(), st.just(()))
"""Complete cases of any procurement."""


# Erasing facts -------------------------------------------------------------------------------------------

KEPT: Final = frozenset({"procurement", "operator", "role", "amount", "currency", "foreign_offence"})
"""What is never unknown by itself: required fields, and an offence that is not said to be foreign is not."""


def known_facts(data: object, at: Steps = ()) -> Iterator[Steps]:
    """Where every fact of the case stands that could be unknown: lists, groups and single facts."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in KEPT and value is not None:
                yield (*at, name)
            yield from known_facts(value, (*at, name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from known_facts(value, (*at, number))


def without(data: Given, *erased: Steps) -> Given:
    """The case with facts erased."""
    out = copy.deepcopy(data)
    for steps in sorted(erased, key=len, reverse=True):
        cast("Given", at_steps(out, steps[:-1])).pop(cast("str", steps[-1]))
    return out


def with_fact(data: Given, steps: Steps, value: object) -> Given:
    """The case with one fact given."""
    out = copy.deepcopy(data)
    node: object = out
    for step, following in pairwise(steps):
        if isinstance(node, dict) and node.get(cast("str", step)) is None:
            assert isinstance(following, str)
            node[step] = {}
        node = node[step]  # type: ignore[index]
    node[steps[-1]] = value  # type: ignore[index]
    return out


def at_steps(data: object, steps: Steps) -> object:
    """What stands at `steps`."""
    for step in steps:
        data = data[step]  # type: ignore[index]
    return data


def steps_of(path: str) -> Steps:
    """`operator.convictions[0].final` as the steps that lead there."""
    steps: list[str | int] = []
    for part in path.split("."):
        name, *numbers = part.replace("]", "").split("[")
        steps += [name, *map(int, numbers)]
    return tuple(steps)


@st.composite
def erased(draw: st.DrawFn, cases: st.SearchStrategy[Given], most: int = 6) -> tuple[Given, Given]:
    """A complete case, and the same with some facts unknown."""
    whole = draw(cases)
    places = list(known_facts(whole))
    chosen = draw(st.lists(st.sampled_from(places), max_size=most, unique=True))
    outer = [steps for steps in chosen if not any(steps[:n] in chosen for n in range(1, len(steps)))]
    return without(whole, *outer), whole


@st.composite
def one_open_entry(draw: st.DrawFn) -> Given:
    """An otherwise clean tenderer with one entry, of which much is unknown."""
    name = draw(st.sampled_from(GROUND_LISTS))
    entry = draw(operators().map(lambda operator: cast("list[Given]", operator[name])).filter(bool))[:1]
    whole = case_of({**CLEAN, name: entry})
    places = [steps for steps in known_facts(whole) if steps[:2] == ("operator", name) and len(steps) > 3]
    chosen = draw(st.lists(st.sampled_from(places), max_size=5, unique=True))
    return without(whole, *[s for s in chosen if not any(s[:n] in chosen for n in range(1, len(s)))])


partial_cases: Final = erased(complete_cases).map(lambda pair: pair[0])
"""Cases within the scope, many of them with unknown facts."""
