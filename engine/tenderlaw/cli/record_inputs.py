"""What the verbs of the record take: the database with its master key, files handed over, keys that one trusts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.inputs import path_named

if TYPE_CHECKING:
    from tenderlaw.record.ledger import Record
    from tenderlaw.record.notes import Checkpoint, Verifier
    from tenderlaw.store.database import Database

__all__ = [
    "Checkpoints",
    "DatabaseUrl",
    "Held",
    "Keys",
    "Output",
    "SettingsFile",
    "Tenant",
    "WithEvidence",
    "checkpoints_in",
    "opened",
]

DatabaseUrl = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="postgresql://..., or sqlite:///FILE; default: as `serve` has it."),
]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", parser=path_named, help="TOML or YAML; TENDERLAW_* counts before it."),
]
Tenant = Annotated[
    str | None, typer.Option("--tenant", metavar="HANDLE", help="Whose record; asked for where there are several.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", parser=path_named, help="Default: standard output."),
]
WithEvidence = Annotated[
    bool, typer.Option("--evidence", help="With what entries commit to, in clear: personal data leaves the database.")
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="KEY", help="A public key that you trust, as exports say it; may be repeated."),
]
Checkpoints = Annotated[
    list[Path] | None,
    typer.Option(
        "--checkpoint", metavar="FILE", parser=path_named, help="A checkpoint that was kept elsewhere; may be repeated."
    ),
]


@dataclass(frozen=True, slots=True)
class Held:
    """The database, and the record in it as far as its master key is here."""

    database: Database
    record: Record | None

    @property
    def own(self) -> Record:
        """The record. Raises InputInvalidError without the master key, which `opened` was not asked for."""
        if self.record is None:
            message = "the record was opened without its master key"
            raise RuntimeError(message)
        return self.record


@contextmanager
def opened(database: str | None, settings: Path | None, *, key: bool = True) -> Iterator[Held]:
    """The database that is named, or that of `serve`, and its record; without `key`, with the master key if it is here.

    Raises a TenderlawError where it is away, of another version, or its master key cannot be read.
    """
    from tenderlaw.service.processes.beginning import key_file_of, record_of  # noqa: PLC0415
    from tenderlaw.service.processes.settled import overlaid  # noqa: PLC0415
    from tenderlaw.service.settings import settings_from  # noqa: PLC0415
    from tenderlaw.store.database import open_database  # noqa: PLC0415
    from tenderlaw.store.schema import need_current  # noqa: PLC0415

    said = overlaid(settings_from(os.environ, settings), {} if database is None else {"database": database})
    held = open_database(said.database_url, connections=2, make=False)
    try:
        need_current(held)
        has_key = said.master_key is not None or key_file_of(said).exists()
        yield Held(held, record_of(said) if key or has_key else None)
    finally:
        held.close()


def checkpoints_in(files: Sequence[Path], verifiers: Sequence[Verifier]) -> list[Checkpoint]:
    """Checkpoints that were kept elsewhere. Raises TamperedError for one that none of these keys signed."""
    from tenderlaw.record.notes import open_note  # noqa: PLC0415
    from tenderlaw.sources.text import text_in  # noqa: PLC0415

    return [open_note(text_in(file), verifiers, str(file), witnessed=True) for file in files]
