"""The EU list in parts: entries, and its denormalised tables."""
