"""Lists fetched over HTTP from a real server that serves the publishers' formats."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from threading import Thread

import pytest

from enjoin import sample
from enjoin.config import Config
from enjoin.model.errors import (
    CountOutOfRange,
    FetchFailed,
    ListShrank,
    RecordChanged,
    WrongFormat,
)
from enjoin.sources import excerpt, read_path, source
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.store.versions import in_force
from enjoin.workspace import Asked, Origin, Updated, Workspace, updating
from enjoin.workspace.values import ALWAYS

OFAC = Origin(path=sample.folder() / "us_ofac_sdn", version="2024-05-31", accept=40)
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


class Publisher(SimpleHTTPRequestHandler):
    """Serves a folder with ETags, as the publishers do."""

    def send_head(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        """Answer 304 to a client that has the file already."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().send_head()
        self.etag = f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == self.etag:
            self.send_response(304)
            self.end_headers()
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Name the version of the file."""
        if etag := getattr(self, "etag", None):
            self.send_header("ETag", etag)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output quiet, and count what was transferred."""
        self.server.answers.append(str(args[1]))  # type: ignore[attr-defined]


@contextmanager
def publisher(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder on the loopback; hand out its address and the statuses it answered."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Publisher, directory=folder))
    server.answers = []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", server.answers  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def workspace(tmp_path: Path, store: Store) -> Workspace:
    """A workspace on each database engine."""
    return Workspace(Config(home=tmp_path / "home", database=store.url), lambda: NOW)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The sample lists as a publisher's folder."""
    folder = tmp_path / "published"
    copytree(sample.folder(), folder)
    for path in folder.rglob("*"):
        os.utime(path, (NOW.timestamp() - 3600,) * 2)  # it dates a list that carries no date
    return folder


def update(workspace: Workspace, source: str, url: str) -> Updated:
    return workspace.update(source, Origin(url=url, accept=sample.ENTRIES[source]))


def test_a_list_is_transferred_once_and_then_only_asked_for(
    workspace: Workspace, published: Path
) -> None:
    with publisher(published) as (url, answers):
        assert update(workspace, "un_sc", f"{url}/un_sc.xml").added == 30
        assert update(workspace, "un_sc", f"{url}/un_sc.xml").unchanged
    assert answers == ["200", "304"]


def test_a_list_of_several_files_is_fetched_whole(workspace: Workspace, published: Path) -> None:
    for path in (published / "us_ofac_sdn").iterdir():
        path.rename(path.with_name(path.name.upper()))
    with publisher(published) as (url, answers):
        done = update(workspace, "us_ofac_sdn", f"{url}/us_ofac_sdn")
    assert (done.entries, done.missing) == (40, excerpt(source("us_ofac_sdn").info, 40))
    assert done.basis == "inferred"
    assert answers == ["200"] * 4


def test_a_new_version_shows_what_changed(workspace: Workspace, published: Path) -> None:
    path = published / "un_sc.xml"
    with publisher(published) as (url, _):
        update(workspace, "un_sc", f"{url}/un_sc.xml")
        text = path.read_text("utf-8").replace("2024-05-31", "2024-06-01")
        path.write_text(text.replace("<DATAID>6990002<", "<DATAID>6999999<"), "utf-8")
        done = update(workspace, "un_sc", f"{url}/un_sc.xml")
    assert (done.version, done.added, done.removed, done.changed) == ("2024-06-01", 1, 1, 0)


def test_what_the_server_does_not_have_changes_nothing(
    workspace: Workspace, published: Path
) -> None:
    with publisher(published) as (url, _):
        update(workspace, "un_sc", f"{url}/un_sc.xml")
        with pytest.raises(FetchFailed, match="--from FILE"):
            update(workspace, "un_sc", f"{url}/gone.xml")
        (published / "un_sc.xml").write_text("<html>maintenance</html>")
        with pytest.raises(WrongFormat, match="unchanged"):
            update(workspace, "un_sc", f"{url}/un_sc.xml")
    assert [listed.entries for listed in workspace.lists()] == [30]


def test_every_update_is_in_the_journal(workspace: Workspace, published: Path) -> None:
    with publisher(published) as (url, _):
        update(workspace, "un_sc", f"{url}/un_sc.xml")
        update(workspace, "un_sc", f"{url}/un_sc.xml")
    assert workspace.verify().entries == 2
    with opened(workspace.config.database) as door:
        kinds = door.all("SELECT kind FROM journal ORDER BY seq")
    assert kinds == [("update",), ("update",)]


def test_screening_goes_on_while_lists_change(workspace: Workspace, published: Path) -> None:
    asked = workspace.party("Yang Deok-hwa", "Person")
    with publisher(published) as (url, _):
        update(workspace, "un_sc", f"{url}/un_sc.xml")
        first = workspace.screen(asked)
        workspace.update("us_ofac_sdn", OFAC)
        second = workspace.screen(asked)
    assert [of.source for of in first.lists] == ["un_sc"]
    assert [of.source for of in second.lists] == ["un_sc", "us_ofac_sdn"]
    assert {match.entity_id for match in first.matches} < {m.entity_id for m in second.matches}
    assert workspace.verify().entries == 4


def test_as_known_then_is_not_as_known_now(workspace: Workspace, published: Path) -> None:
    path = published / "un_sc.xml"
    update_from = Origin(path=path, accept=30)
    workspace.update("un_sc", update_from)
    earlier = Asked(workspace.as_of(known="2024-06-01T12:00:00Z"))
    later = Workspace(workspace.config, lambda: NOW + timedelta(hours=1))
    text = path.read_text("utf-8").replace("RYANG", "PYO").replace("TOK HWA", "SANG GU")
    path.write_text(text, "utf-8")
    later.update("un_sc", update_from)
    asked = later.party("Ryang Tok Hwa", "Person")
    assert [m.caption for m in later.screen(asked, earlier).matches] == ["RYANG TOK HWA"]
    assert "RYANG TOK HWA" not in [m.caption for m in later.screen(asked).matches]


def test_what_another_reader_makes_of_the_same_bytes_is_a_new_version(
    workspace: Workspace, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = Origin(path=published / "un_sc.xml", accept=30)
    with monkeypatch.context() as earlier:
        earlier.setattr(updating, "READER", "an earlier one")
        assert not workspace.update("un_sc", origin).reread
    later = Workspace(workspace.config, lambda: NOW + timedelta(hours=1))
    done = later.update("un_sc", origin)
    assert (done.reread, done.unchanged, done.added, done.removed) == (True, False, 0, 0)
    assert later.update("un_sc", origin).unchanged
    assert later.verify().versions == 2


def test_a_version_says_where_it_came_from_and_in_what_form(
    workspace: Workspace, published: Path
) -> None:
    workspace.update("us_ofac_sdn", OFAC)
    with publisher(published) as (url, _):
        update(workspace, "un_sc", f"{url}/un_sc.xml")
    with opened(workspace.config.database) as door:
        versions = in_force(door, "2999-01-01", ALWAYS)
    told = {of.source: (of.origin, of.format, of.reader) for of in versions}
    ofac = next(f for f in source("us_ofac_sdn").info.formats if f.principal == "sdn.csv")
    assert told == {
        "un_sc": ("address", source("un_sc").info.formats[0].name, updating.READER),
        "us_ofac_sdn": ("file", ofac.name, updating.READER),
    }


def test_a_list_that_is_refused_keeps_nothing(workspace: Workspace, published: Path) -> None:
    text = (published / "un_sc.xml").read_text("utf-8")
    head, *individuals = text.split("<INDIVIDUAL>")
    _, tail = text.split("</INDIVIDUALS>")
    few = published / "few.xml"
    few.write_text(f"{head}<INDIVIDUAL>{individuals[0]}</INDIVIDUALS>{tail}", "utf-8")
    workspace.update("un_sc", Origin(path=published / "un_sc.xml", accept=30))
    later = Workspace(workspace.config, lambda: NOW + timedelta(hours=1))
    kept = sorted(workspace.config.blobs.rglob("*.chunks"))
    with pytest.raises((CountOutOfRange, ListShrank)):
        later.update("un_sc", Origin(path=few))
    assert [listed.entries for listed in later.lists()] == [30]
    assert sorted(workspace.config.blobs.rglob("*.chunks")) == kept


def test_nobody_waits_while_a_list_is_read(workspace: Workspace, published: Path) -> None:
    """Whoever screens can record it at any entry that is read."""
    seen: list[int] = []

    def write(_entries: int) -> None:
        seen.append(workspace.record("screen", {"number": len(seen)}).seq)

    workspace.update("un_sc", Origin(path=published / "un_sc.xml", accept=30), write)
    assert len(seen) >= 30
    assert workspace.verify().entries == len(seen) + 1


def test_a_part_of_a_list_says_that_it_is_one(workspace: Workspace) -> None:
    path = Path(__file__).parent / "golden" / "ca_sema" / "sema-lmes.xml"
    count = read_path("ca_sema", path)
    entities = list(count)
    assert entities
    done = workspace.update(
        "ca_sema", Origin(path=path, version="2024-05-31", accept=count.entries)
    )
    assert done.missing == (f"all but {count.entries} of at least 1,000 entries",)
    with opened(workspace.config.database) as door:
        (version,) = in_force(door, "2999-01-01", ALWAYS)
    assert version.lacking == done.missing


def test_a_copy_of_a_known_file_keeps_its_day(workspace: Workspace, published: Path) -> None:
    """A fresh copy of an old list, without a date inside, is no fresh list."""
    folder = published / "us_ofac_sdn"
    workspace.update("us_ofac_sdn", Origin(path=folder, version="2023-01-01", accept=40))
    again = workspace.update("us_ofac_sdn", Origin(path=folder, accept=40))
    assert (again.version, again.basis, again.unchanged) == ("2023-01-01", "stated", True)


def test_a_file_of_tomorrow_is_refused(workspace: Workspace, published: Path) -> None:
    folder = published / "us_ofac_sdn"
    for path in folder.iterdir():
        os.utime(path, (NOW.timestamp() + 9 * 86_400,) * 2)
    with pytest.raises(WrongFormat, match="yet to come"):
        workspace.update("us_ofac_sdn", Origin(path=folder, accept=40))


def test_a_correction_of_the_same_day_may_hardly_remove_anything(
    workspace: Workspace, published: Path
) -> None:
    text = GOLDEN.read_text("utf-8")
    records = text.count("<record>")
    path = published / "sema.xml"
    path.write_text(text.replace("</data-set>", _RECORDS + "</data-set>"), "utf-8")
    origin = Origin(path=path, version="2023-01-01")
    assert workspace.update("ca_sema", origin).entries == records + 20
    path.write_text(
        text.replace("</data-set>", _RECORDS.partition("\n")[2] + "</data-set>"), "utf-8"
    )
    with pytest.raises(ListShrank):
        workspace.update("ca_sema", origin)
    assert workspace.update("ca_sema", Origin(path=path, version="2023-01-02")).removed == 1


GOLDEN = Path(__file__).parent / "golden" / "ca_sema" / "sema-lmes-2020.xml"
_RECORDS = "".join(
    f"<record><Country>Narnia / Narnie</Country><Entity>Firm {n}</Entity>"
    f"<Schedule>1</Schedule><Item>{n}</Item></record>\n"
    for n in range(20)
)


CHANGES = (
    "UPDATE list_versions SET missing = 'something'",
    "UPDATE list_versions SET fetched = '2018-01-01T00:00:00.000000Z'",
    "UPDATE list_versions SET origin = 'publisher'",
    "UPDATE list_versions SET entries = 1",
    "UPDATE list_versions SET version = '2020-01-01'",
    "UPDATE judgements SET verdict = 'different', by_whom = 'zed'",
    "DELETE FROM judgements WHERE seq = 2",
)


@pytest.mark.parametrize("change", CHANGES)
def test_verify_sees_what_was_changed_by_other_means(
    workspace: Workspace, published: Path, change: str
) -> None:
    workspace.update("un_sc", Origin(path=published / "un_sc.xml", accept=30))
    one, other = "un_sc-6990001", "un_sc-6990002"
    workspace.judge(one, other, "same", "ana", "why")
    workspace.judge(one, other, None, "ben")
    workspace.verify()
    with opened(workspace.config.database, write=True) as door:
        door.run(change)
    with pytest.raises(RecordChanged):
        workspace.verify()
