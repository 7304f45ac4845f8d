"""Reading text written by people: YAML and JSON with a place for every value, and the faults found in it.

Input: a file's text. Output: plain data (mappings, lists, strings, whole numbers, decimals, truth values)
and the line and column of each value. Invariants: a number never passes through binary floating point; a
repeated key, an alias, a tag or a not-a-number is a fault, not a surprise; nothing here knows what the data
means.
"""
