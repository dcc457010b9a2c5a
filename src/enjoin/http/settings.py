"""How a service is run: where it listens, who may come in, and its limits."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import msgspec

from enjoin.model.errors import InvalidInput

#: The most bytes of a request's body, and of an uploaded table.
BODY, UPLOAD = 2_000_000, 100_000_000
#: The most queries in one request, as yente has it, and parties of ours.
BATCH = 500


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a service is run."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    certificate: Path | None = None
    private_key: Path | None = None
    behind_proxy: bool = False
    """A proxy that we trust ends TLS before us, and tells who asked in X-Forwarded-For."""
    keys_only: bool = False
    """Nobody comes in without a key or a session, even from this machine."""
    body_seconds: float = 20.0
    """How long a body may take to come in."""
    request_seconds: float = 60.0
    """How long an answer may take."""
    update_token: str | None = None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the address."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def open(self) -> bool:
        """Whether programs of this machine may screen without a key."""
        return self.loopback and not self.behind_proxy and not self.keys_only

    @property
    def secure(self) -> bool:
        """Whether browsers reach us through TLS."""
        return self.certificate is not None or self.behind_proxy

    @property
    def address(self) -> str:
        """The address as one types it into a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"

    def check(self) -> None:
        """Refuse to be reached from other machines in the clear.

        Raises:
            InvalidInput: it would be; or a certificate comes without its key.
        """
        if (self.certificate is None) != (self.private_key is None):
            raise InvalidInput("--certificate and --private-key belong together; give both.")
        if not (self.loopback or self.secure):
            raise InvalidInput(
                f"{self.host}: can be reached from other machines, and keys and names would travel "
                "in the clear; nothing was started. Give --certificate and --private-key, or say "
                "--behind-proxy when a proxy in front of this one speaks TLS."
            )
