"""Public reporting read into statements, events and storylines."""
