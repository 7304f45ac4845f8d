"""Who is calling: tenants, people, roles, keys, sessions."""
