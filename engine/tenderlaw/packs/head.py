"""What a pack says of itself before any of its rules is read: its name, when it is in force, where it can govern."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from tenderlaw.facts.base import Facts, Items
from tenderlaw.facts.case import faults_of
from tenderlaw.facts.declared import DeclaredFact
from tenderlaw.packs.check import type_confinement
from tenderlaw.packs.elsewhere import type_elsewhere
from tenderlaw.packs.grammar import Grammar
from tenderlaw.packs.layers import FACTS, HEAD, digest_of_pack, joined, read_early
from tenderlaw.packs.model.pack import PackFile
from tenderlaw.packs.typed import TypedPack
from tenderlaw.sources.faults import Fault, InputInvalidError, PackInvalidError

__all__ = ["read_head"]

_KEYS: Final = (
    "id", "title", "version", "language", "extends", "kind", "in_force", "scope_cite", "values", "vocabularies",
    "presumptions", "confined_to", "elsewhere",
)  # fmt: skip
"""What is read of `pack.yaml`, so that whoever a pack cannot concern reads no further."""


def read_head(folder: Path, parent: Callable[[str], TypedPack]) -> TypedPack | None:
    """The pack in `folder` as far as its head goes, without a rule: its scope is what the regime is confined to.

    `parent` reads the head of the pack that it extends. None for a head with a fault: whoever loads the whole pack is
    told what is wrong with it.
    """
    faults: list[Fault] = []

    def report(steps: tuple[str | int, ...], message: str, hint: str) -> None:
        faults.append(Fault(str(folder), 0, 0, "", message, hint))

    try:
        data = read_early(folder / HEAD).data
        said = {key: data[key] for key in _KEYS if key in data} if isinstance(data, dict) else data
        own = PackFile.model_validate(said)
        base = None if own.extends is None else parent(own.extends).pack
        pack, _ = joined(own, base, folder, digest_of_pack(folder, base), report)
    except (InputInvalidError, PackInvalidError, ValidationError):
        return None
    grammar = Grammar(pack, report)
    confined, elsewhere = type_confinement(pack, grammar), type_elsewhere(grammar)
    if faults:
        return None
    files = () if own.extends is None else parent(own.extends).facts_in
    files = (*files, folder / FACTS) if (folder / FACTS).is_file() else files
    return TypedPack(
        pack, confined, confined=confined, grounds=(), periods={}, requirements=(), risks=(), tiering=None,
        reviews=(), passed_over=(), elements=(), clauses=(), elsewhere=elsewhere,
        read_facts=lambda: _facts(folder, own.extends, parent),
        facts_in=files,
    )  # fmt: skip


def _facts(folder: Path, extends: str | None, parent: Callable[[str], TypedPack]) -> tuple[DeclaredFact, ...]:
    """What the pack in `folder` declares, after what it inherits. Raises as `load_pack` does."""
    above = None if extends is None else parent(extends)
    inherited = () if above is None else above.pack.facts if above.read_facts is None else above.read_facts()
    if not (folder / FACTS).is_file():
        return inherited
    source = read_early(folder / FACTS)
    said = {"facts": source.data["facts"]} if isinstance(source.data, dict) and "facts" in source.data else {}
    try:
        return (*inherited, *_Declares.model_validate(said).facts)
    except ValidationError as error:
        raise PackInvalidError(faults_of(error, source, _Declares)) from error


class _Declares(Facts):
    """What a pack declares of facts."""

    facts: Items[DeclaredFact] = ()
