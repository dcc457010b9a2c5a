"""Long work in a process of its own, so that requests do not wait for it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from enjoin.http.logs import tell
from enjoin.workspace import open_workspace
from enjoin.workspace.jobs import Job, Jobs
from enjoin.workspace.live import Live

#: Jobs at once in one process of the service; others wait their turn.
AT_ONCE = 1
#: Seconds after which a job that waits says so.
_BEAT = 30.0
#: What works now: kept here so that nothing forgets it.
_working: set[asyncio.Task[None]] = set()
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


def new_id() -> str:
    """Return an id that nobody guesses."""
    return os.urandom(16).hex()


def begin(live: Live, job: Job) -> asyncio.Task[None]:
    """Have a job done, when it is its turn."""
    task = asyncio.get_running_loop().create_task(_work(live, job))
    _working.add(task)
    task.add_done_callback(_working.discard)
    return task


async def begin_update(live: Live, owner: str) -> asyncio.Task[None]:
    """Have the lists that are loaded fetched from their publishers."""
    job = await asyncio.to_thread(Jobs(live.workspace).add_update, new_id(), owner)
    return begin(live, job)


async def _work(live: Live, job: Job) -> None:
    turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    await _wait(live, job, turn)
    try:
        command = [
            sys.executable,
            "-m",
            "enjoin.http.work",
            str(live.workspace.config.home),
            job.id,
        ]
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
        code = await process.wait()
        tell("job", id=job.id, kind=job.kind, code=code)
    finally:
        turn.release()


async def _wait(live: Live, job: Job, turn: asyncio.Semaphore) -> None:
    """Wait for a turn; tell meanwhile that the job is not lost."""
    while True:
        try:
            await asyncio.wait_for(turn.acquire(), _BEAT)
        except TimeoutError:
            await asyncio.to_thread(Jobs(live.workspace).waits, job.id)
        else:
            return


def main() -> None:
    """Do the job of an id in the workspace of a folder: both are named on the command line."""
    home, id_ = sys.argv[1:3]
    os.nice(5)  # whoever waits for an answer goes first
    Jobs(open_workspace(Path(home))).run(id_)


if __name__ == "__main__":
    main()
