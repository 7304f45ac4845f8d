"""The verbs of documents as their users meet them: files whole or not at all, messages, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import tenderlaw

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "examples/trafficking-conviction/case.yaml"
PACK = ("--pack", "eu-2014-24")


OWN_PACK = """\
id: own
title: Own Act
version: "1"
in_force: {from: 2014-01-01, by: [procurement.call_sent_on], cite: s. 1}
counting: {event_day: counted, cite: s. 2}
scope: {procurement.contract_kind: {in: [works, supplies, services]}}
scope_cite: s. 3
clauses:
  - {clause: own, cite: s. 4, obligation: mandatory, when: {procurement.contract_kind: services}}
"""
OWN_CLAUSE = """\
id: own
version: "1"
from: 2014-01-01
kind: clause
cite: s. 4
source: s. 4
obligation: mandatory
fill_ins: [{id: days, title: days to pay, kind: number}]
languages: {en: {title: Own clause, status: drafted}}
"""


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The words that name a pack and a library of one's own."""
    folder = tmp_path_factory.mktemp("own")
    for name, files in (("packs", {"pack.yaml": OWN_PACK}), ("clauses", {
        "clause.yaml": OWN_CLAUSE, "en.md.j2": "Wages are paid within {{ fill.days }} days after the month.\n"
    })):  # fmt: skip
        (folder / name / "own").mkdir(parents=True)
        for file, text in files.items():
            (folder / name / "own" / file).write_text(text, encoding="utf-8")
    return ("--packs-in", str(folder / "packs"), "--clauses-in", str(folder / "clauses"), "--pack", "own")


