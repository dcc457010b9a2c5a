"""Originals are kept under the hash of their content."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.errors import StoreError, StoreUnwritable
from enjoin.store import blobs


@given(st.binary(max_size=2000))
def test_what_is_put_comes_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("blobs")
    assert blobs.get(folder, blobs.put(folder, data)) == data


def test_a_changed_original_is_noticed(tmp_path: Path) -> None:
    sha256 = blobs.put(tmp_path, b"the list as published")
    (path,) = tmp_path.rglob("*.gz")
    blobs.put(tmp_path / "other", b"another list")
    (other,) = (tmp_path / "other").rglob("*.gz")
    path.write_bytes(other.read_bytes())
    with pytest.raises(StoreError, match="changed since"):
        blobs.get(tmp_path, sha256)


def test_an_absent_original_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        blobs.get(tmp_path, "0" * 64)


def test_nothing_is_left_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreUnwritable):
        blobs.write_whole(tmp_path / "file" / "x", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
