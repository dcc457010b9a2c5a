"""Every figure the README states, rerunnable with one command: `make bench`."""
