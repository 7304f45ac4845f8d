"""From conditions to a decision: findings, outcome, requirements, what is missing, and why.

Input: a case and packs. Output: a `Decision`, which carries everything needed to replay it. Invariants:
an unknown fact never becomes a no; `must_exclude` stands whatever else is unknown; every finding and
requirement carries its citation; the same facts, packs and as-of date give the same bytes.
"""

from tenderlaw.decisions.decide import decide
from tenderlaw.decisions.model.decision import Decision

__all__ = ["Decision", "decide"]