@pytest.mark.parametrize("form", ["docx", "odt", "pdf", "html", "md", "json"])
@pytest.mark.parametrize("kind", ["contract-terms", "authority-file", "invitation", "exclusion", "file-note"])
def test_every_kind_is_written_in_every_format(tmp_path: Path, kind: str, form: str) -> None:
    file = tmp_path / f"out.{form}"
    done = tenderlaw("document", EXAMPLE, "--kind", kind, "-o", str(file), "--draft", *PACK)
    assert (done.returncode, done.stdout) == (0, "")
    # the directive leaves the review of decisions to the States
    told = "before it is sent, a person reads: Review (Directive 89/665/EEC art. 1(1), (3))"
    assert told in done.stderr if kind == "exclusion" else done.stderr == ""
    starts = {
        "docx": b"PK",
        "odt": b"PK",
        "pdf": b"%PDF-1.7",
        "html": b"<!DOCTYPE html>",
        "md": b"" if kind in ("invitation", "exclusion") else b"# ",
        "json": b"{",
    }
    assert file.read_bytes().startswith(starts[form])
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_text_goes_to_standard_output_without_a_file() -> None:
    done = tenderlaw("document", EXAMPLE, "--draft", *PACK)
    assert done.returncode == 0
    assert done.stdout.startswith("# Contract terms: Cleaning of municipal offices\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("document", EXAMPLE, "--format", "docx"), "--format docx needs a file: -o FILE"),
        (("document", EXAMPLE, "-o", "x.doc"), "`x.doc` does not say its format; give --format"),
        (("document", EXAMPLE, "-o", "x.pdf", "--template", "t.docx"), "a template is for --format docx"),
        (("document", EXAMPLE, "--kind", "contract"), "'contract' is not one of"),
        (("document", EXAMPLE, "--fill", "contact"), "`contact` is not ID=VALUE"),
        (("redline", "a.docx", "b.docx"), "tracked changes need a file: -o FILE; or give --text"),
        (("redline", "a.docx", "b.docx", "--text", "--html"), "give --text or --html, not both"),
        (
            ("clauses", "--show", "nothing-like-it-at-all"),
            "no clause `nothing-like-it-at-all` (`tenderlaw clauses --list` shows them)",
        ),
    ],
)
def test_a_wrong_use_is_said_and_exits_with_2(words: tuple[str, ...], said: str) -> None:
    done = tenderlaw(*words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "{folder}/x.md"), "fill-ins: days: is missing for `own`: days to pay (give `--fill days=...`)"),
        (("-o", "{folder}/x.md", "--fill", "days=soon"), "fill-ins: days: `soon` does not fit (write a whole number)"),
        (("-o", "{folder}/x.md", "--fill", "days=5", "--language", "es"), "has no `es` version (it has en)"),
        (
            ("-o", "{folder}/x.md", "--fill", "days=5", "--language", "xx"),
            "written in `xx` (known: de, en, es",
        ),
        (("-o", "{folder}/none/x.md", "--fill", "days=5"), "cannot be written: there is no folder"),
        (("-o", "{folder}/x.docx", "--template", "none.docx", "--fill", "days=5"), "none.docx: cannot be read"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_no_file(
    tmp_path: Path, own: tuple[str, ...], words: tuple[str, ...], said: str
) -> None:
    done = tenderlaw("document", EXAMPLE, *own, *(word.format(folder=tmp_path) for word in words))
    assert done.returncode == 7
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_is_kept_where_the_new_one_fails(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("old", encoding="utf-8")
    assert tenderlaw("document", EXAMPLE, "-o", str(file), *PACK).returncode == 7
    assert file.read_text(encoding="utf-8") == "old"


def test_a_place_that_holds_no_regular_file_is_refused_and_kept(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "link.html").symlink_to("other.html")
    for name, said in (("pipe.html", "is a pipe, and cannot be written as a file"), ("link.html", "is a link")):
        for words in (("document", EXAMPLE, "--draft"), ("redline", EXAMPLE, EXAMPLE, "--html")):
            done = tenderlaw(*words, "-o", str(tmp_path / name))
            assert done.returncode == 7
            assert said in done.stderr
    assert (tmp_path / "pipe.html").is_fifo()
    assert (tmp_path / "link.html").is_symlink()
    long = "x" * 246 + ".html"
    assert tenderlaw("document", EXAMPLE, "--draft", *PACK, "-o", str(tmp_path / long)).returncode == 0
    assert "File name too long" in tenderlaw("document", EXAMPLE, "-o", str(tmp_path / f"x{long}xxxx.html")).stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.html", "pipe.html", long]


def test_a_fallback_language_is_told_in_the_notes(own: tuple[str, ...]) -> None:
    done = tenderlaw(
        "document",
        EXAMPLE,
        "--kind",
        "authority-file",
        "--language",
        "es",
        "--fallback-language",
        "en",
        "--draft",
        *own,
    )
    assert done.returncode == 0
    assert "No hay redacción en el idioma de este documento para: Cláusulas del contrato 2." in done.stdout


def test_a_template_is_filled(tmp_path: Path, own: tuple[str, ...]) -> None:
    import docx  # noqa: PLC0415

    made = docx.Document()
    made.add_paragraph("For {{ buyer }}")
    made.add_paragraph("{{p clauses }}")
    made.save(str(tmp_path / "house.docx"))
    out = tmp_path / "out.docx"
    done = tenderlaw(
        "document", EXAMPLE, "--template", str(tmp_path / "house.docx"), "-o", str(out), "--fill", "days=5", *own
    )
    assert (done.returncode, done.stderr) == (0, "")
    texts = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert texts[0] == "For City of Example"
    assert "Own clause" in texts


def test_a_redline_is_written_and_printed(tmp_path: Path, own: tuple[str, ...]) -> None:
    files = [tmp_path / name for name in ("old.docx", "new.docx", "changes.docx", "changes.html")]
    for file, days in zip(files, ("30", "45"), strict=False):
        assert tenderlaw("document", EXAMPLE, "-o", str(file), "--fill", f"days={days}", *own).returncode == 0
    old, new, changed, page = map(str, files)
    done = tenderlaw("redline", old, new, "-o", changed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 revisions\n")
    done = tenderlaw("redline", old, new, "--text")
    assert done.stdout == "Wages are paid within [-30 -]{+45 +}days after the month. \n"
    assert tenderlaw("redline", old, new, "--html", "-o", page).returncode == 0
    assert "<ins>45 </ins>" in files[3].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "missing", "extra"),
    [
        (("document", EXAMPLE, "--draft", "-o", "{folder}/x.docx"), "docx_plus", "documents"),
        (("document", EXAMPLE, "--draft", "-o", "{folder}/x.pdf"), "typst", "documents"),
        (("redline", "a.docx", "b.docx", "--text"), "redlines", "redline"),
    ],
)
def test_a_missing_extra_names_the_command_that_installs_it_and_exits_with_9(
    tmp_path: Path, words: tuple[str, ...], missing: str, extra: str
) -> None:
    code = (
        "import sys, importlib.util as util\n"
        "found = util.find_spec\n"
        f"util.find_spec = lambda name, *a: None if name == {missing!r} else found(name, *a)\n"
        f"sys.argv = ['tenderlaw', *{[word.format(folder=tmp_path) for word in words]!r}]\n"
        "from tenderlaw.cli.main import run; run()"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert done.returncode == 9
    assert f"needs the extra `{extra}`, which is not installed (pip install 'tenderlaw[{extra}]')" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_listed_shown_and_linted() -> None:
    listed = json.loads(tenderlaw("clauses", "--list", "--json").stdout)
    names = [clause["id"] for clause in listed]
    assert "social-and-labour-performance-conditions" in names
    assert tenderlaw("clauses", "--list").stdout.count("\n") == len(names)
    shown = json.loads(tenderlaw("clauses", "--show", names[0], "--json").stdout)
    assert (shown["id"], "en" in shown["texts"]) == (names[0], True)
    assert names[0] in tenderlaw("clauses", "--show", names[0]).stdout
    found = json.loads(tenderlaw("clauses", "--lint", "--json").stdout)
    assert (found["clauses"], found["findings"]) == (len(names), [])


def test_findings_of_a_library_exit_with_6(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "clause.yaml").write_text("id: own\n", encoding="utf-8")
    done = tenderlaw("clauses", "--lint", "--clauses-in", str(tmp_path))
    assert done.returncode == 6
    assert "the field `cite` is required [missing-citation]" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_rule_that_prescribes_a_clause_that_is_not_installed_is_said(own: tuple[str, ...]) -> None:
    done = tenderlaw("clauses", EXAMPLE, *own[:2], *own[4:], "--draft")
    assert done.returncode == 6
    assert "there is no clause `own`" in done.stderr


def test_what_is_read_is_never_written_over(tmp_path: Path) -> None:
    """A template, a document to compare, a case: also by another name."""
    template = tmp_path / "template.docx"
    template.write_bytes(b"mine")
    (tmp_path / "linked.docx").hardlink_to(template)
    case = ROOT / "examples" / "us-clauses" / "case.yaml"
    for words in (
        ("document", str(case), "--template", str(template), "-o", str(tmp_path / "linked.docx")),
        ("redline", str(template), str(case), "-o", str(template)),
        ("redline", str(case), str(template), "-o", f"{tmp_path}/x/../template.docx", "--html"),
    ):
        (tmp_path / "x").mkdir(exist_ok=True)
        found = tenderlaw(*words)
        assert found.returncode == 7
        assert "is the input" in found.stderr
    assert template.read_bytes() == b"mine"
