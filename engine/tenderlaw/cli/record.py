"""`tenderlaw record`: the record verified, handed over, one entry proved, a decision made again, what is due erased."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderlaw.cli.exits import TAMPERED
from tenderlaw.cli.inputs import AsJson, path_named
from tenderlaw.cli.record_erase import due, erase
from tenderlaw.cli.record_inputs import (
    Checkpoints,
    DatabaseUrl,
    Keys,
    Output,
    SettingsFile,
    Tenant,
    WithEvidence,
    checkpoints_in,
    opened,
)
from tenderlaw.cli.record_lines import print_lines, proved_lines, replay_lines, verified_lines

if TYPE_CHECKING:
    from tenderlaw.record.notes import Verifier
    from tenderlaw.record.walk import Verified

__all__ = ["app"]

app = typer.Typer(
    help="The record: verify it, hand it over, prove an entry, make a decision again, back it up, erase what is due.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("due")(due)
app.command("erase")(erase)

_ACTOR = "command-line"
"""Who acts, in entries: whoever has the machine."""


@app.callback()
def record() -> None:
    """The record: verify it, hand it over, prove an entry, make a decision again, back it up, erase what is due."""
    from tenderlaw.sources.extras import need  # noqa: PLC0415

    need("serve", "the record")


@app.command("verify")
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", parser=path_named, help="An export or a proof; default: the database."),
    ] = None,
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
    tenant: Tenant = None,
    key: Keys = None,
    checkpoint: Checkpoints = None,
    json: AsJson = False,
) -> None:
    """Verify every entry, hash and signature: of an export or a proof with no database, or of the database.

    Exit code 10: something is not as it was written, or not there any more.
    """
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.record.notes import read_verifier  # noqa: PLC0415

    trusted = [read_verifier(one, "--key") for one in key or ()]
    if file is None:
        found, has_key = _in_database((database, settings, tenant), trusted, checkpoint or ())
    elif database is not None or tenant is not None:
        raise typer.BadParameter("a file is verified with no database", param_hint="FILE")
    elif _is_proof(file):
        _verify_proof(file, trusted, checkpoint or (), json=json)
        return
    else:
        found, has_key = [_in_file(file, trusted, checkpoint or ())], True
    if json:
        print_json([{**asdict(one), "intact": one.intact} for one in found])
    else:
        print_lines(verified_lines(found, trusted=bool(trusted), opened=has_key))
    raise typer.Exit(0 if all(one.intact for one in found) else TAMPERED)


def _hand_out(output: Path | None, data: Iterable[bytes], *, private: bool = True) -> None:
    """Write data to a file as a whole, or to standard output."""
    from tenderlaw.cli.streams import write_data  # noqa: PLC0415
    from tenderlaw.documents.output import write_whole  # noqa: PLC0415

    if output is None:
        write_data(data)
    else:
        write_whole(output, data, private=private)


@app.command("export")
def export(
    output: Output = None,
    evidence: WithEvidence = False,
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
    tenant: Tenant = None,
) -> None:
    """Hand the whole record over: a file of JSON lines that verifies with no database. That it was, is an entry."""
    from tenderlaw.record.exporting import export as exported  # noqa: PLC0415
    from tenderlaw.record.found import tenant_named  # noqa: PLC0415

    with opened(database, settings) as held:
        with held.database.reading() as connection:
            whose = tenant_named(connection, tenant)
        lines = exported(held.database, held.own, whose, _ACTOR, evidence=evidence)
        _hand_out(output, lines)


@app.command("prove")
def prove(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The number of an entry, or a decision, a step or a document.")
    ],
    output: Output = None,
    evidence: WithEvidence = False,
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
    tenant: Tenant = None,
) -> None:
    """Prove that one entry is in the record: a line of JSON that verifies with no database."""
    from tenderlaw.record.exporting import prove as proved  # noqa: PLC0415
    from tenderlaw.record.found import seq_of, tenant_named  # noqa: PLC0415

    with opened(database, settings) as held, held.database.writing() as connection:
        whose = tenant_named(connection, tenant)
        line = proved(connection, held.own, whose, seq_of(connection, whose, name), evidence=evidence)
    _hand_out(output, [line])


@app.command("checkpoint")
def checkpoint(
    output: Output = None, database: DatabaseUrl = None, settings: SettingsFile = None, tenant: Tenant = None
) -> None:
    """Sign the record as it stands: a note to be kept elsewhere, which tells later whether anything was rewritten."""
    from tenderlaw.record.checkpoints import sign_checkpoint  # noqa: PLC0415
    from tenderlaw.record.found import tenant_named  # noqa: PLC0415

    with opened(database, settings) as held, held.database.writing() as connection:
        note = sign_checkpoint(connection, held.own, tenant_named(connection, tenant))
    _hand_out(output, [note.encode()], private=False)


@app.command("replay")
def replay(
    name: Annotated[str, typer.Argument(metavar="ID", help="A decision, or the number of its entry.")],
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
    tenant: Tenant = None,
    json: AsJson = False,
) -> None:
    """Make a decision again with the packs of then: the same bytes, or (exit code 10) what differs and why."""
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.record.found import seq_of, tenant_named  # noqa: PLC0415
    from tenderlaw.service.pack_archives import replayed  # noqa: PLC0415

    with opened(database, settings) as held:
        with held.database.reading() as connection:
            whose = tenant_named(connection, tenant)
            seq = seq_of(connection, whose, name)
        found = replayed(held.database, held.own, whose, seq)
    if json:
        said = asdict(found)
        del said["id"]  # a plain hash over what is known of people
        print_json(said)
    else:
        print_lines(replay_lines(found, name))
    raise typer.Exit(0 if found.state == "same" else TAMPERED)


@app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=path_named, help="A new file.")],
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
) -> None:
    """Copy a SQLite database, whole and of one moment, while the service runs. The master key is kept apart from it."""
    from tenderlaw.store.backup import back_up  # noqa: PLC0415

    with opened(database, settings, key=False) as held:
        back_up(held.database, file)


@app.command("rekey")
def rekey(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=path_named, help="Where the new master key is written: a new file.")
    ],
    database: DatabaseUrl = None,
    settings: SettingsFile = None,
) -> None:
    """Put a new master key in the place of the old one, which may have been seen. The service must be stopped."""
    from tenderlaw.cli.console import to_people  # noqa: PLC0415
    from tenderlaw.record.rekeying import rekey as rekeyed  # noqa: PLC0415
    from tenderlaw.record.vault import Vault, make_key_file  # noqa: PLC0415
    from tenderlaw.sources.faults import Fault, InputInvalidError  # noqa: PLC0415
    from tenderlaw.store.backup import wipe  # noqa: PLC0415

    with opened(database, settings) as held:
        try:
            new = make_key_file(file)  # on the disk before anything needs it
        except OSError as error:
            message = f"the new master key cannot be written: {error.strerror}"
            raise InputInvalidError([Fault(str(file), 0, 0, "", message)]) from error
        with held.database.writing() as connection:
            number = rekeyed(connection, held.own.vault, Vault(new))
        wipe(held.database)
    out = to_people()
    out.print(f"{number} keys are wrapped by the new master key in {file}; the old one opens nothing here any more")
    out.print("start the service with it (TENDERLAW_MASTER_KEY_FILE); keep the old one as long as older backups")


def _in_database(
    where: tuple[str | None, Path | None, str | None], trusted: Sequence[Verifier], files: Sequence[Path]
) -> tuple[list[Verified], bool]:
    from tenderlaw.record.checkpoints import verifiers_of  # noqa: PLC0415
    from tenderlaw.record.verify import tenants_of  # noqa: PLC0415
    from tenderlaw.record.verify import verify as verified  # noqa: PLC0415

    database, settings, tenant = where
    with opened(database, settings, key=False) as held, held.database.reading() as connection:
        known = tenants_of(connection)
        if (tenant is not None and tenant not in known) or (files and tenant is None and len(known) > 1):
            from tenderlaw.record.found import tenant_named  # noqa: PLC0415

            tenant = tenant_named(connection, tenant)
        found = []
        for one in known if tenant is None else [tenant]:
            keys = trusted or verifiers_of(connection, one)
            kept, vault = checkpoints_in(files, keys), None if held.record is None else held.record.vault
            found.append(verified(connection, one, vault=vault, verifiers=trusted, witnessed=kept))
        return found, held.record is not None


def _in_file(file: Path, trusted: Sequence[Verifier], files: Sequence[Path]) -> Verified:
    from tenderlaw.record.exported import keys_named, verify_export  # noqa: PLC0415
    from tenderlaw.sources.doors import opened as opened_file  # noqa: PLC0415

    with opened_file(file) as lines:
        kept = checkpoints_in(files, trusted or keys_named(lines.readline()))
        lines.seek(0)
        return verify_export(lines, verifiers=trusted, witnessed=kept)


def _is_proof(file: Path) -> bool:
    from tenderlaw.record.exported import is_proof  # noqa: PLC0415
    from tenderlaw.sources.doors import opened as opened_file  # noqa: PLC0415

    with opened_file(file) as lines:
        return is_proof(lines.readline(_LONGEST_PROOF))


_LONGEST_PROOF = 64 * 2**20


def _verify_proof(file: Path, trusted: Sequence[Verifier], files: Sequence[Path], *, json: bool) -> None:
    from tenderlaw.cli.output import print_json  # noqa: PLC0415
    from tenderlaw.record.exported import keys_named, verify_proof  # noqa: PLC0415
    from tenderlaw.sources.doors import bytes_of  # noqa: PLC0415

    line = bytes_of(file, _LONGEST_PROOF)
    kept = checkpoints_in(files, trusted or keys_named(line))
    proved = verify_proof(line, verifiers=trusted, witnessed=kept)
    if json:
        print_json({**asdict(proved), "proved": not proved.faults})
    else:
        print_lines(proved_lines(proved, trusted=bool(trusted)))
    raise typer.Exit(TAMPERED if proved.faults else 0)
