"""Cold start: `enjoin screen NAME`, the whole process, from a warm disk, bytecode compiled."""

from pathlib import Path

from bench.common import Row, loaded, median_run


def measure(shared: Path) -> list[Row]:
    """Measure CPU and memory of screening one name on OFAC 2021-07 and UN 2023-03."""
    with loaded(shared) as home:
        run = median_run(9, home, "screen", "Kim Jong Un", "--accept-stale")
    return [
        Row(
            '`enjoin screen "Kim Jong Un"`, whole process',
            f"{run.cpu:.2f} s CPU, {run.peak:.0f} MB",
            "0.4 s CPU, 120 MB",
            run.code == 4 and run.cpu <= 0.4 and run.peak <= 120,
        )
    ]
