"""What every reader of a list has to do, whatever its publisher and its format."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from enjoin.model.entity import Entity
from enjoin.model.errors import EnjoinError, InvalidInput, SourceError, UnknownSource, WrongFormat
from enjoin.model.schema import MATCHABLE
from enjoin.sources import FAMILIES, READERS, Format, check_count, find_files, read_path, source
from enjoin.sources.reading import Files, told_by_content

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted([*READERS, *(f"{family}:sample" for family in FAMILIES)])


def formats() -> Iterator[tuple[str, Format]]:
    """Every format of every list."""
    for name in NAMES:
        for each in source(name).info.formats:
            yield name, each


FORMATS = [pytest.param(name, each, id=f"{name}-{each.principal}") for name, each in formats()]


def folder(name: str) -> Path:
    """Where the samples of a list lie, one for each of its formats, under their usual names."""
    return GOLDEN / name.partition(":")[0]


def sample(name: str, kind: Format) -> dict[str, bytes]:
    """The files of a sample, those that are optional only where the sample has them."""
    paths = {each: folder(name) / each for each in kind.names}
    return {
        each: path.read_bytes()
        for each, path in paths.items()
        if path.exists() or each not in kind.optional
    }


def subjects(name: str, files: Files) -> dict[str, Entity]:
    return {e.id: e for e in source(name).read(files) if e.schema in MATCHABLE}


@pytest.mark.parametrize("name", NAMES)
def test_a_list_tells_what_it_is(name: str) -> None:
    info = source(name).info
    assert info.name == name
    assert info.title
    assert info.authority
    assert 0 < info.low <= max(info.low, info.whole) < info.high
    principals = [each.principal for each in info.formats]
    assert len(principals) == len(set(principals))
    assert all(file == file.lower() for each in info.formats for file in each.names)
    addresses = [url for each in info.formats for _, url in each.files if url]
    assert all(url.startswith("https://") for url in addresses)


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_a_sample_is_read_whole(name: str, kind: Format) -> None:
    listed = source(name).read(sample(name, kind))
    found = list(listed)
    assert listed.entries
    assert listed.missing == ()
    ids = [entity.id for entity in found]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith(f"{name}-") for id_ in ids)
    named = [e for e in found if e.schema in MATCHABLE and e.schema != "CryptoWallet"]
    assert named
    assert all(e.get("name") or e.get("alias") or e.get("weakAlias") for e in named)


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_what_an_entity_refers_to_is_there(name: str, kind: Format) -> None:
    found = {entity.id: entity for entity in source(name).read(sample(name, kind))}
    for entity in found.values():
        for prop in ("addressEntity", "holder", "entity"):
            assert all(id_ in found for id_ in entity.get(prop)), entity


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_a_format_is_told_by_its_content(name: str, kind: Format, tmp_path: Path) -> None:
    principal = tmp_path / f"x{Path(kind.principal).suffix}"
    principal.write_bytes((folder(name) / kind.principal).read_bytes())
    assert told_by_content(source(name).info, principal) == kind
    assert kind.principal in find_files(source(name).info, principal)


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_files_and_bytes_are_read_alike(name: str, kind: Format) -> None:
    data = sample(name, kind)
    paths = {each: folder(name) / each for each in data}
    assert list(source(name).read(data)) == list(source(name).read(paths))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_list_is_refused(name: str, tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"<html>404</html>", b"\0" * 50, b"PK\x03\x04broken")):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(data)
        with pytest.raises(SourceError):
            list(read_path(name, path))


DAMAGES = 60


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_damage_is_refused_or_read_whole(name: str, kind: Format) -> None:
    """Bytes cut, flipped, doubled, put in: an error of the tree or a list, never a traceback."""
    chance = random.Random(f"{name} {kind.principal}")
    files = sample(name, kind)
    for _ in range(DAMAGES):
        broken = {**files, (of := chance.choice(sorted(files))): damaged(files[of], chance)}
        try:
            found = list(source(name).read(broken))
        except (SourceError, InvalidInput):
            continue
        assert found


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with one kind of damage."""
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.randrange(1, 200))
    kind = chance.randrange(5)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + data[end:]
    if kind == 2:
        return data[:start] + data[start:end] * 2 + data[end:]
    if kind == 3:
        return data[:start] + bytes(b ^ (1 << chance.randrange(8)) for b in data[start:end])
    return data[:start] + chance.randbytes(8) + data[start:]


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_another_encoding_is_refused_or_read_alike(name: str, kind: Format) -> None:
    files = sample(name, kind)
    if not kind.principal.endswith((".csv", ".txt", ".xml", ".json", ".del")):
        return
    text = files[kind.principal].decode("utf-8", errors="replace")
    for encoding in ("utf-16", "utf-8-sig", "utf-16-le", "cp500"):
        try:
            found = subjects(name, {**files, kind.principal: text.encode(encoding, "replace")})
        except (SourceError, InvalidInput):
            continue
        assert found == subjects(name, files)


@pytest.mark.real_lists
@pytest.mark.parametrize("name", [name for name in NAMES if name != "us_csl"])
def test_another_list_is_refused(shared: Path, name: str) -> None:
    other = "us_csl/csl_2023-11_short.csv" if "csv" not in name else "un_sc"
    with pytest.raises(EnjoinError):
        list(read_path(name, shared / "lists" / other))


def test_nothing_at_the_path_and_no_such_list_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        find_files(source("un_sc").info, tmp_path / "nothing")
    with pytest.raises(UnknownSource, match="un_sc"):
        source("nobody")


def test_a_folder_of_several_versions_is_not_guessed_at(tmp_path: Path) -> None:
    for day in ("2020", "2021"):
        (tmp_path / f"{day}.xml").write_bytes((GOLDEN / "un_sc/consolidated.xml").read_bytes())
    with pytest.raises(InvalidInput, match="several"):
        find_files(source("un_sc").info, tmp_path)
    (tmp_path / "2021.xml").unlink()
    assert find_files(source("un_sc").info, tmp_path) == {"consolidated.xml": tmp_path / "2020.xml"}


def test_a_folder_without_the_files_names_them(tmp_path: Path) -> None:
    with pytest.raises(WrongFormat, match=r"no sdn\.csv"):
        find_files(source("us_ofac_sdn").info, tmp_path)


def test_counts_need_a_person_when_they_are_out_of_range() -> None:
    with pytest.raises(SourceError):
        check_count(source("un_sc").info, 3)
