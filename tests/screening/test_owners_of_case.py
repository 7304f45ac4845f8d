"""A case completed by its owners: what it gives stands, what it lacks is found, and what contradicts it is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.case import Case
from tenderlaw.facts.operator import LinkedPerson
from tenderlaw.screening.joins.owners_of_case import completed_by_owners
from tenderlaw.sources.faults import InputInvalidError
from tenderlaw.sources.tree import Source

DAY = date(2026, 2, 1)
EDGES = """subject,party,party_kind,name,interest,share_min,share_max,since,until,hidden
Acme,B,company,,shares,60,60,2015-01-01,open,
B,P1,person,Ann Lee,votes,75,75,2016-01-01,open,
Acme,P2,person,Bo Ek,governing-body-member,,,2018-01-01,open,
Acme,P2,person,Bo Ek,representative,,,2020-01-01,open,
"""
BODS = Path(__file__).resolve().parents[1] / "fixtures" / "bods" / "chain-0.4.json"


def case(**operator: Any) -> Case:
    bought = {"authority": {"country": "SE", "kind": "sub-central"}, "decision_on": "2026-02-01"}
    return Case.model_validate(
        {"procurement": bought, "operator": {"role": "tenderer", "name": "Acme", **operator}, "entities": []}
    )


@pytest.fixture
def edges(tmp_path: Path) -> Path:
    (tmp_path / "edges.csv").write_text(EDGES)
    return tmp_path / "edges.csv"


def links(found: Case) -> list[tuple[str | None, str | None]]:
    return [(one.name, one.link) for one in found.operator.linked_persons or ()]


def test_whoever_stands_behind_the_operator_is_found_with_what_is_known_of_owners(edges: Path) -> None:
    found, remarks = completed_by_owners(case(), edges, DAY, complete=True)
    assert sorted(links(found), key=str) == [
        ("Ann Lee", "controller"), ("B", "controller"), ("Bo Ek", "governing-body-member"), ("Bo Ek", "representative"),
    ]  # fmt: skip
    assert (found.operator.owners_known, remarks) == (True, [])


def test_unless_the_file_names_everybody_others_may_have_a_power(edges: Path) -> None:
    found, _ = completed_by_owners(case(), edges, DAY)
    assert (found.operator.linked_persons or ())[-1] == LinkedPerson()
    given, _ = completed_by_owners(case(linked_persons=[]), edges, DAY)
    assert LinkedPerson() not in (given.operator.linked_persons or ())


def test_a_person_who_is_named_already_is_completed_and_what_is_given_stands(edges: Path) -> None:
    director = {"name": "bo  EK", "link": "governing-body-member", "link_from": "2019-01-01", "convictions": []}
    found, remarks = completed_by_owners(case(linked_persons=[director], owners_known=False), edges, DAY)
    first, *rest = found.operator.linked_persons or ()
    assert (first.link_from, first.link_until, first.convictions) == (date(2019, 1, 1), date.max, ())
    assert [str(one) for one in remarks] == [
        "owners: operator.linked_persons[0].link_from: is given as `2019-01-01`, and the owners' file says "
        "`2018-01-01`: what was given stands",
        "owners: operator.owners_known: is given as `false`, and the owners' file says `true`: what was given stands",
    ]
    # a further link of the same person: what is known of the person is known of it, too
    other = next(one for one in rest if one.link == "representative")
    assert (other.name, other.convictions) == ("Bo Ek", ())
    assert found.operator.owners_known is False


def test_what_a_pack_declares_of_a_person_holds_of_each_of_its_links(edges: Path) -> None:
    director = {"name": "Bo Ek", "link": "governing-body-member", "debarred": False}
    data: Any = case().model_dump(mode="json", exclude_none=True)
    data["operator"]["linked_persons"] = [director]
    given = case_in(Source("case", data, {}), installed_regimes(("us-far",)))
    found, _ = completed_by_owners(given, edges, DAY)
    links = [one.model_dump() for one in found.operator.linked_persons or () if one.name == "Bo Ek"]
    assert [(one["link"], one["debarred"]) for one in links] == [
        ("governing-body-member", False), ("representative", False),
    ]  # fmt: skip


def test_a_person_with_another_number_is_another_person(tmp_path: Path) -> None:
    given = {"name": "Person One", "identifiers": [{"scheme": "xx-id", "value": "9"}]}
    found, _ = completed_by_owners(
        case(name=None, identifiers=[{"scheme": "xx-reg", "value": "100"}], linked_persons=[given]), BODS, DAY
    )
    assert len(found.operator.linked_persons or ()) > 1


def test_an_operator_is_found_by_its_number_in_statements() -> None:
    found, remarks = completed_by_owners(
        case(name="Another name", identifiers=[{"scheme": "xx-reg", "value": "100"}]), BODS, DAY, complete=True
    )
    assert found.operator.linked_persons
    assert remarks == []


def test_an_operator_that_is_not_in_the_file_stays_as_it_is_and_that_is_said(edges: Path) -> None:
    given = case(name="Nobody Ltd")
    found, remarks = completed_by_owners(given, edges, DAY)
    assert found == given
    assert [str(one) for one in remarks] == [
        "owners: operator: is not in the file: who stands behind it stays as given (an operator is found by its "
        "identifiers, or by its name as `subject`)"
    ]


def test_a_file_that_is_none_of_owners_is_refused(tmp_path: Path) -> None:
    (tmp_path / "edges.txt").write_text("")
    with pytest.raises(InputInvalidError, match="is no file of owners"):
        completed_by_owners(case(), tmp_path / "edges.txt", DAY)


def test_check_reads_owners_and_says_what_contradicts_the_case(edges: Path, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(case(owners_known=False).model_dump_json(exclude_none=True))
    done = CliRunner().invoke(app, ["check", str(file), "--owners", str(edges), "--pack", "eu-2014-24", "--json"])
    assert "owners: operator.owners_known: is given as `false`" in done.stderr
    assert '"name": "Ann Lee"' in done.stdout


def test_owners_that_are_complete_are_those_of_a_file() -> None:
    done = CliRunner().invoke(app, ["check", "case.yaml", "--owners-complete"])
    assert done.exit_code == 2
    assert "--owners-complete goes with --owners" in done.stderr
