"""Recording for a service: what is told is kept, in one chain, from many threads and processes."""

import fcntl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from enjoin.model.errors import NoLists, StoreError
from enjoin.store import journal
from enjoin.store.door import Door, Kept
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.store.recording import REST, SLOW, AtOnce, Recorder

NOW = "2026-03-01T12:00:00.000000Z"


def test_what_is_told_is_in_the_journal(store: Store) -> None:
    recorder = Recorder(store.url, lambda: NOW)
    with ThreadPoolExecutor(8) as threads:
        told = list(
            threads.map(lambda n: recorder.record([("test", {"n": n})]).result(), range(200))
        )
    recorder.close()
    with opened(store.url) as door:
        assert journal.verify(door).seq == 200
        kept = {seq: body["n"] for seq, _, body in journal.entries(door)}
    assert [kept[head.seq] for (head,) in told] == list(range(200))


def test_entries_handed_in_together_stay_together(store: Store) -> None:
    recorder = Recorder(store.url, lambda: NOW)
    heads = recorder.record([("a", {}), ("b", {})]).result()
    recorder.close()
    assert [head.seq for head in heads] == [1, 2]


def test_closing_records_what_waits(store: Store) -> None:
    recorder = Recorder(store.url, lambda: NOW)
    told = [recorder.record([("test", {"n": n})]) for n in range(50)]
    recorder.close()
    assert sorted(each.result(0)[0].seq for each in told) == list(range(1, 51))


def at_once(store: Store, *seconds: float) -> AtOnce:
    """Return one by whose clock each of its looks is at another second."""
    ticks = iter(seconds)
    return AtOnce(store.url, lambda: NOW, lambda: next(ticks, 0.0))


def test_what_need_not_wait_is_recorded_at_once_on_a_disk_of_this_machine(store: Store) -> None:
    heads = at_once(store).record([("a", {}), ("b", {})])
    if store.url.startswith("sqlite"):
        assert heads is not None
        assert [head.seq for head in heads] == [1, 2]
        with opened(store.url) as door:
            assert journal.verify(door) == heads[-1]
    else:
        assert heads is None


def test_while_another_records_nothing_is_recorded_at_once(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'enjoin.db'}")
    mine = at_once(store)
    with opened(store.url, write=True):
        assert mine.record([("test", {})]) is None
    with (tmp_path / "enjoin.db.turn").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert mine.record([("test", {})]) is None
    assert mine.record([("test", {})]) is not None
    with opened(store.url) as door:
        assert journal.verify(door).seq == 1
    store.close()


def test_a_slow_disk_is_left_to_the_recorder_for_a_while(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'enjoin.db'}")
    slow = at_once(store, 10.0, 10.0 + 2 * SLOW, 10.5, 10.1 + 2 * SLOW + REST)
    assert slow.record([("test", {})]) is not None
    assert slow.record([("test", {})]) is None
    assert slow.record([("test", {})]) is not None
    store.close()


def test_what_cannot_be_recorded_is_told_and_the_next_is_tried(store: Store) -> None:
    recorder = Recorder(store.url, lambda: NOW)
    with pytest.raises(TypeError):
        recorder.record([("test", {"n": object()})]).result()
    assert recorder.record([("test", {})]).result()[0].seq == 1
    recorder.close()


def test_a_connection_that_broke_is_opened_again(store: Store) -> None:
    kept = Kept(store.url)
    with pytest.raises(ZeroDivisionError), kept.transaction(write=True) as door:
        _append_and_fail(door)
    with kept.transaction(write=True) as door:
        assert journal.append(door, NOW, "test", {}).seq == 1
    kept.close()


def _append_and_fail(door: Door) -> None:
    journal.append(door, NOW, "test", {})
    raise ZeroDivisionError


def test_a_file_that_took_the_place_of_the_store_is_written_to(tmp_path: Path) -> None:
    """As a restored backup does: what went into the file that is gone would be lost."""
    here, other = (Store(f"sqlite:///{tmp_path / name}") for name in ("here.db", "other.db"))
    kept = Kept(here.url)
    with kept.transaction(write=True) as door:
        journal.append(door, NOW, "test", {})
    here.close()
    other.close()
    for name in ("here.db", "here.db-wal", "here.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(NoLists), kept.transaction(write=True):
        pass
    (tmp_path / "other.db").rename(tmp_path / "here.db")
    with kept.transaction(write=True) as door:
        assert journal.append(door, NOW, "test", {}).seq == 1
    with opened(here.url) as door:
        assert journal.verify(door).seq == 1
    kept.close()


def test_a_store_that_refuses_is_told(store: Store) -> None:
    kept = Kept(store.url)
    with pytest.raises(StoreError), kept.transaction(write=True) as door:
        door.run("INSERT INTO journal (seq) VALUES (1)")
    kept.close()


_WRITER = """
import sys
from enjoin.store.recording import Recorder
recorder = Recorder(sys.argv[1], lambda: "2026-03-01T12:00:00.000000Z")
for n in range(100):
    recorder.record([("test", {"n": n})]).result()
recorder.close()
"""


def test_processes_record_into_one_chain(store: Store, tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, store.url]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with opened(store.url) as door:
        assert journal.verify(door).seq == 300
