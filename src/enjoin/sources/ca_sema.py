"""Consolidated Canadian Autonomous Sanctions List, as Global Affairs Canada publishes it (XML).

A flat `data-set` of `record`s. No specification is published; the elements are those of the file
itself, whose names have changed twice: English ones, English ones that speak of ships as well, and
bilingual ones (`LastName-NomDeFamille`), of which the English half is read.

The publisher numbers nobody. What it says is where in the law a party stands, so the id is made of
regulation, schedule and item: `ca_sema-russia-1-part-1-94`. Where several records of a file share
one such place, each has a digest of its name and date of birth behind it, and none goes without:
otherwise, when one of them is removed, another would silently take over its id.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from enjoin.model.entity import Entity, Text
from enjoin.model.errors import UnreadFields, WrongFormat
from enjoin.model.values import read_date
from enjoin.sources.reading import Files, Format, ReadList, SourceInfo, where_of
from enjoin.sources.rows import Row, grouped
from enjoin.sources.subject import Subject
from enjoin.sources.xml import Node, Records, local
from enjoin.text.names import parts, variant_groups
from enjoin.text.scripts import fold
from enjoin.text.sound import sound

_ADDRESS = (
    "https://www.international.gc.ca/world-monde/assets/office_docs/"
    "international_relations-relations_internationales/sanctions/sema-lmes.xml"
)
INFO = SourceInfo(
    name="ca_sema",
    title="Consolidated Canadian Autonomous Sanctions List",
    authority="Global Affairs Canada",
    formats=(
        Format(
            name="XML, bilingual tags",
            files=(("sema-lmes.xml", _ADDRESS),),
            begins=r"<data-set\b(?s:.)*?<Country-Pays>",
            verified=False,
        ),
        Format(
            name="XML, tags with ships",
            files=(("sema-lmes-2023.xml", ""),),
            begins=(
                r"<data-set\b(?s:.)*?<(?:EntityOrShip|TitleOrShip(?:Type)?|ShipIMONumber|"
                r"DateOfBirthOrShipBuildDate|DateOfListing)>"
            ),
            verified=False,
        ),
        Format(
            name="XML, tags without ships",
            files=(("sema-lmes-2020.xml", ""),),
            begins=(
                r"<data-set\b(?!(?s:.)*<(?:EntityOrShip|TitleOrShip(?:Type)?|ShipIMONumber|"
                r"DateOfBirthOrShipBuildDate|DateOfListing)>)(?s:.)*?<Country>"
            ),
        ),
    ),
    max_age_days=30,
    low=1,
    high=50_000,
    whole=1_000,
)

#: What the older files call the elements that have since come to speak of ships as well.
_RENAMED = {
    "Entity": "EntityOrShip",
    "DateOfBirth": "DateOfBirthOrShipBuildDate",
    "Title": "TitleOrShipType",
    "TitleOrShip": "TitleOrShipType",
}
_BORN = "DateOfBirthOrShipBuildDate"
_NOT_APPLICABLE = frozenset({"", "n/a"})


def read(files: Files) -> ReadList:
    """Read the list: who has a given or last name is Person; others are Organization or Vessel.

    A ship is told by its type or its IMO number. The files carry no date. The country of a record
    is that of the regulation, which is the programme; of the party's own it says nothing.

    Raises:
        WrongFormat: it is not the whole list, or a record has no name or no country.
        UnreadFields: it has an element that nobody reads here.
    """
    return ReadList(INFO.name, None, _subjects(files))


def _subjects(files: Files) -> Iterator[list[Entity]]:
    for place, rows in grouped(lambda: _records(files), _place):
        for number, same in _parties(place, rows):
            yield _subject(f"{INFO.name}-{number}", same)


def _records(files: Files) -> Iterator[Row]:
    name = INFO.format_of(files).principal
    file, where = files[name], where_of(files[name], name)
    for number, (tag, element) in enumerate(Records(INFO.name, where, file, "data-set", 1), 1):
        if tag != "record":
            raise UnreadFields(INFO.name, where, [tag])
        yield _row(Node(INFO.name, f"record {number}", element), [local(p.tag) for p in element])


def _row(node: Node, tags: Sequence[str]) -> Row:
    """Read a record under the names its elements have today, without their French half."""
    cells: dict[str, str] = {}
    for tag in dict.fromkeys(tags):
        english = tag.partition("-")[0]
        name = _RENAMED.get(english, english)
        if name in cells:
            raise WrongFormat(node.source, node.where, f"has {name} under two names")
        cells[name] = node.text(tag)
    node.done()
    return Row(node.source, node.where, cells)


def _place(row: Row) -> str:
    """Return where in the law a record stands, as the id has it: 'belarus-1-part-1-12'."""
    regulation, _ = _bilingual(row.peek("Country"))
    short = re.search(r"\(([A-Z]+)\)$", regulation)
    schedule = row.peek("Schedule")
    named = (
        short[1] if short else regulation,
        "" if schedule.casefold() in _NOT_APPLICABLE else schedule,
        row.peek("Item"),
    )
    return "-".join(slug for text in named if (slug := _slug(text)))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _parties(place: str, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Part the records of one place by name and date of birth, and number each party."""
    named: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told = "\x1f".join(
            row.peek(tag) for tag in ("EntityOrShip", "GivenName", "LastName", _BORN)
        )
        named[hashlib.blake2b(told.encode(), digest_size=4).hexdigest()].append(row)
    for digest, same in named.items():
        yield (place if len(named) == 1 else f"{place}-{digest}"), same


