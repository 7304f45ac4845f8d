"""The command line as its users meet it: words, JSON, exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "examples/trafficking-conviction/case.yaml"


def case_file(folder: Path, text: str, name: str = "case.yaml") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


CLEAN = """
procurement:
  authority: {country: SE, kind: sub-central}
  contract_kind: services
  specific_services: false
  framework_call_off: false
  stage: before-award
  estimated_value_excluding_vat: {amount: 500000.00, currency: EUR}
  call_sent_on: 2025-01-10
  decision_on: 2025-02-01
operator: {role: tenderer, convictions: [], linked_persons: [], tax_breaches: [], misconduct: [], insolvency: [],
  evidence_verified: true, tender: {abnormally_low: false}}
entities: []
"""
MISCONDUCT = (
    "misconduct: [{kind: labour-law, demonstrated: true, occurred_on: 2024-01-01, self_cleaning: {claimed: false}}]"
)


@pytest.mark.parametrize(
    ("text", "code", "outcome"),
    [
        (CLEAN, 0, "not_excluded"),
        (CLEAN.replace("misconduct: []", MISCONDUCT), 4, "may_exclude"),
        (CLEAN.replace("convictions: [], ", ""), 5, "undetermined"),
        (CLEAN.replace("500000.00", "1000.00"), 8, "out_of_scope"),
        ((ROOT / EXAMPLE).read_text(encoding="utf-8"), 3, "must_exclude"),
    ],
)
def test_the_exit_code_says_the_outcome(tmp_path: Path, text: str, code: int, outcome: str) -> None:
    for verb in ("check", "explain"):
        done = tenderlaw(verb, case_file(tmp_path, text), "--json")
        assert (done.returncode, json.loads(done.stdout)["outcome"], done.stderr) == (code, outcome, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "give a CASE file, or --espd with --procurement"),
        (("check", EXAMPLE, "--as-of", "2026"), "`2026` is not a day written YYYY-MM-DD"),
        (("check", "--espd", "examples/espd-response/response.xml"), "--espd and --procurement go together"),
        (("clauses", EXAMPLE, "--fill", "contact"), "`contact` is not ID=VALUE"),
        (("explain", EXAMPLE, "--ground", "corrupton"), "did you mean `corruption`?"),
        (("chek",), "No such command"),
    ],
)
def test_a_wrong_use_is_said_and_exits_with_2(words: tuple[str, ...], said: str) -> None:
    done = tenderlaw(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            CLEAN.replace("contract_kind", "contract_kin"),
            "unknown field `contract_kin` (did you mean `contract_kind`?)",
        ),
        (CLEAN.replace("500000.00", ".nan"), "found `.nan` (amounts are finite numbers)"),
        (CLEAN.replace("2025-01-10", "2025-02-30"), "`2025-02-30` is not a day of the calendar"),
        (CLEAN.replace("  decision_on: 2025-02-01\n", ""), "no as-of date"),
        (CLEAN + "entities: []\n", "stands twice"),
        ("- 1\n", "must be a mapping of fields"),
        ("a: [\n", "is not YAML"),
        ("", "must be a mapping of fields"),
    ],
)
def test_bad_facts_are_said_with_their_place_and_exit_with_7(tmp_path: Path, text: str, said: str) -> None:
    file = case_file(tmp_path, text)
    plain, as_json = tenderlaw("check", file), tenderlaw("check", file, "--json")
    assert (plain.returncode, as_json.returncode, plain.stdout, as_json.stderr) == (7, 7, "", "")
    assert said in plain.stderr
    assert "Traceback" not in plain.stderr
    assert said in " ".join(json.loads(as_json.stdout)["error"]["messages"])


@pytest.mark.parametrize("content", [b"\x00\xff\xfe", b"\xff\xfea\x00", b"PK\x03\x04" * 1000])
def test_a_file_that_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(content)
    done = tenderlaw("check", str(file))
    assert done.returncode == 7
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read_is_refused(name: str) -> None:
    done = tenderlaw("check", name)
    assert done.returncode == 7
    assert "cannot be read" in done.stderr


def test_an_unknown_pack_names_the_nearest_one_and_exits_with_7() -> None:
    done = tenderlaw("check", EXAMPLE, "--pack", "eu-2014-25")
    assert done.returncode == 7
    assert "did you mean `eu-2014-24`?" in done.stderr


def test_a_pack_whose_cases_fail_exits_with_6(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "cases").mkdir(parents=True)
    case_file(folder, "id: own\ntitle: t\nversion: '1'\nextends: eu-2014-24\n", "pack.yaml")
    taken_over = tenderlaw("packs", "test", "own", "--packs-in", str(tmp_path))
    assert taken_over.returncode == 0
    assert "  corruption: as in eu-2014-24" in taken_over.stdout
    choice = "choices: [{option: obligations-breach-mandatory, value: true, cite: s. 1}]\n"
    (folder / "more.yaml").write_text(choice, "utf-8")
    cases = """
