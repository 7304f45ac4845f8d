"""The table of long work: what waits, who is at it, how far it is, how it ended.

A piece of work is taken by one worker. It says every few seconds that it is alive; where it falls silent, another takes
the work up from the beginning, and what the first still writes counts no longer. Who took it is told by the moment at
which it was taken, which every change names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from tenderlaw.service.accounts.acts import Act, NotFoundError, RefusedError
from tenderlaw.store import tables
from tenderlaw.store.handles import is_handle, new_handle
from tenderlaw.store.moments import moment_text

__all__ = [
    "ATTEMPTS",
    "ENDED",
    "SILENT",
    "Job",
    "ask_to_cancel",
    "beaten",
    "claimed",
    "done_at_once",
    "ended",
    "entered",
    "given_back",
    "is_work",
    "job_of",
    "jobs",
]

Plain = Mapping[str, object]

SILENT: Final = timedelta(seconds=30)
"""After so long without a word a worker counts as dead."""
ATTEMPTS: Final = 3
"""How often work is taken up whose worker died: it may be the work that kills."""
MOST_WAITING: Final = 100
"""How much of a tenant's work may wait or be under way."""
ENDED: Final = ("done", "failed", "cancelled")

_JOB: Final = tables.job


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work."""

    tenant: str
    job: str
    kind: str
    state: str
    """`waiting`, `running`, `done`, `failed` or `cancelled`."""
    done: int
    total: int | None
    """How much of how much; `total` is not known before the work has looked."""
    request: Mapping[str, Any]
    result: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
    created_at: str
    started_at: str | None
    beat_at: str | None
    ended_at: str | None
    cancel_asked: bool
    attempts: int
    by: str
    legal_hold: bool
    """Whether what came of it is held: erased by nobody."""

    @property
    def subject(self) -> str:
        """Under whose key its files lie: of work on a bidder that file's, with which they go; else its own."""
        return str(self.request.get("bidder") or self.job)


def entered(connection: Connection, act: Act, kind: str, request: Plain, job: str | None = None) -> Job:
    """New work. Raises RefusedError where too much of the tenant's waits already."""
    open_ = select(func.count()).where(_JOB.c.tenant == act.tenant, _JOB.c.state.in_(("waiting", "running")))
    if connection.execute(open_).scalar_one() >= MOST_WAITING:
        raise RefusedError(f"{MOST_WAITING} pieces of work wait already; wait until some have ended")
    handle = job or new_handle("job")
    row = {"tenant": act.tenant, "job": handle, "kind": kind, "state": "waiting", "done": 0, "total": None}
    row |= {"request": dict(request), "result": None, "problem": None, "created_at": act.at, "started_at": None}
    row |= {"beat_at": None, "ended_at": None, "cancel_asked": False, "attempts": 0, "by": act.actor}
    row |= {"legal_hold": False}
    connection.execute(insert(_JOB).values(row))
    return job_of(connection, act.tenant, handle)


def done_at_once(connection: Connection, act: Act, kind: str, result: Plain, total: int) -> Job:
    """Work that was so small that it was done before it was put on the table."""
    job = entered(connection, act, kind, {})
    said = {"state": "done", "result": result, "done": total, "total": total, "started_at": act.at, "ended_at": act.at}
    connection.execute(update(_JOB).where(_JOB.c.tenant == act.tenant, _JOB.c.job == job.job).values(**said))
    return job_of(connection, act.tenant, job.job)


def job_of(connection: Connection, tenant: str, job: str) -> Job:
    """The work of this handle in this tenant. Raises NotFoundError."""
    query = select(_JOB).where(_JOB.c.tenant == tenant, _JOB.c.job == job)
    row = connection.execute(query).first() if is_handle(job, "job") else None
    if row is None:
        raise NotFoundError
    return _read(row)


def jobs(
    connection: Connection,
    tenant: str,
    kind: str | None = None,
    before: tuple[str, str] | None = None,
    limit: int = 100,
) -> list[Job]:
    """The work of a tenant, the newest first, `limit` at a time, before the moment and handle given."""
    query = select(_JOB).where(_JOB.c.tenant == tenant)
    if kind is not None:
        query = query.where(_JOB.c.kind == kind)
    if before is not None:
        at, job = before
        query = query.where(or_(_JOB.c.created_at < at, and_(_JOB.c.created_at == at, _JOB.c.job < job)))
    found = connection.execute(query.order_by(_JOB.c.created_at.desc(), _JOB.c.job.desc()).limit(limit))
    return [_read(row) for row in found]


def is_work(connection: Connection, now: datetime) -> bool:
    """Whether anything is to be taken: asked before a transaction that writes is begun."""
    return connection.execute(select(_JOB.c.job).where(_to_take(now)).limit(1)).first() is not None


