"""Keeping the sets of packs that decisions name in the database, and reading them from there again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tenderlaw.clauses.library import load_library
from tenderlaw.packs.installed import data_folder, find_packs
from tenderlaw.record.archives import archive_of, is_kept, keep, unpacked
from tenderlaw.record.faults import NotInRecordError, TamperedError
from tenderlaw.record.ledger import Record, payload_of
from tenderlaw.record.replaying import Replay, decision_kept, replay
from tenderlaw.service.pack_sets import PackFolders, PackSet, PackSets, installed_set, set_of
from tenderlaw.sources.faults import Fault
from tenderlaw.store.database import Database

__all__ = ["archived_in", "archiving", "keep_set", "replayed"]

_MADE: Final[dict[str, bytes]] = {}
"""Archives that this process has made, and may keep in other databases: the last two."""


def archiving(database: Database, folders: PackFolders) -> PackSets:
    """The sets of a process that keeps them in its database, and finds those of before there."""
    return PackSets(installed_set(folders), archived=archived_in(database), archive=lambda one: keep_set(database, one))


def keep_set(database: Database, one: PackSet) -> bool:
    """Keep a set in the database, unless it is; whether it is kept now.

    It is not where its files have changed since it was read: then what they hold is another set. Takes seconds.
    """
    digest = one.digest
    with database.reading() as connection:
        if is_kept(connection, digest):
            return True
    archive = _MADE.get(digest) or _made(one)
    if archive is None:
        return False
    with database.writing() as connection:
        keep(connection, digest, archive)
    return True


def _made(one: PackSet) -> bytes | None:
    said = one.folders
    law, own = find_packs(said.packs), find_packs(said.policies, "policies")
    archive = archive_of(law, own, [data_folder("clause_templates"), *said.clauses])
    library = load_library.__wrapped__(said.clauses)
    if set_of(law, own, library, said).digest != one.digest:
        return None
    for digest in list(_MADE)[:-1]:
        del _MADE[digest]
    _MADE[one.digest] = archive
    return archive


def replayed(database: Database, record: Record, tenant: str, seq: int, sets: PackSets | None = None) -> Replay:
    """Make the decision of entry `seq` again, with the packs of then, which `sets` or the database keeps.

    Raises ErasedError where what was decided was erased, TamperedError where it or the packs are not what was recorded,
    NotInRecordError where the packs are not kept, or the entry is no decision.
    """
    with database.reading() as connection:
        kept = decision_kept(connection, record, tenant, seq)
        digest = str(payload_of(connection, tenant, seq).get("pack_set"))
    one = archived_in(database)(digest) if sets is None else sets.of(digest)
    if one is None:
        message = f"the packs of the decision, `{digest}`, are not kept here"
        raise NotInRecordError([Fault("pack_set", 0, 0, "", message)])
    law = one.law([decided["pack"] for decided in kept["regimes"]])
    return replay(kept, law, one.own([added["policy"] for added in kept["policies"]]))


def archived_in(database: Database) -> Callable[[str], PackSet | None]:
    """What finds a set by its digest in the database: for `PackSets`, for a decision to be made again.

    Raises TamperedError where what is kept under the digest is not that set.
    """

    def archived(digest: str) -> PackSet | None:
        with tempfile.TemporaryDirectory(prefix="tenderlaw-packs-") as folder:
            with database.reading() as connection:
                found = unpacked(connection, digest, Path(folder))
            if found is None:
                return None
            library = load_library.__wrapped__(found.clauses, shipped=False)
            one = set_of(found.packs, found.policies, library, PackFolders())
            if one.digest != digest:
                raise TamperedError([Fault("pack_set", 0, 0, digest, "is kept, and holds other packs")])
            return one

    return archived
