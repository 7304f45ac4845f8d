"""From a folder of YAML files to a checked pack, with every fault at its file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

from pydantic import ValidationError

from tenderlaw.facts.case import faults_of, steps_of
from tenderlaw.packs.check import type_pack
from tenderlaw.packs.declared_facts import check_facts
from tenderlaw.packs.layers import FACTS, HEAD, JOINED, digest_of_pack, files_of, joined, read_early
from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError
from tenderlaw.sources.tree import Data, Source, read_file

__all__ = ["Origin", "load_pack", "read_folder", "typed_of"]

MAX_LAYERS: Final = 8
_TOO_LARGE: Final = ("a whole number beyond 64 bits", "no rule needs one so large")


class Origin:
    """Which file each key, and each entry of a list that several files share, came from."""

    def __init__(self, folder: Path) -> None:
        self._whole = Source(str(folder), None, {})
        self._files: dict[str, list[tuple[int, Source]]] = {}

    def note(self, key: str, first: int, source: Source) -> None:
        """The entries of `key` from number `first` on come from `source`."""
        self._files.setdefault(key, []).append((first, source))

    def file_of(self, key: str) -> str:
        """The file in which `key` stands first."""
        return self._files[key][0][1].name

    def fault(self, steps: tuple[str | int, ...], message: str, hint: str = "") -> Fault:
        """A fault at the value reached by `steps` from the root of the whole pack."""
        files = self._files.get(str(steps[0])) if steps else None
        if not files:
            return self._whole.fault(steps, message, hint)
        if len(steps) > 1 and isinstance(steps[1], int):
            number = steps[1]
            first, source = next((found for found in reversed(files) if found[0] <= number), files[0])
            return source.fault((steps[0], number - first, *steps[2:]), message, hint)
        return files[0][1].fault(steps, message, hint)


def load_pack(folder: Path, parent: Callable[[str], TypedPack] | None = None, *, layer: int = 1) -> TypedPack:
    """Read, join and check the pack in `folder`; `parent` loads the pack that it extends.

    `layer`: how many packs extend one another down to this one. Raises PackInvalidError with every fault.
    """
    return typed_of(*read_folder(folder), folder, parent, layer=layer)


def typed_of(
    data: Data, origin: Origin, folder: Path, parent: Callable[[str], TypedPack] | None = None, *, layer: int = 1
) -> TypedPack:
    """Join and check a pack whose files were read: `data` with its places in `origin`. Raises as `load_pack` does."""
    try:
        own = PackFile.model_validate(data)
    except ValidationError as error:
        source = Source(str(folder), data, {})
        faulty = [origin.fault(steps, fault.message, fault.hint) for fault, steps in _faults(error, source)]
        raise PackInvalidError(faulty) from error
    if own.extends is not None and layer >= MAX_LAYERS:
        raise PackInvalidError([origin.fault(("extends",), f"more than {MAX_LAYERS} packs extend one another", "")])
    base = _base(own, origin, parent)
    faults = [origin.fault(steps, *_TOO_LARGE) for steps in _too_large(data)]
    offset: Mapping[str, int] = {}

    def shifted(steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
        if len(steps) > 1 and isinstance(steps[1], int):
            return (steps[0], steps[1] - offset.get(str(steps[0]), 0), *steps[2:])
        return steps

    def report(steps: tuple[str | int, ...], message: str, hint: str) -> None:
        faults.append(origin.fault(shifted(steps), message, hint))

    pack, offset = joined(own, base, folder, digest_of_pack(folder, base), report)
    check_facts(pack, report)
    if faults:
        raise PackInvalidError(faults)
    typed = type_pack(pack, report)
    if faults:
        raise PackInvalidError(faults)
    return replace(typed, fault_at=lambda steps, message, hint: origin.fault(shifted(steps), message, hint))


def _faults(error: ValidationError, source: Source) -> list[tuple[Fault, tuple[str | int, ...]]]:
    details = error.errors(include_url=False)
    return list(zip(faults_of(error, source, PackFile), (steps_of(d, source.data) for d in details), strict=False))


def read_folder(folder: Path) -> tuple[dict[str, Data], Origin]:
    """The keys of every YAML file of the folder, lists of one key joined, and where each came from."""
    files = files_of(folder)
    if not files:
        raise PackInvalidError([Fault(str(folder), 0, 0, "", "holds no pack", "a pack has a `pack.yaml`")])
    data: dict[str, Data] = {}
    origin = Origin(folder)
    faults: list[Fault] = []
    for file in files:
        try:
            source = read_early(file) if file.name in (HEAD, FACTS) else read_file(file)
        except InputInvalidError as error:
            faults += error.faults
            continue
        if not isinstance(source.data, dict):
            faults.append(Fault(str(file), 1, 1, "", "is not a mapping", "start with `grounds:` or the like"))
            continue
        if "facts" in source.data and file.name != FACTS:
            faults.append(source.fault(("facts",), f"`facts` stand in `{FACTS}`", f"move them to `{FACTS}`"))
            continue
        for key, value in source.data.items():
            before = data.get(key)
            if key not in data:
                data[key] = list(value) if isinstance(value, list) else value
            elif key in JOINED and isinstance(before, list) and isinstance(value, list):
                before.extend(value)
            else:
                faults.append(source.fault((key,), f"`{key}` stands in `{origin.file_of(key)}` too", "keep one"))
                continue
            origin.note(key, len(cast("list[Data]", data[key])) - len(value) if isinstance(value, list) else 0, source)
    if faults:
        raise PackInvalidError(faults)
    return data, origin


def _base(own: PackFile, origin: Origin, parent: Callable[[str], TypedPack] | None) -> Pack | None:
    """The pack that this one extends."""
    if own.extends is None:
        return None
    if parent is None:
        raise PackInvalidError([origin.fault(("extends",), f"`{own.extends}` is not installed")])
    base = parent(own.extends).pack
    if own.kind == "policy" and base.kind != "common":
        hint = "a policy is asked beside any regime; it extends a pack of `kind: common`"
        raise PackInvalidError([origin.fault(("extends",), f"`{own.extends}` is not for policies", hint)])
    return base


def _too_large(node: Data) -> list[tuple[str | int, ...]]:
    """The places of whole numbers that take more than 64 bits."""
    found: list[tuple[str | int, ...]] = []
    if isinstance(node, dict | list):
        for step, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, dict | list):
                inner = _too_large(value)
                if inner:
                    found += [(step, *steps) for steps in inner]
            elif isinstance(value, int) and not -(2**63) <= value < 2**64:
                found.append((step,))
    return found
