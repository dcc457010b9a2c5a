"""The desk: pages for people, rendered here, that work without a script."""
