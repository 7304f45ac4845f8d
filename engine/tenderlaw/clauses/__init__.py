"""Clauses: wording with metadata, selected by prescriptions that the same rules decide.

Input: a case, packs, fill-ins, a language. Output: the clauses that the contract carries, each with why it
is there. Invariants: a clause enters by a prescription alone; a prescription that is unknown puts nothing in
and names the facts it waits for; a missing fill-in is listed before anything is rendered; text of users is
printed as text and never read as a template.
"""

from tenderlaw.clauses.library import Clause, Library, load_clauses, load_library
from tenderlaw.clauses.select import SelectedClause, Selection, select_clauses

__all__ = ["Clause", "Library", "SelectedClause", "Selection", "load_clauses", "load_library", "select_clauses"]
