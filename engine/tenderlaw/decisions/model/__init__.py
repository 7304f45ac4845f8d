"""What a decision says: frozen values, the same names in JSON, in text and in documents."""
