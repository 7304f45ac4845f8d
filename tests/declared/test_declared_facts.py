"""A jurisdiction with facts of its own is YAML alone, and they are as good as the built-in ones in every room."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import tenderlaw
from tenderlaw.cli.app import app
from tenderlaw.decisions.cases import company_in, models_of
from tenderlaw.decisions.choosing import load_duties
from tenderlaw.decisions.duties import duties_of
from tenderlaw.decisions.worked_cases import run_worked_cases
from tenderlaw.documents import to_markdown
from tenderlaw.documents.letters import file_note
from tenderlaw.facts.case import case_schema
from tenderlaw.screening.synthetic.made_up import Maker
from tenderlaw.screening.tables.vocabulary import vocabulary_of
from tenderlaw.sources.faults import InputInvalidError, PackInvalidError
from tenderlaw.sources.tree import Source

PACKS = Path(__file__).parent / "packs"
DAY = date(2026, 2, 1)
HARBOUR = tenderlaw.load_packs(["harbour"], folders=[PACKS])
CASE: dict[str, Any] = {
    "procurement": {"authority": {"country": "SE"}, "on_the_quay": True},
    "operator": {
        "role": "tenderer", "tenders_alone": True, "crane_licence": "held", "dockers": 120, "pilot": "Ada",
        "dues_owed": {"amount": 4999, "currency": "SEK"}, "linked_persons": [], "convictions": [],
        "dock_inspections": [
            {"inspected_on": "2025-05-01", "result": "unsafe", "found_in": "NO", "repaired": True},
            {"inspected_on": "2026-05-01", "result": "unsafe", "found_in": "NO"},
        ],
    },
}  # fmt: skip


def with_operator(**facts: object) -> dict[str, Any]:
    return {**CASE, "operator": {**CASE["operator"], **facts}}


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, [*arguments, "--packs-in", str(PACKS)])


def written(tmp_path: Path, case: object) -> str:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), "utf-8")
    return str(file)


def test_the_worked_cases_of_a_pack_with_facts_of_its_own_pass() -> None:
    results = list(run_worked_cases(HARBOUR[0]))
    assert len(results) == 15
    assert [one.differences for one in results if one.differences] == []


def test_a_declared_fact_that_is_missing_is_asked_for_in_the_words_of_the_pack() -> None:
    decision = tenderlaw.decide(CASE, packs=HARBOUR, as_of=DAY)
    (missing,) = decision.missing_facts
    assert (missing.path, missing.ask) == ("operator.berths_rented", "authority")
    assert missing.meaning == "Berths rented from the harbour, in berths."
    asked = tenderlaw.decide(with_operator(dockers=None), packs=HARBOUR, as_of=DAY).missing_facts
    by_path = {fact.path: fact for fact in asked}
    assert by_path["operator.dockers"].meaning == "How many dockers does the company employ?"
    assert by_path["operator.dockers"].ask == "bidder"


def test_an_entry_of_a_declared_list_counts_from_its_day_on() -> None:
    (regime,) = tenderlaw.decide(CASE, packs=HARBOUR, as_of=DAY).regimes
    assert [one.state for one in regime.findings if one.ground == "unsafe-dock"] == ["cured", "not_yet"]


def test_a_declared_fact_that_no_rule_reads_is_said_and_one_for_people_is_not() -> None:
    decision = tenderlaw.decide(CASE, packs=["eu-2014-24", *HARBOUR], as_of=DAY)
    assert "operator.pilot" not in {one.path for one in decision.unread}
    outside = {**CASE, "procurement": {"authority": {"country": "FR"}, "on_the_quay": True}}
    unread = {one.path for one in tenderlaw.decide(outside, packs=HARBOUR, as_of=DAY).unread}
    assert {"procurement.on_the_quay", "operator.dockers", "operator.dock_inspections[0].repaired"} <= unread


def test_plain_data_and_a_case_that_was_read_come_to_the_same_decision(tmp_path: Path) -> None:
    case = tenderlaw.load_case(written(tmp_path, CASE), packs=HARBOUR)
    read, plain = (tenderlaw.decide(one, packs=HARBOUR, as_of=DAY) for one in (case, CASE))
    assert read.id == plain.id
    assert tenderlaw.decide(read.given.case, packs=HARBOUR, as_of=DAY).id == plain.id


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"docker": 1}, "operator.docker: unknown field `docker` (did you mean `dockers`?)"),
        ({"crane_licence": "helt"}, "is not one of the known values (did you mean `held`?"),
        ({"dockers": -1}, "operator.dockers"),
        ({"dock_inspections": [{"inspected_on": "2026-02-30"}]}, "is not a day of the calendar"),
        ({"dock_inspections": [{"found_in": "UK"}]}, "must be the two capitals of a country"),
        ({"dock_inspections": [{"cured": True}]}, "unknown field `cured`"),
    ],
)
def test_a_fault_in_a_declared_fact_is_told_as_of_any_other(
    tmp_path: Path, facts: dict[str, object], said: str
) -> None:
    done = run("check", written(tmp_path, with_operator(**facts)), "--pack", "harbour", "--as-of", "2026-02-01")
    assert said in str(done.exception)


def test_a_declared_fact_is_unknown_to_packs_that_nobody_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", written(tmp_path, CASE), "--as-of", "2026-02-01"])
    assert "unknown field `on_the_quay`" in str(done.exception)


@pytest.mark.parametrize("role", ["group-member", "tenderer"])
def test_who_tenders_alone_has_nobody_who_tenders_with_it_where_packs_declare_facts_too(role: str) -> None:
    case = with_operator(tenders_alone=True)
    with pytest.raises(InputInvalidError, match="tenders with it"):
        tenderlaw.decide({**case, "entities": [{"role": role}]}, as_of=date(2026, 2, 1), packs=HARBOUR)


def test_explanations_and_letters_speak_of_declared_facts(tmp_path: Path) -> None:
    done = run("explain", written(tmp_path, CASE), "--pack", "harbour", "--as-of", "2026-02-01")
    assert "operator.dockers more than 100 [operator.dockers = 120]" in done.output
    case = tenderlaw.load_case(written(tmp_path, with_operator(berths_rented=2)), packs=HARBOUR)
    decision = tenderlaw.decide(case, packs=HARBOUR, as_of=DAY)
    assert "employs more dockers than its berths allow" in to_markdown(file_note(decision))


def test_the_schema_of_a_case_describes_declared_facts() -> None:
    defs: Any = case_schema(models_of(HARBOUR).case)["$defs"]
    operator = defs["EconomicOperator"]["properties"]
    assert operator["dockers"]["description"] == "Dockers employed, in persons."
    assert operator["dockers"]["x-question"] == "How many dockers does the company employ?"
    assert operator["dockers"]["x-citation"] == "s. 5"
    assert defs["LinkedPerson"]["properties"]["holds_papers"]["x-personal"] is True
    assert set(defs["DockInspections"]["properties"]) == {"inspected_on", "result", "found_in", "repaired"}


def suppliers(count: int) -> pa.Table:
    words = vocabulary_of(one.typed for one in HARBOUR)
    return Maker(3, DAY, words, models_of(HARBOUR)).suppliers(0, count)


def test_made_up_suppliers_have_declared_facts_and_are_screened_as_single_cases_are_decided() -> None:
    table = suppliers(400)
    assert {"dockers", "crane_licence", "dues_owed", "dock_inspections"} <= set(table.schema.names)
    answers = tenderlaw.screen(table, CASE["procurement"], as_of=DAY, packs=HARBOUR, sample=400)
    assert set(answers["outcome"].to_pylist()) == {"must_exclude", "may_exclude", "undetermined"}
    assert not any(answers["faulty"].to_pylist())


def test_files_of_suppliers_give_declared_facts_and_faulty_ones_are_set_aside(tmp_path: Path) -> None:
    pq.write_table(suppliers(300), tmp_path / "s.parquet")
    (tmp_path / "more.csv").write_text(
        "supplier,crane_licence,dockers,dock_inspections\n"
        'A,refused,5,"[{""result"": ""unsafe"", ""found_in"": ""NO"", ""repaired"": false}]"\n'
        "B,lost,5,\nC,held,-5,\n",
        "utf-8",
    )
    (tmp_path / "p.json").write_text(json.dumps(CASE["procurement"]), "utf-8")
    arguments = ["--procurement", str(tmp_path / "p.json"), "--regimes", "harbour", "--as-of", "2026-02-01"]
    for name, told in (("s.parquet", "all agree"), ("more.csv", "set aside: 2")):
        done = run("screen", str(tmp_path / name), *arguments, "--output", str(tmp_path / f"out-{name}"))
        assert done.exit_code == 0, done.output
        assert told in done.output
    rejects = (tmp_path / "out-more.csv.rejects.jsonl").read_text("utf-8")
    assert "`lost` is not one of the known values" in rejects
    assert "dockers" in rejects


def test_spark_screens_declared_facts_as_this_process_does(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    sys.path.insert(0, str(Path(__file__).parents[1] / "screening"))
    from sparks import spark_engine  # noqa: PLC0415

    session = spark_engine().session
    table = suppliers(200)
    here = tenderlaw.screen(table, CASE["procurement"], as_of=DAY, packs=HARBOUR)
    there: Any = tenderlaw.screen(session.createDataFrame(table), CASE["procurement"], as_of=DAY, packs=HARBOUR)
    ours, theirs = (one.sort_by("supplier").select(["supplier", "outcome"]) for one in (here, there.toArrow()))
    assert ours.to_pylist() == theirs.to_pylist()


def made(folder: Path, name: str, fact: str, met: str = "true") -> Path:
    """A pack of duties that declares one fact of its own."""
    (folder / name).mkdir()
    (folder / name / "facts.yaml").write_text(f"facts: [{{title: T, {fact}}}]", "utf-8")
    asked = f"{{{fact.split(',', maxsplit=1)[0].removeprefix('name: ')}: {met}}}"
    element = f"{{id: e, title: E, cite: s. 3, met: {asked}}}"
    said = f"duties: [{{id: x, title: X, cite: s. 2, when: {asked}, elements: [{element}]}}]"
    head = f'id: {name}\ntitle: T\nversion: "1"\nkind: duties\nin_force: {{from: 2020-01-01, cite: s. 1}}\n'
    (folder / name / "pack.yaml").write_text(head + said, "utf-8")
    return folder


def test_a_case_with_declared_facts_goes_to_another_process(tmp_path: Path) -> None:
    case = tenderlaw.load_case(written(tmp_path, CASE), packs=HARBOUR)
    sent = pickle.loads(pickle.dumps(case))  # noqa: S301
    assert (sent, copy.deepcopy(case)) == (case, case)
    assert tenderlaw.decide(sent, packs=HARBOUR, as_of=DAY).id == tenderlaw.decide(case, packs=HARBOUR, as_of=DAY).id


@pytest.mark.parametrize(
    "fact",
    ["name: model_config, of: operator", "name: copy, of: operator", "name: group, of: operator",
     "name: year_before, of: financial_years", "name: convicted, of: convictions"],
)  # fmt: skip
def test_a_fact_has_no_name_by_which_something_else_is_read(tmp_path: Path, fact: str) -> None:
    with pytest.raises(PackInvalidError, match="is a name that facts of"):
        load_duties(["own"], folders=[made(tmp_path, "own", f"{fact}, kind: truth")])


def test_numbers_of_different_units_are_different_facts(tmp_path: Path) -> None:
    for name, unit in (("one", "persons"), ("two", "thousand persons")):
        made(tmp_path, name, f"name: crew, of: operator, kind: number, unit: {unit}", "{more_than: 3}")
    packs = load_duties(["one", "two"], folders=[tmp_path])
    with pytest.raises(InputInvalidError, match="is another fact in `one` than in `two`"):
        company_in(Source("facts", {"crew": 4}, {}), packs)


def test_a_fact_that_an_installed_pack_declares_otherwise_is_that_of_the_pack_that_is_asked(tmp_path: Path) -> None:
    packs = load_duties(
        ["own"], folders=[made(tmp_path, "own", "name: has_website, of: operator, kind: country", "SE")]
    )
    company, _ = company_in(Source("facts", {"has_website": "SE", "kind_of_organisation": "company"}, {}), packs)
    (found,) = duties_of(company, as_of=DAY, packs=packs).companies
    assert (found.regimes[0].outcome, found.unread) == ("owes", ("operator.kind_of_organisation",))
    with pytest.raises(InputInvalidError, match="has_website: `true` must be"):
        company_in(Source("facts", {"has_website": True}, {}), packs)
