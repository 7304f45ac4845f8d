"""The day that the law names decides which version of an official text goes in; what has no text is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import cast

import pytest

import tenderlaw
from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.model import Library
from tenderlaw.decisions.cases import case_in
from tenderlaw.decisions.choosing import regimes_of
from tenderlaw.decisions.regime import Regime
from tenderlaw.documents import Document, clause_schedule
from tenderlaw.documents.formats import FORMATS, write_document
from tenderlaw.documents.kinds import DocumentKind
from tenderlaw.packs.installed import load_packs
from tenderlaw.sources.tree import Data, Source

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

PACK = """\
id: dated
title: Dated Act
version: "1"
in_force: {from: 2014-01-01, by: [as_of], cite: s. 1}
counting: {event_day: counted, cite: s. 2}
scope: {procurement.contract_kind: services}
scope_cite: s. 3
values:
  - id: amount
    title: Amount
    cite: s. 4
    currency: EUR
    by: [procurement.solicitation_issued_on]
    versions:
      - {from: 2014-01-01, to: 2025-09-30, amount: 5500, cite: s. 4 as enacted}
      - {from: 2025-10-01, amount: 7000, cite: s. 4 as amended}
  - {id: excepted, title: Excepted, cite: s. 5, by: [as_of], versions: [{from: 2014-01-01, words: [MX], cite: s. 5}]}
clauses:
  - clause: text
    cite: s. 6
    obligation: mandatory
    by: BY
    by_cite: s. 7
    when: {procurement.contract_kind: services}
  - clause: note
    cite: s. 8
    obligation: guidance
    when: {procurement.contract_kind: services}
    fillings:
      limit: [{value: amount}]
      products:
        - each: listed_products
          of: [product, listed_country]
          where: {not: {listed_country: {in: {value: excepted}}}}
"""
FACTS = """\
facts:
  - {name: solicitation_issued_on, of: procurement, kind: day, title: Day of the solicitation}
  - name: listed_products
    of: procurement
    kind: list
    title: Listed products
    fields: [{name: product, kind: text, title: Product}, {name: listed_country, kind: country, title: Country}]
"""
TEXT = """\
id: text
version: "1"
from: 2020-01-01
kind: clause
cite: s. 6
source: s. 6
obligation: mandatory
languages: {en: {title: Text, status: drafted}}
incorporates:
  number: "7"
  title: Fair Work
  versions:
    - {label: OCT 2025, from: 2025-10-01, cite: s. 6}
    - {label: NOV 2021, title: Fair Labour, from: 2021-12-06, to: 2025-09-30, cite: s. 6}
    - {from: 2020-01-01, to: 2021-12-05, unsettled: the label was not published, cite: s. 6}
