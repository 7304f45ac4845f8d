"""A list of goods completes a case by exact names alone, and says where a file is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenderlaw.cli.app import app
from tenderlaw.facts import Case
from tenderlaw.facts.procurement import Procurement
from tenderlaw.facts.risk import Good
from tenderlaw.interop.goods import GoodsList, complete, complete_case, read_goods_list
from tenderlaw.sources.faults import InputInvalidError

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "dol-ilab"

HEADER = (
    "good,sector,country,region,child_labor,forced_labor,forced_child_labor,derived_labor_exploitation,derived_country"
)
LIST = f"""{HEADER}
Paper Lanterns,Crafts,Brazil,South,Yes,No,No,No,No
Paper Lanterns,Crafts,Turkey (Türkiye),West,No,Yes,No,No,No
Glass Beads,Crafts,Burma,East,Yes,Yes,Yes,No,No
Bead Curtains,Crafts,China,East,No,No,No,Yes,"Congo, Democratic Republic of the"
"""
XML = """<Goods>
  <Good>
    <Good_Name>Paper Lanterns</Good_Name>
    <Countries>
      <Country>
        <Country_Name>{country}</Country_Name>
        <Child_Labor>{child}</Child_Labor>
        <Forced_Labor>No</Forced_Labor>
        <Forced_Child_Labor>No</Forced_Child_Labor>
        <Derived_Labor_Exploitation>No</Derived_Labor_Exploitation>
        <Derived_Country>No</Derived_Country>
      </Country>
    </Countries>
  </Good>
