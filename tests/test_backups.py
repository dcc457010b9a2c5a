"""A backup holds everything, is of one state, and becomes a store again on either engine."""

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from command_line import run
from enjoin import sample
from enjoin.config import Config
from enjoin.model.errors import (
    BackupUnusable,
    InvalidInput,
    JournalBroken,
    StoreError,
    StoreTooNew,
)
from enjoin.model.match import Match
from enjoin.model.time import system_clock
from enjoin.store.engine import Store
from enjoin.workspace import Asked, Origin, Workspace

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path, store: Store) -> Workspace:
    """A workspace with a list, on each database engine."""
    made = Workspace(Config(home=tmp_path / "home", database=store.url), lambda: NOW)
    made.update("un_sc", Origin(path=sample.folder() / "un_sc.xml", accept=30))
    return made


def another(tmp_path: Path, name: str = "other") -> Workspace:
    """An empty home with an embedded store."""
    home = tmp_path / name
    return Workspace(Config(home=home, database=f"sqlite:///{home / 'enjoin.db'}"), lambda: NOW)


def found(workspace: Workspace) -> tuple[Match, ...]:
    asked = Asked(workspace.as_of(), accept_stale=True)
    return workspace.screen(workspace.party("Ryang Tok Hwa", "Person"), asked).matches


def test_what_is_restored_answers_as_before(workspace: Workspace, tmp_path: Path) -> None:
    before = found(workspace)
    done = workspace.backup(tmp_path / "backup.zip")
    restored = another(tmp_path)
    verified = restored.restore(done.file)
    assert (verified.versions, verified.originals) == (1, 1)
    assert verified.entries == done.head.seq + 1  # that it was restored is recorded
    assert restored.verify(done.head)
    assert found(restored) == before != ()
    assert restored.lists() == workspace.lists()


def test_from_the_embedded_store_into_postgresql(
    tmp_path: Path, postgresql: str, empty_postgresql: None
) -> None:
    embedded = another(tmp_path, "embedded")
    embedded.update("un_sc", Origin(path=sample.folder() / "un_sc.xml", accept=30))
    done = embedded.backup(tmp_path / "backup.zip")
    restored = Workspace(Config(home=tmp_path / "pg", database=postgresql), lambda: NOW)
    assert restored.restore(done.file).versions == 1
    assert found(restored) == found(embedded)


@pytest.fixture
def empty_postgresql(postgresql: str) -> Iterator[None]:
    """Leave the server as empty as it was."""
    yield
    store = Store(postgresql)
    with store.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    store.close()


def test_a_backup_is_of_one_state_while_others_write(workspace: Workspace, tmp_path: Path) -> None:
    stop, failed = Event(), list[Exception]()
    writing = Workspace(workspace.config, system_clock)

    def write() -> None:
        path = tmp_path / "un_sc.xml"
        text = (sample.folder() / "un_sc.xml").read_text("utf-8")
        number = 0
        while not stop.is_set():
            number += 1
            path.write_text(text.replace("6990002", f"70{number:05}"), "utf-8")
            try:
                writing.update("un_sc", Origin(path=path, accept=30))
            except Exception as error:
                failed.append(error)

    writer = Thread(target=write)
    writer.start()
    try:
        made = [workspace.backup(tmp_path / f"{n}.zip") for n in range(4)]
    finally:
        stop.set()
        writer.join()
    assert not failed
    versions = [another(tmp_path, done.file.stem).restore(done.file).versions for done in made]
    assert versions == sorted(versions)
    assert workspace.verify(made[-1].head)


def test_settings_are_kept_but_not_where_the_database_is(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = home / "enjoin.toml"
    path.write_text(f'threshold = 0.8\ndatabase = "sqlite:///{home}/enjoin.db"\n')
    assert run(home, "backup", str(tmp_path / "b.zip"))[0] == 0
    code, out, err = run(tmp_path / "other", "restore", str(tmp_path / "b.zip"))
    assert (code, err) == (0, "")
    assert "journal: 2 entries hold" in out
    assert (tmp_path / "other/enjoin.toml").read_text() == "threshold = 0.8\n"


def test_a_backup_does_not_replace_a_file(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(InvalidInput, match="exists already"):
        workspace.backup(tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_text() == "mine"


def test_a_home_that_holds_something_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    done = workspace.backup(tmp_path / "backup.zip")
    with pytest.raises(InvalidInput, match="is not empty"):
        workspace.restore(done.file)
    elsewhere = Config(home=tmp_path / "new", database=workspace.config.database)
    with pytest.raises(StoreError, match="holds a store already"):
        Workspace(elsewhere, lambda: NOW).restore(done.file)
    assert not list((tmp_path / "new").glob("*"))
    assert workspace.verify(done.head)


def changed(file: Path, name: str, content: bytes | None) -> Path:
    """Write a backup anew with one member changed, or left out."""
    out = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif content is not None:
                new.writestr(member, content)
    return out


@pytest.mark.parametrize("content", [None, b"[]"])
@pytest.mark.parametrize("what", ["journal", "blobs", "manifest"])
def test_a_changed_backup_restores_nothing(
    workspace: Workspace, tmp_path: Path, what: str, content: bytes | None
) -> None:
    done = workspace.backup(tmp_path / "backup.zip")
    with zipfile.ZipFile(done.file) as archive:
        name = next(name for name in archive.namelist() if what in name)
    with pytest.raises(BackupUnusable, match="nothing was restored"):
        another(tmp_path).restore(changed(done.file, name, content))
    assert not (tmp_path / "other").exists()


def test_a_cut_backup_restores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    done = workspace.backup(tmp_path / "backup.zip")
    done.file.write_bytes(done.file.read_bytes()[:-1000])
    with pytest.raises(BackupUnusable):
        another(tmp_path).restore(done.file)


def test_a_backup_of_a_newer_enjoin_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    done = workspace.backup(tmp_path / "backup.zip")
    with zipfile.ZipFile(done.file) as archive:
        manifest = json.loads(archive.read("manifest.json")) | {"revision": "9999"}
    newer = changed(done.file, "manifest.json", json.dumps(manifest).encode())
    with pytest.raises(StoreTooNew, match="newer Enjoin"):
        another(tmp_path).restore(newer)
    assert not list((tmp_path / "other").glob("*"))


def test_a_restored_record_that_was_changed_before_is_noticed(
    workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE journal SET body = '{}' WHERE seq = 1")
    done = workspace.backup(tmp_path / "backup.zip")
    with pytest.raises(JournalBroken, match="entry 1"):
        another(tmp_path).restore(done.file)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9, 0.97])
def test_a_backup_with_a_flipped_byte_restores_nothing(
    workspace: Workspace, tmp_path: Path, place: float
) -> None:
    done = workspace.backup(tmp_path / "backup.zip")
    data = bytearray(done.file.read_bytes())
    data[int(len(data) * place)] ^= 0x40
    done.file.write_bytes(data)
    home = another(tmp_path)
    try:
        verified = home.restore(done.file)
    except BackupUnusable:
        assert not (tmp_path / "other").exists()
    else:  # a byte that nothing rests on, such as a time in the archive
        assert verified.head.seq >= done.head.seq
