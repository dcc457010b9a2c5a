"""Which floor may stand on which. The table is the architecture; read it first."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import enjoin

FLOORS = [
    {"model"},
    {"text"},
    {"law", "sources", "store"},
    {"screening"},
    {"monitoring", "licensing"},
    {"cases"},
    {"pages"},
    {"workspace"},
    {"cli", "http", "web"},
]
HEIGHT = {name: height for height, names in enumerate(FLOORS) for name in names}
#: Beside the floors: only the workspace and the interfaces read the configuration,
#: and the sample data is read by the workspace alone.
BESIDE = {"config": {"workspace", "cli", "http", "web"}, "sample": {"workspace"}}
#: The command that serves puts the API and the desk together; they do not know each other.
STARTS = {"cli": {"http", "web"}}
ROOT = Path(enjoin.__file__).parent


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every enjoin part imported, at any depth, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("enjoin."):
                yield node.lineno, name.split(".")[1]


def allowed(here: str, there: str) -> bool:
    """Whether a part may import another: its own, one below, or one beside that lets it."""
    if here in {there, "__init__", "__main__"}:
        return True
    if there in BESIDE:
        return here in BESIDE[there]
    if here in BESIDE:
        return there == "model"
    if here in {"cli", "http", "web"}:
        return there in {"workspace", "model"} | STARTS.get(here, set())
    return HEIGHT.get(there, len(FLOORS)) < HEIGHT[here]


def wrong_arrows(source: str, here: str) -> list[str]:
    """Name the imports in a source text that its part may not make."""
    return [
        f"line {line} imports enjoin.{there}"
        for line, there in imports(ast.parse(source))
        if not allowed(here, there)
    ]


def test_imports_point_down() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {arrow}"
        for path in sorted(ROOT.rglob("*.py"))
        for here in [path.relative_to(ROOT).with_suffix("").parts[0]]
        for arrow in wrong_arrows(path.read_text("utf-8"), here)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_part_has_a_floor() -> None:
    parts = {path.relative_to(ROOT).with_suffix("").parts[0] for path in ROOT.rglob("*.py")}
    assert parts - HEIGHT.keys() - BESIDE.keys() <= {"__init__", "__main__"}


@pytest.mark.parametrize(
    ("here", "source"),
    [
        ("model", "from enjoin.text.names import split"),
        ("sources", "from enjoin.store import facts"),
        ("screening", "import enjoin.workspace"),
        ("text", "from enjoin import config"),
        ("cli", "from enjoin.store.engine import open_store"),
        ("web", "from enjoin.http.app import make_app"),
        ("http", "from enjoin.web.desk import desk"),
        ("http", "from enjoin.store import access"),
        ("law", "def f():\n    from enjoin.cases.findings import assess"),
    ],
)
def test_a_wrong_arrow_is_seen(here: str, source: str) -> None:
    assert wrong_arrows(source, here)


def test_every_module_opens_with_one_sentence() -> None:
    opening = {
        str(path.relative_to(ROOT)): (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
        for path in sorted(ROOT.rglob("*.py"))
    }
    silent = [
        path for path, doc in opening.items() if not doc.partition("\n")[0].endswith((".", "?"))
    ]
    assert not silent, f"no opening sentence: {', '.join(silent)}"
