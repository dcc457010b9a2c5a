"""Runs every bench and prints one table: `make bench`, or `python -m bench NAME...`."""

import importlib
import platform
import sys

from bench.common import Row, machine, shared_folder

MODULES = tuple(
    "startup loading lists storing screening crossing growth reading law serving desk".split()
)


def main(names: list[str]) -> int:
    """Print a Markdown table of what was measured and what was asked; 1 when one is missed."""
    shared = shared_folder()
    print(f"{machine()}, Python {platform.python_version()}\n")
    print("| what | measured | asked | reached |\n|---|---|---|---|")
    missed = 0
    for name in names or MODULES:
        rows: list[Row] = importlib.import_module(f"bench.{name}").measure(shared)
        for row in rows:
            missed += not row.reached
            print(
                f"| {row.what} | {row.measured} | {row.asked} | {'yes' if row.reached else 'NO'} |"
            )
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
