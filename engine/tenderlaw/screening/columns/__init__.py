"""Conditions as columns of three truths: the same answers as for a single case, for every row at once.

Input: a condition of a pack, and the columns of suppliers or of their entries. Output: a column, or a constant where
every row is alike. Invariants: strong Kleene logic; days are counted by the rules alone; each condition is translated
once.
"""
