"""What pages elsewhere share with the brief: its style, and how days and numbers are written."""

from __future__ import annotations

from enjoin.pages.page import count, day, span_of_days, style

__all__ = ["count", "day", "span_of_days", "style"]
