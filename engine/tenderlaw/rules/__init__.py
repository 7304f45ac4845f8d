"""Conditions evaluated: three truth values, two evaluators, one answer.

Input: a typed pack and the records of one operator and its procurement. Output: the truth of every
condition for every entry, and explanations node by node. Invariants: strong Kleene logic throughout; what
needs a calendar, a decimal or a list is computed before the wall; Rete and the explainer agree or no
answer leaves.
"""
