"""ODT: written from the model with nothing but XML, for LibreOffice and whatever else reads OpenDocument.

Input: a document of the model. Output: the bytes of a text document (OpenDocument 1.3). Invariants: numbers,
references, footnotes and contents are native and their cached text is right; one value stands behind each blank; no
clock is read.
"""
