"""What a finished run leaves: the decisions, the rows set aside, the explanations of changes, the manifest."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenderlaw.screening.agreement import decided
from tenderlaw.screening.engines import Engine
from tenderlaw.screening.files import quoted, replaced
from tenderlaw.screening.rows import as_written, operator_of
from tenderlaw.screening.run import BEFORE, NOW, Order, PartDone, Run, identity, started
from tenderlaw.screening.schema import KEY, ROW
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["Finished", "screened"]

_FORMATS: Final = {".parquet": "(FORMAT parquet)", ".csv": "(FORMAT csv, HEADER)", ".jsonl": "(FORMAT json)"}


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run: its manifest, and where the files stand."""

    manifest: Mapping[str, object]
    rejects: int
    remarks: tuple[Fault, ...]


def screened(
    order: Order,
    engine: Engine,
    output: Path,
    *,
    explain_changed: Path | None = None,
    refuse_rejects: bool = False,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Finished:
    """Screen the suppliers and move the files into place, all of them or none.

    `output` ends in .parquet, .csv or .jsonl, or is a folder, which then holds a Parquet file a part. Beside it
    stand `.manifest.json` and, where rows were set aside, `.rejects.jsonl`. Raises InputInvalidError for inputs that
    cannot be read (and for rejects, if they are refused), InternalError where columns and single cases disagree.
    """
    if output.suffix and output.suffix not in _FORMATS:
        raise InputInvalidError([Fault(str(output), 0, 0, "", f"must end in {', '.join(_FORMATS)}, or in nothing")])
    work = output.with_name(output.name + ".unfinished")
    run = started(order, engine, work)
    parts = run.all_parts(report)
    rejects = _rejects(run, parts)
    number = rejects.count("\n")
    if number and refuse_rejects:
        first = json.loads(rejects.splitlines()[0])
        message = f"{number} rows cannot be read, row {first['row']} of {first['file']} first: {first['reasons'][0]}"
        raise InputInvalidError([Fault(str(order.suppliers), 0, 0, "", message)])
    manifest = _manifest(run, parts, number)
    _assemble(run, output)
    if explain_changed is not None:
        _explain(run, explain_changed)
    beside = output.with_name(output.name + ".rejects.jsonl")
    if number:
        replaced(beside, rejects.encode())
    else:
        beside.unlink(missing_ok=True)
    written = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    replaced(output.with_name(output.name + ".manifest.json"), written.encode())
    shutil.rmtree(work)
    return Finished(manifest, number, tuple(remark for one in run.inputs for remark in one.remarks))


def _rejects(run: Run, parts: Sequence[PartDone]) -> str:
    """Every row that was set aside, file by file."""
    by_part = zip(run.parts, parts, strict=True)
    found = {one.name: list(one.rejects) for one in run.inputs}
    for part, done in by_part:
        found[part.name] += done.rejects
    return "".join(as_written(sorted(held, key=lambda one: one.row), name) for name, held in found.items())


def _manifest(run: Run, parts: Sequence[PartDone], rejects: int) -> dict[str, object]:
    now = {name: run.screenings[name, NOW] for name in run.order.procurements}
    return {
        **identity(run.order, run.engine, run.inputs),
        **({} if run.joined is None else run.joined.said(range(len(parts)))),
        "rows": sum(one.rows for one in parts),
        "rejects": rejects,
        "checked_one_by_one": sum(one.checked for one in parts),
        "outcomes": _summed(one.counts for one in parts),
        "changes": _summed(one.changes for one in parts),
        "bits": {name: one.legend() for name, one in now.items()},
        "not_governing": {name: {why.pack: why.reason for why in one.outside} for name, one in now.items()},
        "judged_as": "each supplier by itself, as a tenderer unless its role is given, with no other operator",
    }


def _summed(parts: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    out: dict[str, Counter[str]] = {}
    for part in parts:
        for name, counts in part.items():
            out.setdefault(name, Counter()).update(counts)
    return {name: dict(sorted(counts.items())) for name, counts in sorted(out.items())}


def _assemble(run: Run, output: Path) -> None:
    """The parts as one file, or as a folder; nothing is seen of it before it is whole."""
    files = [run.file_of(number) for number in range(len(run.parts))]
    whole = run.work / "whole"
    if whole.is_dir():
        shutil.rmtree(whole)
    if output.suffix == "":
        whole.mkdir()
        for file in files:
            os.link(file, whole / file.name)
        if output.is_dir():
            shutil.rmtree(output)
    else:
        source = f"read_parquet([{', '.join(quoted(file) for file in files)}])"
        columns = "*" if output.suffix != ".csv" else _flat(run, source)
        run.sql.execute(f"COPY (SELECT {columns} FROM {source}) TO {quoted(whole)} {_FORMATS[output.suffix]}")
    whole.replace(output)


def _flat(run: Run, source: str) -> str:
    """The columns for CSV: what a regime says is a column of its own, named after the pack."""
    out = []
    for name, kind, *_ in run.sql.execute(f"DESCRIBE SELECT * FROM {source}").fetchall():
        quoted_name = '"' + name + '"'
        if str(kind).startswith("STRUCT"):
            said = ("outcome", "surely", "possibly", "last_day", "review")
            out += [f'{quoted_name}.{field} AS "{name}.{field}"' for field in said]
        else:
            out.append(quoted_name)
    return ", ".join(out)


def _explain(run: Run, target: Path) -> None:
    """The single case's decisions on both days, for every row whose outcome changed."""
    half = target.with_name(target.name + ".half")
    with half.open("w", encoding="utf-8") as file:
        for number, part in enumerate(run.parts):
            for name, facts in run.changed(number, part):
                now = facts[NOW]
                line = {"file": part.name, "row": now[ROW], "supplier": now[KEY], "procurement": name}
                for when in (BEFORE, NOW):
                    operator = operator_of(facts[when], part.name)
                    line[when] = decided(run.screenings[name, when], operator).data()
                file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    half.replace(target)
