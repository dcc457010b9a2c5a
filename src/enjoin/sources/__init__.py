"""The lists Enjoin reads, each a module with `INFO` and `read()`."""
