"""One process with pages for people and an API for systems, over one record."""
