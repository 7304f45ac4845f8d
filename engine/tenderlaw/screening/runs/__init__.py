"""Runs over files of suppliers: part by part, held against single cases, moved into place as a whole.

Input: an order. Output: decisions, rows set aside, explanations, a manifest. Invariants: the output appears whole or
not at all; one run holds its folder; nothing is written over that is read, or that no run made.
"""
