"""What a missing fact could settle is tried as a decision would say it, each kind of fact once, and not for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from case_strategies import AS_OF, CLEAN, DIRECTIVE, Given, case_of, cases_in_and_out, decided, partial_cases
from hypothesis import HealthCheck, given, settings

from tenderlaw.decisions import Decision, decide, settling
from tenderlaw.decisions.alike import Alike
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.outcomes import outcome_under_all
from tenderlaw.decisions.settling import MOST_ENTRIES, MOST_TRIED
from tenderlaw.facts.given import Given as GivenFacts

law = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@law
@given(partial_cases | cases_in_and_out)
def test_the_outcome_of_a_trial_is_that_of_a_decision(case: Given) -> None:
    for regimes in ((DIRECTIVE,), installed_regimes()):
        known = GivenFacts.of(decided(case).given.case)
        found = outcome_under_all(regimes, known.records(AS_OF), "entities" in known.facts, AS_OF)
        assert found == decide(known.case, as_of=AS_OF, packs=regimes).outcome


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[date]]:
    made, honest = list[date](), settling.outcome_under_all

    def counted(*asked: Any) -> Any:
        made.append(asked[-1])
        return honest(*asked)

    monkeypatch.setattr(settling, "outcome_under_all", counted)
    yield made


def with_list(name: str, entries: list[Given]) -> Decision:
    return decide(case_of(CLEAN | {name: entries}), as_of=AS_OF, packs=[DIRECTIVE])


def test_entries_that_say_the_same_are_tried_once_whatever_they_are_called(tried: list[date]) -> None:
    one = with_list("linked_persons", [{"name": "A"}, {"name": "B"}])
    few = len(tried)
    many = with_list("linked_persons", [{"name": f"person {n}"} for n in range(300)])
    assert len(tried) == 2 * few
    assert not any(fact.untried for fact in many.missing_facts)
    first, *others = [fact for fact in many.missing_facts if fact.path.startswith("operator.linked_persons")]
    assert {fact.settles for fact in others} == {first.settles} == {one.missing_facts[0].settles}


def test_what_differs_is_tried_apart_until_there_is_too_much_of_it(tried: list[date]) -> None:
    days = [date.fromordinal(AS_OF.toordinal() - n).isoformat() for n in range(1, 700)]
    entries: list[Given] = [
        {"offence": "corruption", "final": True, "convicted_on": day, "final_on": day, "source": "verified"}
        | {"self_cleaning": {"compensation": True, "collaboration": True, "accepted": False, "claimed": True}}
        for day in days
    ]
    decision = with_list("convictions", entries)
    assert 0 < len(tried) <= min(MOST_TRIED, MOST_ENTRIES // len(entries))
    assert any(fact.untried for fact in decision.missing_facts)
    assert not any(fact.untried for fact in with_list("convictions", entries[:3]).missing_facts)


def test_a_determined_decision_tries_nothing(tried: list[date]) -> None:
    assert with_list("misconduct", []).outcome == "not_excluded"
    assert tried == []


def test_paths_are_alike_where_their_entries_give_the_same_facts() -> None:
    person: Given = {"link": "controller", "convictions": ({"final": True}, {"final": True}, {"final": False})}
    facts: dict[str, object] = {
        "procurement": {},
        "operator": {"role": "tenderer", "linked_persons": (person, person | {"name": "Any"}, {"link": "other"})},
        "entities": ({"role": "subcontractor", "name": "B", "misconduct": ({},)},
                     {"misconduct": ({"notes": "x"},), "role": "subcontractor"},
                     {"role": "group-member", "misconduct": ({},)}),
    }  # fmt: skip
    alike = Alike(facts)
    paths = [f"operator.linked_persons[{n}].convictions[{m}].final_on" for n in range(2) for m in range(3)]
    paths += ["operator.linked_persons[2].link_until", *(f"entities[{n}].misconduct[0].grave" for n in range(3))]
    paths += ["operator.convictions", "entities", "procurement.country", "procurement.performance"]
    counted = Counter(map(alike.key, paths))
    assert sorted(counted.values()) == [1, 1, 1, 1, 1, 1, 2, 2, 4]
