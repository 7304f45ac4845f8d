"""Forms: what a person typed, read back into the plain data of facts, with every error at its field."""
