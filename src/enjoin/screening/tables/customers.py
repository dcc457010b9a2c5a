"""The names of a table's customers, indexed: which rows a few listed parties may concern."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from enjoin.model.errors import SnapshotUnreadable
from enjoin.screening import edition
from enjoin.screening.arrays import equal, spread_out
from enjoin.screening.building import Names, by_key, file
from enjoin.screening.index import KINDS, Snapshot, id_keys
from enjoin.screening.keys import Spelt
from enjoin.screening.keys import keys as make_keys
from enjoin.screening.particulars.identifiers import asked_ids
from enjoin.screening.tables.rows import Rejected, Row
from enjoin.text.names import is_person, parts


def made_by() -> str:
    """Name the code an index of customers depends on, besides that of the scorer."""
    return edition("", "similar", "keys", "index", "building", "tables/rows", "tables/customers")


def built(rows: Iterable[Row | Rejected], identity: str) -> bytes:
    """Make the index of a table's rows, as the bytes of its file; `identity` names the table."""
    import numpy as np

    names, ids, refused = Names(), list[tuple[int, int]](), list[int]()
    for row in rows:
        if isinstance(row, Rejected):
            refused.append(row.row)
            continue
        for text in row.party.names:
            if split := [part.text for part in parts(text, is_person(row.party.schema))]:
                names.note(row.number, KINDS[0], split, "")
        ids += [(key, row.number) for pair in asked_ids(row.party) for key in id_keys(*pair)]
    return file(
        [],
        {
            **names.sections(),
            **by_key("id", ids),
            "refused": np.array(refused, dtype=np.int32),
            "identity": np.frombuffer(identity.encode(), dtype=np.uint8),
        },
    )


def opened(path: Path, identity: str) -> Snapshot | None:
    """Open an index of customers; None where there is none of this very table."""
    try:
        index = Snapshot(path)
        return index if index["identity"].tobytes().decode() == identity else None
    except SnapshotUnreadable:
        return None


def refused(customers: Snapshot) -> frozenset[int]:
    """Return the numbers of the rows that cannot be read."""
    return frozenset(customers["refused"].tolist())


def concerned(customers: Snapshot, listed: Snapshot) -> frozenset[int]:
    """Return the rows that may be somebody listed: too many rather than too few.

    A listed name is a candidate (`enjoin.screening.candidates`) only where a part of it and one
    asked about share a key, or where one side writes together what the other writes apart; an
    identifier leads to whoever carries it.
    """
    import numpy as np

    wanted, _ = make_keys(Spelt(listed.vocabulary))
    _, keyed = equal(customers["keys"], wanted)
    _, at = spread_out(customers["key_offsets"][keyed], customers["key_offsets"][keyed + 1])
    _, together = equal(customers["hashes"], listed["glued_keys"])
    alike = np.unique(np.append(customers["key_parts"][at], customers["hash_parts"][together]))
    _, names = customers.holding("posting", alike)
    _, apart = equal(customers["glued_keys"], listed["hashes"])
    rows = customers["name_entity"][np.append(names, customers["glued_names"][apart])]
    _, carrying = equal(customers["id_keys"], listed["id_keys"])
    return frozenset(np.append(rows, customers["id_entities"][carrying]).tolist())
