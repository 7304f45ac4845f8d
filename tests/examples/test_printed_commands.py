"""Every command that the README and the pages of docs/ print runs as printed, and prints what they say it prints.

What stands for the reader's own (`CASE.yaml`, `ID`) is replaced by an example; a schedule is a draft, because which
fill-ins it asks for depends on the case.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest

from tenderlaw import load_case
from tenderlaw.cli.main import run
from tenderlaw.documents import clause_schedule
from tenderlaw.documents.formats import write_document
from tenderlaw.interview import begin, to_plain

ROOT = Path(__file__).resolve().parents[2]
CASE = "examples/policy-tiers/case.yaml"
OWN = {
    "CASE.yaml": CASE,
    "COMPANY.yaml": "company.yaml",
    "DAY": "2026-08-01",
    "PROCUREMENT.yaml": "examples/espd-response/procurement.yaml",
    "P.yaml": "examples/espd-response/procurement.yaml",
    "RESPONSE.xml": "examples/espd-response/response.xml",
    "ID": "zero-tolerance",
    "CLAUSE": "zero-tolerance",
    "ID,ID": "eu-2014-24,gb-sct-2015",
    "OLD.docx": "old.docx",
    "NEW.docx": "new.docx",
    "FOLDER": "policies-of-mine",
    "1000000": "40",
}
"""What a reader puts in the place of these words."""
DONE = (0, 3, 4, 5, 8)
"""Exit codes of what was done."""
LISTS = {
    "extract.csv": (
        "Classification,Name,First,Middle,Last,Unique Entity ID,Exclusion Program,Exclusion Type,"
        "Additional Comments,Active Date,Termination Date,SAM Number",
        "Firm,Example Works,,,,AAAAAAAAAAA1,Reciprocal,Voluntary Exclusion,,01/02/2024,Indefinite,S1",
    ),
    "entities.ftm.json": (
        '{"id": "c1", "schema": "Company", "datasets": ["example"], "properties": {"name": ["Example Works"],'
        ' "sanctions": [{"id": "s1", "schema": "Sanction", "properties": {}}]}}',
    ),
    "goods.csv": (
        "good,sector,country,region,child_labor,forced_labor,forced_child_labor,derived_labor_exploitation,"
        "derived_country",
        "Paper Lanterns,Crafts,Brazil,South,Yes,No,No,No,No",
    ),
}
PRINTED = re.compile(r"^    (?:\$ )?(tenderlaw .+?)(?:  +.*)?$", re.MULTILINE)
SHOWN = re.compile(r"^    \$ (tenderlaw .+)\n((?:    .+\n)+)", re.MULTILINE)
COMPANY = re.compile(r"^(    legal_form: .+\n(?:    .+\n)+)", re.MULTILINE)
"""The company of the page on duties."""
ELSEWHERE = ("serve", "record")
"""Verbs that go on until they are stopped, or need what they keep: they have tests of their own."""
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def commands() -> list[tuple[str, str]]:
    """Pages and commands; a line such as `clauses --list | --show ID` is several."""
    found = []
    for page in PAGES:
        for line in PRINTED.findall(page.read_text(encoding="utf-8")):
            first, *others = line.split(" | ")
            verb = " ".join(first.split()[:2])
            found += [(page.name, one) for one in (first, *(f"{verb} {other}" for other in others))]
    return [(page, command) for page, command in found if command.split()[1] not in ELSEWHERE]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what a reader has at hand."""
    monkeypatch.chdir(tmp_path)
    for name in ("examples", "engine"):
        (tmp_path / name).symlink_to(ROOT / name)
    (company,) = COMPANY.findall((ROOT / "docs" / "duties.md").read_text(encoding="utf-8"))
    (tmp_path / "company.yaml").write_text(textwrap.dedent(company), encoding="utf-8")
    return tmp_path


def word_files(desk: Path) -> None:
    """Two builds of a schedule, and a template."""
    docx = pytest.importorskip("docx")
    schedule = clause_schedule(load_case(ROOT / CASE), packs=["eu-2014-24"], draft=True)
    for name in ("old.docx", "new.docx"):
        (desk / name).write_bytes(write_document(schedule, "docx"))
    house = docx.Document()
    house.add_paragraph("{{p clauses }}")
    house.save(str(desk / "house.docx"))


