"""Regimes in columns: what each entry comes to, what a supplier's entries come to together, and the outcome.

Input: compiled regimes, one procurement and one day. Output: the columns of a screening, as a program. Invariants: what
a single case refuses has no outcome; every list is read once a pass; the order of missing facts is that of the law.
"""
