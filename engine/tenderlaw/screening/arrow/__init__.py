"""Columns computed by Arrow's own kernels in this process: the same expressions as on DuckDB and on Spark."""
