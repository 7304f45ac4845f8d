"""Every diagnostic of a pack: the smallest pack that has it, and its message word for word.

`bad_packs/<fault>/` holds the pack and, in `expected.txt`, every fault in the order of the lines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenderlaw.packs import find_packs, grammar, installed, load_pack, load_packs
from tenderlaw.packs.conditions import Test as Comparison
from tenderlaw.sources.faults import InputInvalidError, PackInvalidError

HERE = Path(__file__).resolve().parent
BAD = HERE / "bad_packs"
FIXTURES = HERE / "fixtures"
ASKED_WRONGLY = ("asked-by-its-id", "policy-asked-as-law")
NAMES = sorted(folder.name for folder in BAD.iterdir())


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shipped").mkdir()
    monkeypatch.setattr(installed, "data_folder", lambda _: tmp_path / "shipped")


def faults_of(name: str) -> list[str]:
    # what is asked for as what it is not is a mistake of whoever asks, not of the pack
    with pytest.raises((PackInvalidError, InputInvalidError)) as found:
        load_packs([name], [FIXTURES, BAD])
    assert isinstance(found.value, InputInvalidError) is (name in ASKED_WRONGLY)
    folder = str(BAD / name)
    return [str(fault).replace(f"{folder}/", "").replace(folder, "the pack") for fault in found.value.faults]


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_pack_has_exactly_its_faults(name: str) -> None:
    assert faults_of(name) == (BAD / name / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_faults_come_by_line_and_speak_to_people(name: str) -> None:
    found = faults_of(name)
    places = [re.match(r"([^:]*):(\d+):(\d+): ", fault) for fault in found]
    known = [(place[1], int(place[2]), int(place[3])) for place in places if place]
    assert known == sorted(known)
    assert len(set(found)) == len(found)
    for fault in found:
        assert not re.search(r"\b(str|int|float|bool|dict|tuple|NoneType|None|True|False|Decimal)\b", fault)
        assert not fault.endswith(".")


def test_everything_wrong_with_a_pack_is_said_at_once() -> None:
    assert len(faults_of("many-faults-at-once")) >= 8
    assert len(faults_of("many-misshapen-at-once")) >= 4


# The diagnostics in the source ---------------------------------------------------------------------------

ELSEWHERE = {
    "holds no pack",
    "holds no .+",
    "is not a folder of packs",
    "has the id of the pack in `.+`",
    "`.+` is not installed",
    "no such pack is installed",
    "more than .+ packs extend one another",
}
"""Diagnostics that no folder of one pack can show; tests below do."""


def diagnostics() -> Iterator[tuple[str, str]]:
    """The message of every fault that the packs can report, as a pattern."""
    places = {"report": 1, "_fault": 1, "_refused": 1, "fault": 1, "Fault": 4}
    modules = (
        "once",
        "fact_paths",
        "operands",
        "grammar",
        "presumed",
        "counting",
        "vocabularies",
        "clause_rules",
        "requirements",
        "check",
        "load",
        "installed",
    )
    for module in modules:
        path = Path(grammar.__file__).with_name(f"{module}.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            at = places.get(getattr(node.func, "attr", getattr(node.func, "id", "")))
            message = node.args[at] if at is not None and at < len(node.args) else None
            if isinstance(message, ast.Constant):
                yield module, re.escape(str(message.value)).replace("\\ ", " ")
            elif isinstance(message, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in message.values]
                yield (
                    module,
                    "".join(".+" if part is None else re.escape(str(part)) for part in parts).replace("\\ ", " "),
                )


@pytest.mark.parametrize(("module", "pattern"), sorted(set(diagnostics())))
def test_every_diagnostic_has_its_smallest_pack(module: str, pattern: str) -> None:
    said = "\n".join((BAD / name / "expected.txt").read_text("utf-8") for name in NAMES)
    unescaped = pattern.replace("\\", "")
    assert unescaped in ELSEWHERE or re.search(pattern, said), f"{module}: {unescaped}"


def test_a_folder_without_a_pack(tmp_path: Path) -> None:
    with pytest.raises(PackInvalidError, match=r"holds no pack \(a pack has a `pack.yaml`\)"):
        load_pack(tmp_path)


def test_a_layer_alone_has_no_parent() -> None:
    with pytest.raises(PackInvalidError, match="extends: `tiny` is not installed"):
        load_pack(BAD / "layer-above-the-ceiling")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackInvalidError, match="is not a folder of packs"):
        find_packs([tmp_path / "nowhere"])


def test_two_packs_of_one_id(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "pack.yaml").write_text("id: tiny\n", "utf-8")
    with pytest.raises(PackInvalidError, match=r"tiny: has the id of the pack in `.*fixtures/tiny`"):
        find_packs([FIXTURES, tmp_path])


def test_no_such_pack() -> None:
    with pytest.raises(InputInvalidError, match=r"tinny: no such pack is installed \(did you mean `tiny`\?\)"):
        load_packs(["tinny"], [FIXTURES])


def test_a_pack_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_bytes(b"id: \xff\n")
    with pytest.raises(PackInvalidError, match=r"pack\.yaml:\d+:\d+: is not UTF-8 text"):
        load_pack(tmp_path)


def test_packs_load_with_what_they_extend() -> None:
    loaded = load_packs(["tiny-north"], [FIXTURES])
    assert list(loaded) == ["tiny-north"]
    assert set(load_packs(None, [FIXTURES])) == {folder.name for folder in FIXTURES.iterdir()}


def test_a_good_pack_has_no_fault() -> None:
    typed = load_packs(["tiny"], [FIXTURES])["tiny"]
    assert typed.pack.layers == ("tiny",)
    assert isinstance(typed.scope, Comparison)
