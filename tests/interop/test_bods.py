"""BODS statements as edges: every version alike, what is hidden stays hidden, days and shares exact."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tenderlaw.interop.bods import Edge, read_bods
from tenderlaw.sources.faults import InputInvalidError

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "bods"
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "bods"


def one(edges: tuple[Edge, ...], party: str | None, interest: str | None) -> Edge:
    (found,) = [edge for edge in edges if (edge.party, edge.interest) == (party, interest)]
    return found


def test_an_interest_is_an_edge_with_its_share_and_its_days() -> None:
    edge = one(read_bods(FIXTURES / "chain-0.4.json").edges, "company-b", "shares")
    assert (edge.subject, edge.party_kind, edge.name, edge.directness) == (
        "company-a", "company", "Company B", "direct",
    )  # fmt: skip
    assert (edge.share_min, edge.share_max) == (Decimal("50.0001"), 75)
    assert (edge.since, edge.until) == (date(2015, 3, 1), date.max)


def test_each_interest_of_a_relationship_is_an_edge_of_its_own() -> None:
    edges = read_bods(FIXTURES / "chain-0.4.json").edges
    votes = one(edges, "person-1", "votes")
    assert (votes.share_min, votes.share_max, votes.beneficial) == (Decimal("60.5"), Decimal("60.5"), True)
    chair = one(edges, "person-1", "governing-body-member")
    assert chair.until == date(2020, 6, 30), "the day before the interest ceased"


def test_what_an_interest_of_an_open_type_gives_is_not_known_and_a_year_is_no_exact_day() -> None:
    edge = one(read_bods(FIXTURES / "chain-0.4.json").edges, "person-2", None)
    assert (edge.hidden, edge.party_kind) == (True, "person")
    assert (edge.since, edge.since_exact) == (date(2018, 1, 1), False)


def test_whoever_gave_no_information_is_hidden_and_nobody_is_nobody() -> None:
    edges = read_bods(FIXTURES / "chain-0.4.json").edges
    assert {(edge.subject, edge.hidden) for edge in edges if edge.party is None} == {
        ("company-a", True), ("ministry", False),
    }  # fmt: skip


def test_a_body_of_the_state_is_one() -> None:
    assert one(read_bods(FIXTURES / "chain-0.4.json").edges, "ministry", "other").party_kind == "state"


def test_a_record_that_was_closed_ended_at_the_latest_then() -> None:
    edge = one(read_bods(FIXTURES / "chain-0.4.json").edges, "person-1", "decision-maker")
    assert (edge.since, edge.until) == (date(2012, 1, 1), date(2024, 2, 1))


def test_older_versions_are_read_alike_and_point_at_what_replaced_a_statement() -> None:
    bods = read_bods(FIXTURES / "old-0.2.jsonl")
    assert {edge.subject for edge in bods.edges} == {"e1-new"}
    votes = one(bods.edges, "p1", "votes")
    assert (votes.share_min, votes.share_max, votes.directness, votes.name) == (
        Decimal("50.0001"), Decimal("74.9999"), "direct", "Person One",
    )  # fmt: skip
    assert one(bods.edges, "p1", "controller").until == date(2019, 5, 30)
    assert one(bods.edges, None, None).hidden


def test_companies_are_identified() -> None:
    assert ("company-a", "xx-reg", "100") in read_bods(FIXTURES / "chain-0.4.json").identifiers
    assert read_bods(FIXTURES / "old-0.2.jsonl").identifiers == (("e1-new", "xx-reg", "100"),)


def share(per_cent: int, **more: object) -> dict[str, object]:
    return {"type": "shareholding", "share": {"exact": per_cent}, **more}


def stated(day: str, *interests: dict[str, object], **more: object) -> dict[str, object]:
    details = {"subject": "a", "interestedParty": "b", "interests": list(interests)}
    return {
        "recordType": "relationship", "recordId": "r", "statementDate": day, "recordDetails": details, **more,
    }  # fmt: skip


def days_of(tmp_path: Path, *records: dict[str, object]) -> list[tuple[object, ...]]:
    (tmp_path / "bods.json").write_text(json.dumps(records))
    return [(edge.share_min, edge.since, edge.until) for edge in read_bods(tmp_path / "bods.json").edges]


def test_what_an_older_statement_said_counts_until_the_next(tmp_path: Path) -> None:
    found = days_of(
        tmp_path,
        stated("2020-01-01", share(75, startDate="2018-05-01")),
        stated("2023-05-01", share(20, startDate="2023-04-15")),
    )
    assert found == [(75, date(2018, 5, 1), date(2023, 4, 30)), (20, date(2023, 4, 15), date.max)]


def test_an_interest_that_is_repeated_has_the_days_of_the_newest_statement(tmp_path: Path) -> None:
    said = share(75, startDate="2018-05-01")
    found = days_of(tmp_path, stated("2020-01-01", said), stated("2024-02-01", said, recordStatus="closed"))
    assert found == [(75, date(2018, 5, 1), date(2024, 2, 1))]


def test_a_correction_of_the_same_day_leaves_nothing_behind(tmp_path: Path) -> None:
    assert days_of(tmp_path, stated("2020-01-01", share(75)), stated("2020-01-01", share(20))) == [
        (20, None, date.max)
    ]  # fmt: skip


def test_a_month_or_a_year_holds_the_day(tmp_path: Path) -> None:
    (tmp_path / "bods.json").write_text(
        json.dumps([stated("2024-01-01", share(75, startDate="2030", endDate="2031-02"))])
    )
    (edge,) = read_bods(tmp_path / "bods.json").edges
    assert (edge.since, edge.since_exact) == (date(2030, 1, 1), False)
    assert (edge.until, edge.until_exact) == (date(2031, 2, 27), False)


RELATIONSHIP = {
    "recordType": "relationship", "recordId": "r", "statementDate": "2024-01-01",
    "recordDetails": {"subject": "a", "interestedParty": "b", "interests": [{"type": "shareholding"}]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("interest", "message"),
    [
        ({"share": {"exact": 120}}, r"record 1: interests\[0\]\.share\.exact: `120` is not a share from 0 to 100"),
        ({"share": {"minimum": "many"}}, r"share\.minimum: `many` is not a share"),
        ({"startDate": "1 May"}, r"interests\[0\]\.startDate: `1 May` is not a day"),
    ],
)
def test_what_cannot_be_read_says_the_record_and_the_field(
    interest: dict[str, object], message: str, tmp_path: Path
) -> None:
    record = {**RELATIONSHIP, "recordDetails": {"subject": "a", "interestedParty": "b", "interests": [interest]}}
    (tmp_path / "bods.json").write_text(json.dumps([record]))
    with pytest.raises(InputInvalidError, match=message):
        read_bods(tmp_path / "bods.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"name": "A"}]', "record 1: is no statement of BODS"),
        ('{"recordType": "entity", "recordId": "a"}\nnot json\n', r"bods\.json:2:1:1: is not JSON"),
        ("[1]", "record 1: is no statement"),
        ('{"recordType": "entity"}\n', "is no statement of BODS 0.2 to 0.4"),
    ],
)
def test_a_file_that_holds_something_else_says_where(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "bods.json").write_text(text)
    with pytest.raises(InputInvalidError, match=message):
        read_bods(tmp_path / "bods.json")


def test_the_samples_of_the_standard_are_read() -> None:
    files = sorted(SAMPLES.glob("*.json"))
    if not files:
        pytest.skip(f"no sample statements in {SAMPLES}")
    counts = {file.stem: len(read_bods(file).edges) for file in files}
    assert counts == {
        "01-direct-ownership": 2, "11-anonymous-person": 1, "bods-package-fi-soe": 5, "full-pep-declaration": 2,
        "indirect-ownership": 3, "joint-ownership": 3, "multiple-indirect-ownership": 5,
    }  # fmt: skip
    (hidden,) = read_bods(SAMPLES / "11-anonymous-person.json").edges
    assert hidden.hidden
