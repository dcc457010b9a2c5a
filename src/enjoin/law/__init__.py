"""Measures in force, and who may impose and lift them."""

from enjoin.law.measures import Measure
from enjoin.law.register import Register, load

__all__ = ["Measure", "Register", "load"]
