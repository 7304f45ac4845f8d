"""What is answered, as plain data for programs: the same from the command line's `--json` and from the service.

Input: decisions, packs, clauses and what else is worked out of them. Output: data that JSON can hold.
"""
