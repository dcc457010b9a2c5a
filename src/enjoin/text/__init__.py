"""Scripts, names, prose and dates: pure functions over text."""
