"""Measures in force, and who may impose and lift them."""

from enjoin.law.measures import Measure, Register, load

__all__ = ["Measure", "Register", "load"]
