"""Screening many rows on Spark: each of its Python workers maps the index once."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from enjoin.model.errors import InvalidInput, TableError
from enjoin.model.match import ListCited
from enjoin.screening.batch import Screens, in_process
from enjoin.screening.index import Snapshot
from enjoin.screening.parties import Screener, Terms
from enjoin.screening.score import scorer
from enjoin.screening.tables.results import Lines
from enjoin.screening.tables.rows import Row

#: What goes to a worker and comes back: the number of a row, and the row or its lines, packed.
_SCHEMA = "number long, packed binary"


class _Given(NamedTuple):
    """What a worker screens with: an index by its path, or by its name where Spark carries it."""

    key: str
    path: str
    carried: bool
    cited: dict[str, ListCited]
    terms: Terms
    scorer: str


@contextmanager
def screens(snapshot: Snapshot, cited: Mapping[str, ListCited], terms: Terms) -> Iterator[Screens]:
    """Hand out what screens a block of rows on Spark, in a session that runs or a new one.

    The order of rows and every score are those of `enjoin.screening.batch`. On a cluster, Enjoin
    of the same version is installed on every node; Spark carries the index there.

    Raises:
        InvalidInput: pyspark is not installed, or Spark cannot be started.
    """
    session, ours = _session()
    try:
        context = session.sparkContext
        local = context.master.startswith("local")
        if local:
            context.pythonExec = sys.executable  # not the first python3 on the path
        else:
            context.addFile(str(snapshot.path))
        index = str(snapshot.path) if local else snapshot.path.name
        told = msgspec.msgpack.encode((index, cited, terms))
        key = hashlib.sha256(told).hexdigest()
        given = _Given(key, index, not local, dict(cited), terms, scorer())
        yield lambda rows: _screened(session, given, rows)
    finally:
        if ours:
            session.stop()


def _session() -> tuple[Any, bool]:
    """Return the session that runs, or start one; and whether it was started."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise InvalidInput(
            "--engine spark needs pyspark, which is not installed; nothing was screened. Install "
            "it with `pip install 'enjoin[spark]'`, or leave --engine out."
        ) from error
    if active := SparkSession.getActiveSession():
        return active, False
    quiet = SparkSession.builder.appName("enjoin").config("spark.ui.showConsoleProgress", "false")
    try:
        return quiet.getOrCreate(), True
    except (PySparkException, OSError) as error:
        raise InvalidInput(
            f"Spark cannot be started ({error}); nothing was screened. It needs Java 17 or newer, "
            "on the path or at JAVA_HOME; or leave --engine out."
        ) from error


def _screened(session: Any, given: _Given, rows: list[Row]) -> Iterable[Lines]:
    """Screen a block of rows; return their lines in the order of the rows."""
    import pyarrow as pa
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if not rows:
        return []
    numbers = pa.array([row.number for row in rows], pa.int64())
    packed = pa.array([msgspec.msgpack.encode(row) for row in rows], pa.binary())
    table = pa.table({"number": numbers, "packed": packed})
    spread = session.createDataFrame(table).repartition(session.sparkContext.defaultParallelism)
    try:
        done = spread.mapInArrow(lambda batches: _worked(given, batches), _SCHEMA).toArrow()
    except (PySparkException, Py4JError) as error:
        raise TableError(
            f"Spark gave up: {_told(error)} Run the same command again: it goes on after the last "
            "block that was finished; or leave --engine out."
        ) from error
    columns = (done.column(name).to_pylist() for name in ("number", "packed"))
    found = dict(zip(*columns, strict=True))
    return [msgspec.msgpack.decode(found[row.number], type=Lines) for row in rows]


def _told(error: Exception) -> str:
    """Return the line of a long report that says what happened: the last of a worker's."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if "Error: " in line]
    return (raised or lines or [type(error).__name__])[-1]


#: What this worker process screens with, by what it was given.
_worker: dict[str, Screens] = {}


def _worked(given: _Given, batches: Iterable[Any]) -> Iterator[Any]:
    """Screen batches of rows in a worker of Spark."""
    import pyarrow as pa

    screen = _opened(given)
    for batch in batches:
        packed = batch.column("packed").to_pylist()
        rows = [msgspec.msgpack.decode(row, type=Row) for row in packed]
        lines = [msgspec.msgpack.encode(lines) for lines in screen(rows)]
        yield pa.RecordBatch.from_arrays(
            [batch.column("number"), pa.array(lines, pa.binary())], ["number", "packed"]
        )


def _opened(given: _Given) -> Screens:
    """Open the index where this worker has not done so yet."""
    if given.key not in _worker:
        if scorer() != given.scorer:
            raise RuntimeError(
                f"Error: the scorer of this node is {scorer()}, that of the driver {given.scorer}; "
                "install the same version of Enjoin on all."
            )
        _worker.clear()
        _worker[given.key] = in_process(Screener(Snapshot(_index(given)), given.cited), given.terms)
    return _worker[given.key]


def _index(given: _Given) -> Path:
    if not given.carried:
        return Path(given.path)
    from pyspark import SparkFiles

    return Path(SparkFiles.get(given.path))
