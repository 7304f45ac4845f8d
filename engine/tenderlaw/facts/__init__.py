"""The facts of a case: typed, frozen, validated once at the door.

Input: data read by `tenderlaw.sources`, or keyword arguments. Output: a `Case`, and the plain records that
the rules read. Invariants: a field not given is unknown; a list not given is unknown and a list given empty
is empty; nothing defaults silently; money is exact and finite; nothing downstream checks a fact again.
"""

from tenderlaw.facts.case import Case, load_case, parse_case
from tenderlaw.facts.operator import EconomicOperator
from tenderlaw.facts.procurement import Procurement

__all__ = ["Case", "EconomicOperator", "Procurement", "load_case", "parse_case"]
