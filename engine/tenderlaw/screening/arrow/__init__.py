"""Columns of Arrow: what is worked out from what, once for each batch of rows, on every processor.

Input: columns and the fields within them, of rows of which only the schema is known. Output: a program of steps on
whole columns, which any process runs batch by batch. Invariants: null is unknown, as strong Kleene logic has it; what
nobody asks for is neither computed nor read; a value belongs to its rows, and never meets those of others.
"""
