"""Tables of suppliers read and checked: their types, files and folders, the rows that a single case would refuse.

Input: files or frames as other libraries write them. Output: Parquet of plain types, with the rows that could not be
read and why. Invariants: every file and every column is read or named; nothing is rounded; no row is dropped in
silence.
"""
