"""Whoever a file of entities names stands in its list, however the file is written; what cannot be read is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ftm_samples import UEI, company, read, sanction, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenderlaw.interop.list_files import ListsRead, list_files, read_lists
from tenderlaw.sources.faults import InputInvalidError

MEMBERS: list[dict[str, Any]] = [
    company(),
    company(properties={"topics": []}),
    company(properties={"topics": ["role.pep"]}),
    company(properties={"topics": "debarment"}),
    company(datasets=["US_SAM_Exclusions"]),
    company(datasets="us_sam_exclusions"),
    company(datasets=["other", "us_sam_exclusions"]),
    company(datasets=["sam-exclusions"]),
    company(schema="LegalEntity"),
    company(schema="Person", properties={"name": [], "firstName": ["Ann"], "lastName": ["Oak"]}),
    company(schema="Organization"),
    company(schema="PublicBody"),
    company(schema="Firm"),
    company(schema="Thing"),
    company(datasets=["xx_list"], properties={"topics": ["sanction"]}),
    company(datasets=["xx_list"], properties={"topics": ["sanction.linked"]}),
    company(datasets=["xx_list", "yy_list"], properties={"topics": ["debarment", "role.pep"]}),
    company(datasets=["xx_list"], properties={"topics": ["reg.action"]}),
    company(datasets=["xx_list"], properties={"topics": ["export.control"]}),
    company(datasets=["xx_list"], properties={"topics": [], "sanctions": ["s-that-is-not-there"]}),
    company(properties={"sanctions": []}),
]


@pytest.mark.parametrize("member", MEMBERS)
def test_whoever_stands_in_a_list_is_an_entry_of_which_nothing_else_is_known(
    tmp_path: Path, member: dict[str, Any]
) -> None:
    rows, faults = read(tmp_path, member)
    assert faults == []
    assert rows
    assert f"uei::{UEI}" in rows[0].keys
    for row in rows:
        assert (row.exclusion_type, row.listed_from, row.listed_until, row.to_confirm) == (None, None, None, True)


@pytest.mark.parametrize(
    "entity",
    [
        company(datasets=["register"], properties={"topics": []}),
        company(datasets=["register"], properties={"topics": ["role.pep"]}),
        company(schema="Address"),
        company(schema="Vessel"),
    ],
)
def test_whoever_stands_in_no_list_is_no_entry(tmp_path: Path, entity: dict[str, Any]) -> None:
    assert read(tmp_path, entity) == ([], [])


def test_a_sanction_of_another_list_explains_no_membership(tmp_path: Path) -> None:
    other = sanction() | {"datasets": ["xx_list"]}
    rows, _ = read(tmp_path, company(datasets=["us_sam_exclusions", "xx_list"]), other)
    assert [(row.list, row.entry) for row in rows] == [("xx-list", "s"), ("sam-exclusions", "c")]


def test_an_entity_in_two_lines_is_found_by_what_either_says(tmp_path: Path) -> None:
    second = company(properties={"name": ["Birch"], "uniqueEntityId": [], "leiCode": ["213800KUD8LAJWSQ9D15"]})
    rows, faults = read(tmp_path, company(), second, sanction())
    assert [(row.entry, row.names, row.exclusion_type) for row in rows] == [
        ("s", ("Acorn",), "debarred"),
        ("s-c", ("Birch",), "debarred"),
    ]
    assert faults == []


def test_a_sanction_of_somebody_who_was_merged_is_found(tmp_path: Path) -> None:
    (row,), faults = read(tmp_path, company(id="NK-1", referents=["c"]), sanction())
    assert (row.entry, row.exclusion_type, faults) == ("s", "debarred", [])


# Shapes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": "Acorn"}, ("Acorn",)),
        ({"name": ["Acorn", "Birch"]}, ("Acorn", "Birch")),
        ({"name": [], "alias": "Cedar"}, ("Cedar",)),
        ({"previousName": ["Old"]}, ("Acorn", "Old")),
        ({"name": None, "alias": ["Elm"]}, ("Elm",)),
    ],
)
def test_a_property_may_be_a_word(tmp_path: Path, changed: dict[str, Any], expected: tuple[str, ...]) -> None:
    (row,), faults = read(tmp_path, company(properties=changed), sanction())
    assert (row.names, faults) == (expected, [])


def test_every_property_of_a_sanction_may_be_a_word_or_a_nested_entity(tmp_path: Path) -> None:
    plain = {name: value[0] for name, value in sanction()["properties"].items()}
    nested = {**plain, "entity": {"id": "c", "schema": "Company", "properties": {}}}
    for properties in (plain, nested, {**plain, "entity": ["c"]}):
        (row,), faults = read(
            tmp_path, company(), {**sanction(), "properties": properties, "datasets": "us_sam_exclusions"}
        )
        assert (row.exclusion_type, row.listed_from, faults) == ("debarred", date(2024, 1, 2), [])


def test_a_number_that_is_written_as_one_is_read(tmp_path: Path) -> None:
    (row,), faults = read(
        tmp_path, company(properties={"registrationNumber": 2071354, "jurisdiction": "us_de"}), sanction()
    )
    assert ("national-register:US-DE:2071354" in row.keys, faults) == (True, [])


REFUSED: list[tuple[Any, str]] = [
    (company(id=""), "id: must be a word that names the entity"),
    (company(id=7), "id: must be a word that names the entity"),
    (company(id=None), "id: must be a word that names the entity"),
    (company(id="x" * 1001), "id: is longer than 1,000 characters"),
    (company(schema=None), "schema: must say what kind of entity it is"),
    (company(schema=""), "schema: must say what kind of entity it is"),
    (company(schema=["Company"]), "schema: must say what kind of entity it is"),
    ({key: value for key, value in company().items() if key != "schema"}, "schema: must say what kind of entity it is"),
    (company(datasets=[7]), "datasets: must be a list of words"),
    (company(datasets={"a": 1}), "datasets: must be a list of words"),
    (company(datasets=["x" * 1001]), "datasets: must be a list of words of at most 1,000 characters"),
    (company(datasets=["x" * 101]), "datasets: the name of the list is longer than 100 characters"),
    (company(datasets=[]), "datasets: the entity does not say in which list it stands"),
    (company(properties={"name": [True]}), "properties.name: `true` is neither a word nor an entity"),
    (company(properties={"name": [1.5]}), "properties.name: this value is neither a word nor an entity"),
    (company(properties={"uniqueEntityId": [["A"]]}), "properties.uniqueEntityId: this value is neither"),
    (company(properties={"topics": [False]}), "properties.topics: `false` is neither a word nor an entity"),
    ({"id": "c", "schema": "Company", "properties": ["name"]}, "is no entity"),
    ({"id": "c", "schema": "Company"}, "is no entity"),
    ('{"id": "c", "schema": "Company", "properties": {"name": ["\\ud800"]}}', "is no entity"),
    ("[]", "is no entity"),
    ('"c"', "is no entity"),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "message"), REFUSED)
def test_what_cannot_be_read_refuses_the_file_with_its_place(tmp_path: Path, entity: object, message: str) -> None:
    _, faults = read(tmp_path, entity)
    assert len(faults) == 1
    assert faults[0].startswith("e.ftm.json:1:1: ")
    assert message in faults[0]
    path = written(tmp_path, company(id="good"), entity, name="whole.ftm.json")
    with pytest.raises(InputInvalidError, match=r"whole\.ftm\.json:2:1"):
        list(read_lists(list_files([path]), ListsRead()))


def test_a_sanction_that_points_at_nobody_is_refused(tmp_path: Path) -> None:
    _, faults = read(tmp_path, company(), sanction(entity=[]))
    assert faults == ["e.ftm.json:2:1: entity: the sanction does not say of whom it is"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9999) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("id", "schema", "properties")), inner),
    max_leaves=6,
)
PROPERTIES = (
    "name", "alias", "topics", "sanctions", "entity", "startDate", "endDate", "provisions", "program", "status",
    "country", "jurisdiction", "uniqueEntityId", "vatCode", "registrationNumber", "summary",
)  # fmt: skip
SCHEMATA = ("Company", "Sanction", "Vessel", "Firm")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(("a", "b", "c")),
                "schema": st.sampled_from(("Company", "Sanction", "Vessel", "Firm")),
            },
            optional={
                "datasets": st.lists(st.sampled_from(("us_sam_exclusions", "x")), max_size=2) | anything,
                "properties": st.dictionaries(st.sampled_from(PROPERTIES), anything, max_size=5),
                "caption": anything,
                "referents": anything,
            },
        ),
        max_size=4,
    )
)
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path: Path, entities: list[Any]) -> None:
    rows, faults = read(tmp_path, *entities)
    for row in rows:
        assert row.list
        assert row.entry
    assert all(fault.startswith("e.ftm.json:") for fault in faults)
    assert len({(row.list, row.entry) for row in rows}) == len(rows)
