"""Sanctions enforcement in Python."""
