"""What each page shows, and in which order: frozen values made from the library's objects, without HTTP or HTML.

Input: a decision, a pack, a clause, a run. Output: words in the page's language, each marked where it stands in
another one. Invariants: nothing is decided here; words from outside are shown as they are; colours come with words.
"""