"""
NOTE = """\
id: note
version: "1"
from: 2014-01-01
kind: clause
cite: s. 8
source: s. 8
obligation: guidance
fill_ins: [{id: limit, title: limit, kind: money}, {id: products, title: products, kind: text}]
languages: {en: {title: Note, status: drafted}}
"""
FIRST = "[procurement.solicitation_issued_on, as_of]"
CASE = {
    "procurement": {
        "authority": {"name": "City of Example"},
        "contract_kind": "services",
        "solicitation_issued_on": "2025-09-15",
        "listed_products": [
            {"product": "bricks", "listed_country": "CN"},
            {"product": "tiles", "listed_country": "MX"},
            {"product": "carpets", "listed_country": "IN"},
        ],
    },
    "operator": {"role": "tenderer"},
}


def library(folder: Path) -> Library:
    for name, said, body in (
        ("text", TEXT, "Clause {{ official.number }}, {{ official.title }} ({{ official.label }}), is incorporated.\n"),
        ("note", NOTE, "Above {{ fill.limit }}. Products: {{ fill.products }}.\n"),
    ):
        (folder / "clauses" / name).mkdir(parents=True)
        (folder / "clauses" / name / "clause.yaml").write_text(said, encoding="utf-8")
        (folder / "clauses" / name / "en.md.j2").write_text(body, encoding="utf-8")
    return load_library((folder / "clauses",), shipped=False)


def regimes(folder: Path, by: str) -> tuple[Regime, ...]:
    (folder / "packs" / "dated").mkdir(parents=True)
    (folder / "packs" / "dated" / "pack.yaml").write_text(PACK.replace("BY", by), encoding="utf-8")
    (folder / "packs" / "dated" / "facts.yaml").write_text(FACTS, encoding="utf-8")
    return regimes_of(load_packs(["dated"], [folder / "packs"]).values())


def schedule(
    folder: Path,
    *,
    by: str = FIRST,
    fill_ins: dict[str, str] | None = None,
    kind: DocumentKind = "contract-terms",
    **procurement: object,
) -> Document:
    said = {**CASE["procurement"], **procurement}
    bought = {name: one for name, one in said.items() if one is not None}
    packs = regimes(folder, by)
    case = case_in(Source("case", cast("Data", {**CASE, "procurement": bought}), {}), packs)
    return clause_schedule(
        case, kind=kind, as_of=date(2026, 4, 1), packs=packs, library=library(folder), fill_ins=fill_ins
    )


def test_a_solicitation_of_september_does_not_print_the_text_of_october(tmp_path: Path) -> None:
    assert schedule(tmp_path).clauses[0].official == "7 Fair Labour (NOV 2021)"


def test_the_next_text_goes_in_from_its_first_day(tmp_path: Path) -> None:
    assert schedule(tmp_path, solicitation_issued_on="2025-10-01").clauses[0].official == "7 Fair Work (OCT 2025)"


def test_where_another_day_stands_in_a_note_says_so(tmp_path: Path) -> None:
    made = schedule(tmp_path, solicitation_issued_on=None, fill_ins={"limit": "EUR 7000.00"})
    own = schedule(
        tmp_path / "own", solicitation_issued_on=None, fill_ins={"limit": "EUR 7000.00"}, kind="authority-file"
    )
    assert made.clauses[0].official == "7 Fair Work (OCT 2025)"
    assert "1 April 2026: procurement.solicitation_issued_on, by which the law chooses them, is not given" in " ".join(
        own.notes
    )


def test_where_the_day_is_unknown_the_clause_is_prescribed_and_waits_for_its_text(tmp_path: Path) -> None:
    made = schedule(
        tmp_path,
        by="[procurement.solicitation_issued_on]",
        solicitation_issued_on=None,
        fill_ins={"limit": "EUR 7000.00"},
    )
    (one,) = made.unworded
    assert (one.clause, one.lack.reason, one.lack.about) == (
        "text",
        "day-unknown",
        "procurement.solicitation_issued_on",
    )


@pytest.mark.parametrize(
    ("day", "reason", "words"),
    [
        ("2019-06-01", "no-version", "There is no version for 1 June 2019 in the library."),
        ("2020-06-01", "unsettled", "the label was not published"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_clause_without_a_text_for_the_day_stands_in_every_format(
    tmp_path: Path, form: str, day: str, reason: str, words: str
) -> None:
    made = schedule(tmp_path, solicitation_issued_on=day, kind="authority-file")
    assert [(one.clause, one.lack.reason) for one in made.unworded] == [("text", reason)]
    written = write_document(made, form)  # type: ignore[arg-type]
    if form in ("md", "html", "json"):
        text = written.decode("utf-8")
        assert "Nothing of this kind is prescribed" not in text
        assert "Dated Act, s. 6" in text
        assert (words if form != "json" else reason) in text


def test_a_schedule_of_nothing_but_such_a_clause_does_not_say_that_there_is_none(tmp_path: Path) -> None:
    made = schedule(tmp_path, solicitation_issued_on="2019-06-01", fill_ins={"products": "none"}, kind="authority-file")
    alone = write_document(made, "md").decode("utf-8").partition("Prescribed, but without a text here")
    assert alone[1]
    assert "Nothing of this kind is prescribed" not in alone[0] + alone[2]


def test_what_the_pack_holds_is_filled_in_and_not_asked(tmp_path: Path) -> None:
    text = write_document(schedule(tmp_path), "md").decode("utf-8")
    assert "Above EUR\u00a05,500.00. Products: bricks (China); carpets (India)." in text


def test_a_figure_of_the_law_is_not_given_otherwise(tmp_path: Path) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"`EUR 7000` is not what the law says \(it says EUR 5500"):
        schedule(tmp_path, fill_ins={"limit": "EUR 7000"})


def test_a_figure_of_the_law_may_be_said_again(tmp_path: Path) -> None:
    text = write_document(schedule(tmp_path, fill_ins={"limit": "EUR 5500"}), "md").decode("utf-8")
    assert "Above EUR\u00a05,500.00" in text


def test_a_list_may_be_said_better_by_a_person(tmp_path: Path) -> None:
    text = write_document(schedule(tmp_path, fill_ins={"products": "bricks of every kind"}), "md").decode("utf-8")
    assert "Products: bricks of every kind." in text


def test_a_list_of_which_something_is_unknown_asks_for_that(tmp_path: Path) -> None:
    fact = r"`procurement.listed_products\[0\].product`"
    said = rf"is missing for `note`: products \(give the fact {fact}, or `--fill products=...`\)"
    with pytest.raises(tenderlaw.InputInvalidError, match=said):
        schedule(tmp_path, listed_products=[{"listed_country": "CN"}])


def test_a_list_that_nobody_gave_is_asked_for_whole(tmp_path: Path) -> None:
    with pytest.raises(tenderlaw.InputInvalidError, match=r"give the fact `procurement.listed_products`, or"):
        schedule(tmp_path, listed_products=None)


def test_the_decision_says_which_day_decides(tmp_path: Path) -> None:
    decision = tenderlaw.decide(CASE, as_of=date(2026, 4, 1), packs=regimes(tmp_path, FIRST))
    data = json.loads(decision.json())
    assert data["regimes"][0]["clauses"][0]["version"] == {
        "asked": "procurement.solicitation_issued_on",
        "by": "procurement.solicitation_issued_on",
        "on": "2025-09-15",
    }
