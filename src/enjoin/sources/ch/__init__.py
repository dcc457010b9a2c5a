"""The Swiss list in parts: targets, names, and the register they refer to."""
