"""Where runs write: one run at a time, nothing of anybody else's touched, all files or none."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.documents.output import write_whole
from tenderlaw.facts.case import load_case
from tenderlaw.screening.arrow.program import Program
from tenderlaw.screening.engines.engine import Here
from tenderlaw.screening.runs import endings, outputs
from tenderlaw.screening.runs.earlier import EXPLANATION, MANIFEST
from tenderlaw.screening.runs.held import held
from tenderlaw.screening.runs.order import Order
from tenderlaw.screening.runs.outputs import screened
from tenderlaw.screening.runs.places import Places
from tenderlaw.screening.tables.files import Part
from tenderlaw.sources.faults import InputInvalidError, InternalError
from tenderlaw.sources.free_places import apart, writable

ROOT = Path(__file__).resolve().parents[2]
PROCUREMENT = load_case(ROOT / "examples" / "trafficking-conviction" / "case.yaml").procurement
DAY = date(2026, 2, 1)
EU = installed_regimes(("eu-2014-24",))


def suppliers(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"supplier": names or ("a",)}), path)
    return path


def order(path: Path) -> Order:
    return Order(path, {"P": PROCUREMENT}, EU, DAY, date(2025, 1, 1), sample=5, cap=5)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def refused(folder: Path, source: Path, output: Path, message: str, explained: Path | None = None) -> None:
    """The run is refused, and everything is as it was."""
    before = everything(folder)
    with pytest.raises(InputInvalidError, match=message):
        screened(order(source), Here(), output, explain_changed=explained)
    assert everything(folder) == before
    assert not list(folder.rglob("*.unfinished"))


# One run at a time --------------------------------------------------------------------------------------


def test_a_second_run_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet")
    begun, go_on = threading.Event(), threading.Event()

    class Waiting(Here):
        def decide(self, program: Program, part: Part, target: Path) -> None:
            begun.set()
            assert go_on.wait(60)
            super().decide(program, part, target)

    output = tmp_path / "out.parquet"
    first = threading.Thread(target=lambda: screened(order(source), Waiting(), output))
    first.start()
    assert begun.wait(60)
    for other in (source, suppliers(tmp_path / "other" / "s.parquet", "x")):
        with pytest.raises(InputInvalidError) as caught:
            screened(order(other), Here(), tmp_path / "." / "out.parquet")
        assert f"is held by another run (process {os.getpid()} on " in str(caught.value)
    go_on.set()
    first.join()
    assert pq.read_table(output)["supplier"].to_pylist() == ["a"]
    assert not (tmp_path / "out.parquet.unfinished").exists()


def test_law_of_many_at_once_one_holds_the_folder(tmp_path: Path) -> None:
    inside, most, done = set[int](), list[int](), list[int]()

    def run(number: int) -> None:
        for _ in range(20):
            try:
                with held(tmp_path / "w") as folder:
                    inside.add(number)
                    most.append(len(inside))
                    assert (tmp_path / "w" / "lock").exists()
                    inside.discard(number)
                    folder.remove()
                    done.append(number)
            except InputInvalidError as error:
                assert "is held by another run" in str(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert done


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys; from tenderlaw.screening.runs.held import held\n"
        "with held(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "w")], env=env, check=False)
    with held(tmp_path / "w") as folder:
        assert not folder.new


def test_a_folder_of_that_name_that_no_run_made_is_kept(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet")
    (tmp_path / "out.parquet.unfinished").mkdir()
    (tmp_path / "out.parquet.unfinished" / "mine").write_text("mine")
    with pytest.raises(InputInvalidError, match="is no folder of a run, and is kept"):
        screened(order(source), Here(), tmp_path / "out.parquet")
    assert (tmp_path / "out.parquet.unfinished" / "mine").read_text() == "mine"
    (tmp_path / "x.csv.unfinished").write_text("mine")
    with pytest.raises(InputInvalidError, match="is a file, and the run needs a folder"):
        screened(order(source), Here(), tmp_path / "x.csv")


# Nothing of anybody else's ------------------------------------------------------------------------------


def test_inputs_are_never_written_over_by_whatever_name(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet")
    for name in ("linked.parquet", "hard.parquet", "why.jsonl"):
        place = tmp_path / name
        place.hardlink_to(source) if name == "hard.parquet" else place.symlink_to("s.parquet")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    for output in ("s.parquet", "linked.parquet", "hard.parquet", "again/s.parquet", "x/../s.parquet"):
        (tmp_path / "x").mkdir(exist_ok=True)
        refused(tmp_path, source, tmp_path / output, "is the input|is a link")
    refused(tmp_path, tmp_path / "linked.parquet", source, "is the input")
    for explained in ("s.parquet", "why.jsonl", "again/s.parquet"):
        refused(tmp_path, source, tmp_path / "out.csv", "is the input|is a link", tmp_path / explained)
    rejects = tmp_path / "out.csv.rejects.jsonl"
    rejects.write_text('{"supplier": "a"}\n')
    refused(tmp_path, rejects, tmp_path / "out.csv", r"is not of an earlier run|is the input")
    (tmp_path / "out.csv.manifest.json").write_text(json.dumps(dict.fromkeys(MANIFEST, 1)))
    refused(tmp_path, rejects, tmp_path / "out.csv", "is the input")


def test_what_only_bears_the_name_of_what_a_run_leaves_is_kept(tmp_path: Path) -> None:
    """Whatever no run into this output has made; but for a file with nothing in it."""
    source = suppliers(tmp_path / "s.parquet")
    run = dict.fromkeys(MANIFEST, 1) | {"rejects": 0}
    for number, files in enumerate((
        {"o.csv": "mine"},
        {"o.csv.manifest.json": "mine"},
        {"o.csv.manifest.json": '{"tenderlaw": "1"}'},
        {"o.csv.manifest.json": json.dumps([run])},
        {"o.csv.manifest.json": "[" * 100_000},
        {"o.csv.manifest.json": "mine", "o.csv.rejects.jsonl": "mine"},
        {"o.csv.manifest.json": "", "o.csv.rejects.jsonl": "mine"},
        {"o.csv.manifest.json": json.dumps(run), "o.csv.rejects.jsonl": "mine"},
        {"why.jsonl": "mine"},
        {"why.jsonl": '{"supplier": "a"}'},
    )):  # fmt: skip
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_text(content)
        refused(tmp_path, source, folder / "o.csv", "is not of an earlier run", folder / "why.jsonl")
        for name in files:
            (folder / name).write_text("")
        for _ in range(2):
            screened(order(source), Here(), folder / "o.csv", explain_changed=folder / "why.jsonl")
    changed = json.dumps(dict.fromkeys(EXPLANATION))
    (tmp_path / "0" / "why.jsonl").write_text(f"{changed}\n{changed}\n")
    screened(order(source), Here(), tmp_path / "0" / "o.csv", explain_changed=tmp_path / "0" / "why.jsonl")


def test_a_folder_with_a_lock_that_no_run_has_signed_is_kept(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet")
    work = tmp_path / "out.csv.unfinished"
    work.mkdir()
    for name, content in (("lock", "mine"), ("run.json", "mine"), ("run.json", "{}")):
        (work / name).write_text(content)
        with pytest.raises(InputInvalidError, match="is no folder of a run, and is kept"):
            screened(order(source), Here(), tmp_path / "out.csv")
        assert everything(work) == {name: content.encode()}
        (work / name).unlink()
    (work / "lock").touch()
    screened(order(source), Here(), tmp_path / "out.csv")


def test_what_is_no_regular_file_is_never_replaced(tmp_path: Path) -> None:
    """Pipes, sockets, devices and links: at every place that a run or a maker of suppliers writes."""
    source = suppliers(tmp_path / "s.parquet")
    (tmp_path / "kept").write_text("mine")
    for name in ("o.csv", "o.csv.manifest.json", "o.csv.rejects.jsonl", "o.csv.unfinished", "why.jsonl"):
        os.mkfifo(tmp_path / name)
        refused_place = "is a pipe, and cannot be written as a "
        with pytest.raises(InputInvalidError, match=refused_place):
            screened(order(source), Here(), tmp_path / "o.csv", explain_changed=tmp_path / "why.jsonl")
        assert (tmp_path / name).is_fifo()
        (tmp_path / name).unlink()
        for target in ("kept", "nowhere"):
            (tmp_path / name).symlink_to(target)
            with pytest.raises(InputInvalidError, match="is a link, and would be replaced"):
                screened(order(source), Here(), tmp_path / "o.csv", explain_changed=tmp_path / "why.jsonl")
            (tmp_path / name).unlink()
    os.mkfifo(tmp_path / "p")
    with pytest.raises(InputInvalidError, match="is a pipe"):
        apart([tmp_path / "ok", tmp_path / "p"])
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "q"))
    with pytest.raises(InputInvalidError, match="is a socket"):
        write_whole(tmp_path / "q", b"")
    with pytest.raises(InputInvalidError, match="is a device"):
        writable(Path("/dev/null"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "out").symlink_to("empty")
    refused(tmp_path, source, tmp_path / "out", "is a link")
    assert everything(tmp_path).keys() == {"kept", "s.parquet"}


def test_a_path_that_is_no_utf_8_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    bad = os.fsdecode(b"\xff")
    source = suppliers(tmp_path / "s.parquet")
    for other in (tmp_path / f"{bad}.parquet", tmp_path / bad / "s.parquet", tmp_path / "in" / f"{bad}.parquet"):
        other.parent.mkdir(exist_ok=True)
        shutil.copy(source, other)
    says = "a name that is not UTF-8"
    for given in (tmp_path / f"{bad}.parquet", tmp_path / bad, tmp_path / bad / "s.parquet", tmp_path / "in"):
        refused(tmp_path, given, tmp_path / "out.csv", says)
    for output in (f"{bad}.csv", f"{bad}/out.csv", bad * 2):
        refused(tmp_path, source, tmp_path / output, says)
    with pytest.raises(InputInvalidError, match=says):
        screened(order(source), Here(), tmp_path / "out.csv", inputs=[tmp_path / f"{bad}.yaml"])
    (tmp_path / "in" / f"{bad}.parquet").rename(tmp_path / "in" / f"{bad}.txt")
    suppliers(tmp_path / "in" / "s.parquet")
    done = screened(order(tmp_path / "in"), Here(), tmp_path / "out.csv")
    assert done.manifest["not_read"] == ["\\udcff.txt"]


def test_a_name_that_a_terminal_would_obey_is_a_name(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s\x1b[31m.parquet", "a")
    screened(order(source), Here(), tmp_path / "out\u202e.parquet")
    assert pq.read_table(tmp_path / "out\u202e.parquet")["supplier"].to_pylist() == ["a"]


def test_a_name_that_is_too_long_is_refused_and_a_long_one_is_written(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet")
    for name in ("a" * 245 + ".csv", "a" * 260 + ".csv", "a" * 245, "\N{GRINNING FACE}" * 61 + ".csv"):
        refused(tmp_path, source, tmp_path / name, "cannot be written: File name too long")
    refused(tmp_path, tmp_path / ("a" * 260 + ".csv"), tmp_path / "out.csv", "cannot be read: File name too long")
    for name in ("a" * 237 + ".csv", "\N{GRINNING FACE}" * 59 + ".csv"):
        screened(order(source), Here(), tmp_path / name)
        assert (tmp_path / f"{name}.manifest.json").exists()


def test_the_folder_of_the_inputs_is_no_place_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "in"
    source = suppliers(folder / "s.parquet")
    hard = tmp_path / "hard.parquet"
    hard.hardlink_to(source)
    refused(tmp_path, folder, folder, "is a folder with something in it|is the input")
    refused(tmp_path, folder, folder / "out.parquet", "lies in the folder of inputs")
    refused(tmp_path, folder, folder / "new", "lies in the folder of inputs")
    refused(tmp_path, folder, tmp_path / "data", "is a folder with something in it|is the folder of the input")
    refused(tmp_path, source, folder, "is a folder with something in it|is the folder of the input")
    refused(tmp_path, folder, hard, "is a file of the folder of inputs")
    refused(tmp_path, folder, tmp_path / "out", "lies in the folder of inputs", folder / "why.jsonl")


def test_a_folder_with_something_in_it_is_kept(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet")
    for number, inside in enumerate(("mine.txt", "part-00000.parquet", ".hidden")):
        kept = tmp_path / f"folder {number}"
        kept.mkdir()
        (kept / inside).write_text("mine")
        refused(tmp_path, source, kept, "is a folder with something in it, which is kept")
    (tmp_path / "empty").mkdir()
    screened(order(source), Here(), tmp_path / "empty")
    assert [one.name for one in (tmp_path / "empty").iterdir()] == ["part-00000.parquet"]
    refused(tmp_path, source, tmp_path / "empty", "is a folder with something in it, which is kept")


def test_places_that_cannot_be_written_are_refused_before_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = suppliers(tmp_path / "s.parquet")
    (tmp_path / "folder.parquet").mkdir()
    (tmp_path / "file").write_text("mine")
    for output, message in (
        (".", "is no name of a file or folder"),
        ("..", "is no name of a file or folder"),
        ("/", "is no name of a file or folder"),
        ("none/out.parquet", "there is no folder `none`"),
        ("file/out.parquet", "there is no folder `file`"),
        ("folder.parquet", "is a folder, and cannot be written as a file"),
        ("file", "is a file, and cannot be written as a folder"),
        ("out.xlsx", "must end in"),
        ("out.json", "must end in"),
    ):
        refused(tmp_path, source, Path(output), message)
    for explained, message in (
        ("none/why.jsonl", "there is no folder `none`"),
        ("folder.parquet", "is a folder, and cannot be written as a file"),
        ("out.csv", "is where the decisions go"),
        ("./out.csv.manifest.json", "is where the decisions go"),
    ):
        refused(tmp_path, source, Path("out.csv"), message, Path(explained))
    (tmp_path / "x").mkdir()
    with pytest.raises(InputInvalidError, match="is named twice"):
        apart([Path("a.parquet"), Path("b.parquet"), Path("x") / ".." / "a.parquet"])


def test_what_an_earlier_run_left_is_replaced(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"supplier": "a"}\n{}\n')
    screened(order(bad), Here(), tmp_path / "out.csv", explain_changed=tmp_path / "why.jsonl")
    assert (tmp_path / "out.csv.rejects.jsonl").exists()
    good = suppliers(tmp_path / "s.parquet", "b")
    screened(order(good), Here(), tmp_path / "out.csv", explain_changed=tmp_path / "why.jsonl")
    assert sorted(everything(tmp_path)) == [
        "bad.jsonl", "out.csv", "out.csv.manifest.json", "s.parquet", "why.jsonl",
    ]  # fmt: skip
    assert "s.parquet,P,0,b," in (tmp_path / "out.csv").read_text()


def test_an_input_that_is_changed_meanwhile_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = suppliers(tmp_path / "s.parquet", "a")
    assembled = outputs._assemble

    def and_changed(*args: object) -> Path:
        suppliers(source, "b")
        return assembled(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(outputs, "_assemble", and_changed)
    with pytest.raises(InputInvalidError, match=r"s\.parquet: was changed while it was screened"):
        screened(order(source), Here(), tmp_path / "out.parquet")
    assert list(everything(tmp_path)) == ["s.parquet"]


# All files or none --------------------------------------------------------------------------------------


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files may grow to so many bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100, 3_000, 20_000])
@pytest.mark.parametrize("name", ["out.parquet", "out.csv", "out.jsonl", "out"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, name: str, size: int) -> None:
    source = tmp_path / "s.jsonl"
    source.write_text("".join(json.dumps({"supplier": f"supplier {n}", "name": "x" * 99}) + "\n" for n in range(9_000)))
    (tmp_path / "to").mkdir()
    with pytest.raises(InputInvalidError, match="cannot be written"), room_for(size):
        screened(order(source), Here(), tmp_path / "to" / name)
    assert list((tmp_path / "to").iterdir()) == []


def test_explanations_may_stand_on_another_disk_and_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = suppliers(tmp_path / "s.parquet", "a")
    (tmp_path / "far").mkdir()
    monkeypatch.setattr(endings, "_on_one_disk", lambda made, folder: folder.name != "far")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(InputInvalidError, match="cannot be written: No space left"):
        patched.setattr(endings.shutil, "copyfile", full)
        screened(order(source), Here(), tmp_path / "out.csv", explain_changed=tmp_path / "far" / "why")
    assert list(everything(tmp_path)) == ["s.parquet"]
    screened(order(source), Here(), tmp_path / "out.csv", explain_changed=tmp_path / "far" / "why")
    assert sorted(everything(tmp_path)) == ["far/why", "out.csv", "out.csv.manifest.json", "s.parquet"]


def test_a_run_that_was_killed_among_its_moves_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "s.jsonl"
    source.write_text('{"supplier": "a"}\n{}\n')

    class KilledError(Exception):
        pass

    replace, left = Path.replace, 0

    def dying(self: Path, target: Path) -> Path:
        nonlocal left
        if self.name in ("whole", "manifest", "explained", "rejects"):
            left -= 1
            if left < 0:
                raise KilledError
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    for at, ending in ((at, ending) for at in range(4) for ending in ("", ".csv")):
        output = tmp_path / f"out {at}{ending}"
        left = at
        with pytest.raises(KilledError):
            screened(order(source), Here(), output, explain_changed=tmp_path / f"why {at}")
        assert output.exists() is (at > 2)
        left = 9
        screened(order(source), Here(), output, explain_changed=tmp_path / f"why {at}")
        assert ending or [one.name for one in output.iterdir()] == ["part-00000.parquet"]
        assert Places(output).rejects.exists()
        assert not Places(output).work.exists()


def test_an_end_with_a_clear_error_leaves_no_folder_and_one_that_was_gone_on_with_keeps_it(tmp_path: Path) -> None:
    source = suppliers(tmp_path / "s.parquet", "a")

    class Failing(Here):
        error: Exception = InternalError("they disagree")

        def decide(self, program: Program, part: Part, target: Path) -> None:
            raise self.error

    output = tmp_path / "out.csv"
    for error in (InternalError("they disagree"), OSError(errno.EIO, "Input/output error")):
        engine = Failing()
        engine.error = error
        with pytest.raises((InternalError, InputInvalidError)):
            screened(order(source), engine, output)
        assert not Places(output).work.exists()
    engine = Failing()
    engine.error = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        screened(order(source), engine, output)
    engine.error = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(InputInvalidError, match="cannot be written: No space left"):
        screened(order(source), engine, output)
    assert Places(output).work.exists()
    screened(order(source), Here(), output)
    assert not Places(output).work.exists()
