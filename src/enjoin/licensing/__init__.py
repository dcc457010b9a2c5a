"""Permissions: what they open, tested condition by condition."""
