"""What a finished run leaves: the decisions, the rows set aside, the explanations of changes, the manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyarrow as pa

from tenderlaw.screening.engines.engine import Engine
from tenderlaw.screening.regimes.screening import Screening
from tenderlaw.screening.runs.agreement import decided
from tenderlaw.screening.runs.endings import cleared, failing_clearly, linked, moved, telling_what_cannot_be_read
from tenderlaw.screening.runs.held import held
from tenderlaw.screening.runs.order import Order, identity
from tenderlaw.screening.runs.places import FORMATS, Places
from tenderlaw.screening.runs.run import BEFORE, NOW, PartDone, Run, started
from tenderlaw.screening.tables.files import parquet, quoted, quoted_name, removed, stamp_of
from tenderlaw.screening.tables.rows import as_written, operator_of
from tenderlaw.screening.tables.schema import KEY, ROW
from tenderlaw.screening.tables.unread import unread_facts
from tenderlaw.sources.faults import Fault, InputInvalidError

__all__ = ["Finished", "screened"]


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
    inputs: Sequence[Path] = (),
) -> Finished:
    """Screen the suppliers and move the files into place, all of them or none.

    `output` ends in .parquet, .csv or .jsonl, or is a folder, which then holds a Parquet file a part. Beside it
    stand `.manifest.json` and, where rows were set aside, `.rejects.jsonl`. `inputs` are files that were read besides
    those that the order names. Raises InputInvalidError for inputs that cannot be read (and for rejects, if they are
    refused), for places that cannot be written, or are held by another run or by an input; InternalError where columns
    and single cases disagree.
    """
    places = Places(output, explain_changed)
    places.check(order.suppliers, [*order.paths, *inputs])
    with failing_clearly(places.output), held(places.work) as folder, cleared(folder):
        run = started(order, engine, folder.folder)
        with telling_what_cannot_be_read(run.inputs):
            parts = run.all_parts(report)
        rejects = _rejects(run, parts)
        number = rejects.count("\n")
        if number and refuse_rejects:
            raise _refused(rejects, number, order)
        manifest = _manifest(run, parts, number)
        ready = _written(run, places, rejects, manifest)
        _refuse_changed(run)
        moved(ready, places.moving)
        folder.remove()
    remarks = [*run.found.remarks(order.suppliers), *(remark for one in run.inputs for remark in one.remarks)]
    return Finished(manifest, number, tuple(remarks))


def _refused(rejects: str, number: int, order: Order) -> InputInvalidError:
    first = json.loads(rejects.splitlines()[0])
    message = f"{number} rows cannot be read, row {first['row']} of {first['file']} first: {first['reasons'][0]}"
    return InputInvalidError([Fault(str(order.suppliers), 0, 0, "", message)])


def _written(run: Run, places: Places, rejects: str, manifest: Mapping[str, object]) -> list[tuple[Path, Path | None]]:
    """Everything that the run leaves, written in its own folder: where each belongs, and what belongs there.

    The manifest comes last: where it stands, everything stands. Nothing stands where there are no rejects.
    """
    ready: list[tuple[Path, Path | None]] = []
    if places.explained is not None:
        ready.append((places.explained, _explain(run, run.work / "explained")))
    listed = run.work / "rejects"
    listed.write_text(rejects, encoding="utf-8")
    ready.append((places.rejects, listed if rejects else None))
    ready.append((places.output, _assemble(run, places.output)))
    said = run.work / "manifest"
    written = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    said.write_text(written, encoding="utf-8")
    return [*ready, (places.manifest, said)]


def _refuse_changed(run: Run) -> None:
    """What was decided must be what the manifest says was read."""
    for file, one in zip(run.found.files, run.inputs, strict=True):
        if stamp_of(file.path) != one.stamp:
            raise InputInvalidError([Fault(str(file.path), 0, 0, "", "was changed while it was screened")])


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
        "rows": sum(one.total for one in run.inputs),
        **({"not_read": run.found.not_read} if run.found.not_read else {}),
        "rejects": rejects,
        "checked_one_by_one": sum(one.checked for one in parts),
        "outcomes": _summed(one.counts for one in parts),
        "changes": _summed(one.changes for one in parts),
        "bits": {name: one.legend() for name, one in now.items()},
        "bits_of_policies": {name: {own.id: own.legend() for own in one.policies} for name, one in now.items()},
        "own_conditions": _summed(one.own_conditions for one in parts),
        "not_governing": {name: {why.pack: why.reason for why in one.outside} for name, one in now.items()},
        "unread": {name: _unread(run, one) for name, one in now.items()},
        "judged_as": "each supplier by itself, as a tenderer unless its role is given, with no other operator",
    }


def _unread(run: Run, screening: Screening) -> list[str]:
    """The facts of the suppliers that no rule of a policy, or of a regime that governs or may, asks for."""
    asked = [one.regime.typed for one in screening.regimes] + [one.policy.typed for one in screening.policies]
    return unread_facts([part.file for part in run.parts], asked, run.model)


def _summed(parts: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    out: dict[str, Counter[str]] = {}
    for part in parts:
        for name, counts in part.items():
            out.setdefault(name, Counter()).update(counts)
    return {name: dict(sorted(counts.items())) for name, counts in sorted(out.items())}


def _assemble(run: Run, output: Path) -> Path:
    """The parts as one file, or as a folder, in the run's own folder."""
    files = [run.file_of(number) for number in range(len(run.parts))]
    whole = run.work / "whole"
    removed(whole)
    if output.suffix == "":
        whole.mkdir()
        for file in files:
            linked(file, whole / file.name)
    else:
        source = parquet(files)
        columns = "*" if output.suffix != ".csv" else _flat(run, source)
        run.sql.execute(f"COPY (SELECT {columns} FROM {source}) TO {quoted(whole)} {FORMATS[output.suffix]}")
    return whole


def _flat(run: Run, source: str) -> str:
    """The columns for CSV: what a regime or a policy says is a column of its own, named after the pack."""
    out = []
    for one in cast("pa.Table", run.sql.sql(f"SELECT * FROM {source} LIMIT 0").to_arrow_table()).schema:
        if pa.types.is_struct(one.type):
            said = (field.name for field in one.type)
            out += [f"{quoted_name(one.name)}.{field} AS {quoted_name(f'{one.name}.{field}')}" for field in said]
        else:
            out.append(quoted_name(one.name))
    return ", ".join(out)


def _explain(run: Run, target: Path) -> Path:
    """The single case's decisions on both days, for every row whose outcome changed."""
    with target.open("w", encoding="utf-8") as file:
        for number, part in enumerate(run.parts):
            for name, facts in run.changed(number, part):
                now = facts[NOW]
                line = {"file": part.name, "row": now[ROW], "supplier": now[KEY], "procurement": name}
                for when in (BEFORE, NOW):
                    operator = operator_of(facts[when], part.name, run.model)
                    line[when] = decided(run.screenings[name, when], operator).data()
                file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    return target
