"""`check` says which clauses it prescribes and of which there is no text, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from commands import tenderlaw

CASE = """\
procurement:
  authority: {country: US, kind: central, agency: gsa, class_deviation: false}
  contract_kind: supplies
  contingency: none
  estimated_value_excluding_vat: {amount: 80000, currency: USD}
  solicitation_issued_on: 2023-05-02
  decision_on: 2023-07-01
  listed_products: []
operator: {role: tenderer}
entities: []
"""


def test_a_clause_without_a_text_for_the_day_is_said(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    asked = ("check", str(tmp_path / "case.yaml"), "--pack", "us-far")
    for more in ((), ("--full",)):
        done = tenderlaw(*asked, *more)
        assert "Prescribed, but without a text in the library; to be added by hand:" in done.stdout
        assert "FAR 22.1505(b); RFO 22.1502-2(a)(2); mandatory): there is no version for 2023-05-02" in done.stdout
    (one,) = json.loads(tenderlaw(*asked, "--json").stdout)["unworded_clauses"]
    assert (one["clause"], one["version_on"], one["said"]) == (
        "us-far-52-222-19",
        "2023-05-02",
        "there is no version for 2023-05-02 in the library",
    )


def test_nothing_is_said_where_every_text_is_there() -> None:
    done = tenderlaw("check", "examples/us-clauses/case.yaml", "--pack", "us-far")
    assert "without a text" not in done.stdout
