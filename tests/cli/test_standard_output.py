"""Standard output that is closed, full or no longer read: a documented exit code, and nothing written over.

And what a terminal would obey is written out, on a pipe and on a terminal.
"""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands import started, tenderlaw

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "trafficking-conviction" / "case.yaml"
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}


def in_shell(words: str, to: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m tenderlaw.cli.main {words} {to}"
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=folder, env=ENV, check=False)


@pytest.mark.parametrize(
    "words",
    [
        f"check {CASE}",
        f"check {CASE} --json",
        "--version",
        f"screen s.csv --procurement {CASE} -o out.csv --regimes eu-2014-24 --sample 1",
        "suppliers 2 -o out.parquet --as-of 2026-02-01",
    ],
)
def test_a_closed_or_full_output_is_an_input_error(tmp_path: Path, words: str) -> None:
    (tmp_path / "s.csv").write_text("supplier\na\n")
    closed = in_shell(words, ">&-", tmp_path)
    assert (closed.returncode, closed.stderr) == (7, "standard output: is closed\n")
    assert [one.name for one in tmp_path.iterdir()] == ["s.csv"]
    with Path("/dev/full").open("wb") as full, (tmp_path / "said").open("wb") as said:
        code = started(*words.split(), out=full, err=said, cwd=tmp_path).wait()
    assert code == 7
    assert (tmp_path / "said").read_text() == "standard output: cannot be written: No space left on device\n"
    assert not list(tmp_path.glob("*.unfinished"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"check {CASE}", 3),
        (f"check {CASE} --json", 3),
        (f"check {CASE} --full", 3),
        (f"explain {CASE}", 3),
        (f"compare {CASE}", 0),
        (f"clauses {CASE} --draft", 0),
        ("packs", 0),
        ("offences", 0),
        ("schema case", 0),
        ("--help", 0),
        ("check none.yaml", 7),
        ("check --nope", 2),
    ],
)
def test_whoever_has_stopped_reading_changes_no_exit_code(tmp_path: Path, words: str, code: int) -> None:
    for read in (1, 0):
        ours, its = os.pipe()
        command = started(*words.split(), out=its, err=its, cwd=tmp_path)
        os.close(its)
        assert len(os.read(ours, read)) == read
        os.close(ours)
        assert command.wait() == code


EVIL = "a\x1b[8mb\x9b31m\x7f\u202e\u2066\x07"
WRITTEN = r"a\u001b[8mb\u009b31m\u007f\u202e\u2066\u0007"
OBEYED = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SILENT = [
    ["check", "evil.json"],
    ["compare", "evil.json"],
    ["document", "evil.json", "--draft", "--format", "html"],  # a document refuses such a character
    ["suppliers", EVIL],
]
HOSTILE = [
    ["check", "evil.json", "--full"],
    ["explain", "evil.json"],
    ["check", f"{EVIL}.yaml"],
    ["check", "wrong.json"],
    ["check", "evil.json", "--pack", EVIL],
    ["check", "evil.json", "--as-of", EVIL],
    ["check", "evil.json", "--list", EVIL],
    ["check", "evil.json", "--why-not", EVIL],
    ["check", "evil.json", f"--{EVIL}"],
    ["check", "evil.json", EVIL],
    ["check", "--espd", "x.xml", "--procurement", "evil.json", "--role", EVIL],
    ["clauses", "evil.json", "--fill", EVIL],
    ["clauses", "--show", EVIL],
    ["explain", "evil.json", "--ground", EVIL],
    ["packs", "--packs-in", EVIL],
    ["packs", "--packs-in", "packs"],
    ["schema", EVIL],
    [EVIL],
]


def hostile_files(folder: Path) -> None:
    facts = {
        "procurement": {"title": EVIL, "decision_on": "2026-02-01", "authority": {"name": EVIL, "country": "SE"}},
        "operator": {"role": "tenderer", "name": EVIL, "convictions": [{"offence": "fraud", "note": EVIL}]},
    }
    (folder / "evil.json").write_text(json.dumps(facts))
    (folder / "wrong.json").write_text(json.dumps({**facts, EVIL: EVIL, "entities": [{"role": EVIL, "country": EVIL}]}))
    (folder / "packs" / EVIL).mkdir(parents=True)
    (folder / "packs" / EVIL / "pack.yaml").write_text(json.dumps({"id": EVIL, EVIL: EVIL}))


@pytest.mark.parametrize("words", [*SILENT, *HOSTILE], ids=map(str, range(len(SILENT) + len(HOSTILE))))
def test_no_text_steers_a_terminal(tmp_path: Path, words: list[str]) -> None:
    hostile_files(tmp_path)
    piped = tenderlaw(*words, cwd=tmp_path)
    said = piped.stdout + piped.stderr
    assert not OBEYED.findall(said)
    assert "\r" not in said
    assert words in SILENT or WRITTEN in said.replace("\\x", "\\u00")  # as the library of commands writes it
    shown = on_terminal(words, tmp_path)
    assert not OBEYED.findall(COLOURS.sub("", shown))
    assert "\x1b[8m" not in shown


def on_terminal(words: list[str], folder: Path) -> str:
    """What the command shows on a terminal."""
    ours, its = pty.openpty()
    command = started(*words, into=its, out=its, err=its, cwd=folder, environment={"TERM": "xterm"})
    os.close(its)
    found = b""
    try:
        while block := os.read(ours, 65536):
            found += block
    except OSError:  # its other end is closed
        pass
    command.wait()
    os.close(ours)
    return found.decode()


@pytest.mark.parametrize(
    "words", [["check", "evil.json"], ["check", "wrong.json"], ["check", "evil.json", "--pack", EVIL]]
)
def test_json_escapes_what_a_terminal_would_obey(tmp_path: Path, words: list[str]) -> None:
    hostile_files(tmp_path)
    piped = tenderlaw(*words, "--json", cwd=tmp_path)
    assert not OBEYED.findall(piped.stdout)
    assert WRITTEN in piped.stdout.replace("\\\\", "\\")
    assert json.loads(piped.stdout)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-o .", "is no name of a file or folder to write"),
        ("-o none/out.csv", "there is no folder `none`"),
        ("-o s.csv", "is the input `s.csv`, and is not written"),
        (f"-o {CASE}", "must end in"),
        ("-o out.csv --explain-changed bought.json --versus 2025-01-01", "is the input `bought.json`"),
    ],
)
def test_where_a_screen_cannot_write_nothing_is_written(tmp_path: Path, words: str, message: str) -> None:
    (tmp_path / "s.csv").write_text("supplier\na\n")
    (tmp_path / "bought.json").write_text('{"title": "x", "decision_on": "2026-02-01"}')
    found = tenderlaw(*f"screen s.csv --procurement bought.json {words}".split(), cwd=tmp_path)
    assert (found.returncode, found.stdout) == (7, "")
    assert message in found.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bought.json", "s.csv"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-o .", "is no name of a file or folder to write"),
        ("-o none/out.parquet", "there is no folder `none`"),
        ("-o a.parquet --owners a.parquet", "is named twice"),
        ("-o /dev/full/x", "there is no folder"),
    ],
)
def test_where_suppliers_cannot_be_written_nothing_is(tmp_path: Path, words: str, message: str) -> None:
    found = tenderlaw(*f"suppliers 3 --as-of 2026-02-01 {words}".split(), cwd=tmp_path)
    assert (found.returncode, found.stdout) == (7, "")
    assert message in found.stderr
    assert list(tmp_path.iterdir()) == []
