"""Redlines: what changed between two Word documents, as tracked changes, for the terminal, or as a web page.

Input: two DOCX files, checked for size. Output: a DOCX with real tracked changes, or the words with marks.
Invariants: two equal documents give no change; what did not change is not marked.
"""

from tenderlaw.documents.redlining.tracked import Redlined, author_of, redline_docx
from tenderlaw.documents.redlining.words import Change, changes, changes_html, changes_text, compared

__all__ = ["Change", "Redlined", "author_of", "changes", "changes_html", "changes_text", "compared", "redline_docx"]
