"""What makes a machine update its lists by itself: a line for cron, units for systemd."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

#: When lists are fetched, in the machine's own time: publishers list in their working hours, and
#: the slowest source may be a week old, so that thrice a day misses little and burdens nobody.
HOURS = (5, 13, 21)
MINUTE = 17


def schedule(home: Path) -> str:
    """Return a cron line and a systemd service with its timer that update the lists of a home."""
    command = shlex.join([_program(), "--home", str(home.absolute()), "update"])
    log = shlex.quote(str(home.absolute() / "update.log"))
    hours = ",".join(str(hour) for hour in HOURS)
    times = "\n".join(f"OnCalendar=*-*-* {hour:02}:{MINUTE:02}:00" for hour in HOURS)
    return f"""\
# cron: add this line with `crontab -e`; a failed list is told in the log and by the exit code
{MINUTE} {hours} * * * {_for_cron(f"{command} >> {log} 2>&1")}

# systemd: /etc/systemd/system/enjoin-update.service
[Unit]
Description=Update the sanctions lists of {home.absolute()}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={_for_systemd(command)}

# systemd: /etc/systemd/system/enjoin-update.timer
[Unit]
Description=Update the sanctions lists {len(HOURS)} times a day

[Timer]
{times}
RandomizedDelaySec=600
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl daemon-reload && systemctl enable --now enjoin-update.timer
"""


def _program() -> str:
    """Return the program that runs now, by its whole path: a timer has another PATH."""
    called = shutil.which(sys.argv[0]) or shutil.which("enjoin")
    return str(Path(called).absolute()) if called else "enjoin"


def _for_cron(command: str) -> str:
    """Escape the percent sign, which ends a command in a crontab."""
    return command.replace("%", r"\%")


def _for_systemd(command: str) -> str:
    """Escape the percent and dollar signs, which stand for other things in a unit."""
    return command.replace("%", "%%").replace("$", "$$")
