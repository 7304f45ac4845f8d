"""Many suppliers at once: the same rules as columns, on Arrow, here or on Spark.

Input: a table with one supplier a row, its histories as lists of structs, and a procurement. Output: a table
with the outcome, the grounds that surely and possibly apply as bit sets, and what goes with them. Invariants:
the columns and the single-case path agree, and every run checks a sample of that; an absent value or list is
unknown; nothing is moved into place before it is whole; no row is dropped in silence.
"""
