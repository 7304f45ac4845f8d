"""Made-up suppliers and owners, for tests and benchmarks: the same bytes from the same seed."""
