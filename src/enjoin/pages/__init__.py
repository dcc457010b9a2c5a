"""Documents people read: self-contained HTML, made from values."""
