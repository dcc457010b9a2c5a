"""Measures in force, and who may impose and lift them."""
