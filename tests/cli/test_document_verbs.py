"""The verbs of documents as their users meet them: files whole or not at all, messages, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "examples/trafficking-conviction/case.yaml"
DOCUMENTS = ROOT / "tests" / "documents"
FILLED = ("--fill", "contact=x@example.org", "--fill", "report_days=5", "--fill", "remedy_days=30")
PACK = ("--pack", "eu-2014-24")


def tenderlaw(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), **environment}
    command = [sys.executable, "-m", "tenderlaw.cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "md", "json"])
@pytest.mark.parametrize("kind", ["tender-schedule", "bidder-summary", "decision-letter"])
def test_every_kind_is_written_in_every_format(tmp_path: Path, kind: str, form: str) -> None:
    file = tmp_path / f"out.{form}"
    done = tenderlaw("document", EXAMPLE, "--kind", kind, "-o", str(file), "--draft", *PACK)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    starts = {"docx": b"PK", "pdf": b"%PDF-1.7", "html": b"<!DOCTYPE html>", "md": b"# ", "json": b"{"}
    assert file.read_bytes().startswith(starts[form])
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_text_goes_to_standard_output_without_a_file() -> None:
    done = tenderlaw("document", EXAMPLE, "--draft", *PACK)
    assert done.returncode == 0
    assert done.stdout.startswith("# Schedule of clauses: Cleaning of municipal offices\n")


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
        (("clauses", "--show", "nothing-like-it-at-all"), "no clause `nothing-like-it-at-all`"),
    ],
)
def test_a_wrong_use_is_said_and_exits_with_2(words: tuple[str, ...], said: str) -> None:
    done = tenderlaw(*words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "{folder}/x.md"), "report_days: is missing"),
        (("-o", "{folder}/x.md", "--language", "es", *FILLED), "has no `es` version (it has en"),
        (("-o", "{folder}/x.md", "--language", "xx", *FILLED), "not written in `xx` (known: de, en, es, fr)"),
        (("-o", "{folder}/none/x.md", *FILLED), "cannot be written: No such file or directory"),
        (("-o", "{folder}/x.docx", "--template", "none.docx", *FILLED), "none.docx: cannot be read"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_no_file(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = tenderlaw("document", EXAMPLE, *PACK, *(word.format(folder=tmp_path) for word in words))
    assert done.returncode == 7
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_is_kept_where_the_new_one_fails(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("old", encoding="utf-8")
    assert tenderlaw("document", EXAMPLE, "-o", str(file), *PACK).returncode == 7
    assert file.read_text(encoding="utf-8") == "old"


def test_a_fallback_language_is_told_in_the_notes() -> None:
    done = tenderlaw("document", EXAMPLE, "--language", "es", "--fallback-language", "en", "--draft", *PACK)
    assert done.returncode == 0
    assert "No hay redacción en el idioma de este documento" in done.stdout


def test_a_template_is_filled(tmp_path: Path) -> None:
    import docx  # noqa: PLC0415

    made = docx.Document()
    made.add_paragraph("For {{ buyer }}")
    made.add_paragraph("{{p clauses }}")
    made.save(str(tmp_path / "house.docx"))
    out = tmp_path / "out.docx"
    done = tenderlaw("document", EXAMPLE, "--template", str(tmp_path / "house.docx"), "-o", str(out), *FILLED, *PACK)
    assert (done.returncode, done.stderr) == (0, "")
    texts = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert texts[0] == "For City of Example"
    assert "Labour and social conditions of performance" in texts


def test_a_redline_is_written_and_printed(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("old.docx", "new.docx", "changes.docx", "changes.html")]
    for file, days in zip(files, ("30", "45"), strict=False):
        words = ("--fill", "contact=x", "--fill", "report_days=5", "--fill", f"remedy_days={days}")
        assert tenderlaw("document", EXAMPLE, "-o", str(file), *words, *PACK).returncode == 0
    old, new, changed, page = map(str, files)
    done = tenderlaw("redline", old, new, "-o", changed)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 revisions\n")
    done = tenderlaw("redline", old, new, "--text")
    assert done.stdout.startswith("Within [-30 -]{+45 +}days after a report")
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
    done = tenderlaw("clauses", "--lint", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"clauses": len(names), "findings": []})


def test_findings_of_a_library_exit_with_6(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "clause.yaml").write_text("id: own\n", encoding="utf-8")
    done = tenderlaw("clauses", "--lint", "--clauses-in", str(tmp_path))
    assert done.returncode == 6
    assert "the field `cite` is required [missing-citation]" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_schedule_of_ones_own_rules_and_clauses(tmp_path: Path) -> None:
    words = ("--packs-in", str(DOCUMENTS / "packs"), "--pack", "fair-work")
    done = tenderlaw("clauses", EXAMPLE, *words, "--draft")
    assert done.returncode == 6  # its clauses are not installed
    assert "there is no clause `no-fees`" in done.stderr
