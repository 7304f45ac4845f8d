"""Whether the clock may be believed that time has passed: what is erased because a day has come is gone for good.

A clock that jumps (a battery, a time server, a hand) looks like years that have gone by. Each look is therefore
compared with the last one, and the first with the newest entry of the record. After a jump nothing is erased by
retention until the clock has gone on from there for days; whoever knows that it is right erases sooner, and says the
day (`tenderlaw record erase --due --as-of DAY`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select, update

from tenderlaw.store import tables
from tenderlaw.store.moments import moment, moment_text

__all__ = ["looked_at_clock", "steady_from"]

_JUMP: Final = timedelta(days=1)
"""Between two looks, which come every ten minutes, more has not passed: the clock has jumped, or nothing ran."""
_STANDS: Final = timedelta(days=4)
"""For so long it has to go on after that; a machine that rests at weekends has them by Friday."""
_CLOCK: Final = tables.clock


def looked_at_clock(connection: Connection, now: datetime) -> bool:
    """Note what the clock says, within `database.writing()`; whether it may be believed."""
    row, at = connection.execute(select(_CLOCK).with_for_update()).one(), moment_text(now)
    seen, steady = row.seen_at or _newest(connection) or at, str(row.steady_from)
    if abs(now - moment(seen)) > _JUMP:  # back, too: it was wrong before, or is now
        steady = moment_text(now + _STANDS)
    connection.execute(update(_CLOCK).values(seen_at=at, steady_from=steady))
    return steady <= at


def steady_from(connection: Connection) -> str:
    """The moment from which the clock is believed, unless it jumps again; empty where it never jumped."""
    return connection.execute(select(_CLOCK.c.steady_from)).scalar() or ""


def _newest(connection: Connection) -> str | None:
    """When the newest entry of any record was made."""
    return connection.execute(select(func.max(tables.entry.c.at))).scalar()
