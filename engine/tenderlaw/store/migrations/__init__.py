"""Migrations of the tables, run by `store.schema`."""
