"""One pack of several layers: what a layer adds to the pack that it extends, and what it may not say anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from tenderlaw.packs.model.pack import Pack, PackFile
from tenderlaw.packs.remedies import inherited_remedies
from tenderlaw.packs.replaced import grounds_in_place_of, grounds_left
from tenderlaw.packs.transposed import beside, inherited_of
from tenderlaw.packs.worded import worded
from tenderlaw.sources.canonical import digest
from tenderlaw.sources.doors import bytes_of
from tenderlaw.sources.text import MAX_BYTES, text_in
from tenderlaw.sources.tree import Report, Source, read_yaml

__all__ = ["FACTS", "HEAD", "JOINED", "digest_of_pack", "files_of", "joined", "read_early"]

JOINED: Final = (
    "sources", "options", "choices", "transposes", "left_out", "words", "facts", "values", "offences", "vocabularies",
    "definitions", "presumptions", "periods", "lifts", "grounds",
    "roles", "requirements", "duties", "risks", "award_criteria", "reviews", "passed_over", "elsewhere", "clauses",
    "remedies",
)  # fmt: skip
"""Keys that hold lists: they may stand in several files of a pack, and a layer adds to those of its parent."""

HEAD: Final = "pack.yaml"
"""Where a pack says what it is and where it can govern."""

FACTS: Final = "facts.yaml"
"""Where a pack declares facts: it is read of packs of which nothing else is."""

_ONCE: Final = ("scope", "tiering")
"""What a layer takes over as it is."""


def files_of(folder: Path) -> list[Path]:
    """The files of the pack in `folder`."""
    return sorted(folder.glob("*.yaml"))


def read_early(file: Path) -> Source:
    """A file that is read of every pack, and again with the whole of it: parsed once. Its data is not to be changed."""
    return _parsed(text_in(file), str(file))


@lru_cache(maxsize=128)
def _parsed(text: str, name: str) -> Source:
    return read_yaml(text, name)


def digest_of_pack(folder: Path, base: Pack | None) -> str:
    """SHA-256 over the files of a pack, however their lines end, and over the digest of the pack that it extends."""
    files = {file.name: bytes_of(file, MAX_BYTES).replace(b"\r\n", b"\n").hex() for file in files_of(folder)}
    return digest({"extends": None if base is None else base.digest, "files": files})


def joined(
    own: PackFile, base: Pack | None, folder: Path, sha256: str, report: Report
) -> tuple[Pack, Mapping[str, int]]:
    """The pack with its ancestors' entries before its own, and how many of each list came before."""
    fields = {name: getattr(own, name) for name in PackFile.model_fields}
    fields["confined"] = () if own.confined_to is None else (own.confined_to,)
    layers: tuple[str, ...] = (own.id,)
    offset: dict[str, int] = {}
    if base is not None:
        layers = (*base.layers, own.id)
        fields["confined"] = (*base.confined, *fields["confined"])
        inherited: dict[str, tuple[object, ...]] = {**inherited_of(base, own, report), "words": ()}
        fields["stands_for"] = grounds_in_place_of(base, own, report)
        for name in JOINED:
            before = inherited.get(name, getattr(base, name))
            if name == "grounds":
                before = grounds_left(before, fields["stands_for"])
            elif name == "remedies":
                before = inherited_remedies(base, own)
            elif name == "elsewhere" and own.elsewhere:
                before = ()
            offset[name] = len(before)
            fields[name] = (*before, *fields[name])
        if own.scope_cite is not None and base.scope_cite is not None:
            fields["scope_cite"] = beside(own.scope_cite, base.scope_cite)
        for name in _ONCE:
            if fields[name] is not None and getattr(base, name) is not None:
                hint = "" if name == "tiering" else "`confined_to` narrows it"
                report((name,), f"a layer does not redefine the {name} of its parent", hint)
        for name in ("in_force", "through_national_law", "counting", "scope_cite", "law", *_ONCE):
            fields[name] = fields[name] if fields[name] is not None else getattr(base, name)
    fields |= worded(own, fields, report)
    return Pack.model_construct(**fields, digest=sha256, folder=str(folder), layers=layers), offset
