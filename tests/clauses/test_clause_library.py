"""Reading the library: every fault at once, each with its place; what breaks a render is never loaded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_library import BODY, CLAUSE, write_library

from tenderlaw.clauses.library import load_library
from tenderlaw.clauses.reading import read_library
from tenderlaw.sources.faults import PackInvalidError

ROOT = Path(__file__).resolve().parents[2]


def faults(folder: Path) -> list[str]:
    with pytest.raises(PackInvalidError) as found:
        load_library((folder,), shipped=False)
    return [str(fault).replace(f"{folder}/", "") for fault in found.value.faults]


def test_a_library_is_read_with_its_definitions(tmp_path: Path) -> None:
    library = load_library((write_library(tmp_path),), shipped=False)
    assert set(library.clauses) == {"own"}
    assert set(library.definitions) == {"worker"}
    assert library.clauses["own"].bodies["en"].template is not None


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    clause = CLAUSE.replace("kind: clause", "kind: claus").replace("from: 2014-01-01", "from: 2014-02-30\nfoo: 1")
    write_library(tmp_path, clause=clause, definitions="definitions: [{id: worker}]\n")
    assert faults(tmp_path) == [
        "definitions.yaml:1:15: definitions[0]: the field `cite` is required",
        "definitions.yaml:1:15: definitions[0]: the field `meanings` is required",
        "definitions.yaml:1:15: definitions[0]: the field `terms` is required",
        "own/clause.yaml:3:7: from: `2014-02-30` is not a day of the calendar",
        "own/clause.yaml:4:6: foo: unknown field `foo` (known: accompanies, alternates, cite, defined_terms, "
        "duties, fill_ins, flow_down, from, id, incorporates, kind, ladder, languages, legal_system, needs, "
        "no_duties, obligation, provides, source, to, version)",
        "own/clause.yaml:5:7: kind: `claus` is not one of the known values "
        "(did you mean `clause`? known: award-criterion, buyer-duty, clause, submission-condition)",
    ]


OFFICIAL = CLAUSE + "incorporates:\n  number: '1'\n  title: t\n  versions:\n"


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (
            "    - {label: B, from: 2020-01-01, cite: art. 1}\n    - {label: A, from: 2019-01-01, cite: art. 1}\n",
            "own/clause.yaml:17:7: incorporates.versions[1]: `A` overlaps `B` (it ends on 2019-12-31 at the latest)",
        ),
        (
            "    - {label: B, from: 2020-01-01, cite: art. 1}\n"
            "    - {label: A, from: 2019-01-01, to: 2019-12-30, cite: art. 1}\n",
            "own/clause.yaml:17:40: incorporates.versions[1].to: a gap after `A` (`B` begins on 2020-01-01)",
        ),
        (
            "    - {label: A, from: 2019-01-02, to: 2019-01-01, cite: art. 1}\n",
            "own/clause.yaml:16:40: incorporates.versions[0].to: `A` ends before it begins",
        ),
    ],
)
def test_gaps_and_overlaps_of_official_versions_are_refused(tmp_path: Path, versions: str, said: str) -> None:
    body = BODY + "\n{{ official.label }}\n"
    assert said in faults(write_library(tmp_path, clause=OFFICIAL + versions, body=body))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": "a\n{% if %}"}, "own/en.md.j2:2:1: is not a template"),
        ({"body": "a \ue000"}, "own/en.md.j2:1:3: holds a character that is reserved for the engine"),
        ({"body": None}, "there is no `en.md.j2`"),
        ({"clause": CLAUSE.replace("id: own", "id: owm")}, "`owm` is not the name of its folder"),
        ({"clause": CLAUSE.replace("[{id: name", "[{id: name, title: t, kind: day}, {id: name")}, "stands twice"),
        ({"clause": CLAUSE.replace("{id: name", "{id: Na-me")}, "is not written as"),
        ({"clause": CLAUSE + "to: 2013-01-01\n"}, "to: ends before it begins"),
    ],
)  # fmt: skip
def test_what_cannot_be_rendered_is_refused(tmp_path: Path, change: dict[str, str], said: str) -> None:
    assert any(said in fault for fault in faults(write_library(tmp_path, **change)))


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    assert [fault.message for fault in read_library((tmp_path / "x",), shipped=False).faults] == [
        "is not a folder of clauses"
    ]


def test_an_id_stands_once_over_all_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_library(tmp_path / name)
    with pytest.raises(PackInvalidError, match="the clause `own` stands twice"):
        load_library((tmp_path / "one", tmp_path / "two"), shipped=False)


def test_the_digest_of_a_clause_covers_its_words(tmp_path: Path) -> None:
    digests = []
    for name, body in (("one", BODY), ("two", BODY.replace("paid", "paid well"))):
        (tmp_path / name).mkdir()
        library = load_library((write_library(tmp_path / name, body=body),), shipped=False)
        digests.append(library.clauses["own"].digest)
    assert digests[0] != digests[1]


ROW = re.compile(r"^\| \[`(\S+)`\]\(\1/clause\.yaml\) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| .+ \|$", re.MULTILINE)
TABLE = ROW.findall((ROOT / "clause_templates" / "README.md").read_text(encoding="utf-8"))


def test_the_table_of_the_library_holds_every_clause_as_it_is() -> None:
    clauses = load_library().clauses
    assert sorted(row[0] for row in TABLE) == sorted(clauses)
    for name, _, kind, obligation, languages in TABLE:
        said = clauses[name].said
        assert (kind, obligation, languages) == (said.kind, said.obligation, ", ".join(said.languages)), name


def test_every_recommendation_of_the_working_group_has_its_text() -> None:
    """The 37 candidates, each once or twice: a clause, and what belongs to the tender or to the buyer."""
    held = [row[1] for row in TABLE if row[1].startswith("CL-")]
    assert sorted(set(held)) == [f"CL-{number:02}" for number in range(1, 38)]
    kinds = {number: {row[2] for row in TABLE if row[1] == number} for number in held}
    assert kinds["CL-03"] == kinds["CL-22"] == {"award-criterion"}
    assert kinds["CL-12"] == kinds["CL-23"] == kinds["CL-26"] == {"buyer-duty"}
    others = {"CL-03", "CL-12", "CL-22", "CL-23", "CL-26", "CL-36"}
    assert all("clause" in kinds[number] for number in set(held) - others)


def test_machine_drafted_languages_say_so() -> None:
    """French, German, Spanish and Dutch: at least the ten clauses that a tender in the Union most needs."""
    for language in ("fr", "de", "es", "nl"):
        held = [one for one in load_library().clauses.values() if language in one.bodies]
        assert len(held) >= 10
        assert {one.bodies[language].status for one in held} == {"machine-drafted, needs review"}


def test_signs_in_french_wording_stand_after_a_space_that_does_not_break() -> None:
    """The colon after a whole one, the others after a narrow one."""
    library = load_library()
    bodies = [one.bodies["fr"].text for one in library.clauses.values() if "fr" in one.bodies]
    meanings = [one.said.meanings["fr"] for one in library.definitions.values() if "fr" in one.said.meanings]
    assert bodies
    assert meanings
    for text in (*bodies, *meanings):
        assert not re.search(r"[^\u00a0]:(\s|$)|[^\u202f][;?!](\s|$)|«[^\u00a0]|[^\u00a0]»", text), text
