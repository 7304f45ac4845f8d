"""Documents: one neutral model, and writers of it.

Input: rendered clauses and a manifest. Output: text in a format. Invariants: what is not selected appears
nowhere; the same inputs give the same bytes; every document says where it comes from and that it is not
legal advice.
"""

from tenderlaw.documents.clause_schedule import ClauseSchedule, clause_schedule, render
from tenderlaw.documents.markdown import to_markdown

__all__ = ["ClauseSchedule", "clause_schedule", "render", "to_markdown"]
