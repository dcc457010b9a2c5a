"""Every figure the README states, rerunnable with one command: `make bench`.

Each module has `measure(shared) -> rows`, a row being (what, measured, asked). Times are CPU
seconds of whole processes or of the work named, medians of several runs.
"""
