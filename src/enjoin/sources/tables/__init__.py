"""An organisation's own tables in parts: the mapping of columns, and a row read by it."""
