"""Long work: kept in the database, done by a worker, with progress and an end."""
