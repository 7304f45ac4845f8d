"""A pack under test by mutants: what survives is shown where it stands, what is explained must survive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tenderlaw.mutants.likely import Likely
from tenderlaw.mutants.of_pack import mutants_of
from tenderlaw.mutants.run import Mutation, mutate
from tenderlaw.mutants.tested import mutable, under_test
from tenderlaw.packs.installed import find_packs
from tenderlaw.sources.faults import InputInvalidError, PackInvalidError

PACK = """
id: own
title: A pack of one ground
version: "1"
in_force: {from: 2020-01-01, by: [procurement.call_sent_on], cite: art. 1}
scope: {procurement.contract_kind: {in: [services, works]}}
scope_cite: art. 2
counting: {event_day: not-counted, cite: art. 3}
grounds:
  - id: taxes
    cite: art. 4
    title: Unpaid taxes
    statement: owes taxes
    obligation: mandatory
    effect: must_exclude
    when:
      some: tax_breaches
      where: {final_and_binding: true, amount: {at_least: {amount: 1000, currency: EUR}}}
"""
CASES = """
given:
  procurement: {call_sent_on: 2020-01-01, contract_kind: services}
  operator: {role: tenderer, convictions: [], linked_persons: [], misconduct: [], tax_breaches: [], insolvency: []}
  entities: []
cases:
"""
CASE = """
  - id: {name}
    title: t
    cite: art. 4
    as_of: 2025-06-01
    facts: {{{facts}}}
    expect: {{{expect}}}
