"""Which mutants a pack has: every small change that a reader could slip into, each with a name that stays."""

from __future__ import annotations

import copy
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderlaw.mutants.model import Mutant, changed
from tenderlaw.mutants.of_pack import mutants_of
from tenderlaw.packs.installed import find_packs
from tenderlaw.packs.load import read_folder
from tenderlaw.sources.tree import Data, read_yaml

GROUND = """
grounds:
  - id: one
    cite: art. 1
    effect: must_exclude
    lifted_by: [cleaned]
    period: years
    from: 2020-01-01
    when: {%s}
  - {id: two, cite: art. 2, effect: may_exclude, when: {evidence_verified: false}}
"""


def of_text(text: str) -> list[Mutant]:
    """The mutants of a pack."""
    return mutants_of(cast("Any", read_yaml(text, "pack").data))


def ids(text: str) -> set[str]:
    """Their ids."""
    return {one.id for one in of_text(text)}


def of_condition(condition: str) -> set[str]:
    """The mutants of the condition of a ground, by what follows its `when`."""
    found = ids(GROUND % condition)
    return {name.removeprefix("grounds/one/when/") for name in found if name.startswith("grounds/one/when")}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("turnover: {at_least: {value: v}}", {"turnover/at_least#more_than"}),
        ("turnover: {more_than: {value: v}}", {"turnover/more_than#at_least"}),
        ("turnover: {at_most: {amount: 5, currency: EUR}}",
         {"turnover/at_most#less_than", "turnover/at_most/amount#cent-more"}),
        ("procurement.awarded_on: {before: 2024-01-01}",
         {"procurement.awarded_on/before#on_or_before", "procurement.awarded_on/before#day-earlier"}),
        ("procurement.awarded_on: {on_or_after: {fact: procurement.decision_on, plus: {days: 3}}}",
         {"procurement.awarded_on/on_or_after#after", "procurement.awarded_on/on_or_after/plus/days#one-more",
          "procurement.awarded_on/on_or_after/plus/days#one-less"}),
        ("turnover: {at_least: {value: v, on: [a, b]}}",
         {"turnover/at_least#more_than", "turnover/at_least/on#dropped", "turnover/at_least/on/a#dropped",
          "turnover/at_least/on/b#dropped", "turnover/at_least/on#turned"}),
        ("role: {in: [tenderer, subcontractor]}", {"role/in/tenderer#dropped", "role/in/subcontractor#dropped"}),
        ("role: {in: [tenderer]}", set()),
        ("a: true, b: false", {"a#dropped", "b#dropped"}),
        ("all: [{a: true}, {b: true}]", {"all/0#dropped", "all/1#dropped"}),
        ("any: [{a: true}, {b: true}]", {"any/0#dropped", "any/1#dropped"}),
        ("not: {a: true}", {"not#affirmed"}),
        ("some: lots, where: {a: true}", {"some#none", "where#dropped"}),
        ("none: lots, where: {a: true, b: true}", {"none#some", "where/a#dropped", "where/b#dropped"}),
        ("several: [{a: true}, {b: true}, {turnover: {at_least: {value: v}}}], at_least: 2",
         {"several/0#dropped", "several/1#dropped", "several/2#dropped", "at_least#one-more", "at_least#one-less",
          "several/2/turnover/at_least#more_than"}),
        ("several: [{a: true}, {b: true}], at_least: 2",
         {"several/0#dropped", "several/1#dropped", "at_least#one-less"}),
        ("count: lots, where: {a: true}, at_least: 2", {"at_least#more_than", "at_least#one-less", "where#dropped"}),
        ("ground: [one, two], is: given, on: {fact: x}",
         {"ground/one#dropped", "ground/two#dropped", "is#to-applies", "is#to-obliges", "on#dropped"}),
        ("in_period: p, at: {fact: x}", {"at#dropped"}),
        ("use: definition", set()),
    ],
)  # fmt: skip
def test_a_condition_has_a_mutant_for_each_slip(condition: str, expected: set[str]) -> None:
    assert of_condition(condition) == expected


def test_a_ground_loses_its_lift_its_period_its_effect_and_its_citation() -> None:
    assert ids(GROUND % "evidence_verified: true") == {
        "grounds/one/cite#swapped", "grounds/one/effect#may_exclude", "grounds/one/lifted_by/cleaned#dropped",
        "grounds/one/period#dropped", "grounds/one/from#day-later", "grounds/one/from#day-earlier",
        "grounds/two/cite#swapped", "grounds/two/effect#must_exclude",
    }  # fmt: skip


