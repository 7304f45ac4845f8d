"""A service under attack: killed at any moment under load, on both databases; nothing acknowledged is lost."""

from __future__ import annotations

import random
import traceback
from collections.abc import Iterator
from pathlib import Path

from tally import Tally

from service.databases import Postgres, postgresql_bin
from service.kills import killed_again_and_again


def attacks(scale: int, seed: int, folder: Path) -> Iterator[Tally]:
    """`scale` kills on each database."""
    place = folder / "sqlite"
    place.mkdir()
    yield _killed("services killed under load, SQLite", place, f"sqlite:///{place / 'kept.sqlite'}", scale, seed)
    programs = postgresql_bin()
    if programs is None:
        return
    server = Postgres(programs)
    place = folder / "postgresql"
    place.mkdir()
    try:
        url = server.url(server.create())
        yield _killed("services killed under load, PostgreSQL", place, url, scale, seed)
    finally:
        server.remove()


def _killed(attack: str, folder: Path, database: str, kills: int, seed: int) -> Tally:
    tally = Tally(attack)
    try:
        tally.tried = killed_again_and_again(folder, database, kills, random.Random(seed)).kills
    except AssertionError as error:
        tally.note("lost", f"{error}")
    except Exception:
        tally.note("crashes", traceback.format_exc(limit=-3))
    return tally
