"""Many lists updated in one round, from a publisher's server."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enjoin import sample
from enjoin.config import Config
from enjoin.model.errors import FetchFailed
from enjoin.sources import Source, source
from enjoin.store.engine import Store
from enjoin.workspace import Updated, Workspace, rounds
from test_updating import publisher

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


def moved(name: str, base: str) -> Source:
    """A list of ours as if a server of the test were its publisher, with the sample's numbers."""
    from msgspec.structs import replace

    info, read = source(name)
    form = info.formats[0]
    files = tuple((file, f"{base}/{name}/{file}") for file in form.names)
    form = replace(form, files=files)
    return Source(replace(info, formats=(form, *info.formats[1:]), low=1), read)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The sample lists under the names their publishers give the files."""
    folder = tmp_path / "published"
    shutil.copytree(sample.folder() / "us_ofac_sdn", folder / "us_ofac_sdn")
    (folder / "un_sc").mkdir()
    shutil.copy(sample.folder() / "un_sc.xml", folder / "un_sc" / "consolidated.xml")
    for path in folder.rglob("*"):
        os.utime(path, (NOW.timestamp() - 3600,) * 2)  # OFAC's files carry no date but this one
    return folder


def test_one_publisher_that_fails_stops_no_other(
    tmp_path: Path, store: Store, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(Config(home=tmp_path / "home", database=store.url), lambda: NOW)
    told: list[tuple[str, str]] = []
    names = ("us_ofac_sdn", "us_bis_dpl", "un_sc")
    with publisher(published) as (url, _):
        monkeypatch.setattr(rounds, "source", lambda name: moved(name, url))
        monkeypatch.setattr("enjoin.workspace.updating.source", lambda name: moved(name, url))
        done = dict(workspace.update_each(names, lambda name, _by, what: told.append((name, what))))
    assert isinstance(done["us_bis_dpl"], FetchFailed)
    loaded = {name: each.entries for name, each in done.items() if isinstance(each, Updated)}
    assert loaded == {"us_ofac_sdn": 40, "un_sc": 30}
    assert {listed.origin for listed in workspace.lists()} == {"publisher"}
    assert ("un_sc", "bytes fetched") in told
    assert ("un_sc", "entries read") in told
    assert list(workspace.config.index.glob("*.snapshot"))
