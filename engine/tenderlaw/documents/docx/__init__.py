"""DOCX: written on python-docx and docx-plus, into our own template or a buyer's.

Input: a document of the model. Output: the bytes of a Word file. Invariants: numbers, references, footnotes and
contents are native and their cached text is right before any refresh; ids count up; no clock is read.
"""