"""
OWES = "operator: {{tax_breaches: [{{final_and_binding: {final}, amount: {{amount: {amount}, currency: EUR}}}}]}}"
APPLIES = "outcome: must_exclude, grounds: [{ground: taxes, state: applies, cite: art. 4}]"


def case(name: str, facts: str, expect: str) -> str:
    return CASE.format(name=name, facts=facts, expect=expect)


OWED = case("owed", OWES.format(final="true", amount="1000.00"), APPLIES)
BELOW = case("below", OWES.format(final="true", amount="999.99"), "outcome: not_excluded")
NOT_FINAL = case("not-final", OWES.format(final="false", amount="1000.00"), "outcome: not_excluded")
WORKS = case("works", "procurement: {contract_kind: works}", "outcome: not_excluded")
SUPPLIES = case("supplies", "procurement: {contract_kind: supplies}", "outcome: out_of_scope")
BEFORE = case("before", "procurement: {call_sent_on: 2019-12-31}", "outcome: out_of_scope")
ALL = (OWED, BELOW, NOT_FINAL, WORKS, SUPPLIES, BEFORE)
COUNTED = "counting/event_day#counted"
"""Nothing of the pack is counted in years: how is of no consequence."""


def own(tmp_path: Path, *cases: str, survivors: str = "", pack: str = PACK) -> Path:
    """A folder of packs with the pack `own`, which has these cases."""
    folder = tmp_path / "own"
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(pack, "utf-8")
    (folder / "cases" / "all.yaml").write_text(CASES + "".join(cases), "utf-8")
    if survivors:
        (folder / "cases" / "survivors.yaml").write_text(survivors, "utf-8")
    return tmp_path


def mutated(tmp_path: Path, *cases: str, survivors: str = "", tries: int = 0) -> Mutation:
    return mutate("own", [own(tmp_path, *cases, survivors=survivors)], tries=tries)


def names(found: Mutation) -> set[str]:
    return {one.mutant for one in found.unexplained}


@pytest.mark.parametrize(
    ("missing", "survivors"),
    [
        (OWED, {"grounds/taxes/when/where/amount/at_least#more_than", "grounds/taxes/effect#may_exclude"}),
        (
            BELOW,
            {"grounds/taxes/when/where/amount#dropped", "grounds/taxes/when/where/amount/at_least/amount#cent-less"},
        ),
        (NOT_FINAL, {"grounds/taxes/when/where/final_and_binding#dropped"}),
        (WORKS, {"scope/procurement.contract_kind/in/works#dropped"}),
        (BEFORE, {"in_force/from#day-earlier"}),
    ],
)
def test_a_case_that_is_missing_is_a_mutant_that_survives(tmp_path: Path, missing: str, survivors: set[str]) -> None:
    assert names(mutated(tmp_path / "all", *ALL)) == {COUNTED}
    without = [one for one in ALL if one is not missing]
    assert survivors <= names(mutated(tmp_path / "without", *without))


def test_a_survivor_is_shown_with_its_line_its_change_and_a_case_that_would_tell(tmp_path: Path) -> None:
    found = mutated(tmp_path, OWED, NOT_FINAL, WORKS, SUPPLIES, BEFORE, tries=200)
    one = next(one for one in found.survivors if one.mutant.endswith("cent-less"))
    assert Path(one.file) == tmp_path / "own" / "pack.yaml"
    assert "amount: 1000" in PACK.splitlines()[one.line - 1]
    assert one.says == "`999.99` instead of `1000`"
    said = "owed as of 2025-06-01 with operator.tax_breaches[0].amount: {amount: 999.99, currency: EUR}: "
    assert one.told_by == said + "outcome: not_excluded becomes must_exclude"


def test_a_survivor_that_is_right_is_explained_beside_the_cases(tmp_path: Path) -> None:
    said = f"survivors: [{{mutants: [{COUNTED}], because: Nothing here is counted in years.}}]"
    found = mutated(tmp_path, *ALL, survivors=said)
    assert (names(found), found.faults) == (set(), ())
    assert [one.because for one in found.survivors] == ["Nothing here is counted in years."]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("grounds/taxes/effect#may_exclude", "a case tells it"),
        ("grounds/texas/effect#may_exclude", "there is no such mutant"),
    ],
)
def test_what_does_not_survive_is_not_explained(tmp_path: Path, name: str, why: str) -> None:
    found = mutated(tmp_path, *ALL, survivors=f"survivors: [{{mutants: [{name}], because: It does not.}}]")
    assert found.faults == (f"`{name}` is explained, and {why}",)


def test_nothing_is_explained_twice_or_without_a_reason(tmp_path: Path) -> None:
    twice = f"survivors: [{{mutants: [{COUNTED}, {COUNTED}], because: Twice.}}]"
    with pytest.raises(PackInvalidError, match=r"survivors.yaml:1:.*is explained twice"):
        mutated(tmp_path / "twice", *ALL, survivors=twice)
    with pytest.raises(PackInvalidError, match="the field `because` is required"):
        mutated(tmp_path / "why", *ALL, survivors=f"survivors: [{{mutants: [{COUNTED}]}}]")


def test_a_layer_is_tested_for_what_it_says_itself(tmp_path: Path) -> None:
    labour = "  - {id: labour, cite: art. 5, title: t, statement: s, obligation: mandatory, effect: may_exclude,"
    own(tmp_path, *ALL, pack=f"{PACK}{labour} when: {{evidence_verified: false}}}}\n")
    (tmp_path / "layer" / "cases").mkdir(parents=True)
    layer = 'id: layer\ntitle: A layer\nversion: "1"\nextends: own\n'
    layer += "transposes: [{ground: taxes, cite: s. 1}, {ground: labour, cite: s. 2}]\n"
    (tmp_path / "layer" / "pack.yaml").write_text(layer, "utf-8")
    expect = APPLIES.replace("cite: art. 4", 'cite: "s. 1; art. 4"')
    owes = OWES.format(final="true", amount="1000.00").replace("operator: {", "operator: {evidence_verified: true, ")
    cases = CASES + case("owed", owes, expect)
    (tmp_path / "layer" / "cases" / "all.yaml").write_text(cases, "utf-8")
    shutil.rmtree(tmp_path / "own" / "cases")
    found = mutate("layer", [tmp_path], tries=0)
    assert {one.mutant for one in found.survivors} == {"transposes/ground-labour/cite#swapped"}
    assert (found.mutants, found.killed, found.cases) == (2, 1, 1)


def test_what_packs_share_is_tested_by_the_cases_of_those_that_share_it(tmp_path: Path) -> None:
    shared, _, rest = PACK.partition("in_force")
    shared = shared.replace("id: own", "id: shared").replace("A pack of one ground", "Shared") + "kind: common\n"
    scope = "scope: {procurement.contract_kind: {in: [services, works]}}\nscope_cite: art. 2\n"
    folder = own(tmp_path, *ALL, pack=PACK.replace(scope, "").replace("version", "extends: shared\nversion"))
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "pack.yaml").write_text(shared + scope, "utf-8")
    found = mutate("shared", [folder], tries=0)
    assert (found.tested_by, found.killed, found.survivors) == (("own",), 2, ())
    assert "grounds" in rest


def test_a_case_that_expects_something_of_a_requirement_is_tried_first_on_it(tmp_path: Path) -> None:
    pack = PACK + (
        "requirements:\n  - {id: proof, cite: art. 6, title: t, obligation: mandatory, follows: reject_tender,"
        " when: {role: tenderer}, met: {evidence_verified: true}}\n"
    )
    proven = case("proven", "operator: {evidence_verified: true}", "outcome: not_excluded, requirements: {proof: met}")
    whole = under_test("own", [own(tmp_path, *ALL, proven, pack=pack)])
    likely = Likely.of(whole)
    of_proof = [one for one in mutants_of(whole.data) if one.id == "requirements/proof/follows#may_reject_tender"]
    assert [whole.cases[likely.order(one)[0]].case.id for one in of_proof] == ["proven"]


DUTIES = """
id: owed
title: A pack of one duty
version: "1"
kind: duties
in_force: {from: 2020-01-01, cite: art. 1}
duties:
  - id: report
    title: A report
    cite: art. 2
    over: financial_years
    when: {own.employees: {at_least: 10}}
    due: {after: ends_on, months: 6, cite: art. 3}
    elements:
      - {id: published, title: It is published, cite: art. 4, met: {operator.evidence_verified: true}}
