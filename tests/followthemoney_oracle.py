"""Asks FollowTheMoney's own library what it makes of our data; a program of its own.

The library needs the toolchain of ICU, which few machines have. Tests run this with the interpreter
that ENJOIN_FTM_PYTHON names, or with their own where the library is installed there, and skip with
the reason where neither is.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def interpreter() -> str:
    """Return an interpreter that has the library; skip the test where there is none."""
    import pytest

    own = sys.executable if importlib.util.find_spec("followthemoney") else None
    found = os.environ.get("ENJOIN_FTM_PYTHON") or own
    if not found:
        pytest.skip(
            "FollowTheMoney's own library was not asked: it is not installed (dependency group "
            "`oracle`), and ENJOIN_FTM_PYTHON names no interpreter that has it"
        )
    return found


def asked(*arguments: str | Path) -> Any:
    """Run this file with an interpreter that has the library; return what it answers."""
    command = [interpreter(), __file__, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def loaded(path: str) -> dict[str, Any]:
    """Load a file of entities: what comes out otherwise, and the values that cleaning changes."""
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    count, otherwise, changed = 0, [], []
    for line in Path(path).read_text("utf-8").splitlines():
        data = json.loads(line)
        count += 1
        if model.get_proxy(data).to_dict() != data:
            otherwise.append(data)
        cleaned = EntityProxy.from_dict(data, cleaned=False)
        for prop, values in data["properties"].items():
            if cleaned.schema.get(prop).type.name != "entity":
                lost = [value for value in values if value not in cleaned.get(prop)]
                changed += [[prop, value, cleaned.get(prop)] for value in lost]
    return {"entities": count, "otherwise": otherwise, "changed": changed}


def vocabulary() -> dict[str, Any]:
    """Return every schema with its ancestors and properties, and which of these are references."""
    from followthemoney import model

    found = {}
    for schema in model.schemata.values():
        props = [prop for prop in schema.properties.values() if not prop.stub]
        found[schema.name] = {
            "lineage": sorted(schema.names),
            "properties": sorted(prop.name for prop in props),
            "references": sorted(prop.name for prop in props if prop.type.name == "entity"),
        }
    return found


def types(name: str, schemata: list[str]) -> list[str]:
    """Return the properties of a type that some schemata have."""
    from followthemoney import model

    props = [prop for schema in schemata for prop in model.get(schema).properties.values()]
    return sorted({prop.name for prop in props if prop.type.name == name and not prop.stub})


def topics() -> list[str]:
    """Return the topics that make an entity a target."""
    from followthemoney.types import registry

    return sorted(registry.topic.RISKS)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    answers = {
        "loaded": lambda: loaded(rest[0]),
        "vocabulary": vocabulary,
        "types": lambda: types(rest[0], rest[1:]),
        "topics": topics,
    }
    print(json.dumps(answers[what]()))