</Goods>
"""


@pytest.fixture
def listed(tmp_path: Path) -> GoodsList:
    return read_goods_list(written(tmp_path, "goods.csv", LIST), "2031")


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def completed(listed: GoodsList, **facts: object) -> tuple[Good, list[str]]:
    bought = Procurement.model_validate({"contract_kind": "supplies", "goods": [facts]})
    found, remarks = complete(bought, listed)
    assert found.goods is not None
    return found.goods[0], [str(remark) for remark in remarks]


def marks(good: Good) -> tuple[bool | None, ...]:
    return good.listed, good.country_listed, good.listed_for_country, good.forced_labour_for_country


def test_pairs_have_codes_of_countries_and_every_mark(listed: GoodsList) -> None:
    assert [entry.country for entry in listed.entries] == ["BR", "TR", "MM", "CN"]
    assert listed.entries[3].derived
    assert listed.entries[3].input_country == "CD"
    assert listed.edition == "2031"
    assert len(listed.sha256) == 64


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": "Paper Lanterns", "country": "TR"}, (True, True, True, True)),
        ({"name": "paper  LANTERNS", "country": "BR"}, (True, True, True, False)),
        ({"name": "Paper Lanterns", "country": "FR"}, (True, False, False, False)),
        ({"name": "Paper Lanterns"}, (True, None, None, None)),
        # made with listed inputs: that it was forced labour is not said
        ({"name": "Bead Curtains", "country": "CN"}, (True, True, True, None)),
        # a part of a country is of that country
        ({"name": "Glass Beads", "country": "MM-01"}, (True, True, True, True)),
        # another name may mean a listed good; no good of a country that the list does not name is listed for it
        ({"name": "Lanterns", "country": "BR"}, (None, True, None, None)),
        ({"name": "Lanterns", "country": "FR"}, (None, False, False, False)),
    ],
)
def test_a_good_is_completed_by_its_exact_name_and_country(
    listed: GoodsList, facts: dict[str, object], expected: tuple[bool | None, ...]
) -> None:
    assert marks(completed(listed, **facts)[0]) == expected


def test_a_name_that_the_list_does_not_hold_is_reported_with_the_nearest(listed: GoodsList) -> None:
    _, remarks = completed(listed, name="Paper Lantern")
    assert remarks == [
        "facts: goods[0].name: the list holds no good called `Paper Lantern`: whether it is listed stays unknown "
        "(nearest: `Paper Lanterns`)"
    ]


def test_what_was_given_stands_and_a_contradiction_is_reported(listed: GoodsList) -> None:
    good, remarks = completed(listed, name="Glass Beads", country="MM", listed_for_country=False)
    assert good.listed_for_country is False
    assert remarks == [
        "facts: goods[0].listed_for_country: is given as `false`, and the list says `true`: what was given stands"
    ]


def test_goods_that_were_not_given_stay_unknown(listed: GoodsList) -> None:
    case = Case.model_validate({"procurement": {"contract_kind": "supplies"}, "operator": {"role": "tenderer"}})
    assert complete_case(case, listed) == (case, [])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.csv", "good,country\nA,France\n", "g.csv:1:1: child_labor: there is no such column"),
        ("g.csv", LIST + "Paper Lanterns,x,Brazil,x,Yes,No,No,No,No\n",
         "g.csv:6:1: good: `Paper Lanterns` from `Brazil` stands twice (first on line 2)"),
        ("g.csv", f"{HEADER}\nA,x,Brasil,x,Yes,No,No,No,No\n",
         "g.csv:2:1: country: `Brasil` is no country that is known (did you mean `brazil`?)"),
        ("g.csv", f"{HEADER}\nA,x,Brazil,x,yes,No,No,No,No\n",
         "g.csv:2:1: child_labor: `yes` is neither `Yes` nor `No`"),
        ("g.csv", f"{HEADER}\nA,x,Brazil,x,No,No,No,No,No\n", "g.csv:2:1: good: `A` from `Brazil` has no mark"),
        ("g.csv", f"{HEADER}\nA,x\n", "g.csv:2:1: has 2 cells, and the header 9"),
        ("g.csv", f"{HEADER}\n", "g.csv: names no good"),
        ("g.xml", XML.format(country="Brasil", child="Yes"), "g.xml:5:1: country: `Brasil` is no country"),
        ("g.xml", XML.format(country="Brazil", child=""), "g.xml:5:1: child_labor: `` is neither"),
        ("g.xml", "<Goods>", "is not well-formed XML"),
        ("g.xml", "<!DOCTYPE Goods [<!ENTITY x 'y'>]><Goods>&x;</Goods>", "g.xml:1:1: declares a document type"),
        ("g.xml", "<Wares/>", "g.xml:1:1: the root element is `Wares`, not `Goods`"),
        ("g.txt", "", "is no list of goods"),
    ],
)  # fmt: skip
def test_a_faulty_list_is_refused_with_the_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(InputInvalidError) as caught:
        read_goods_list(written(tmp_path, name, text))
    assert message in str(caught.value)


def test_the_command_line_names_goods_that_the_list_does_not_hold(tmp_path: Path) -> None:
    goods = written(tmp_path, "goods.csv", LIST)
    case = written(
        tmp_path,
        "case.yaml",
        "procurement: {contract_kind: supplies, decision_on: 2031-02-01, goods: [{name: Glass Bead}]}\n"
        "operator: {role: tenderer}\n",
    )
    done = CliRunner().invoke(app, ["check", str(case), "--goods-list", str(goods), "--json"])
    assert "goods[0].name: the list holds no good called `Glass Bead`" in done.stderr


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published list is not beside the checkout")
def test_the_published_list_is_the_same_in_both_formats() -> None:
    of_xml = read_goods_list(PUBLISHED / "goods_2021.xml")
    of_csv = read_goods_list(PUBLISHED / "goods.csv")
    assert of_xml.entries == of_csv.entries
    assert len(of_xml.entries) == 467
    assert sum(entry.derived for entry in of_xml.entries) == 10
    assert len(of_xml.names) == 169
    assert len(of_xml.countries) == 78
    with (PUBLISHED / "goods.csv").open(encoding="utf-8", newline="") as file:
        forced = sum(row["forced_child_labor"] == "Yes" for row in csv.DictReader(file))
    assert sum(entry.forced_child_labour for entry in of_xml.entries) == forced == 54
