"""One module a migration; none changes after it was released."""
