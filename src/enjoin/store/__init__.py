"""Records kept for years: statements, versions, journal and original bytes."""
