"""Law tested by mutants: a pack changed in one small place must fail one of its worked cases.

In: the data of a pack's own files, with places, and its worked cases. Out: for each mutant whether a case tells it from
the law as written, and for those that survive where they are, what was changed and a case that would tell. Nothing here
decides: a mutant is a pack as any other, decided by the same rules.
"""
