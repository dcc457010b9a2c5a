"""The United Nations' list in parts: the names that its fields pack together."""
