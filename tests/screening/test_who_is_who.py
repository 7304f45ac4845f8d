"""Companies of ownership statements are suppliers where their numbers show it; lists are searched for parties, too."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sparks import spark_engine
from test_owner_step import CLEAN, CONVICTION, DAY, EXAMPLE

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.facts.case import load_case
from tenderlaw.interop.bods import read_bods
from tenderlaw.screening.engines.engine import Engine, Here
from tenderlaw.screening.joins.edges import owners_in
from tenderlaw.screening.joins.list_step import list_step
from tenderlaw.screening.joins.owner_step import OwnerStep
from tenderlaw.screening.runs.order import Order as Asked
from tenderlaw.screening.runs.outputs import screened
from tenderlaw.sources.faults import InputInvalidError

OF_ALL = {**CLEAN, "listings": []}
"""Nothing against anybody, lists included."""


def entity(name: str, *identifiers: tuple[str, str], country: str | None = None, **more: Any) -> dict[str, Any]:
    details: dict[str, Any] = {"entityType": {"type": "registeredEntity"}, "name": name, **more}
    details["identifiers"] = [{"scheme": scheme, "id": value} for scheme, value in identifiers]
    if country:
        details["jurisdiction"] = {"code": country}
    return {"recordType": "entity", "recordId": name, "statementDate": "2020-01-01", "recordDetails": details}


def person(name: str, **more: Any) -> dict[str, Any]:
    details = {"personType": "knownPerson", "names": [{"fullName": name}], **more}
    return {"recordType": "person", "recordId": name, "statementDate": "2020-01-01", "recordDetails": details}


def owns(party: str, subject: str, **interest: Any) -> dict[str, Any]:
    given = {"type": "shareholding", "share": {"exact": 100}, "startDate": "2015-01-01", **interest}
    details = {"subject": subject, "interestedParty": party, "interests": [given]}
    return {"recordType": "relationship", "recordId": f"{party}-{subject}", "statementDate": "2020-01-01",
            "recordDetails": details}  # fmt: skip


def nobody_owns(subject: str) -> dict[str, Any]:
    details = {"subject": subject, "interestedParty": {"reason": "noBeneficialOwners"}, "interests": []}
    return {"recordType": "relationship", "recordId": f"-{subject}", "statementDate": "2020-01-01",
            "recordDetails": details}  # fmt: skip


def completed(
    folder: Path, statements: list[Any], rows: list[dict[str, Any]], *lists: Path, engine: Engine | None = None
) -> list[dict[str, Any]]:
    """Outcome and facts of each supplier, in a run with these owners and lists."""
    (folder / "owners.json").write_text(json.dumps(statements))
    source = folder / "suppliers.jsonl"
    source.write_text("".join(json.dumps({"country": "SE", **OF_ALL, **row}) + "\n" for row in rows))
    regimes = installed_regimes(("eu-2014-24",))
    chosen = engine or Here()
    steps = [
        OwnerStep(source, folder / "owners.json", None, DAY),
        *([list_step(lists, regimes)] if lists else []),
    ]
    order = Asked(source, {"P": load_case(EXAMPLE).procurement}, regimes, DAY, sample=40, steps=tuple(steps))
    screened(order, chosen, folder / "out.parquet")
    return list(pq.read_table(folder / "out.parquet").to_pylist())


def outcomes(folder: Path, statements: list[Any], rows: list[dict[str, Any]], **more: Any) -> list[str]:
    return [row["outcome"] for row in completed(folder, statements, rows, **more)]


OWNED = [owns("B", "A"), nobody_owns("B")]
Number = tuple[str, str, str | None]
OF_A: list[tuple[Number, Number]] = [
    (("vat", "CHE-109.298.651 TVA", "CH"), ("vat", "109.298.651", "CH")),
    (("XI-LEI", "213800KUD8LAJWSQ9D15", None), ("lei", "2138-00KU-D8LA-JWSQ-9D15", "SE")),
    (("GB-COH", "SC012345", None), ("national-register", "SC 12345", "GB-SCT")),
    (("NO-BRC", "995525828", None), ("national-register", "NO 995 525 828 MVA", "NO")),
    (("US-SAM", "QWKZ4T8N2LM5", "US"), ("uei", "qwkz4t8n2lm5", "US")),
    (("XX-REG", "100", None), ("xx-reg", "100", "SE")),
    (("register", "2071354", "US-DE"), ("national-register", "2,071,354", "US-DE")),
]


@pytest.mark.parametrize(("stated", "given"), OF_A)
def test_a_company_is_a_supplier_however_its_number_is_written(tmp_path: Path, stated: Number, given: Number) -> None:
    statements = [entity("A", stated[:2], country=stated[2]), entity("B"), *OWNED]
    supplier = {"supplier": "S", "country": given[2], "identifiers": [{"scheme": given[0], "value": given[1]}]}
    # who stands behind it is known, and of that company nothing is
    assert outcomes(tmp_path, statements, [supplier]) == ["undetermined"]


@pytest.mark.parametrize(
    ("scheme", "value", "country", "identifier", "expected"),
    [
        # the same number, of which nothing says whose it is: perhaps
        ("tax-number", "8812345", None, {"scheme": "national-register", "value": "8812345"}, "undetermined"),
        ("national-register", "2071354", "US", {"scheme": "national-register", "value": "2071354"}, "undetermined"),
        # another place, or no number
        ("national-register", "2071354", "US-TX", {"scheme": "national-register", "value": "2071354"}, "not_excluded"),
        ("national-register", "n/a", "US-DE", {"scheme": "national-register", "value": "N/A"}, "not_excluded"),
        ("national-register", "pending", "US-DE", {"scheme": "national-register", "value": "pending"}, "not_excluded"),
        ("vat", "0", "SE", {"scheme": "vat", "value": "0"}, "not_excluded"),
    ],
)
def test_a_number_that_may_be_anothers_links_nobody_and_clears_nobody(
    tmp_path: Path, scheme: str, value: str, country: str | None, identifier: dict[str, str], expected: str
) -> None:
    statements = [entity("A", (scheme, value), country=country), entity("B"), *OWNED]
    assert outcomes(tmp_path, statements, [{"supplier": "S", "country": "US-DE", "identifiers": [identifier]}]) == [
        expected
    ]


def test_convictions_of_a_supplier_are_known_of_the_company_with_its_number(tmp_path: Path) -> None:
    statements = [entity("A", ("XX-REG", "100")), entity("B", ("GB-COH", "00123456")), *OWNED]
    rows = [
        {"supplier": "S", "identifiers": [{"scheme": "xx-reg", "value": "100"}]},
        {"supplier": "T", "country": "GB", "convictions": [CONVICTION],
         "identifiers": [{"scheme": "national-register", "value": "123456"}]},
    ]  # fmt: skip
    assert outcomes(tmp_path, statements, rows) == ["must_exclude", "must_exclude"]
    twice = [*rows, {**rows[1], "supplier": "U", "convictions": []}]
    assert outcomes(tmp_path, statements, twice)[0] == "undetermined"  # of which of the two, nobody knows


@pytest.mark.parametrize("engine", ["arrow", "spark"])
def test_engines_agree_on_who_is_who(tmp_path: Path, engine: str) -> None:
    someone = person("P", identifiers=[{"scheme": "x", "id": "9"}])
    statements = [entity("A", ("XX-REG", "100"), ("GB-COH", "00123456")), someone, owns("P", "A")]
    owners = owners_in(_written(tmp_path / "o.json", statements), tmp_path / "work")
    assert pq.read_table(owners.identifiers).num_rows == 3
    rows = [
        {"supplier": "S", "country": "GB", "identifiers": [{"scheme": "national-register", "value": "0123456"}]},
        {"supplier": "T", "country": "GB", "identifiers": [{"scheme": "other", "value": "123456"}]},
        {"supplier": "U", "identifiers": [{"scheme": "other", "value": "123456"}]},
    ]
    chosen = Here() if engine == "arrow" else spark_engine()
    (tmp_path / "run").mkdir()
    assert outcomes(tmp_path / "run", statements, rows, engine=chosen) == [
        "undetermined",
        "undetermined",
        "not_excluded",
    ]


def _written(path: Path, statements: object) -> Path:
    path.write_text(json.dumps(statements))
    return path


# What statements say of parties ----------------------------------------------------------------------------


def test_a_party_has_every_name(tmp_path: Path) -> None:
    statements = [
        entity("A", alternateNames=["Birch"]),
        {**person("P"), "recordDetails": {"personType": "knownPerson", "names": [
            {"fullName": "Ann Oak"}, {"givenName": "Anna", "familyName": "Eiche"}]}},
        owns("P", "A"), owns("A", "C"),
    ]  # fmt: skip
    edges = read_bods(_written(tmp_path / "o.json", statements)).edges
    assert {edge.party: edge.name for edge in edges} == {
        "P": "Ann Oak (also known as Anna Eiche)", "A": "A (also known as Birch)",
    }  # fmt: skip


SHARES = [
    ("33.333333333333336", "33.3333", "33.3334"),
    ("50", "50", "50"),
    ("50.00001", "50.0001", "50.0001"),
    ("49.99999", "49.9999", "49.9999"),
    ("50.000000000000000000000000000000001", "50.0001", "50.0001"),
    ("99.99999", "99.9999", "100"),
    ("0.00001", "0", "0.0001"),
    ("1e-400", "0", "0.0001"),
    ("25.12345", "25.1234", "25.1235"),
    ("100", "100", "100"),
]


@pytest.mark.parametrize(("share", "lowest", "highest"), SHARES)
def test_a_share_is_rounded_away_from_the_claim_and_never_across_one_half(
    tmp_path: Path, share: str, lowest: str, highest: str
) -> None:
    text = json.dumps([owns("P", "A")]).replace('"exact": 100', f'"exact": {share}')
    (tmp_path / "o.json").write_text(text)
    (edge,) = read_bods(tmp_path / "o.json").edges
    assert (edge.share_min, edge.share_max) == (Decimal(lowest), Decimal(highest))
    owners_in(tmp_path / "o.json", tmp_path / "work")
    if "e" not in share and len(share) < 28:  # of a table, 24 places count
        (tmp_path / "e.csv").write_text(f"subject,party,interest,share_min,share_max\nA,P,shares,{share},{share}\n")
        table = pq.read_table(owners_in(tmp_path / "e.csv", tmp_path / "table").edges)
        assert (table["share_min"][0].as_py(), table["share_max"][0].as_py()) == (Decimal(lowest), Decimal(highest))


def test_shares_of_floating_point_are_read(tmp_path: Path) -> None:
    table = pa.table(
        {"subject": ["A"], "party": ["P"], "interest": ["shares"], "share_min": [100 / 3], "share_max": [100 / 3]}
    )
    pq.write_table(table, tmp_path / "e.parquet")
    edges = pq.read_table(owners_in(tmp_path / "e.parquet", tmp_path / "work").edges)
    assert (edges["share_min"][0].as_py(), edges["share_max"][0].as_py()) == (Decimal("33.3333"), Decimal("33.3334"))


FIRST_DAY = "an interest cannot have ceased on the first day of the calendar"
REFUSED: list[tuple[list[Any], str]] = [
    ([owns("P", "A", endDate="0001-01-01")], rf"record 1: interests\[0\]\.endDate: {FIRST_DAY}"),
    ([owns("P", "A", startDate="0000-01-01")], r"startDate: `0000-01-01` is not a day"),
    ([owns("P", "A", startDate="10000-01-01")], r"startDate: `10000-01-01` is not a day"),
    ([owns("P", "A", startDate="2020-01-01x")], r"startDate: `2020-01-01x` is not a day"),
    ([person("Ann \ud800 Oak")], r"holds half a character"),
    ([entity("A", ("vat", "\udc00"))], r"holds half a character"),
    ([entity("A" * 1001)], r"recordId: is longer than 1,000 characters"),
    ([entity("A", ("vat", "1" * 1001)), owns("A", "C")], r"identifiers\[0\]\.id: is longer than 1,000 characters"),
    ([person("P", names=[{"fullName": "x" * 1001}]), owns("P", "A")], r"name: is longer than 1,000 characters"),
    ([person("P", names=[{"fullName": f"{n}" * 900} for n in range(10)]), owns("P", "A")],
     r"the names have more than 8,000 characters together"),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "message"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, statements: list[Any], message: str) -> None:
    with pytest.raises(InputInvalidError, match=message):
        owners_in(_written(tmp_path / "o.json", statements), tmp_path / "work")


@pytest.mark.parametrize(
    "statements",
    [
        [owns("P", "A", startDate="0001-01-01")],
        [owns("P", "A", endDate="0001-01-02")],
        [owns("P", "A", endDate="9999-12-31")],
        [owns("P", "A", share={"minimum": 1e-9, "maximum": 99.999999})],
        [entity("A", ("MISC-Some Register: näme", "x")), owns("A", "C")],
        [entity("A", ("?", "x")), owns("A", "C")],
        [{**entity("A"), "recordDetails": {"identifiers": [{"schemeName": "VAT", "id": 7}]}}, owns("A", "C")],
        [{**entity("A"), "recordDetails": {"identifiers": {"scheme": "vat"}}}, owns("A", "C")],
    ],
)
def test_what_is_odd_and_can_be_read_is_read(tmp_path: Path, statements: list[Any]) -> None:
    owners = owners_in(_written(tmp_path / "o.json", statements), tmp_path / "work")
    assert pq.read_table(owners.edges).num_rows == 1


def test_whoever_stands_behind_a_supplier_is_searched_for_in_lists(tmp_path: Path) -> None:
    member = {
        "id": "c",
        "schema": "Person",
        "datasets": ["xx_list"],
        "properties": {"name": ["OAK, Ann"], "topics": ["debarment"]},
    }
    (tmp_path / "list.ftm.json").write_text(json.dumps(member))
    statements = [entity("A", ("XX-REG", "100")), person("Ann Oak"), owns("Ann Oak", "A")]
    rows = [
        {"supplier": "S", "listings": None, "identifiers": [{"scheme": "xx-reg", "value": "100"}]},
        {"supplier": "T"},
    ]
    completed(tmp_path, statements, rows, tmp_path / "list.ftm.json")
    manifest = json.loads((tmp_path / "out.parquet.manifest.json").read_text())
    assert manifest["lists"]["rows_matched_by_linked_person_alone"] == 1