def _bilingual(text: str) -> tuple[str, str]:
    """Part 'Russia / Russie' and 'Oil Tanker|Navire-citerne' into English and French, or ''."""
    english, *french = re.split(r"\s*[|/]\s*", text, maxsplit=1)
    return english, "".join(french)


def _subject(id_: str, rows: Sequence[Row]) -> list[Entity]:
    subject = Subject(id_, _schema(rows[0]))
    for row in rows:
        _read(subject, row)
    return subject.entities()


def _schema(row: Row) -> str:
    if not row.peek("EntityOrShip"):
        return "Person"
    ship = row.peek("ShipIMONumber") or row.peek("TitleOrShipType")
    return "Vessel" if ship else "Organization"


def _read(subject: Subject, row: Row) -> None:
    entity, given, last = (row.take(t) for t in ("EntityOrShip", "GivenName", "LastName"))
    if not (entity or given or last):
        raise WrongFormat(INFO.name, row.where, "has no name")
    if entity:
        _entity(subject, "name", entity)
    if given or last:
        _person(subject, given, last)
    for alias in split_names(row.take("Aliases")):
        _alias(subject, alias, given, last)
    _described(subject, row)
    _sanction(subject, row)
    row.done()


_BRACKETS = re.compile(r"\(([^()]*)\)")
_ACRONYM = re.compile(r"\(([A-Z][A-Z0-9&-]{2,11})\)")


def _entity(subject: Subject, prop: str, name: str) -> None:
    """Add the name of an entity with what it packs: an acronym in brackets, the name in French."""
    subject.add(prop, name)
    subject.add("weakAlias", *_ACRONYM.findall(name))
    halves = name.split("/")
    # 'Victory/Pobeda Bloc' is one name: only what could stand alone is taken for a second one.
    if len(halves) == 2 and all(len(half.split()) > 1 for half in halves):
        subject.add("alias", *halves)


def _person(subject: Subject, given: str, last: str) -> None:
    """Add a person's names; what stands in brackets is another spelling: 'DIKIY (DIKY)'."""
    first, *others = _spellings(given)
    family, *families = _spellings(last)
    subject.add("name" if subject.schema == "Person" else "alias", f"{first} {family}".strip())
    subject.add("alias", *(f"{other} {family}" for other in others))
    subject.add("alias", *(f"{first} {other}" for other in families))
    subject.add("firstName", first)
    subject.add("lastName", family)


def _spellings(text: str) -> list[str]:
    plain = " ".join(_BRACKETS.sub(" ", text).split())
    inner = _BRACKETS.findall(text)
    return [plain, *inner] if plain or not inner else inner


_LANGUAGES = {
    "arabic": "ara",
    "belarusian": "bel",
    "burmese": "mya",
    "chinese": "zho",
    "farsi": "fas",
    "french": "fra",
    "georgian": "kat",
    "korean": "kor",
    "persian": "fas",
    "russian": "rus",
    "spanish": "spa",
    "ukrainian": "ukr",
}
_LABELLED = re.compile(rf"({'|'.join(_LANGUAGES)})\s*:\s*(.+)", re.IGNORECASE)


