"""Originals are kept under the hash of their content, and share what they have in common."""

import gzip
import hashlib
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.errors import StoreError, StoreUnwritable
from enjoin.store import blobs
from enjoin.store.chunks import LONGEST, SHORTEST, cut


def rows(count: int, seed: int = 1) -> list[bytes]:
    """Lines of a list, each unlike the others."""
    draw = random.Random(seed)
    return [b"%d,%s\n" % (n, draw.randbytes(90).hex().encode()) for n in range(count)]


@given(st.binary(max_size=2000), st.integers(0, 60))
def test_what_is_put_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, times: int
) -> None:
    folder = tmp_path_factory.mktemp("blobs")
    content = data * times
    sha256 = blobs.put(folder, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert blobs.get(folder, sha256) == content


def test_a_file_is_put_as_its_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"".join(rows(5_000)))
    sha256 = blobs.put(tmp_path / "blobs", path)
    assert blobs.get(tmp_path / "blobs", sha256) == path.read_bytes()


def kept(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_version_is_kept_as_what_it_changes(tmp_path: Path) -> None:
    lines = rows(10_000)
    before = blobs.put(tmp_path, b"".join(lines))
    size = kept(tmp_path)
    lines[1_000:1_001] = [b"changed\n"]
    lines.insert(7_000, b"added\n")
    after = blobs.put(tmp_path, b"".join(lines), before)
    assert kept(tmp_path) - size < size / 20
    assert blobs.get(tmp_path, after) == b"".join(lines)
    blobs.put(tmp_path / "alone", b"".join(lines))
    assert kept(tmp_path / "alone") > size * 0.9


def test_versions_of_versions_stay_readable(tmp_path: Path) -> None:
    lines, sha256, said = rows(2_000), None, {}
    for version in range(12):
        lines[version * 100] = b"changed in version %d\n" % version
        sha256 = blobs.put(tmp_path, b"".join(lines), sha256)
        said[sha256] = b"".join(lines)
    assert len(said) == 12
    assert all(blobs.get(tmp_path, sha256) == content for sha256, content in said.items())


def test_an_unknown_version_before_is_no_matter(tmp_path: Path) -> None:
    assert blobs.get(tmp_path, blobs.put(tmp_path, b"content", "0" * 64)) == b"content"


@pytest.mark.parametrize(
    "content", [b"", b"x", bytes(300_000), random.Random(2).randbytes(3 << 20)]
)
def test_cuts_lose_nothing_and_keep_to_their_sizes(content: bytes) -> None:
    chunks = list(cut(io.BytesIO(content)))
    assert b"".join(chunks) == content
    assert all(SHORTEST <= len(chunk) <= LONGEST for chunk in chunks[:-1])


def test_cuts_move_with_the_content(tmp_path: Path) -> None:
    content = random.Random(3).randbytes(2 << 20)
    before, after = (set(cut(io.BytesIO(c))) for c in (content, b"some words in front" + content))
    assert len(after - before) <= 2


def test_what_an_earlier_enjoin_kept_is_read(tmp_path: Path) -> None:
    content = b"the list as published"
    sha256 = hashlib.sha256(content).hexdigest()
    path = tmp_path / sha256[:2] / f"{sha256}.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(content))
    assert blobs.get(tmp_path, sha256) == content
    assert blobs.put(tmp_path, content) == sha256
    assert kept(tmp_path) == path.stat().st_size


def test_a_changed_original_is_noticed(tmp_path: Path) -> None:
    sha256 = blobs.put(tmp_path, b"the list as published")
    (path,) = tmp_path.rglob("*.chunks")
    blobs.put(tmp_path / "other", b"another list")
    (other,) = (tmp_path / "other").rglob("*.chunks")
    path.write_bytes(other.read_bytes())
    with pytest.raises(StoreError, match="changed since"):
        blobs.get(tmp_path, sha256)


@pytest.mark.parametrize("size", [0, 10, 40])
def test_a_cut_original_is_noticed(tmp_path: Path, size: int) -> None:
    sha256 = blobs.put(tmp_path, b"the list as published")
    (path,) = tmp_path.rglob("*.chunks")
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(StoreError, match="cannot be read"):
        blobs.check(tmp_path, sha256)


def test_an_original_whose_version_before_is_lost_is_an_error(tmp_path: Path) -> None:
    before = blobs.put(tmp_path, b"".join(rows(2_000)))
    after = blobs.put(tmp_path, b"".join([*rows(2_000), b"one more\n"]), before)
    (tmp_path / before[:2] / f"{before}.chunks").unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        blobs.get(tmp_path, after)


def test_what_is_damaged_is_not_built_on(tmp_path: Path) -> None:
    before = blobs.put(tmp_path, b"".join(rows(2_000)))
    (path,) = tmp_path.rglob("*.chunks")
    damaged = bytearray(path.read_bytes())
    damaged[1_000] ^= 1
    path.write_bytes(damaged)
    content = b"".join([*rows(2_000), b"one more\n"])
    assert blobs.get(tmp_path, blobs.put(tmp_path, content, before)) == content


def test_an_absent_original_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        blobs.get(tmp_path, "0" * 64)


def test_nothing_is_left_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreUnwritable):
        blobs.write_whole(tmp_path / "file" / "x", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