given: {procurement: {decision_on: 2026-02-01, authority: {country: SE}}, operator: {role: tenderer}}
cases: [{id: open, title: Nothing is known, cite: s. 1, as_of: 2026-02-01, facts: {}, expect: {outcome: not_excluded}}]
"""
    (folder / "cases" / "own.yaml").write_text(cases, "utf-8")
    done = tenderlaw("packs", "test", "own", "--packs-in", str(tmp_path))
    assert done.returncode == 6
    assert "FAILED breach-of-obligations: no case has it" in done.stdout
    assert "FAILED open: outcome: expected not_excluded, found undetermined, for want of procurement." in done.stdout


def checked_after(code: str) -> subprocess.CompletedProcess[str]:
    """`check` of an example in a process that has run some code before."""
    code += f"\nsys.argv = ['tenderlaw', 'check', '{EXAMPLE}']\nfrom tenderlaw.cli.main import run; run()"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=False)


def test_evaluators_that_disagree_exit_with_70_and_decide_nothing() -> None:
    code = "import sys; from tenderlaw.rules.rete import Matcher; Matcher.match = lambda self, bodies: []\n"
    done = checked_after(code)
    assert (done.returncode, done.stdout) == (70, "")
    assert "disagree" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interruption_that_other_code_has_swallowed_still_ends_with_130() -> None:
    code = (
        "import os, signal, sys, time, tenderlaw.cli.app as app\n"
        "def swallowing():\n"
        "    try: os.kill(os.getpid(), signal.SIGINT); time.sleep(5)\n"
        "    except BaseException: raise ValueError('not a whole number')\n"
        "app.app = swallowing\n"
    )
    done = checked_after(code)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_an_unforeseen_error_exits_with_70_without_a_traceback() -> None:
    code = (
        "import sys, tenderlaw.decisions\n"
        "def broken(*a, **k): raise KeyError('x')\n"
        "sys.modules['tenderlaw.decisions.decide'].decide_regime = broken\n"
    )
    done = checked_after(code)
    assert done.returncode == 70
    assert "internal error" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_published_schemas_describe_what_is_read_and_written() -> None:
    case_schema = json.loads(tenderlaw("schema", "case").stdout)
    decision_schema = json.loads(tenderlaw("schema", "decision").stdout)
    for schema in (case_schema, decision_schema):
        jsonschema.Draft202012Validator.check_schema(schema)
    decision = json.loads(tenderlaw("check", EXAMPLE, "--json").stdout)
    jsonschema.validate(decision, decision_schema)
    jsonschema.validate(decision["facts"], case_schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**decision, "outcome": "eligible"}, decision_schema)


def test_the_answer_does_not_depend_on_hash_order_locale_or_time_zone() -> None:
    runs = []
    for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Tokyo"), ("3", "POSIX", "America/Lima")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        command = [sys.executable, "-m", "tenderlaw.cli.main", "check", EXAMPLE, "--json"]
        runs.append(subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False).stdout)
    assert len(set(runs)) == 1
    assert runs[0] == tenderlaw("check", EXAMPLE, "--json").stdout


def test_there_is_no_colour_where_there_is_no_terminal() -> None:
    for words in (("check", EXAMPLE), ("explain", EXAMPLE), ("packs",), ("check", "nowhere.yaml")):
        done = tenderlaw(*words)
        assert "\x1b[" not in done.stdout + done.stderr


def test_explain_shows_conditions_facts_and_provisions() -> None:
    done = tenderlaw("explain", EXAMPLE, "--ground", "child-labour-or-trafficking-in-human-beings")
    assert "true: final is true [operator.linked_persons[0].convictions[0].final = true]" in done.stdout
    assert "the period `after-conviction` (art. 57(7)) covers the as-of date 2026-02-01" in done.stdout
    assert "Corruption" not in done.stdout


def test_packs_says_what_is_installed() -> None:
    (pack,) = [pack for pack in json.loads(tenderlaw("packs", "--json").stdout) if pack["id"] == "eu-2014-24"]
    assert len(pack["digest"]) == 64
    assert "corruption" in pack["grounds"]
    assert pack["sources"]
    assert pack["digest"] in tenderlaw("packs").stdout


def test_an_espd_with_its_procurement_is_decided_and_its_remarks_are_shown() -> None:
    words = ("--espd", "response.xml", "--procurement", "procurement.yaml")
    done = tenderlaw("check", *words, "--json", cwd=ROOT / "examples" / "espd-response")
    decision = json.loads(done.stdout)
    assert (done.returncode, decision["outcome"], decision["espd"]["version"]) == (3, "must_exclude", "4.1.0")


def test_what_the_espd_answers_cannot_be_given_again(tmp_path: Path) -> None:
    added = case_file(tmp_path, "procurement: {}\noperator: {convictions: []}\n", "p.yaml")
    done = tenderlaw("check", "--espd", "examples/espd-response/response.xml", "--procurement", added)
    assert done.returncode == 7
    assert "the ESPD already answers `convictions`" in done.stderr


def test_help_names_every_exit_code_and_completion_is_offered() -> None:
    done = tenderlaw("--help")
    assert done.returncode == 0
    for code in (
        "0 not excluded",
        "2 usage",
        "3 must",
        "4 may",
        "undetermined",
        "6 pack",
        "7 input",
        "8 out",
        "70 internal",
    ):
        assert code in " ".join(done.stdout.split())
    assert "--install-completion" in done.stdout
    for verb in ("check", "explain", "clauses", "packs", "schema"):
        assert tenderlaw(verb, "--help").returncode == 0


def test_version_is_the_one_that_decisions_carry() -> None:
    decision = json.loads(tenderlaw("check", EXAMPLE, "--json").stdout)
    assert tenderlaw("--version").stdout.strip() == decision["engine_version"]


# Regimes -------------------------------------------------------------------------------------------------

BANDS = "examples/regimes-by-value/case.yaml"


def test_regimes_says_which_govern_and_why_the_others_do_not() -> None:
    done = tenderlaw("regimes", BANDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "gb-sct-2015: governs." in done.stdout
    assert "threshold: value at least 207720 GBP, VAT included" in done.stdout
    assert "gb-sct-2016: does not govern." in done.stdout
    assert "eu-2014-24: does not govern." in done.stdout
    found = {one["pack"]: one["governs"] for one in json.loads(tenderlaw("regimes", BANDS, "--json").stdout)}
    assert found["gb-sct-2015"] == "true"


def test_regimes_takes_a_procurement_alone_and_faults_it_as_a_case(tmp_path: Path) -> None:
    alone = "authority: {country: IE, kind: sub-central}\ndecision_on: 2026-03-02\ncommenced_on: 2026-02-02\n"
    done = tenderlaw("regimes", case_file(tmp_path, alone), "--pack", "gb-sct-2016")
    assert done.stdout.startswith("gb-sct-2016: does not govern.")
    wrong = tenderlaw("regimes", case_file(tmp_path, alone.replace("kind", "knid")))
    assert wrong.returncode == 7
    assert "unknown field `knid` (did you mean `kind`?)" in wrong.stderr


def test_compare_puts_regimes_side_by_side() -> None:
    words = ("compare", BANDS, "--regimes", "eu-2014-24,gb-sct-2016,gb-sct-2015")
    done = tenderlaw(*words)
    assert (done.returncode, done.stderr) == (0, "")
    for said in ("eu-2014-24", "reg 8(1)(i)", "reg 58(1)(i)", "art. 57(1)(f)", "here: applies until 2029-02-01"):
        assert said in done.stdout
    rows = {row["topic"]: row["provisions"] for row in json.loads(tenderlaw(*words, "--json").stdout)["rows"]}
    assert rows["blacklisting"][0] == []


def test_compare_with_an_unknown_regime_names_the_nearest() -> None:
    done = tenderlaw("compare", BANDS, "--regimes", "gb-sct-2051")
    assert done.returncode == 7
    assert "no such pack is installed (did you mean `gb-sct-2016`?)" in done.stderr


def test_a_folder_without_packs_policies_or_clauses_is_not_passed_over(tmp_path: Path) -> None:
    case, folder = "examples/policy-tiers/case.yaml", str(tmp_path)
    for words, what in (
        (("check", case, "--packs-in", folder), "pack"),
        (("check", case, "--policies-in", folder), "pack"),
        (("packs", "--packs-in", folder), "pack"),
        (("packs", "test", "baseline", "--policies-in", folder), "pack"),
        (("clauses", case, "--draft", "--clauses-in", folder), "clause"),
        (("clauses", "--list", "--clauses-in", folder), "clause"),
    ):
        done = tenderlaw(*words)
        said = f"{folder}: holds no {what} (each {what} is a folder in it, with a `{what}.yaml`)\n"
        assert (done.returncode, done.stdout, done.stderr) == (6, "", said)


def test_what_is_not_known_is_said_without_empty_brackets() -> None:
    case = "examples/policy-tiers/case.yaml"
    done = tenderlaw("explain", case, "--ground", "zzzzzzzz")
    assert (done.returncode, done.stderr) == (2, "no ground `zzzzzzzz` (`tenderlaw packs --json` lists them)\n")
    done = tenderlaw("check", case, "--policy", "zzzzzzzz")
    assert (done.returncode, done.stderr.split(" (")[0].strip()) == (7, "zzzzzzzz: no such policy is installed")


def test_an_empty_name_is_not_the_folder_that_one_is_in() -> None:
    for words in (("check", ""), ("regimes", ""), ("check", "x.yaml", "--list", ""), ("packs", "--packs-in", "")):
        done = tenderlaw(*words)
        assert done.returncode == 2
        assert "no file or folder has an empty name" in done.stderr