"""
COMPANIES = """
given: {evidence_verified: true}
cases:
  - id: ten
    title: t
    cite: art. 2
    as_of: 2024-01-01
    facts: {financial_years: [{ends_on: 2023-12-31, own: {employees: 10}}]}
    expect: {outcome: owes, duties: [{duty: report, state: met, due: 2024-06-30, elements: {published: met}}]}
  - id: nine
    title: t
    cite: art. 2
    as_of: 2024-01-01
    facts: {financial_years: [{ends_on: 2023-12-31, own: {employees: %s}}]}
    expect: {outcome: owes_nothing}
"""


@pytest.mark.parametrize(
    ("employees", "told"), [(9, set()), (8, {"duties/report/when/own.employees/at_least#one-less"})]
)
def test_what_companies_owe_is_tested_by_companies(tmp_path: Path, employees: int, told: set[str]) -> None:
    (tmp_path / "owed" / "cases").mkdir(parents=True)
    (tmp_path / "owed" / "pack.yaml").write_text(DUTIES, "utf-8")
    (tmp_path / "owed" / "cases" / "all.yaml").write_text(COMPANIES % employees, "utf-8")
    found = mutate("owed", [tmp_path], tries=60)
    of_duty = {one.mutant: one.told_by for one in found.survivors if one.mutant.startswith("duties/")}
    assert of_duty.keys() - told == {"duties/report/elements/published/obligation#voluntary"}
    for name in told:
        varied = "ten as of 2024-01-01 with operator.financial_years[0].own.employees: 9"
        assert of_duty[name] == f"{varied}: outcome: owes_nothing becomes owes"


def test_an_id_of_two_packs_means_both() -> None:
    both = set(find_packs()) & set(find_packs((), "policies"))
    assert both
    assert mutable(sorted(both)) == [(name, policy) for name in sorted(both) for policy in (False, True)]
    with pytest.raises(InputInvalidError, match="`baseline`"):
        mutable(["baselin"])


def test_cases_that_fail_without_any_mutant_are_mended_first(tmp_path: Path) -> None:
    wrong = OWED.replace("must_exclude", "may_exclude")
    with pytest.raises(PackInvalidError, match="own: owed: this worked case fails without any mutant"):
        mutated(tmp_path, wrong)


def test_an_unknown_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputInvalidError, match=r"no such pack is installed \(did you mean `own`"):
        mutate("owm", [own(tmp_path, OWED)])


def test_several_processes_come_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = mutated(tmp_path, OWED, WORKS)
    monkeypatch.setattr("tenderlaw.mutants.run.FEW", 0)
    assert mutate("own", [tmp_path], tries=0, workers=2) == alone
