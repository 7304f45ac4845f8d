"""Documents of other systems, read into facts.

Input: a file in a published exchange format. Output: facts of this engine, and remarks about what the
document did not say or said twice. Invariants: a document that cannot be read whole gives a fault and no
facts; an answer that is missing, contradictory or unreadable is unknown, never false.
"""
