"""Where tests find real data: beside the project, never in it."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real lists and labelled data, or a skip that says what was not tested."""
    folder = Path(os.environ.get("ENJOIN_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"real lists not tested: {folder} is absent (set ENJOIN_SHARED)")
    return folder
