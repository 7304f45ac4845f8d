"""Public-procurement exclusion law as tested, explainable decisions and contract clauses."""

__version__ = "0.1.0"
