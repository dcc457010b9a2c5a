"""Screening on Spark: the lines of a run on this machine, to the last digit."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enjoin.model.entity import Entity
from enjoin.model.errors import InvalidInput
from enjoin.model.match import ListCited, Party
from enjoin.screening import batch, spark
from enjoin.screening.building import build
from enjoin.screening.index import Snapshot, Sourced
from enjoin.screening.parties import Terms
from enjoin.screening.tables.rows import Row

CITED = {"un_sc": ListCited("un_sc", "2024-05-01", 1)}
LISTED = [
    "Pak Chol Su",
    "Hamza Talib al-Zubaydi",
    "Kim Jong Un",
    "Sogwang Trading Co. Ltd",
    "박철수",
]
ASKED = [
    "Park Chul-soo",
    "Talib Hamza",
    "Nobody Anywhere",
    "Kim Jongun",
    "Sogwang Trading",
    "朴哲洙",
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A session of Spark on this machine, or a skip that says what is missing."""
    if shutil.which("java") is None:
        pytest.skip("Spark not tested: there is no java on the path")
    sql = pytest.importorskip("pyspark.sql", reason="Spark not tested: pyspark is not installed")
    pytest.importorskip("pandas", reason="Spark not tested: pandas is not installed")
    made = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    running = made.getOrCreate()
    yield running
    running.stop()


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    entities = [
        ("un_sc", Entity(f"un_sc-{n}", "LegalEntity", {"name": (name,), "topics": ("sanction",)}))
        for n, name in enumerate(LISTED)
    ]
    path = tmp_path / "test.snapshot"
    path.write_bytes(build(entities, [Sourced("un_sc", "2024-05-01", "1", "0" * 64, 9999)]))
    return Snapshot(path)


def rows(count: int) -> list[Row]:
    return [
        Row(n, f"C{n}", Party(names=(ASKED[n % len(ASKED)],), birth_dates=("1970",)), ("kept",))
        for n in range(1, count + 1)
    ]


@pytest.mark.spark
@pytest.mark.slow
def test_spark_finds_what_this_machine_finds(session: Any, snapshot: Snapshot) -> None:
    terms = Terms(threshold=0.4)
    with batch.screens(snapshot, CITED, terms, 1) as screen:
        here = list(screen(rows(500)))
    with spark.screens(snapshot, CITED, terms) as screen:
        there = list(screen(rows(500)))
        assert list(screen(rows(3))) == here[:3]  # fewer rows than workers, which go on
        assert list(screen([])) == []
    assert there == here
    assert any(lines.matches for lines in here)
    assert session.range(1).count() == 1  # a session that ran before goes on


def test_without_pyspark_the_next_step_is_told(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with (
        pytest.raises(InvalidInput, match=r"pip install 'enjoin\[spark\]'"),
        spark.screens(snapshot, CITED, Terms()),
    ):
        pass
