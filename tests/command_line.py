"""Runs the installed command as a user would."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ENJOIN = str(Path(sys.executable).with_name("enjoin"))


def run(
    home: Path, *arguments: str, limit: Callable[[], None] | None = None
) -> tuple[int, str, str]:
    """Run the command on a home: exit code, standard output, standard error."""
    done = subprocess.run(
        [ENJOIN, "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("ENJOIN_")},
        preexec_fn=limit,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr
