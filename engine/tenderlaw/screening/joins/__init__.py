"""What public lists and owners add to suppliers before they are decided: joins in DuckDB, step after step."""