def clauses_of_mine(desk: Path) -> None:
    """Libraries with a body of the house, and two schedules as JSON."""
    for name in ("MY-CLAUSES", "house-clauses", "library-2025", "library-2026"):
        shutil.copytree(ROOT / "clause_templates", desk / name)
        body = desk / name / "remedies-ladder" / "en.md.j2"
        body.write_text(body.read_text(encoding="utf-8").replace("written warning", "warning"), encoding="utf-8")
    for name, policy in (("tender-1.json", "un-wg-2021"), ("tender-2.json", "zero-tolerance")):
        policies = ["baseline", policy]
        schedule = clause_schedule(
            load_case(ROOT / CASE),
            packs=["eu-2014-24"],
            policies=policies,
            with_clauses=["remedies-ladder"],
            draft=True,
        )
        (desk / name).write_bytes(write_document(schedule, "json"))


def espds(desk: Path) -> None:
    """The documents of a tenderer and of its subcontractor, the procurement, and what the authority found since."""
    example = ROOT / "examples" / "espd-response"
    response = (example / "response.xml").read_text(encoding="utf-8")
    bought = (example / "procurement.yaml").read_text(encoding="utf-8")
    (desk / "tenderer.xml").write_text(response, encoding="utf-8")
    (desk / "other.xml").write_text(response.replace("Example Builders Ltd", "Example Paint Ltd"), encoding="utf-8")
    (desk / "procurement.yaml").write_text(bought.replace("entities: []\n", ""), encoding="utf-8")
    (desk / "found.yaml").write_text(
        "operator.linked_persons[0].convictions[0].final_on: 2024-05-01\n", encoding="utf-8"
    )


def tables(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suppliers with their owners, and lists: of excluded parties in both formats, and of goods."""
    made = "suppliers 40 -o suppliers.parquet --as-of 2026-02-01 --owners owners.parquet --persons persons.parquet"
    assert ran(made.split(), monkeypatch) == 0
    for name, lines in LISTS.items():
        (desk / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def ran(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["tenderlaw", *words])
    with pytest.raises(SystemExit) as done:
        run()
    return int(done.value.code or 0)


@pytest.mark.parametrize(("page", "command"), commands())
def test_a_printed_command_runs(
    page: str, command: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = [OWN.get(word, word) for word in shlex.split(command)][1:]
    if "tenderer.xml" in words:
        espds(desk)
    if {"--clause", "library-2025"} & set(words):
        clauses_of_mine(desk)
    if ".docx" in command:
        word_files(desk)
    if any(word.endswith((".parquet", *LISTS)) for word in words):
        tables(desk, monkeypatch)
    if "--from" in words:
        assert ran(["chain", "examples/supply-chain/case.yaml", "--to", "ocds:chain.json"], monkeypatch) == 0
    if "--answers" in words and not Path(words[words.index("--answers") + 1]).exists():
        asked = words.index("--answers")
        ask = [*words[: words.index("-o")], *words[words.index("-o") + 2 :]]
        ask = [*ask[:asked], *ask[asked + 2 :], "-o", words[asked + 1], "--policy", "baseline"]
        assert ran(ask, monkeypatch) == 0
    if "policies-of-mine" in words:
        (desk / "policies-of-mine").mkdir()
        shutil.copytree(ROOT / "policies" / "zero-tolerance", desk / "policies-of-mine" / "own")
        pack = desk / "policies-of-mine" / "own" / "pack.yaml"
        pack.write_text(pack.read_text(encoding="utf-8").replace("id: zero-tolerance", "id: own", 1), encoding="utf-8")
    if "--values" in words:
        (desk / "values.yaml").write_text("report_days: 5\n", encoding="utf-8")
    schedule = words[0] == "document" and not {"--kind", "--ask"} & set(words)
    if (schedule or words == ["clauses", CASE]) and "--draft" not in words:
        words.append("--draft")
    if words[0] == "ask":
        monkeypatch.setattr(sys, "stdin", io.StringIO())  # nobody answers: the case is written as it stands
    if "--resume" in words:
        kept = to_plain(begin(as_of=date(2026, 2, 1), packs=["eu-2014-24"]))
        (desk / words[words.index("--resume") + 1]).write_text(json.dumps(kept), encoding="utf-8")
    code = ran(words, monkeypatch)
    said = capfd.readouterr()
    assert code in DONE, f"{page}: {said.err}"
    assert "Traceback" not in said.err
    if "-o" in words:
        assert (desk / words[words.index("-o") + 1]).stat().st_size > 0


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (command, shown)
        for page in PAGES
        for command, shown in SHOWN.findall(page.read_text(encoding="utf-8"))
        if "\n    $ " not in shown  # several commands on one desk have a test of their own
    ],
)
def test_a_printed_answer_is_the_answer(
    command: str, shown: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ran(shlex.split(command)[1:], monkeypatch)
    lines = [line[4:].rstrip() for line in shown.splitlines()]
    assert [line for line in capfd.readouterr().out.splitlines() if line in lines] == lines
