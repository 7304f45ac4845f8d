"""Damaged files of every kind, read as the product reads them: an answer or a clear fault, never anything else."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from mutations import damaged
from tally import Tally

from tenderlaw.chains import supply_chain
from tenderlaw.clauses.lint import lint_library
from tenderlaw.clauses.reading import read_library
from tenderlaw.decisions import decide
from tenderlaw.decisions.cases import load_case as load_whole_case
from tenderlaw.decisions.choosing import installed_regimes
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.case import load_case
from tenderlaw.interop.bods import read_bods
from tenderlaw.interop.espd import read_response
from tenderlaw.interop.list_files import completed_case, list_files
from tenderlaw.interop.register_files import FORMATS, case_with_register, written_register
from tenderlaw.packs import load_pack, load_packs
from tenderlaw.packs.installed import data_folder

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
AS_OF = date(2026, 2, 1)
FTM = b"""{"id": "p1", "schema": "Company", "properties": {"name": ["Alpha"], "uniqueEntityId": ["QWKZ4T8N2LM5"]}}
{"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "endDate": ["2028-01-31"]}}
"""


def _pick(chance: random.Random, files: list[Path]) -> Path:
    return chance.choice(sorted(files))


@cache
def _case() -> Path:
    return ROOT / "examples" / "trafficking-conviction" / "case.yaml"


def cases(chance: random.Random, folder: Path) -> Callable[[], object]:
    file = _pick(chance, list(ROOT.glob("examples/*/case.yaml")))
    target = folder / chance.choice(["case.yaml", "case.json"])
    target.write_bytes(damaged(chance, file.read_bytes()))
    return lambda: decide(load_case(target), as_of=AS_OF, packs=installed_regimes()).json()


def packs(chance: random.Random, folder: Path) -> Callable[[], object]:
    source = _pick(chance, [file.parent for file in (ROOT / "tests" / "packs" / "fixtures").glob("tiny*/pack.yaml")])
    pack = folder / source.name
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(source, pack)
    file = _pick(chance, list(pack.glob("*.yaml")))
    file.write_bytes(damaged(chance, file.read_bytes()))
    others = ROOT / "tests" / "packs" / "fixtures"

    def load() -> object:
        return Regime.of(load_pack(pack, lambda name: load_packs([name], [others])[name]))

    return load


def clauses(chance: random.Random, folder: Path) -> Callable[[], object]:
    library = folder / "clauses"
    shutil.rmtree(library, ignore_errors=True)
    source = _pick(chance, [file.parent for file in data_folder("clause_templates").glob("*/clause.yaml")])
    shutil.copytree(source, library / source.name)
    shutil.copy(data_folder("clause_templates") / "definitions.yaml", library)
    file = _pick(chance, [*library.rglob("*.yaml"), *library.rglob("*.j2")])
    file.write_bytes(damaged(chance, file.read_bytes()))

    return lambda: lint_library(read_library([library], shipped=False))


def espds(chance: random.Random, folder: Path) -> Callable[[], object]:
    file = _pick(chance, list((ROOT / "tests" / "fixtures" / "espd").glob("*.xml")))
    target = folder / "response.xml"
    target.write_bytes(damaged(chance, file.read_bytes()))
    return lambda: read_response(target)


def lists(chance: random.Random, folder: Path) -> Callable[[], object]:
    target = folder / "list.ftm.json"
    target.write_bytes(damaged(chance, FTM * chance.choice([1, 2])))
    typed = [regime.typed for regime in installed_regimes()]
    return lambda: completed_case(load_case(_case()), list_files([target]), typed)


def owners(chance: random.Random, folder: Path) -> Callable[[], object]:
    file = _pick(chance, list((ROOT / "tests" / "fixtures" / "bods").iterdir()))
    target = folder / file.name
    target.write_bytes(damaged(chance, file.read_bytes()))
    return lambda: read_bods(target)


def registers(chance: random.Random, folder: Path) -> Callable[[], object]:
    case, form = load_whole_case(ROOT / "examples" / "supply-chain" / "case.yaml"), chance.choice(FORMATS)
    target = folder / "register"
    target.write_bytes(damaged(chance, written_register(case, form, AS_OF)[0]))
    return lambda: supply_chain(case_with_register(case, target, form, ())[0]).data()


ATTACKS: dict[str, Callable[[random.Random, Path], Callable[[], object]]] = {
    "case files": cases,
    "packs": packs,
    "clauses": clauses,
    "ESPD responses": espds,
    "lists of excluded parties": lists,
    "ownership statements": owners,
    "registers of subcontractors": registers,
}


def attacks(number: int, seed: int, folder: Path) -> Iterator[Tally]:
    for name, attack in ATTACKS.items():
        chance, tally = random.Random(f"{seed} {name}"), Tally(name)
        for at in range(number):
            tally.attempt(attack(chance, folder), f"{name}, seed {seed}, number {at}")
        yield tally
