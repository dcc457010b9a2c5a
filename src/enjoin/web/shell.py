"""What all pages of the desk share: the shell around them, their style, how things are written."""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import quote

from litestar import MediaType, Request, Response

from enjoin.model.countries import COUNTRIES, name_of
from enjoin.model.match import Match, Party
from enjoin.web.drawing import age, weight
from enjoin.workspace import Asked
from enjoin.workspace.access import ROLES, Act, Principal
from enjoin.workspace.jobs import Job
from enjoin.workspace.live import Ready
from enjoin.workspace.paper import count, day, span_of_days, style

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

AnyRequest = Request[Principal, Any, Any]


class Service(Protocol):
    """What the desk is given by the service it is mounted in: its application's `state.service`."""

    async def screened(self, ready: Ready, parties: list[Party], asked: Asked) -> list[list[Match]]:
        """Return who each party may be, once that is in the journal."""

    def new_id(self) -> str:
        """Return an id for a job, which nobody guesses."""

    def begin(self, job: Job) -> object:
        """Have a job done, when it is its turn."""

    async def begin_update(self, owner: str) -> object:
        """Have the lists that are loaded fetched from their publishers."""

    def csrf(self, request: AnyRequest) -> str:
        """Return what forms must carry in the field `csrf`."""

    def failed(self, request: AnyRequest, error: Exception) -> None:
        """Log what nobody foresaw."""

    def request_id(self, request: AnyRequest) -> str:
        """Return the id the log knows a request by."""


class Place(NamedTuple):
    """A place of the desk: what it is called, where it is, and what it takes to go there."""

    title: str
    path: str
    act: Act


def places() -> tuple[Place, ...]:
    """Return the places of the desk."""
    return (
        Place("Home", "/desk/", "look"),
        Place("Screen", "/desk/screen", "screen"),
        Place("Reports", "/desk/reports", "report"),
        Place("Measures", "/desk/measures", "look"),
        Place("Decide", "/desk/decide", "decide"),
        Place("Lists", "/desk/lists", "look"),
    )


def service_of(request: AnyRequest) -> Service:
    """Return the service the desk is mounted in."""
    found: Service = request.app.state.service
    return found


def page(template: str, request: AnyRequest, status: int = 200, **values: Any) -> Response[str]:
    """Answer with a page for whoever asks; every value is escaped unless it is Markup."""
    _foresee()
    user: Principal | None = request.scope.get("user")
    acts = ROLES[user.role] if user else frozenset()
    text = (
        _environment()
        .get_template(template)
        .render(
            user=user,
            acts=acts,
            places=[place for place in places() if place.act in acts],
            csrf=service_of(request).csrf(request),
            **values,
        )
    )
    return Response(text, status_code=status, media_type=MediaType.HTML)


#: Seconds after the first page until the others are made ready.
_AFTER = 0.3


def prepare() -> None:
    """Make ready what everybody sees first, while there is one process and nobody waits."""
    _environment().get_template("home.html")
    _environment().get_template("sign-in.html")


@cache
def _foresee() -> None:
    """Have the other pages made ready once the first was sent: none keeps anybody waiting."""
    timer = threading.Timer(_AFTER, _load_all)
    timer.daemon = True
    timer.start()


def _load_all() -> None:
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("enjoin.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        day=day,
        count=count,
        span_of_days=span_of_days,
        tongue=tongue,
        script=script,
        country=country,
        field=field,
        score=score,
        commands=commands,
        segment=lambda text: quote(str(text), safe=""),
    )
    made.globals.update(static=address, weight=weight, age=age)
    return made


# --- Style and script, each under an address that changes with its content ----------------------

_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@cache
def asset(name: str) -> tuple[bytes, str] | None:
    """Return the bytes and the kind of a file of ours, None where there is none of this name."""
    if name not in {"desk.css", "desk.js", "icon.svg"}:
        return None
    text = files("enjoin.web").joinpath("static", name).read_text("utf-8")
    whole = style() + text if name == "desk.css" else text
    return whole.encode(), _KINDS[name.rpartition(".")[2]]


@cache
def address(name: str) -> str:
    """Return the address of a file of ours."""
    found = asset(name)
    assert found is not None, name
    return f"/desk/static/{name}?v={hashlib.sha256(found[0]).hexdigest()[:12]}"


# --- How things are written ----------------------------------------------------------------------

_SCRIPTS = {
    "CJK": ("Han", "und-Hani"),
    "HIRAGANA": ("Japanese", "ja"),
    "KATAKANA": ("Japanese", "ja"),
    "HANGUL": ("Hangul", "ko"),
    "ARABIC": ("Arabic", "und-Arab"),
    "HEBREW": ("Hebrew", "und-Hebr"),
    "CYRILLIC": ("Cyrillic", "und-Cyrl"),
    "GREEK": ("Greek", "und-Grek"),
    "THAI": ("Thai", "th"),
    "DEVANAGARI": ("Devanagari", "und-Deva"),
    "ARMENIAN": ("Armenian", "hy"),
    "GEORGIAN": ("Georgian", "ka"),
    "LATIN": ("Latin", "und-Latn"),
}


@cache
def _of_letter(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def _script(text: str) -> tuple[str, str] | None:
    """Return the script most letters of a text are of, with its language tag (BCP 47)."""
    if text.isascii():
        return _SCRIPTS["LATIN"] if any(map(str.isalpha, text)) else None
    counted = Counter(_of_letter(letter) for letter in text if letter.isalpha())
    known = [name for name, _ in counted.most_common() if name in _SCRIPTS]
    return _SCRIPTS[known[0]] if known else None


def script(text: str) -> str:
    """Name the script of a text; a dash where it has no letter of one that we know."""
    found = _script(text)
    return found[0] if found else "–"


def tongue(text: str) -> str:
    """Return the language tag of a text that is not in Latin letters, so that it is shown well."""
    found = _script(text)
    return found[1] if found and found[0] != "Latin" else ""


def commands(text: str) -> Markup:
    """Write a message with what stands between `backticks`, to be typed, as code."""
    from markupsafe import Markup, escape

    pieces = [escape(piece) for piece in text.split("`")]
    if len(pieces) % 2 == 0:  # one of them opens and does not close
        return escape(text)
    code = Markup("<code>{}</code>")
    return Markup("").join(
        code.format(piece) if nth % 2 else piece for nth, piece in enumerate(pieces)
    )


def score(value: float) -> str:
    """Write a score with two places, cut off and not rounded: no evidence of ours is certainty."""
    return f"{int(value * 100) / 100:.2f}"


def country(code: str) -> str:
    """Write a country by its name; what is no code stays as it is."""
    return name_of(code) if code in COUNTRIES else code


_FIELDS = {
    "imoNumber": "IMO number",
    "leiCode": "LEI",
    "mmsi": "MMSI",
    "swiftBic": "BIC",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "birthDate": "Date of birth",
    "birthPlace": "Place of birth",
    "birthCountry": "Country of birth",
    "deathDate": "Date of death",
    "buildDate": "Year of build",
    "pastFlags": "Former flags",
    "listed": "On the list as",
    "schema": "Kind",
}


def field(name: str) -> str:
    """Write a property's name for reading: `listingDate` becomes Listing date."""
    owner, _, prop = name.rpartition(" ")
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in prop)
    written = _FIELDS.get(prop) or words.strip().capitalize()
    return f"{owner}: {written[:1].lower()}{written[1:]}" if owner else written