def _alias(subject: Subject, alias: str, given: str, last: str) -> None:
    """Add an alias of a person, or of whoever.

    One word is a surname if it is in capitals, like the last one; a form of the given name if it is
    like that; else it is weak.
    """
    if match := _LABELLED.fullmatch(alias):
        alias = Text(match[2], lang=_LANGUAGES[match[1].casefold()])
    if subject.schema != "Person":
        _entity(subject, "alias", alias)
    elif " " in alias:
        subject.add("alias", alias)
    elif given and alias.isupper() and last.isupper():
        subject.add("alias", f"{_spellings(given)[0]} {alias}")
    elif last and given and _is_form_of(alias, _spellings(given)[0]):
        subject.add("alias", f"{alias} {_spellings(last)[0]}")
    else:
        subject.add("weakAlias", alias)


def _is_form_of(alias: str, given: str) -> bool:
    """Tell whether a word is another spelling of the first given name: 'Sergei' of 'Sergey'."""
    ours, theirs = fold(alias), fold(given).partition(" ")[0]
    if ours[:1] != theirs[:1]:
        return False
    return sound(ours) == sound(theirs) or (bool(variant_groups(ours) & variant_groups(theirs)))


_COMMA = re.compile(r",(?!\d)(?![^()]*\))")
_ARTICLE = re.compile(r"(?:the|al|el|la|le|les)[\s-]|l['’]")


def split_names(text: str) -> list[str]:
    """Split a field of names at its semicolons or, where it has none, at its commas.

    A comma in brackets, or before a legal form or a word in lower case, belongs to the name:
    'Bora Air, Ltd., Bora Cargo' is two names, 'Ministry of Trade, crafts and tourism' is one.
    """
    if ";" in text:
        return [name for piece in text.split(";") if (name := _bare(piece))]
    names: list[str] = []
    for piece in _COMMA.split(text):
        if names and _goes_on(piece.strip()):
            names[-1] += f", {piece.strip()}"
        elif name := _bare(piece):
            names.append(name)
    return names


def _bare(piece: str) -> str:
    """Return a name without blanks or brackets around all of it."""
    piece = piece.strip()
    inner = piece[1:-1]
    bracketed = piece.startswith("(") and piece.endswith(")") and not set(inner) & set("()")
    return inner.strip() if bracketed else piece


def _goes_on(piece: str) -> bool:
    """Tell whether what stands behind a comma is the rest of a name and no name."""
    if piece[:1].islower():
        return _ARTICLE.match(piece) is None
    # A legal form is told apart by what it is behind, so it is given something to stand behind.
    _, *forms = parts(f"x {piece}", person=False)
    return bool(forms) and all(part.kind == "form" for part in forms)


def _described(subject: Subject, row: Row) -> None:
    born, title, imo = row.take(_BORN), row.take("TitleOrShipType"), row.take("ShipIMONumber")
    english, french = _bilingual(title)
    subject.add(
        "title" if subject.schema == "Person" else "type",
        english,
        Text(french, lang="fra") if french else None,
    )
    _dates(subject, "buildDate" if subject.schema == "Vessel" else "birthDate", born)
    if re.search(r"\d{7}", imo):
        subject.checked("imoNumber", imo)
    else:  # now and then a name stands where the number is due
        subject.note("IMO number", imo)


def _dates(subject: Subject, prop: str, text: str) -> None:
    """Add a date, or those that may be meant: '1972-08-26 or 1974-05-31', '1987/1988'."""
    label = "Date of build" if prop == "buildDate" else "Date of birth"
    for one in re.split(r"\s+or\s+", text):
        for each in [one] if read_date(one) else one.split("/"):
            subject.date(prop, label, each.strip())


def _sanction(subject: Subject, row: Row) -> None:
    country = row.need("Country")
    schedule, item, listed = row.take("Schedule"), row.take("Item"), row.take("DateOfListing")
    date = read_date(listed) if listed else None
    if date is None:
        subject.note("Date of listing", listed)
    named = [] if schedule.casefold() in _NOT_APPLICABLE else [f"Schedule {schedule}"]
    subject.sanction(
        authority=INFO.authority,
        program=_bilingual(country)[0],
        authorityId=", ".join([*named, f"Item {item}"] if item else named),
        listingDate=date.values[:1] if date else None,
        summary=country,
    )
