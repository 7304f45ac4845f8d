"""Many suppliers screened as a piece of work: what was uploaded lies sealed, what comes of it too.

order = ScreeningOrder(facts={...}, as_of=date(2026, 2, 1))
job = enter_screening(connection, act, order, upload, lists)      # in the request
result = run_screening(bench)                                     # in the worker
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Connection

from tenderlaw.decisions.as_of import day_of_procurement
from tenderlaw.decisions.cases import procurement_in
from tenderlaw.decisions.governing import may_govern
from tenderlaw.decisions.regime import Regime
from tenderlaw.facts.procurement import Procurement
from tenderlaw.record.ledger import Record
from tenderlaw.service.accounts.acts import RefusedError, noted
from tenderlaw.service.files.hand import Hand
from tenderlaw.service.files.procurements import read_procurement
from tenderlaw.service.jobs.bench import Bench
from tenderlaw.service.jobs.blobs import Kept, SealedFile, copied, keep, keep_all, removed
from tenderlaw.service.jobs.book import Job, entered
from tenderlaw.service.jobs.hands import act_of
from tenderlaw.service.jobs.sets import set_of_work
from tenderlaw.service.jobs.uploads import checked_file, ending_of, file_name
from tenderlaw.service.pack_sets import PackSet
from tenderlaw.sources.extras import need
from tenderlaw.sources.places import Source
from tenderlaw.store.database import Database
from tenderlaw.store.handles import new_handle

if TYPE_CHECKING:
    from tenderlaw.screening.runs.order import Order

__all__ = ["KIND", "Asked", "ScreeningOrder", "Upload", "asked_of", "enter_screening", "order_kept", "run_screening"]

KIND: Final = "screening"
_PART_ROWS: Final = 100_000
"""Rows after which a run says how far it is, and hears whether it is to end."""
NAME: Final = "procurement"
"""What the run calls the procurement."""
LIST_ENDINGS: Final = (".csv", ".json", ".jsonl", ".ndjson")
MOST_LISTS: Final = 10
Ids = tuple[str, ...]


class ScreeningOrder(BaseModel):
    """What to screen: for which procurement, by which packs, as of which day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    procurement: str | None = Field(None, max_length=64, description="The handle of a procurement that is kept here.")
    facts: dict[str, Any] | None = Field(None, description="Or the facts of a procurement, as in a case.")
    as_of: date = Field(description="The day of the decision.")
    versus: date | None = Field(None, description="Another day, to see whose outcome differs.")
    packs: Ids | None = Field(None, max_length=200, description="Packs of law; without, those of the tenant.")
    policies: Ids | None = Field(None, max_length=50, description="Policies; without, those of the tenant.")
    sample: int = Field(200, ge=0, le=100_000, description="Rows that are decided again one by one.")

    @model_validator(mode="after")
    def _names_one(self) -> ScreeningOrder:
        if (self.procurement is None) == (not self.facts):
            raise ValueError("names `procurement`, or gives `facts`: one of the two")
        return self


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent, under the name that they gave it."""

    name: str
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class Asked:
    """An order with the packs by which it is answered."""

    procurement: Procurement
    as_of: date
    versus: date | None
    regimes: tuple[Regime, ...]
    policies: tuple[Regime, ...]


def asked_of(order: ScreeningOrder, packs: PackSet) -> Asked:
    """An order with its packs. Raises InputInvalidError for facts that cannot be read, or packs that are none."""
    regimes, own = packs.law(order.packs), packs.own(order.policies or ())
    bought = procurement_in(Source("facts", order.facts or {}, {}), (*regimes, *own))
    return Asked(bought, day_of_procurement(bought, order.as_of), order.versus, regimes, own)


def enter_screening(
    connection: Connection, hand: Hand, order: ScreeningOrder, upload: Upload, lists: Sequence[Upload] = ()
) -> Job:
    """Keep what was sent, and put the work on the table.

    Raises RefusedError for a file that is not what it must be, NotThereError for a procurement that is none,
    NotAllowedError.
    """
    need("batch", "screening")
    hand.need("officer")
    act, packs, asked = act_of(hand), hand.packs, order.procurement
    order = _whole(connection, hand, order)
    asked_of(order, packs)
    if len(lists) > MOST_LISTS:
        raise RefusedError(f"more than {MOST_LISTS} lists", "/list")
    ending = ending_of(file_name(upload.name))
    checked_file(upload.file, ending)
    for one in lists:
        checked_file(one.file, ending_of(file_name(one.name, "/list"), LIST_ENDINGS, "/list"), "/list")
    job, vault = new_handle("job"), act.record.vault
    # names may be those of people: they are sealed with the order
    said = {"order": order.model_dump(mode="json"), "name": upload.name, "lists": [one.name for one in lists]}
    request = {
        "order": keep(connection, vault, act.tenant, job, io.BytesIO(orjson.dumps(said))).plain(),
        "file": {**keep(connection, vault, act.tenant, job, upload.file).plain(), "ending": ending},
        "lists": [
            {
                **keep(connection, vault, act.tenant, job, one.file).plain(),
                "ending": ending_of(one.name, LIST_ENDINGS),
            }
            for one in lists
        ],
        "pack_set": packs.digest,
    }
    entered_ = entered(connection, act, KIND, request, job)
    noted(
        connection,
        act,
        "screening",
        job,
        {"done": "asked", "as_of": order.as_of.isoformat(), "packs": packs.digest, "procurement": asked},
    )
    return entered_


def _whole(connection: Connection, hand: Hand, order: ScreeningOrder) -> ScreeningOrder:
    """The order with the facts of the procurement that it names, and the packs of the procurement or the tenant."""
    packs, policies = hand.allowed, hand.own
    hand.packs.law(order.packs, packs)
    facts = order.facts
    if order.procurement is not None:
        draft = read_procurement(connection, hand, order.procurement).draft
        facts, packs, policies = draft.facts, draft.regimes or packs, draft.policies or policies
    chosen = {
        "procurement": None,
        "facts": facts,
        "packs": packs if order.packs is None else order.packs,
        "policies": policies if order.policies is None else order.policies,
    }
    return order.model_copy(update=chosen)


def order_kept(database: Database, record: Record, job: Job) -> tuple[ScreeningOrder, str, tuple[str, ...]]:
    """The order of a piece of work, and the names of its file and its lists. Raises ErasedError once it was erased."""
    kept = Kept.of(job.tenant, job.job, job.request["order"])
    said = orjson.loads(SealedFile(database, record.vault, kept).read())
    return ScreeningOrder.model_validate(said["order"]), str(said["name"]), tuple(said["lists"])


def run_screening(bench: Bench) -> dict[str, object]:
    """Screen, and keep what comes of it. Raises InputInvalidError for files that cannot be read."""
    need("batch", "screening")
    from tenderlaw.screening.engines.choose import engine_of  # noqa: PLC0415 - of an extra
    from tenderlaw.screening.runs.outputs import screened  # noqa: PLC0415

    job = bench.job
    with bench.database.writing() as connection:  # what an attempt before has left
        wanted = [job.request["order"], job.request["file"], *job.request["lists"]]
        removed(connection, job.tenant, job.job, [str(one["blob"]) for one in wanted])
    order, *_ = order_kept(bench.database, bench.record, job)
    packs = set_of_work(bench)
    given, lists = _laid_out(bench)
    output, facts = bench.folder / "decisions.parquet", bench.folder / "facts"
    facts.mkdir()

    def report(done: int, total: int) -> None:
        bench.report(done, total)
        if done >= total:
            _facts_taken(output.with_name(f"{output.name}.unfinished"), facts)

    done = screened(_run_order(order, packs, given, lists), engine_of("arrow", ""), output, report=report)
    kept = {
        "rows": _kept(bench, output),
        "manifest": _kept(bench, Path(f"{output}.manifest.json")),
        "rejects": _kept(bench, Path(f"{output}.rejects.jsonl")) if done.rejects else None,
        "facts": [_kept(bench, file) for file in sorted(facts.iterdir())],
    }
    counts = {
        name: done.manifest.get(name) for name in ("rows", "rejects", "outcomes", "changes", "checked_one_by_one")
    }
    remarks = [str(remark).replace(str(given.parent), "") for remark in done.remarks]
    return {"files": kept, "counts": counts, "remarks": len(remarks), "pack_set": packs.digest}


def _run_order(order: ScreeningOrder, packs: PackSet, given: Path, lists: list[Path]) -> Order:
    from tenderlaw.screening.joins.list_step import list_step  # noqa: PLC0415
    from tenderlaw.screening.runs.order import Order as RunOrder  # noqa: PLC0415

    asked = asked_of(order, packs)
    days = [asked.as_of] if asked.versus is None else [asked.as_of, asked.versus]
    every = (*asked.regimes, *asked.policies)
    governing = (*may_govern(asked.regimes, [asked.procurement], days), *asked.policies)
    steps = (list_step(lists, every, governing),) if lists else ()
    return RunOrder(
        given,
        {NAME: asked.procurement},
        asked.regimes,
        asked.as_of,
        asked.versus,
        order.sample,
        order.sample,
        steps,
        asked.policies,
        _PART_ROWS,
    )


def _laid_out(bench: Bench) -> tuple[Path, list[Path]]:
    """The files in the clear, in the folder of the work, under names of ours."""
    job = bench.job
    file = job.request["file"]
    # the name of an ending of ours: nothing of what somebody sent is a path
    given = bench.folder / f"suppliers{file['ending']}"
    wanted = [(file, given)]
    wanted += [(one, bench.folder / f"list-{number}{one['ending']}") for number, one in enumerate(job.request["lists"])]
    for said, path in wanted:
        with path.open("xb") as target:
            copied(bench.database, bench.record.vault, Kept.of(job.tenant, job.job, said), target)
    return given, [path for _, path in wanted[1:]]


def _facts_taken(folder: Path, target: Path) -> None:
    """Take what was decided on from the run's folder before it goes: each row is explained from it later."""
    for pattern in ("completed-*.parquet", "read-*.parquet"):
        found = sorted(folder.glob(pattern))
        for file in found:
            (target / file.name).hardlink_to(file)
        if found:
            return


def _kept(bench: Bench, file: Path) -> dict[str, object]:
    bench.report(bench.done, bench.total)
    with file.open("rb") as opened:
        return keep_all(bench.database, bench.record.vault, bench.job.tenant, bench.job.job, opened).plain()
