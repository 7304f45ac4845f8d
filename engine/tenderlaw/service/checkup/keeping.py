"""What the service keeps: its database and tables, the master key, who may come in, room, and the clock."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, make_url, select, text

from tenderlaw.record.vault import Vault
from tenderlaw.service.checkup.findings import Finding, lacking, note, well
from tenderlaw.service.jobs.steady import steady_from
from tenderlaw.service.processes.beginning import key_file_of, master_key_of, need_right_key, place_of
from tenderlaw.service.settings import Settings
from tenderlaw.sources.faults import TenderlawError
from tenderlaw.store import tables
from tenderlaw.store.database import Database, open_database
from tenderlaw.store.moments import moment, moment_text
from tenderlaw.store.schema import pending

__all__ = ["keeping_found"]

_LITTLE: Final = 2**30
_NEXT_TO_NOTHING: Final = 100 * 2**20
_OLDEST: Final = 140_000
"""The version of PostgreSQL from which on it is tried, as it counts them."""
_OF_NETWORKS: Final = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs", "ceph", "lustre")
"""File systems on which SQLite's locks and its log cannot be relied on."""


def keeping_found(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What is found of what is kept; `now` is the clock of this machine."""
    try:
        database = open_database(settings.database_url, connections=1)
    except TenderlawError as error:
        yield lacking("database", _first(error), "an address that can be used")
        return
    try:
        file = _file(settings)
        if file is not None and not file.exists():
            yield well("database", f"{place_of(database)} is not there yet: `tenderlaw serve` makes it")
            yield from _key_found(settings, None)
        else:
            yield from _reached(settings, database, file, now)
    finally:
        database.close()
    yield from _room(file)


def _reached(settings: Settings, database: Database, file: Path | None, now: datetime) -> Iterator[Finding]:
    place = place_of(database)
    try:
        missing = pending(database)
    except TenderlawError as error:
        yield lacking("database", _first(error), "see the hint; docs/running.md says more")
        return
    if missing:
        yield lacking("database", f"{place}: {', '.join(missing)} pending", "`tenderlaw serve` brings it up to date")
        return
    yield well("database", f"{place} answers, its tables are up to date")
    yield from _of_sqlite(file) if file is not None else ()
    with database.reading() as connection:
        if file is None:
            yield from _of_postgresql(connection)
        yield from _key_found(settings, connection)
        yield from _people(connection)
        yield from _clock(connection, now)


def _of_sqlite(file: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        yield note("database", f"others of this machine may read {file}", f"chmod 600 {file}")
    kind = _file_system(file)
    if kind in _OF_NETWORKS:
        yield lacking(
            "database", f"{file} lies on a network file system ({kind})", "a disk of this machine, or PostgreSQL"
        )


def _of_postgresql(connection: Connection) -> Iterator[Finding]:
    def shown(name: str) -> str:
        return str(connection.execute(text(f"SHOW {name}")).scalar_one())

    if int(shown("server_version_num")) < _OLDEST:
        yield note("database", f"PostgreSQL {shown('server_version')}", "14 or later, with which it is tried")
    for name in ("fsync", "full_page_writes"):
        if shown(name) != "on":
            yield lacking("database", f"`{name}` is {shown(name)}: what was acknowledged may be lost", f"`{name} = on`")


def _key_found(settings: Settings, connection: Connection | None) -> Iterator[Finding]:
    file = None if settings.master_key is not None else key_file_of(settings)
    if file is not None and not file.exists():
        held = connection is not None and _tenants(connection) > 0
        if held or settings.master_key_file is not None:
            yield lacking("master key", f"{file} is not there", "put it back: without it nothing kept can be read")
        else:
            yield well("master key", f"`tenderlaw serve` makes {file}")
        return
    try:
        vault = Vault(master_key_of(settings))
        if connection is not None:
            need_right_key(connection, vault)
    except TenderlawError as error:
        yield lacking("master key", _first(error), "the one with which this database was made, for its owner alone")
        return
    yield well("master key", f"{file or 'TENDERLAW_MASTER_KEY'} opens this database" if connection else "can be read")
    database = _file(settings)
    if file is not None and database is not None and file.absolute().parent == database.absolute().parent:
        yield note(
            "master key",
            "it lies beside the database: one backup of the folder holds all there is to read",
            "TENDERLAW_MASTER_KEY_FILE in another place, and a copy apart",
        )


def _people(connection: Connection) -> Iterator[Finding]:
    column = tables.person.c
    found = connection.execute(select(column.roles).where(column.active)).scalars()
    number = sum("administrator" in roles for roles in found)
    if number:
        yield well("people", f"{number} who may administer")
    elif _tenants(connection):
        yield lacking("people", "nobody may administer", "`tenderlaw serve --sign-in EMAIL` for one who may")


def _clock(connection: Connection, now: datetime) -> Iterator[Finding]:
    last = connection.execute(select(func.max(tables.entry.c.at))).scalar()
    if last is None:
        yield well("clock", f"{now:%Y-%m-%d %H:%M} UTC; the record is empty")
    elif (behind := moment(last) - now) > timedelta(seconds=2):
        right = "the right time (NTP); entries keep their order, their times would contradict it"
        yield lacking("clock", f"it is {_long(behind)} behind the last entry of the record ({last})", right)
    elif (steady := steady_from(connection)) > moment_text(now):
        right = "the right time (NTP); `tenderlaw record erase --due --as-of DAY`, if it is right"
        yield note("clock", f"it has jumped: nothing is erased by retention before {steady[:16]}", right)
    else:
        yield well("clock", f"{now:%Y-%m-%d %H:%M} UTC, after the last entry of the record")


def _room(file: Path | None) -> Iterator[Finding]:
    places = {"temporary files": Path(tempfile.gettempdir())}
    if file is not None:
        places["the database"] = file.absolute().parent
    for what, folder in places.items():
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            yield lacking("disk", f"{folder} cannot be used: {error.strerror}", "a folder that can be written")
            continue
        said = f"{free / 2**30:.1f} GiB free for {what} ({folder})"
        if not os.access(folder, os.W_OK | os.X_OK):
            yield lacking("disk", f"{folder} cannot be written", f"a folder for {what} that this account may write")
        elif free < _NEXT_TO_NOTHING:
            yield lacking("disk", said, "room: nothing can be recorded without it")
        else:
            yield well("disk", said) if free >= _LITTLE else note("disk", said, "1 GiB or more")


def _file(settings: Settings) -> Path | None:
    said = settings.database_url
    if "://" not in said:
        return Path(said)
    url = make_url(said)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _file_system(file: Path) -> str:
    """The kind of file system on which a file lies; empty where the system does not say."""
    found, kind, place = "", "", file.resolve()
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    for line in mounts.splitlines():
        _, at, one, *_ = line.split(" ")
        if place.is_relative_to(at) and len(at) >= len(found):
            found, kind = at, one
    return kind


def _tenants(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(tables.tenant)).scalar_one()


def _first(error: TenderlawError) -> str:
    return str(error).splitlines()[0]


def _long(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return (
        f"{seconds} seconds"
        if seconds < 120
        else f"{seconds // 60} minutes"
        if seconds < 7200
        else f"{seconds // 3600} hours"
    )
