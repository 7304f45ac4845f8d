"""Documents: one neutral model, and writers of it.

Input: rendered clauses and a manifest, or a decision. Output: a document in a format. Invariants: what is
not selected appears nowhere; the same inputs give the same bytes; words from outside are shown as they are
and never read as markup of any format; every document says where it comes from and, once, that it is not
legal advice.
"""

from tenderlaw.documents.clause_schedule import clause_schedule, render
from tenderlaw.documents.markdown import to_markdown
from tenderlaw.documents.model import Document

__all__ = ["Document", "clause_schedule", "render", "to_markdown"]
