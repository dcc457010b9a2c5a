"""Judge: that two entries are one party, or two, said by one person and confirmed by another."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from litestar import post
from litestar.response import Redirect

from enjoin.model.errors import InvalidInput
from enjoin.web.reviewing import person_of
from enjoin.web.shell import AnyRequest
from enjoin.workspace.entries import Verdict
from enjoin.workspace.live import Live

_VERDICTS: dict[str, Verdict] = {"same": "same", "different": "different", "open": "open"}
_LONGEST = 1_000  # characters of an id, and of a reason


@post("/entries/{entity_id:str}/judge", may="propose", status_code=303)
async def propose(live: Live, request: AnyRequest, entity_id: str) -> Redirect:
    """Propose what two entries are; nothing follows from it until another person confirms it."""
    sent, by = await request.form(), person_of(request)
    other, reason = (str(sent.get(name, "")).strip()[:_LONGEST] for name in ("other", "reason"))
    verdict = _VERDICTS.get(str(sent.get("verdict", "")))
    if verdict is None or not other:
        raise InvalidInput("choose another entry, and whether the two are same or different.")
    await asyncio.to_thread(live.workspace.judge, entity_id, other, verdict, by, reason)
    return _back(entity_id)


@post("/entries/{entity_id:str}/confirm", may="review", status_code=303)
async def confirm(live: Live, request: AnyRequest, entity_id: str) -> Redirect:
    """Put into force what another person proposed."""
    other, by = await _other(request), person_of(request)
    await asyncio.to_thread(live.workspace.judge, entity_id, other, None, by)
    return _back(entity_id)


@post("/entries/{entity_id:str}/withdraw", may="propose", status_code=303)
async def withdraw(live: Live, request: AnyRequest, entity_id: str) -> Redirect:
    """Take back what is proposed and not confirmed; one person suffices."""
    other, by = await _other(request), person_of(request)
    await asyncio.to_thread(live.workspace.withdraw, entity_id, other, by)
    return _back(entity_id)


async def _other(request: AnyRequest) -> str:
    return str((await request.form()).get("other", "")).strip()[:_LONGEST]


def _back(entity_id: str) -> Redirect:
    return Redirect(f"/desk/entries/{quote(entity_id, safe='')}#linked", status_code=303)
