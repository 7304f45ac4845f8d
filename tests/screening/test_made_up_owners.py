"""Made-up owners: the same from the same seed, with the chains that screening must cope with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.decisions.cases import models_of
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.screening.joins.database import Database
from tenderlaw.screening.joins.edges import owners_in
from tenderlaw.screening.joins.linked_persons import Behind, with_owners
from tenderlaw.screening.joins.parties import facts_of_parties
from tenderlaw.screening.synthetic.generate import write_owners, write_suppliers
from tenderlaw.screening.synthetic.made_up import Maker
from tenderlaw.screening.synthetic.made_up_owners import edges_of, persons_of
from tenderlaw.screening.tables.files import inputs_of, parts_of, rows_of
from tenderlaw.screening.tables.folders import files_of
from tenderlaw.screening.tables.rows import operator_of
from tenderlaw.screening.tables.vocabulary import vocabulary_of

DAY = date(2025, 2, 1)
MAKER = Maker(7, DAY, vocabulary_of(one.typed for one in installed_regimes()))
COUNT = 2000


def counted(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(str(sorted(row.items())) for row in rows)


def test_owners_are_the_same_in_whatever_pieces_they_are_made() -> None:
    for make in (edges_of, persons_of):
        whole = make(MAKER, 0, 300).to_pylist()
        assert whole == make(MAKER, 0, 300).to_pylist()
        pieces = [row for first in (0, 100, 200) for row in make(MAKER, first, 100).to_pylist()]
        assert counted(pieces) == counted(whole)
        assert make(Maker(8, DAY, MAKER.words), 0, 300).to_pylist() != whole


def test_chains_are_long_short_cyclic_and_hidden() -> None:
    edges = edges_of(MAKER, 0, COUNT).to_pylist()
    subjects = {edge["subject"] for edge in edges}
    assert {f"C00000{n:04}-12" for n in range(COUNT)} & subjects, "longer than chains are followed"
    assert any(edge["hidden"] for edge in edges)
    above = {edge["subject"]: edge["party"] for edge in edges if edge["party_kind"] == "company"}
    assert any(above.get(above.get(party)) == party for party in above.values()), "two companies own each other"
    assert any(edge["interest"] is None for edge in edges)
    persons = [row["person"] for row in persons_of(MAKER, 0, COUNT).to_pylist()]
    assert len(set(persons)) == len(persons)
    assert {edge["party"] for edge in edges if edge["party"] and edge["party"][0] != "S"} <= set(persons)


def test_suppliers_with_their_owners_are_read_as_single_cases(tmp_path: Path) -> None:
    source, edges, persons = (tmp_path / f"{name}.parquet" for name in ("suppliers", "edges", "persons"))
    write_suppliers(MAKER, COUNT, source, lambda done, total: None)
    write_owners(MAKER, COUNT, edges, persons)
    tables, work = Database(), tmp_path / "work"
    owners = owners_in(edges, work)
    known = work / "parties.parquet"
    facts_of_parties(tables, owners, persons, [source], known)
    (part,) = parts_of(inputs_of(files_of(source), work))
    tables.view("suppliers", rows_of(part))
    tables.write(with_owners(tables, "suppliers", Behind(owners, DAY, known)), tmp_path / "out.parquet")
    given = {row["supplier"]: row for row in pq.read_table(source).to_pylist()}
    made = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert len(made) == COUNT
    operators = [operator_of(row, row["supplier"]) for row in made]
    more = [len(one.linked_persons or ()) - len(given[row["supplier"]]["linked_persons"] or ())
            for one, row in zip(operators, made, strict=True)]  # fmt: skip
    assert min(more) >= 0
    assert max(more) > 10
    hidden = sum(row["owners_known"] is False for row in made)
    assert 0.02 < hidden / COUNT < 0.2


def test_the_command_writes_owners_and_persons(tmp_path: Path) -> None:
    names = {name: str(tmp_path / f"{name}.parquet") for name in ("suppliers", "owners", "persons")}
    command = ["suppliers", "50", "-o", names["suppliers"], "--as-of", "2025-02-01", "--seed", "7"]
    done = CliRunner().invoke(app, [*command, "--owners", names["owners"], "--persons", names["persons"]])
    assert done.exit_code == 0, done.output
    assert pq.read_table(names["owners"]).to_pylist() == edges_of(MAKER, 0, 50).to_pylist()
    declaring = Maker(7, DAY, MAKER.words, models_of(installed_regimes()))
    assert pq.read_table(names["persons"]).to_pylist() == persons_of(declaring, 0, 50).to_pylist()
    assert CliRunner().invoke(app, [*command, "--persons", names["persons"]]).exit_code == 2
