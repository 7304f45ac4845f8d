"""Where packs are found: shipped with the package, and in folders that the user names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

from tenderlaw.packs.head import read_head
from tenderlaw.packs.load import load_pack
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.doors import is_folder
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError, nearest

__all__ = [
    "Kind",
    "Shipped",
    "data_folder",
    "find_packs",
    "load_duties",
    "load_found",
    "load_heads",
    "load_packs",
    "load_policies",
    "load_shipped",
    "none_in",
]


def data_folder(name: str) -> Path:
    """A data folder (`jurisdictions`, `policies`, `clause_templates`), in a wheel or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_data" / name
    return shipped if shipped.is_dir() else package.parent.parent / name


Shipped: TypeAlias = Literal["jurisdictions", "policies"]
Kind: TypeAlias = Literal["regime", "duties", "policy"]
"""What is asked: regimes of law, duties of companies, or policies."""


def find_packs(folders: Iterable[Path] = (), shipped: Shipped = "jurisdictions") -> dict[str, Path]:
    """Every installed pack by id: those shipped, then those of `folders`, which may not reuse an id.

    Raises PackInvalidError, too, for a folder that holds none.
    """
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    own = data_folder(shipped)
    for root in (own, *folders):
        if not is_folder(root):
            faults.append(Fault(str(root), 0, 0, "", "is not a folder of packs"))
            continue
        files = sorted(root.glob("*/pack.yaml"))
        if not files and root is not own:
            faults.append(none_in(root, "pack"))
        for file in files:
            if file.parent.name in found:
                other = found[file.parent.name]
                faults.append(Fault(str(file.parent), 0, 0, "", f"has the id of the pack in `{other}`"))
            found[file.parent.name] = file.parent
    if faults:
        raise PackInvalidError(faults)
    return found


def none_in(root: Path, what: Literal["pack", "clause"]) -> Fault:
    """What is wrong with a folder that holds no pack, or no clause, and what would be right."""
    deeper = next((found.parent.parent for found in root.glob(f"*/*/{what}.yaml")), None)
    nowhere = next((found for found in root.glob("*") if not found.exists()), None)
    if (root / f"{what}.yaml").is_file():
        holder = root.parent if root.name not in ("", "..") else root.resolve().parent
        hint = f"it is a {what} itself: name the folder that it is in, `{holder}`"
    elif deeper is not None:
        hint = f"they lie deeper: name `{deeper}`"
    elif nowhere is not None:
        hint = f"`{nowhere}` leads nowhere"
    else:
        hint = f"each {what} is a folder in it, with a `{what}.yaml`"
    return Fault(str(root), 0, 0, "", f"holds no {what}", hint)


def load_packs(ids: Iterable[str] | None = None, folders: Iterable[Path] = ()) -> dict[str, TypedPack]:
    """Load packs of law by id, or all installed ones, with the packs that they extend.

    Raises InputInvalidError for an unknown id and the id of what is not a regime, PackInvalidError for any fault of a
    pack.
    """
    folders = list(folders)
    return _loaded(ids, find_packs(folders), "regime", folders)


def load_policies(ids: Iterable[str] | None = None, folders: Iterable[Path] = ()) -> dict[str, TypedPack]:
    """Load policies by id, or all installed ones. Raises as `load_packs` does."""
    folders = list(folders)
    return _loaded(ids, find_packs(folders, "policies"), "policy", folders)


def load_duties(ids: Iterable[str] | None = None, folders: Iterable[Path] = ()) -> dict[str, TypedPack]:
    """Load packs of duties by id, or all installed ones. Raises as `load_packs` does."""
    folders = list(folders)
    return _loaded(ids, find_packs(folders), "duties", folders)


