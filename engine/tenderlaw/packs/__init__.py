"""Packs of law: YAML with citations and dated values, read into frozen models and checked whole.

Input: a folder of YAML files. Output: a `Pack` whose conditions are typed trees. Invariants: every field,
operator and literal of a condition fits the fact model; every rule and value carries its citation; dated
values neither overlap nor leave gaps; a layer adds or chooses within the options of its parent and never
loosens it; all faults of a pack are reported at once.
"""

from tenderlaw.packs.installed import find_packs, load_packs
from tenderlaw.packs.load import load_pack
from tenderlaw.packs.model.pack import Pack

__all__ = ["Pack", "find_packs", "load_pack", "load_packs"]
