"""Where tests find real data and real databases."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from enjoin.store.engine import Store

REPOSITORY = Path(__file__).resolve().parent.parent

# Laws are not about speed, and a busy machine is slow; the benches tell how long things take.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real lists and labelled data, or a skip that says what was not tested."""
    folder = Path(os.environ.get("ENJOIN_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"real lists not tested: {folder} is absent (set ENJOIN_SHARED)")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server started for the tests, or a skip that says so."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL not tested: its server's programs are not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="enjoin-postgresql-"))
    if os.geteuid() == 0:  # the server refuses to run as root, and pytest's own folders are root's
        shutil.chown(folder, "postgres")
    bin_, data = programs[-1].parent, folder / "data"
    call([bin_ / "initdb", "-D", data, "-U", "enjoin", "-A", "trust"])
    control: list[str | Path] = [bin_ / "pg_ctl", "-D", data, "-l", folder / "log"]
    call([*control, "-w", "-o", f"-k {folder} -c listen_addresses=", "start"])
    yield f"postgresql://enjoin@/postgres?host={folder}"
    call([*control, "-m", "immediate", "stop"])
    shutil.rmtree(folder)


def call(command: list[str | Path]) -> None:
    """Run a command of the server quietly, never as root; fail when it fails."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")


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
