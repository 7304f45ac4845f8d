"""`tenderlaw packs mutate`: what it prints, as JSON too, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import tenderlaw

PACK = """
id: own
title: A policy of one clause
version: "1"
kind: policy
clauses:
  - clause: zero-tolerance
    cite: house rule 1
    obligation: mandatory
    when: {procurement.contract_kind: {in: [services, works]}}
"""
CASE = """
  - id: %s
    title: t
    cite: house rule 1
    as_of: 2026-01-01
    facts: {procurement: {contract_kind: %s}, operator: {role: tenderer}}
    expect: {clauses: {zero-tolerance: prescribed}}
"""
WORKS = "clauses/zero-tolerance/when/procurement.contract_kind/in/works#dropped"


def run(tmp_path: Path, *kinds: str, survivors: str = "", words: tuple[str, ...] = ()) -> tuple[int, str]:
    folder = tmp_path / "own"
    (folder / "cases").mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "cases" / "all.yaml").write_text("cases:" + "".join(CASE % (one, one) for one in kinds), "utf-8")
    if survivors:
        (folder / "cases" / "survivors.yaml").write_text(survivors, "utf-8")
    found = tenderlaw("packs", "mutate", "own", "--policies-in", str(tmp_path), *words)
    assert found.stderr == ""
    return found.returncode, found.stdout


def test_nothing_survives(tmp_path: Path) -> None:
    said = "own (policy): 2 mutants, 2 cases; 2 killed, 0 that make no pack, 0 explained, 0 unexplained\n"
    assert run(tmp_path, "works", "services") == (0, said)


def test_a_survivor_is_an_error_with_its_place_and_a_case_that_would_tell(tmp_path: Path) -> None:
    code, said = run(tmp_path, "services")
    assert code == 6
    assert said.splitlines()[1:] == [
        f"  SURVIVED {tmp_path}/own/pack.yaml:10: {WORKS}: without `works`",
        "    told by services as of 2026-01-01 with procurement.contract_kind: works: "
        "clauses: zero-tolerance prescribed [] becomes zero-tolerance not_prescribed []",
    ]


@pytest.mark.parametrize(("kinds", "code"), [(("services",), 0), (("services", "works"), 6)])
def test_an_explanation_is_shown_where_asked_for_and_an_error_where_it_explains_nothing(
    tmp_path: Path, kinds: tuple[str, ...], code: int
) -> None:
    said = f"survivors: [{{mutants: [{WORKS}], because: No works are bought here.}}]"
    found, lines = run(tmp_path, *kinds, survivors=said, words=("--explained",))
    assert found == code
    assert ("    No works are bought here." in lines) == (code == 0)
    assert (f"  FAILED `{WORKS}` is explained, and a case tells it" in lines) == (code == 6)


def test_as_json_each_survivor_is_there(tmp_path: Path) -> None:
    code, said = run(tmp_path, "services", words=("--json", "--tries", "0"))
    (one,) = json.loads(said)
    assert (code, one["mutants"], one["killed"], one["unexplained"]) == (6, 2, 1, 1)
    (survivor,) = one["survivors"]
    assert (survivor["mutant"], survivor["line"], survivor["told_by"]) == (WORKS, 10, None)