def load_heads(ids: Iterable[str] | None, shipped: Shipped, kind: Kind | None = None) -> dict[str, TypedPack]:
    """The heads of shipped packs by id, or of all; of a pack whose head has a fault the whole, which says so.

    Raises as `load_packs` does.
    """
    found, kind = find_packs((), shipped), kind or _KIND_OF[shipped]
    wanted = list(found) if ids is None else list(ids)
    _refuse_unknown(wanted, found, kind)
    heads: dict[str, TypedPack] = {}

    def head(pack_id: str) -> TypedPack:
        if pack_id not in heads:
            read = read_head(found[pack_id], head) if pack_id in found else None
            heads[pack_id] = _load(pack_id, found, {}, ()) if read is None or read.pack.id != pack_id else read
        return heads[pack_id]

    for pack_id in wanted:
        if head(pack_id).pack.kind != kind and ids is not None:
            raise _of_another_kind(pack_id, heads[pack_id], kind)
    return {pack_id: heads[pack_id] for pack_id in wanted if heads[pack_id].pack.kind == kind}


def load_shipped(pack_id: str, shipped: Shipped, held: dict[str, TypedPack]) -> TypedPack:
    """A shipped pack; `held` holds those that were read before, and those read now are added."""
    return _load(pack_id, find_packs((), shipped), held, ())


def load_found(pack_id: str, found: Mapping[str, Path], held: dict[str, TypedPack]) -> TypedPack:
    """A pack of any kind among those found, with those that it extends; `held` is as `load_shipped` has it."""
    return _load(pack_id, found, held, ())


def _loaded(
    ids: Iterable[str] | None, found: Mapping[str, Path], kind: Kind, folders: Iterable[Path]
) -> dict[str, TypedPack]:
    loaded: dict[str, TypedPack] = {}
    wanted = list(found) if ids is None else list(ids)
    _refuse_unknown(wanted, found, kind)
    for pack_id in wanted:
        typed = _load(pack_id, found, loaded, ())
        if typed.pack.kind != kind and ids is not None:
            raise _of_another_kind(pack_id, typed, kind)
    for root in folders if ids is None else ():
        kinds = {loaded[pack_id].pack.kind for pack_id in wanted if found[pack_id].parent == root}
        if kinds and kinds <= {"regime", "duties", "policy"} - {kind} and ("policy" in kinds) is not (kind == "policy"):
            other = "packs of law: `--packs-in`" if kind == "policy" else "policies: `--policies-in`"
            raise PackInvalidError([Fault(str(root), 0, 0, "", f"holds no {_KINDS[kind]}", f"it holds {other}")])
    return {pack_id: loaded[pack_id] for pack_id in wanted if loaded[pack_id].pack.kind == kind}


_KINDS: Final = {"regime": "pack", "duties": "pack", "policy": "policy"}
_KIND_OF: Final[Mapping[Shipped, Kind]] = {"jurisdictions": "regime", "policies": "policy"}


def _refuse_unknown(wanted: Iterable[str], found: Mapping[str, Path], kind: Kind) -> None:
    unknown = [pack_id for pack_id in wanted if pack_id not in found]
    if unknown:
        raise InputInvalidError(_unknown(pack_id, found, _KINDS[kind]) for pack_id in unknown)


def _of_another_kind(pack_id: str, typed: TypedPack, kind: str) -> InputInvalidError:
    what = {
        "common": "what other packs share",
        "duties": "a pack of duties of companies",
        "policy": "a policy",
        "regime": "a pack of law",
    }
    message = f"is {what[typed.pack.kind]}, not {what[kind]}"
    return InputInvalidError([Fault(pack_id, 0, 0, "", message, "name another, or ask for it as what it is")])


def _unknown(pack_id: str, found: Mapping[str, Path], what: str = "pack") -> Fault:
    return Fault(pack_id, 0, 0, "", f"no such {what} is installed", nearest(pack_id, found))


def _load(pack_id: str, found: Mapping[str, Path], loaded: dict[str, TypedPack], below: tuple[str, ...]) -> TypedPack:
    if pack_id in loaded:
        return loaded[pack_id]
    if pack_id not in found:
        raise PackInvalidError([_unknown(pack_id, found)])
    if pack_id in below:
        raise PackInvalidError([Fault(pack_id, 0, 0, "extends", "the pack extends itself")])
    typed = load_pack(
        found[pack_id], lambda parent: _load(parent, found, loaded, (*below, pack_id)), layer=len(below) + 1
    )
    if typed.pack.id != pack_id:
        fault = Fault(str(found[pack_id]), 0, 0, "id", f"`{typed.pack.id}` is not the name of its folder")
        raise PackInvalidError([fault])
    loaded[pack_id] = typed
    return typed
