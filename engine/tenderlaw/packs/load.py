"""From a folder of YAML files to a checked pack, with every fault at its file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from tenderlaw.facts.case import faults_of, steps_of
from tenderlaw.packs.check import type_pack
from tenderlaw.packs.model import Pack, PackFile
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError
from tenderlaw.sources.tree import Data, Source, read_file

__all__ = ["load_pack"]

_JOINED = (
    "sources", "options", "choices", "values", "offences", "definitions", "periods", "lifts", "grounds",
    "roles", "requirements", "reviews", "clauses",
)  # fmt: skip


def load_pack(folder: Path, parent: Callable[[str], TypedPack] | None = None) -> TypedPack:
    """Read, join and check the pack in `folder`; `parent` loads the pack that it extends.

    Raises PackInvalidError with every fault.
    """
    data, origin = _read(folder)
    try:
        own = PackFile.model_validate(data)
    except ValidationError as error:
        source = Source(str(folder), data, {})
        raise PackInvalidError([_placed(fault, origin) for fault in _faults(error, source)]) from error
    pack, offset = _joined(own, folder, origin, parent)
    faults: list[Fault] = []

    def report(steps: tuple[str | int, ...], message: str, hint: str) -> None:
        shifted = steps
        if len(steps) > 1 and isinstance(steps[1], int):
            shifted = (steps[0], steps[1] - offset.get(str(steps[0]), 0), *steps[2:])
        source = origin.get(str(steps[0])) if steps else None
        faults.append((source or Source(str(folder), None, {})).fault(shifted, message, hint))

    typed = type_pack(pack, report)
    if faults:
        raise PackInvalidError(faults)
    return typed


def _faults(error: ValidationError, source: Source) -> list[tuple[Fault, tuple[str | int, ...]]]:
    details = error.errors(include_url=False)
    return list(zip(faults_of(error, source, PackFile), (steps_of(d, source.data) for d in details), strict=True))


def _placed(found: tuple[Fault, tuple[str | int, ...]], origin: Mapping[str, Source]) -> Fault:
    fault, steps = found
    source = origin.get(str(steps[0])) if steps else None
    return source.fault(steps, fault.message, fault.hint) if source else fault


def _read(folder: Path) -> tuple[dict[str, Data], dict[str, Source]]:
    """The keys of every YAML file of the folder, and which file each came from."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise PackInvalidError([Fault(str(folder), 0, 0, "", "holds no pack", "a pack has a `pack.yaml`")])
    data: dict[str, Data] = {}
    origin: dict[str, Source] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            source = read_file(file)
        except InputInvalidError as error:
            faults += error.faults
            continue
        if not isinstance(source.data, dict):
            faults.append(Fault(str(file), 1, 1, "", "is not a mapping", "start with `grounds:` or the like"))
            continue
        for key, value in source.data.items():
            if key in data:
                faults.append(source.fault((key,), f"`{key}` stands in `{origin[key].name}` too", "keep one"))
            data[key], origin[key] = value, source
    if faults:
        raise PackInvalidError(faults)
    return data, origin


def _joined(
    own: PackFile, folder: Path, origin: Mapping[str, Source], parent: Callable[[str], TypedPack] | None
) -> tuple[Pack, dict[str, int]]:
    """The pack with its ancestors' entries before its own, and how many entries came before."""
    fields = {name: getattr(own, name) for name in PackFile.model_fields}
    layers: tuple[str, ...] = (own.id,)
    offset: dict[str, int] = {}
    if own.extends is not None:
        if parent is None:
            raise PackInvalidError([origin["extends"].fault(("extends",), f"`{own.extends}` is not installed")])
        base = parent(own.extends).pack
        layers = (*base.layers, own.id)
        for name in _JOINED:
            offset[name] = len(getattr(base, name))
            fields[name] = (*getattr(base, name), *fields[name])
        for name in ("in_force", "counting", "scope", "scope_cite"):
            if fields[name] is not None and name in ("scope", "scope_cite"):
                raise PackInvalidError(
                    [origin[name].fault((name,), "a layer does not redefine the scope of its parent")]
                )
            fields[name] = fields[name] if fields[name] is not None else getattr(base, name)
    said = PackFile.model_construct(**fields).model_dump(mode="json", by_alias=True, exclude_none=True)
    return Pack.model_construct(**fields, digest=digest(said), folder=str(folder), layers=layers), offset
