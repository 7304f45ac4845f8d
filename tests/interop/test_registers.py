"""Registers of subcontractors in files: what is written and read again is the same, or it is said what is lost."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenderlaw.facts.case import Case
from tenderlaw.interop.ocds_reading import read_ocds
from tenderlaw.interop.ocds_writing import written_ocds
from tenderlaw.interop.open_supply_hub import COLUMNS, harmless, read_open_supply_hub, written_open_supply_hub
from tenderlaw.interop.register import Register, RegisterEntry
from tenderlaw.interop.register_files import case_with_register, register_of
from tenderlaw.sources.faults import InputInvalidError

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "ocds"
CASE = Case.model_validate({"procurement": {"id": "P-1"}, "operator": {"role": "tenderer", "name": "Bidder AB"}})
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
ENTRY = st.builds(
    RegisterEntry,
    name=st.none() | WORDS,
    tier=st.none() | st.sampled_from([Decimal(1), Decimal(3), Decimal("1.5")]),
    address=st.none() | WORDS,
    country=st.sampled_from([None, "SE", "BD", "GB-SCT", "XK"]),
    register_number=st.none() | WORDS,
    site=st.none() | WORDS,
    supplied=st.none() | WORDS,
    goods=st.none() | st.lists(WORDS, max_size=3).map(tuple),
    engaged_by=st.none() | WORDS | st.just("Bidder AB"),
)
REGISTER = st.builds(Register, st.lists(ENTRY, min_size=1, max_size=5).map(tuple), st.sampled_from([None, "yes", "no"]))


@settings(max_examples=60, deadline=None)
@given(REGISTER)
def test_law_ocds_written_and_read_again_is_the_same(tmp_path_factory: pytest.TempPathFactory, held: Register) -> None:
    path = tmp_path_factory.getbasetemp() / "chain.json"
    data, _ = written_ocds(held, CASE, None)
    path.write_bytes(data)
    read = read_ocds(path, CASE)
    assert Counter(read.entries or ()) == Counter(held.entries)
    assert (read.complete, read.passed_over) == (held.complete, ())
    backwards = Register(tuple(reversed(held.entries or ())), held.complete)
    assert written_ocds(backwards, CASE, None) == (data, written_ocds(held, CASE, None)[1])


LOST = {"tier": "the tier", "register_number": "the register number", "site": "the site", "engaged_by": "who engages"}


@settings(max_examples=60, deadline=None)
@given(REGISTER)
def test_law_a_list_of_sites_keeps_what_it_does_not_name_as_lost(
    tmp_path_factory: pytest.TempPathFactory, held: Register
) -> None:
    path = tmp_path_factory.getbasetemp() / "sites.csv"
    data, lost = written_open_supply_hub(held)
    path.write_bytes(data)
    said, read = " ".join(lost), read_open_supply_hub(path)
    entries = sorted(held.entries or (), key=lambda one: one.order)
    for before, after in zip(entries, read.entries or (), strict=True):
        assert (after.name, after.address, after.supplied) == (before.name, before.address, before.supplied)
        assert after.country == (before.country and before.country[:2])
        assert after.goods == (before.goods or None) or "goods are parted" in said
        for name, words in LOST.items():
            assert getattr(before, name) is None or words in said
        assert before.goods != () or "supplies no goods" in said
    cells = [cell for row in csv.reader(io.StringIO(data.decode())) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


def test_no_cell_is_a_formula() -> None:
    assert [harmless(cell) for cell in ("=1+1", "'=1", "-x", "a=1", "")] == ["'=1+1", "''=1", "'-x", "a=1", ""]


def test_no_subcontractors_and_nothing_said_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(written_ocds(Register(()), CASE, None)[0])
    assert read_ocds(tmp_path / "a.json", CASE).entries == ()
    (tmp_path / "b.json").write_bytes(written_ocds(Register(None), CASE, None)[0])
    with pytest.raises(InputInvalidError, match="names no subcontractor"):
        read_ocds(tmp_path / "b.json", CASE)
    (tmp_path / "c.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    assert read_open_supply_hub(tmp_path / "c.csv").entries is None


PARTIES = [
    {"id": "T", "name": "Bidder AB", "roles": ["tenderer"]},
    {"id": "O", "name": "Other", "roles": ["tenderer"]},
    {"id": "S", "name": "Acorn", "roles": ["subcontractor"], "contactPoint": {"name": "x"},
     "identifier": {"scheme": "GB-COH", "id": "01234568"},
     "address": {"streetAddress": "Road 1", "locality": "Leeds", "countryName": "United Kingdom"}},
    {"id": "U", "name": "Beech", "roles": ["subcontractor"]},
]  # fmt: skip


def bid(tenderer: str, *subcontracts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": tenderer,
        "tenderers": [{"id": tenderer}],
        "subcontracting": {"subcontracts": [*subcontracts], **more},
    }


def release(*bids: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"ocid": "o-1", "date": "2026-01-01T00:00:00Z", "parties": PARTIES, "bids": {"details": [*bids]}, **more}


def read(folder: Path, data: object) -> Register:
    (folder / "o.json").write_text(json.dumps(data), encoding="utf-8")
    return read_ocds(folder / "o.json", CASE)


def test_a_foreign_release_is_read_and_what_no_fact_holds_is_said(tmp_path: Path) -> None:
    mine = bid("T", {"id": "1", "subcontractor": {"id": "S"}}, value={"amount": 5})
    other = bid("O", {"id": "1", "subcontractor": {"id": "U"}})
    found = read(tmp_path, {"releases": [release(mine, other)]})
    assert found.entries == (
        RegisterEntry(
            name="Acorn",
            address="Road 1, Leeds",
            country="GB",
            register_number="GB-COH 01234568",
            engaged_by="Bidder AB",
        ),
    )
    said = " ".join(found.passed_over)
    assert all(word in said for word in ("subcontracting.value", "parties[].contactPoint", "`Other`"))


def test_a_party_that_no_subcontract_names_is_an_entry_too(tmp_path: Path) -> None:
    found = read(tmp_path, release(bid("T", {"id": "1", "subcontractor": {"id": "S"}})))
    assert [one.name for one in found.entries or ()] == ["Acorn", "Beech"]
    assert [one.engaged_by for one in found.entries or ()] == ["Bidder AB", None]


def test_what_cannot_be_read_is_said_and_what_an_award_repeats_stands_once(tmp_path: Path) -> None:
    one = {"id": "1", "subcontractor": {"id": "S"}, "x_goods": "cotton", "x_tier": "first"}
    held = bid("T", one, x_complete="maybe")
    award = {"id": "1", "suppliers": [{"id": "T"}], "hasSubcontracting": True, "subcontracting": held["subcontracting"]}
    parties = [PARTIES[0], {**PARTIES[2], "address": {"countryName": "Atlantis", "country": "Atl"}}]
    found = read(tmp_path, release(held, parties=parties, awards=[award]))
    assert len(found.entries or ()) == 1
    said = " ".join(found.passed_over)
    assert all(word in said for word in ("x_goods", "`first`", "`maybe`", "`Atlantis`", "`Atl`"))
    assert found.complete is None


def test_of_several_releases_the_newest_speaks_and_of_several_procurements_none(tmp_path: Path) -> None:
    new = release(bid("T", {"id": "1", "subcontractor": {"id": "U"}}), date="2026-02-01T00:00:00Z", parties=PARTIES[:2])
    found = read(tmp_path, {"releases": [new, release()]})
    assert [one.name for one in found.entries or ()] == [None]
    assert "1 older releases" in found.passed_over
    with pytest.raises(InputInvalidError, match="several procurements"):
        read(tmp_path, {"releases": [new, {**new, "ocid": "o-2"}]})


def test_entries_of_a_file_are_added_once_and_the_case_stands(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(
        "name,country,address,sector,parent_company,os_id\n"
        "Acorn,Sweden,Road 1,Apparel|Shoes,Group,SE2020052SV22HT\nBeech,se,,,,\n",
        encoding="utf-8",
    )
    case, remarks = case_with_register(CASE, tmp_path / "s.csv", "open-supply-hub", ())
    assert (register_of(case).entries or ())[0] == RegisterEntry(
        name="Acorn", address="Road 1", country="SE", site="SE2020052SV22HT", goods=("Apparel", "Shoes")
    )
    assert "parent_company" in str(remarks[0])
    again, remarks = case_with_register(case, tmp_path / "s.csv", "open-supply-hub", ())
    assert register_of(again) == register_of(case)
    assert "2 of its 2 entries stand in the case already" in str(remarks[-1])
    (tmp_path / "bad.csv").write_text("name,country,address\nAcorn,Swedn,x\n", encoding="utf-8")
    with pytest.raises(InputInvalidError, match="`Swedn` is no country that is known"):
        case_with_register(CASE, tmp_path / "bad.csv", "open-supply-hub", ())


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="published releases are not at hand")
def test_a_published_release_without_subcontractors_names_none() -> None:
    with pytest.raises(InputInvalidError, match="names no subcontractor"):
        read_ocds(SAMPLES / "release-package-1.json", CASE)
