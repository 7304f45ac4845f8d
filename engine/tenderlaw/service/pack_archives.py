"""Keeping the sets of packs that decisions name in the database, and reading them from there again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from tenderlaw.clauses.library import load_library
from tenderlaw.packs.installed import data_folder, find_packs
from tenderlaw.record.archives import archive_of, is_kept, keep, unpacked
from tenderlaw.record.faults import TamperedError
from tenderlaw.service.pack_sets import PackFolders, PackSet, set_of
from tenderlaw.sources.faults import Fault
from tenderlaw.store.database import Database

__all__ = ["archived_in", "keep_set"]


def keep_set(database: Database, one: PackSet) -> bool:
    """Keep a set in the database, unless it is; whether it is kept now.

    It is not where its files have changed since it was read: then what they hold is another set. Takes seconds.
    """
    digest = one.digest
    with database.reading() as connection:
        if is_kept(connection, digest):
            return True
    said = one.folders
    law, own = find_packs(said.packs), find_packs(said.policies, "policies")
    archive = archive_of(law, own, [data_folder("clause_templates"), *said.clauses])
    library = load_library.__wrapped__(said.clauses)
    if set_of(law, own, library, said).digest != digest:
        return False
    with database.writing() as connection:
        keep(connection, digest, archive)
    return True


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
