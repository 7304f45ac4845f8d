"""Supply chains: the register of subcontractors of a case as a graph.

Input: a case, policies whose tiering is asked of each undertaking, lists that are searched. Output: every entry once,
who engages it, its tier, what the register leaves open, its risk as far as its facts say, entries of lists.

It excludes nobody. What the register does not say is a gap, and never silence: the same entries in another order come
to the same graph.
"""

from __future__ import annotations

from tenderlaw.chains.asked import supply_chain
from tenderlaw.chains.model import SupplyChain

__all__ = ["SupplyChain", "supply_chain"]
