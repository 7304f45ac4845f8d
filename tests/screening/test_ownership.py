"""Chains of ownership: the columns find what plain Python finds, and what is hidden is never a no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_owners import Link, links_of

from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.decide import decide
from tenderlaw.facts.case import load_case
from tenderlaw.interop.bods import INTERESTS, Edge
from tenderlaw.packs.conditions import All, AnyOf, Condition, Not, Some
from tenderlaw.screening.joins.database import Database
from tenderlaw.screening.joins.edges import EDGES, KEYS, owners_at, owners_in
from tenderlaw.screening.joins.linked_persons import Behind, with_owners
from tenderlaw.screening.joins.ownership import trace
from tenderlaw.screening.joins.parties import facts_of_parties
from tenderlaw.screening.tables.files import inputs_of, parts_of, rows_of
from tenderlaw.screening.tables.folders import files_of
from tenderlaw.screening.tables.rows import arrow_schema, operator_of
from tenderlaw.sources.faults import InputInvalidError

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 2, 1)
MODELS = models_of(installed_regimes(["us-far"]))
"""Which facts of persons there are besides the built-in ones: those that a pack declares."""
MODEL = MODELS.operator_given
BEGUN = date(2015, 1, 1)
CONVICTION = {
    "offence": "trafficking-in-human-beings", "final": True, "convicted_on": date(2022, 1, 1),
    "final_on": date(2023, 6, 1), "judgment_sets_exclusion": False, "self_cleaning": {"claimed": False},
}  # fmt: skip
CLEAN: dict[str, Any] = {
    name: [] for name in ("convictions", "tax_breaches", "misconduct", "insolvency", "exclusions_by_judgment",
                          "derogations")
}  # fmt: skip


def edge(subject: str, party: str | None, interest: str | None, **more: Any) -> Edge:
    facts = {
        "party_kind": "person" if (party or "").startswith("P") else "company", "name": None, "share_min": None,
        "share_max": None, "beneficial": None, "directness": None, "since": BEGUN, "until": date.max,
        "hidden": party is None, **more,
    }  # fmt: skip
    return Edge(subject=subject, party=party, interest=interest, **facts)


def share(subject: str, party: str | None, per_cent: str, **more: Any) -> Edge:
    return edge(subject, party, "shares", share_min=Decimal(per_cent), share_max=Decimal(per_cent), **more)


# The columns and plain Python ----------------------------------------------------------------------------

DAYS = st.sampled_from([None, date(2010, 1, 1), date(2015, 6, 1), date(2020, 12, 31)])
NODES = ["A", "B", "C", "D"]


@st.composite
def edges(draw: st.DrawFn) -> Edge:
    party = draw(st.sampled_from([*NODES, *NODES, "P1", "P2", None]))
    low = draw(st.sampled_from([None, "0", "50", "50.0001", "75"]))
    return Edge(
        subject=draw(st.sampled_from(NODES)),
        party=party,
        party_kind=None if party is None else draw(st.sampled_from(["company", "company", "person", "state", None])),
        name=None,
        interest=draw(st.sampled_from([None, *INTERESTS, "shares", "votes", "controller"])),
        share_min=None if low is None else Decimal(low),
        share_max=draw(st.sampled_from([None, Decimal(100)] if low else [None, Decimal("49.9999"), Decimal(50)])),
        beneficial=draw(st.sampled_from([None, True, False])),
        directness=None,
        since=draw(DAYS),
        until=draw(st.sampled_from([None, date(2012, 1, 1), date(2024, 1, 1), date.max])),
        hidden=draw(st.booleans()) if party is None else draw(st.sampled_from([False, False, True])),
        since_exact=draw(st.sampled_from([True, True, False])),
        until_exact=draw(st.sampled_from([True, True, False])),
    )


def traced(graph: Sequence[Edge], bound: int, work: Path, day: date = DAY) -> dict[str, set[Link]]:
    """What the columns find for each node as a supplier."""
    pq.write_table(table_of(graph), work / "edges.parquet")
    roots = pa.table({"row": pa.array(range(len(NODES)), pa.int64()), "node": NODES})
    pq.write_table(roots, work / "roots.parquet")
    tables = Database()
    tables.read("edges", work / "edges.parquet")
    tables.read("given_roots", work / "roots.parquet")
    tables.keep("roots", "SELECT * FROM given_roots")
    trace(tables, day, bound)
    target = work / "links.parquet"
    tables.write("SELECT * FROM links", target)
    found: dict[str, set[Link]] = {node: set() for node in NODES}
    for row in pq.read_table(target).to_pylist():
        link = (row["node"], row["kind"], row["link"], row["since"], row["until"], row["hidden"])
        assert link not in found[NODES[row["row"]]]
        found[NODES[row["row"]]].add(link)
    return found


def table_of(graph: Sequence[Edge]) -> pa.Table:
    return pa.Table.from_pylist([{name: getattr(one, name) for name in EDGES.names} for one in graph], schema=EDGES)


@settings(max_examples=60)
@given(graph=st.lists(edges(), max_size=9), bound=st.integers(1, 5), day=st.sampled_from([DAY, date(2013, 1, 1)]))
def test_columns_find_in_any_graph_what_plain_python_finds(
    graph: list[Edge], bound: int, day: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = traced(graph, bound, tmp_path_factory.mktemp("graph"), day)
    subjects = {one.subject for one in graph}
    for node in NODES:
        expected = links_of(node, graph, bound, day) if node in subjects else set()
        assert found[node] == expected


def every_case() -> list[Edge]:
    """A cycle, a chain beyond the bound, hidden owners, parallel chains, unknown days and kinds."""
    return [
        share("A", "B", "60"), share("B", "A", "51"), share("B", "C", "70", since=date(2018, 1, 1)),
        share("C", "B", "55", until=None), edge("C", "P1", "controller", until=date(2020, 1, 1)),
        edge("C", None, "shares"), share("A", "P2", "10"), edge("A", "P2", "representative", since=None),
        share("D", "X1", "100"), share("X1", "X2", "100"), share("X2", "X3", "100"), share("X3", "X4", "100"),
        edge("D", "P1", None, party_kind=None), edge("D", "Y", "governing-body-member"),
        share("A", "P3", "30", beneficial=True), share("D", "P3", "50"),
    ]  # fmt: skip


# Suppliers with their persons ----------------------------------------------------------------------------


def completed(
    tmp_path: Path, graph: Sequence[Edge], suppliers: list[dict[str, Any]], **more: Any
) -> list[dict[str, Any]]:
    """The suppliers as they are decided; `persons` is what is known of persons."""
    pq.write_table(table_of(graph), tmp_path / "given.parquet")
    source = tmp_path / "suppliers.parquet"
    pq.write_table(pa.Table.from_pylist(suppliers, schema=arrow_schema(MODEL)).drop_columns(["row"]), source)
    work, tables = tmp_path / "work", Database()
    owners = owners_in(tmp_path / "given.parquet", work)
    persons = None
    if "persons" in more:
        persons = tmp_path / "persons.parquet"
        facts = arrow_schema(MODEL).field("linked_persons").type.value_type
        schema = pa.schema([("person", pa.string()), facts.field("convictions"), facts.field("charged")])
        pq.write_table(pa.Table.from_pylist(more.pop("persons"), schema=schema), persons)
    known = work / "parties.parquet"
    facts_of_parties(tables, owners, persons, [source], work / "half", MODEL)
    pq.write_table(pq.read_table(work / "half"), known)
    (part,) = parts_of(inputs_of(files_of(source), work))
    tables.view("suppliers", rows_of(part))
    tables.write(
        with_owners(tables, "suppliers", Behind(owners, DAY, known, model=MODEL, **more)), work / "completed.parquet"
    )
    return sorted(pq.read_table(work / "completed.parquet").to_pylist(), key=lambda row: row["row"])


def outcome(row: dict[str, Any]) -> str:
    """What the supplier comes to as a single case."""
    case = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml", MODELS.case)
    one = MODELS.case(procurement=case.procurement, operator=operator_of(row, "row", MODEL), entities=())
    return decide(one, as_of=DAY, packs=["eu-2014-24"]).outcome


def supplier(key: str, **facts: Any) -> dict[str, Any]:
    return {"supplier": key, "country": "SE", **CLEAN, **facts}


CHAIN = [share("A", "B", "60"), share("B", "C", "51"), edge("C", "P1", "controller")]


def test_a_conviction_of_who_controls_through_a_chain_excludes(tmp_path: Path) -> None:
    known = [{"person": "P1", "convictions": [CONVICTION]}, {"person": "B", "convictions": []},
             {"person": "C", "convictions": []}]  # fmt: skip
    (row,) = completed(tmp_path, CHAIN, [supplier("A", linked_persons=[])], persons=known)
    assert [(one["name"], one["link"]) for one in row["linked_persons"]] == [
        ("B", "controller"), ("C", "controller"), ("P1", "controller"),
    ]  # fmt: skip
    assert outcome(row) == "must_exclude"
    assert row["owners_known"] is True


def test_whoever_controls_with_nothing_against_them_excludes_nobody(tmp_path: Path) -> None:
    known = [{"person": name, "convictions": []} for name in ("P1", "B", "C")]
    (row,) = completed(tmp_path, CHAIN, [supplier("A", linked_persons=[])], persons=known)
    assert outcome(row) == "not_excluded"


def test_of_a_person_without_a_row_convictions_are_unknown(tmp_path: Path) -> None:
    known = [{"person": name, "convictions": []} for name in ("B", "C")]
    (row,) = completed(tmp_path, CHAIN, [supplier("A", linked_persons=[])], persons=known)
    assert outcome(row) == "undetermined"


def test_companies_are_known_by_the_suppliers_themselves(tmp_path: Path) -> None:
    graph = [share("A", "B", "60"), edge("B", None, None, hidden=False)]
    suppliers = [supplier("A", linked_persons=[]), supplier("B", convictions=[CONVICTION], linked_persons=[])]
    rows = completed(tmp_path, graph, suppliers)
    assert [outcome(row) for row in rows] == ["must_exclude", "must_exclude"]


@pytest.mark.parametrize(
    ("graph", "why"),
    [
        ([edge("A", None, "shares")], "a shareholder is hidden, and may hold more than half"),
        ([share("A", "B", "60"), edge("B", None, None)], "the chain is hidden"),
        ([share("A", "B", "60")], "nothing is known of who stands behind B"),
        ([share("A", "B", "50"), edge("B", None, None, hidden=False)], "half may be control"),
        ([share("A", "P9", "30", beneficial=True)], "the source says beneficial owner"),
        ([share("A", "B", "60"), edge("B", "P9", "governing-body-member")], "a director of the controlling company"),
    ],
)
def test_what_is_hidden_or_open_is_never_a_no(graph: list[Edge], why: str, tmp_path: Path) -> None:
    known = [{"person": "B", "convictions": [] if why != "half may be control" else [CONVICTION]}]
    (row,) = completed(tmp_path, graph, [supplier("A", linked_persons=[])], persons=known)
    assert outcome(row) == "undetermined", why


@pytest.mark.parametrize(
    "graph",
    [
        [edge("A", None, "shares", share_max=Decimal("49.9999"))],
        [edge("A", None, "controller", until=date(2019, 1, 1))],
        [edge("A", None, None, hidden=False)],
        [share("A", "P9", "49.9999")],
        [share("A", "S", "100", party_kind="state")],
        [share("A", "A", "100")],
    ],
    ids=["hidden but less than half", "hidden but over", "nobody", "less than half", "a state", "itself"],
)
def test_what_gives_no_power_on_the_day_excludes_nobody(graph: list[Edge], tmp_path: Path) -> None:
    known = [{"person": "P9", "convictions": [CONVICTION]}, {"person": "S", "convictions": []}]
    (row,) = completed(tmp_path, graph, [supplier("A", linked_persons=[])], persons=known)
    assert outcome(row) == "not_excluded"


def test_beyond_the_bound_somebody_unknown_stands(tmp_path: Path) -> None:
    known = [{"person": name, "convictions": []} for name in ("P1", "B", "C")]
    (row,) = completed(tmp_path, CHAIN, [supplier("A", linked_persons=[])], persons=known, bound=1)
    assert outcome(row) == "undetermined"
    assert row["owners_known"] is False


def test_a_known_conviction_counts_although_another_owner_is_hidden(tmp_path: Path) -> None:
    graph = [edge("A", "P1", "representative"), edge("A", None, None)]
    known = [{"person": "P1", "convictions": [CONVICTION]}]
    (row,) = completed(tmp_path, graph, [supplier("A", linked_persons=[])], persons=known)
    assert outcome(row) == "must_exclude"


def test_links_that_are_over_stay_with_their_days(tmp_path: Path) -> None:
    graph = [edge("A", "P1", "governing-body-member", until=date(2020, 12, 31))]
    (row,) = completed(tmp_path, graph, [supplier("A", linked_persons=[])])
    (one,) = row["linked_persons"]
    assert (one["link_from"], one["link_until"]) == (BEGUN, date(2020, 12, 31))


LATER = date(2030, 1, 1)


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ([edge("A", "P1", "representative", since=LATER)], "not_excluded"),
        ([edge("A", "P1", "representative", since=DAY)], "must_exclude"),
        ([share("A", "B", "60"), edge("B", "P1", "controller", since=LATER)], "not_excluded"),
        ([share("A", "B", "60", since=None), edge("B", "P1", "controller", since=LATER)], "not_excluded"),
        ([share("A", "B", "60", since=LATER), edge("B", "P1", "controller", since=None)], "not_excluded"),
        ([share("A", "B", "60"), edge("B", "P1", "controller", since=None)], "must_exclude"),
        ([share("A", "B", "60", until=None), edge("B", "P1", "controller", until=date(2020, 1, 1))], "not_excluded"),
        ([share("A", "B", "60", until=None), edge("B", "P1", "controller")], "undetermined"),
        ([share("A", "B", "60", since=LATER, since_exact=False), edge("B", "P1", "controller")], "not_excluded"),
        ([share("A", "B", "60", until=LATER, until_exact=False), edge("B", "P1", "controller")], "undetermined"),
    ],
)
def test_owners_are_those_of_the_day(graph: list[Edge], expected: str, tmp_path: Path) -> None:
    known = [{"person": "P1", "convictions": [CONVICTION]}, {"person": "B", "convictions": []}]
    beside = [edge("B", "P2", "other"), edge("P2", None, None, hidden=False)]
    (row,) = completed(tmp_path, [*graph, *beside], [supplier("A", linked_persons=[])], persons=known)
    assert outcome(row) == expected


@pytest.mark.parametrize(("complete", "expected"), [(False, "undetermined"), (True, "not_excluded")])
def test_a_list_that_was_unknown_is_known_only_where_the_edges_are_complete(
    complete: bool, expected: str, tmp_path: Path
) -> None:
    graph = [edge("A", "P1", "governing-body-member")]
    known = [{"person": "P1", "convictions": []}]
    rows = completed(tmp_path, graph, [supplier("A"), supplier("Z")], persons=known, complete=complete)
    assert [outcome(row) for row in rows] == [expected, "undetermined"]
    assert rows[1]["linked_persons"] is None


def test_persons_that_the_facts_had_stay(tmp_path: Path) -> None:
    given_ = [{"name": "somebody", "link": "representative", "link_until": date.max, "convictions": [CONVICTION]}]
    (row,) = completed(tmp_path, [edge("A", "P1", "other")], [supplier("A", linked_persons=given_)])
    assert [one["name"] for one in row["linked_persons"]] == ["somebody", "P1"]
    assert outcome(row) == "must_exclude"


def test_what_is_known_of_persons_stands_with_those_who_are_found(tmp_path: Path) -> None:
    assert traced(every_case(), 3, tmp_path) == {node: links_of(node, every_case(), 3, DAY) for node in NODES}
    suppliers = [supplier(node, linked_persons=None if node == "B" else []) for node in "ABCDE"]
    known = [{"person": "P1", "convictions": [CONVICTION], "charged": True}, {"person": "P2", "convictions": []}]
    made = completed(tmp_path, every_case(), suppliers, persons=known)
    found = {
        name: [one for row in made for one in row["linked_persons"] if one["name"] == name] for name in ("P1", "P2")
    }
    assert found["P1"]
    assert all(one["charged"] and len(one["convictions"]) == 1 for one in found["P1"])
    assert found["P2"]
    assert all(one["charged"] is None and one["convictions"] == [] for one in found["P2"])
    # who stands behind the supplier is not all that there is, where its own list was not given
    assert {"linked_persons": made[1]["linked_persons"][-1]["name"]} == {"linked_persons": None}


def test_suppliers_are_found_by_their_identifiers(tmp_path: Path) -> None:
    (tmp_path / "bods.json").write_text((ROOT / "tests" / "fixtures" / "bods" / "chain-0.4.json").read_text())
    owners = owners_in(tmp_path / "bods.json", tmp_path / "work")
    source = tmp_path / "suppliers.jsonl"
    source.write_text(
        '{"supplier": "S1", "linked_persons": [], "identifiers": [{"scheme": "xx-reg", "value": "100"}]}\n'
    )
    tables = Database()
    (part,) = parts_of(inputs_of(files_of(source), tmp_path / "work"))
    tables.view("suppliers", rows_of(part))
    tables.write(with_owners(tables, "suppliers", Behind(owners, DAY)), tmp_path / "out.parquet")
    (row,) = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert ("Person One", "controller") in [(one["name"], one["link"]) for one in row["linked_persons"]]


# Tables of edges and of persons --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("party,interest\nP,other\n", "there is no column `subject`"),
        ("subject,owner\nA,P\n", "owner: is no column of an edge"),
        ("subject,party,interest\nA,P,other\nA,P,boss\n", r"row 2: interest: `boss` is not one of the known words"),
        ("subject,party,share_min\nA,P,101\n", r"row 1: share_min: `101` must be a share from 0 to 100"),
        ("subject,party,share_min,share_max\nA,P,60,50\n", "row 1: share_max"),
        ("subject,party,since\nA,P,01.02.2020\n", r"row 1: since: `01\.02\.2020` must be a day"),
        ("subject,party\nA,\n", "row 1: party: is empty .say with `hidden`"),
        ("subject,party\n,P\n", "row 1: subject: is empty"),
        ("subject,party,hidden\nA,P,perhaps\n", "row 1: hidden: `perhaps` must be true or false"),
    ],
)
def test_a_table_that_cannot_be_read_says_the_row_and_what_is_wrong(cells: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text(cells)
    with pytest.raises(InputInvalidError, match=message):
        owners_in(tmp_path / "edges.csv", tmp_path / "work")


def test_another_file_is_no_file_of_owners(tmp_path: Path) -> None:
    with pytest.raises(InputInvalidError, match="is no file of owners"):
        owners_in(tmp_path / "edges.xlsx", tmp_path / "work")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"convictions": [None]}, "there is no column `person`"),
        ({"person": ["P"], "convicted": [True]}, "convicted: is no fact of a person"),
        ({"person": ["P"], "charged": ["yes"]}, "charged: is text, and must be true or false"),
        ({"person": ["P", "P"]}, "`P` stands twice"),
    ],
)
def test_a_table_of_persons_that_cannot_be_read_says_why(columns: dict[str, Any], message: str, tmp_path: Path) -> None:
    pq.write_table(pa.table(columns), tmp_path / "persons.parquet")
    pq.write_table(table_of([]), tmp_path / "edges.parquet")
    pq.write_table(pa.table({"supplier": ["A"]}), tmp_path / "suppliers.parquet")
    pq.write_table(KEYS.empty_table(), tmp_path / "keys.parquet")
    owners = owners_at(tmp_path)
    with pytest.raises(InputInvalidError, match=message):
        facts_of_parties(
            Database(), owners, tmp_path / "persons.parquet", [tmp_path / "suppliers.parquet"], tmp_path, MODEL
        )


def test_no_shipped_ground_counts_linked_persons() -> None:
    """Who is hidden stands once in the list: a count of persons would take it for one."""
    grounds = [ground.when for regime in installed_regimes() for ground in regime.typed.grounds]
    assert not [one for when in grounds for one in counts(when) if one.collection == "linked_persons"]


def counts(condition: Condition) -> Iterator[Some]:
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from counts(part)
    elif isinstance(condition, Not):
        yield from counts(condition.part)
    elif isinstance(condition, Some):
        yield from counts(condition.where)
        if condition.at_least > 1:
            yield condition
