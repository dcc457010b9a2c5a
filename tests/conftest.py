"""Where tests find real data and real databases."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from enjoin.store.engine import Store

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real lists and labelled data, or a skip that says what was not tested."""
    folder = Path(os.environ.get("ENJOIN_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"real lists not tested: {folder} is absent (set ENJOIN_SHARED)")
    return folder


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server started for the tests, or a skip that says so."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL not tested: its server's programs are not on this machine")
    run: list[str | Path] = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = tmp_path_factory.mktemp("postgresql")
    if run:
        for part in (folder, *list(folder.parents)[:2]):
            part.chmod(0o755)
        shutil.chown(folder, "postgres")
    bin_ = programs[-1].parent
    data, options = folder / "data", f"-k {folder} -c listen_addresses="
    call([*run, bin_ / "initdb", "-D", data, "-U", "enjoin", "-A", "trust"])
    start: list[str | Path] = [
        bin_ / "pg_ctl",
        "-D",
        data,
        "-w",
        "-o",
        options,
        "-l",
        folder / "log",
    ]
    call([*run, *start, "start"])
    yield f"postgresql://enjoin@/postgres?host={folder}"
    call([*run, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def call(command: list[str | Path]) -> None:
    """Run a command quietly; fail when it fails."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once on each database engine: one suite for both."""
    if request.param == "sqlite":
        opened = Store(f"sqlite:///{tmp_path / 'enjoin.db'}")
    else:
        opened = Store(request.getfixturevalue("postgresql"))
    yield opened
    if request.param == "postgresql":
        with opened.write() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    opened.close()
