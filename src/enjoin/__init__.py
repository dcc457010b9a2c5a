"""Sanctions enforcement in Python: measures, lists, screening, reporting, evidence.

    import enjoin

    workspace = enjoin.open()
    for match in workspace.screen(enjoin.Party(names=("Kim Jong Un",), schema="Person")):
        print(match.score, match.caption, match.evidence[0].reason)

`open` takes the folder of the store; without one it is ENJOIN_HOME, else ~/.enjoin.
"""

from __future__ import annotations

from enjoin.model.errors import EnjoinError
from enjoin.model.match import Match, Party
from enjoin.workspace import Workspace
from enjoin.workspace import open_workspace as open

__all__ = ["EnjoinError", "Match", "Party", "Workspace", "open"]