def claimed(connection: Connection, now: datetime) -> Job | None:
    """Take the work that is next: of tenants of whom least is under way, the oldest. None where nothing waits.

    On PostgreSQL two who come at once get different rows; on SQLite one writes at a time.
    Work whose workers died `ATTEMPTS` times is not taken up, and ends as failed.
    """
    other = _JOB.alias()
    at_it = (
        select(func.count())
        .where(other.c.tenant == _JOB.c.tenant, other.c.state == "running")
        .correlate(_JOB)
        .scalar_subquery()
    )
    query = select(_JOB).where(_to_take(now)).order_by(at_it, _JOB.c.created_at, _JOB.c.job).limit(1)
    while (row := connection.execute(query.with_for_update(skip_locked=True, of=_JOB)).first()) is not None:
        job, at = _read(row), moment_text(now)
        mine = (_JOB.c.tenant == job.tenant, _JOB.c.job == job.job)
        if job.cancel_asked:
            connection.execute(update(_JOB).where(*mine).values(state="cancelled", ended_at=at))
        elif job.attempts >= ATTEMPTS:
            message = f"whoever was at it ended without a word, {job.attempts} times"
            problem = {"title": "the work ended without a result", "detail": message}
            connection.execute(update(_JOB).where(*mine).values(state="failed", problem=problem, ended_at=at))
        else:
            taken = {"state": "running", "started_at": at, "beat_at": at, "done": 0, "total": None}
            connection.execute(update(_JOB).where(*mine).values(**taken, attempts=job.attempts + 1))
            return job_of(connection, job.tenant, job.job)
    return None


def beaten(connection: Connection, job: Job, now: datetime, done: int, total: int | None) -> str:
    """Say that the work goes on, and how far it is: `on`, `cancel` if that was asked, `lost` if another has it."""
    changed = update(_JOB).where(_is_ours(job)).values(beat_at=moment_text(now), done=done, total=total)
    if connection.execute(changed).rowcount != 1:
        return "lost"
    mine = select(_JOB.c.cancel_asked).where(_JOB.c.tenant == job.tenant, _JOB.c.job == job.job)
    return "cancel" if connection.execute(mine).scalar_one() else "on"


def ended(
    connection: Connection,
    job: Job,
    now: datetime,
    state: str,
    *,
    result: Plain | None = None,
    problem: Plain | None = None,
    total: int | None = None,
) -> bool:
    """Write how it ended, unless another has it meanwhile: then nothing of it counts, and the answer is false."""
    values: dict[str, Any] = {"state": state, "ended_at": moment_text(now), "result": result, "problem": problem}
    if state == "done" and total is not None:
        values |= {"done": total, "total": total}
    return connection.execute(update(_JOB).where(_is_ours(job)).values(**values)).rowcount == 1


def given_back(connection: Connection, job: Job) -> None:
    """Let another take it, as if nobody had begun: the worker is asked to end."""
    back = {"state": "waiting", "started_at": None, "beat_at": None, "done": 0, "total": None}
    connection.execute(update(_JOB).where(_is_ours(job)).values(**back, attempts=_JOB.c.attempts - 1))


def ask_to_cancel(connection: Connection, act: Act, job: str) -> Job:
    """End work that waits at once; ask whoever is at it to end. Of work that ended, nothing changes."""
    mine = and_(_JOB.c.tenant == act.tenant, _JOB.c.job == job)
    waits = update(_JOB).where(mine, _JOB.c.state == "waiting")
    connection.execute(waits.values(state="cancelled", ended_at=act.at, cancel_asked=True))
    connection.execute(update(_JOB).where(mine, _JOB.c.state == "running").values(cancel_asked=True))
    return job_of(connection, act.tenant, job)


def _is_ours(job: Job) -> ColumnElement[bool]:
    """Whether the row is as whoever took this job left it."""
    return and_(
        _JOB.c.tenant == job.tenant,
        _JOB.c.job == job.job,
        _JOB.c.state == "running",
        _JOB.c.started_at == job.started_at,
    )


def _to_take(now: datetime) -> ColumnElement[bool]:
    """Work that waits, or whose worker has long been silent, by a clock that may have been put back."""
    dead = or_(_JOB.c.beat_at < moment_text(now - SILENT), _JOB.c.beat_at > moment_text(now + SILENT))
    return or_(_JOB.c.state == "waiting", and_(_JOB.c.state == "running", dead))


def _read(row: Row[Any]) -> Job:
    held = dict(row._mapping)
    return Job(**{name: held[name] for name in Job.__dataclass_fields__})