def test_a_dated_value_changes_a_cent_more_and_less_and_a_day_sooner_and_later() -> None:
    text = """
values:
  - id: threshold
    by: [a, b]
    versions:
      - {from: 2020-01-01, to: 2020-12-31, amount: 10}
      - {from: 2021-01-01, to: 2021-12-31, amount: 20}
      - {from: 2022-01-01, amount: 20, cite: the same}
"""
    at = "values/threshold/versions"
    assert ids(text) == {
        "values/threshold/by/a#dropped", "values/threshold/by/b#dropped", "values/threshold/by#turned",
        f"{at}/2020-01-01/from#day-later", f"{at}/2020-01-01/from#day-earlier",
        f"{at}/2021-01-01/from#day-later", f"{at}/2021-01-01/from#day-earlier",
        *(f"{at}/{year}-01-01/amount#cent-{way}" for year in (2020, 2021, 2022) for way in ("more", "less")),
    }  # fmt: skip
    data: Any = read_yaml(text, "pack").data
    moved = next(one for one in mutants_of(data) if one.id == f"{at}/2021-01-01/from#day-later")
    versions = cast("Any", changed(data, moved.changes))["values"][0]["versions"]
    # no gap and no overlap, so that it stays a pack
    assert (versions[0]["to"], versions[1]["from"]) == ("2021-01-01", "2021-01-02")


def test_a_period_is_longer_and_shorter_and_runs_from_another_day() -> None:
    text = """
periods:
  - {id: p, over: convictions, years: 5, starts: [{date: final_on, not_before: convicted_on}], judgment: {set: x}}
"""
    assert ids(text) == {
        "periods/p/years#one-more", "periods/p/years#one-less", "periods/p/judgment#dropped",
        "periods/p/starts/0/date#to-convicted_on", "periods/p/starts/0/date#to-link_from",
        "periods/p/starts/0/not_before#dropped",
    }  # fmt: skip


def test_what_follows_from_a_requirement_is_swapped() -> None:
    text = "requirements: [{id: r, follows: reject_tender, when: {a: true}, met: {b: true}, roles: [x, y]}]"
    assert ids(text) == {
        "requirements/r/follows#may_reject_tender", "requirements/r/met#dropped",
        "requirements/r/roles/x#dropped", "requirements/r/roles/y#dropped",
    }  # fmt: skip


def test_a_duty_is_owed_by_another_day_lacks_an_element_or_asks_it_of_everybody() -> None:
    text = """
duties:
  - id: report
    cite: s. 1
    over: financial_years
    when: {a: true, b: true}
    due: {after: ends_on, months: 6, cite: s. 2}
    guided: {after: ends_on, each_year: 03-01, cite: guidance}
    done_on: report.published_on
    elements:
      - {id: signed, cite: s. 3, met: {report.signed: true}}
      - {id: linked, cite: s. 4, obligation: voluntary, when: {has_website: true}, met: {report.linked: true}}
"""
    at = "duties/report"
    found = {name.removeprefix(f"{at}/"): one for one in of_text(text) if (name := one.id)}
    assert set(found) == {
        "when/a#dropped", "when/b#dropped", "due#dropped", "due/months#one-more", "due/months#one-less",
        "due/after#to-begins_on", "guided#dropped", "guided/each_year#day-later", "guided/each_year#day-earlier",
        "guided/after#to-begins_on", "done_on#dropped", "elements/signed#dropped", "elements/signed/cite#swapped",
        "elements/signed/obligation#voluntary", "elements/linked#dropped", "elements/linked/cite#swapped",
        "elements/linked/obligation#mandatory", "elements/linked/when#dropped",
    }  # fmt: skip
    # of a year that is none with 29 February
    assert found["guided/each_year#day-earlier"].says == "`02-28` instead of `03-01`"


def test_an_entry_added_before_another_leaves_its_names() -> None:
    before, added = (
        ids(GROUND % "a: true, b: true"),
        GROUND.replace("grounds:", "grounds:\n  - {id: zero, cite: art. 1}"),
    )
    assert before <= ids(added % "a: true, b: true")


@given(st.data())
def test_a_mutant_changes_what_it_says_and_nothing_of_the_pack_as_it_was_read(data: st.DataObject) -> None:
    found = find_packs()
    packs = {name: read_folder(folder)[0] for name, folder in sorted(found.items())}
    pack: Data = packs[data.draw(st.sampled_from(sorted(packs)))]
    before = copy.deepcopy(pack)
    one = data.draw(st.sampled_from(mutants_of(cast("Any", pack))))
    assert changed(pack, one.changes) != before
    assert pack == before


@pytest.mark.parametrize("pack", sorted(find_packs()))
def test_no_two_mutants_have_one_name(pack: str) -> None:
    found = mutants_of(cast("Any", read_folder(find_packs()[pack])[0]))
    assert len({one.id for one in found}) == len(found)
    assert not [one.id for one in found if one.id.endswith("-2")]
