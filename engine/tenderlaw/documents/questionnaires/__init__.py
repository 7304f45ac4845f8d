"""Questionnaires to a bidder: what is missing and what it alone can answer, as JSON, XLSX or DOCX, and its answers.

From a decision to a questionnaire (`model`), from that to a file, from a file that came back to answers by their places
(`returned`), and from these to a case: a blank stays unknown, nothing that was written gets lost, and where an answer
contradicts the case the case stands. The values that the authority fills into a document of its own are asked for in
`documents/questionnaire.py`.
"""
