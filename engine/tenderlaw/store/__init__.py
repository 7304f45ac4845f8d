"""The database: SQLite in a file or PostgreSQL, its tables and their migrations."""
