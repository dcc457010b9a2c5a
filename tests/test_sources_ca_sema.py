"""Canada's autonomous sanctions list: flat XML, without numbers, under three sets of tags."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.entity import Entity, Text
from enjoin.model.errors import SourceError, UnreadFields, WrongFormat
from enjoin.sources.ca_sema import INFO, read, split_names
from enjoin.sources.reading import told_by_content

GOLDEN = Path(__file__).parent / "golden" / "ca_sema"
NAMES = [each.principal for each in INFO.formats]
REAL = "lists/ca_sema/sema-lmes_2020-04.xml"


def entities(xml: str, name: str = "sema-lmes.xml") -> dict[str, Entity]:
    return {entity.id: entity for entity in read({name: xml.encode()})}


def golden(name: str = "sema-lmes.xml") -> dict[str, Entity]:
    return entities((GOLDEN / name).read_text("utf-8"), name)


def sanction_of(found: dict[str, Entity], id_: str) -> Entity:
    return next(e for e in found.values() if e.get("entity") == (id_,))


def record(**cells: str) -> str:
    given = {"Country": "Ruritania / Ruritanie", "Schedule": "1", "Item": "1"} | cells
    inner = "".join(f"<{tag}>{text}</{tag}>" for tag, text in given.items() if text)
    return f"<record>{inner}</record>"


def document(*records: str) -> str:
    return f"<data-set>{''.join(records)}</data-set>"


def only(**cells: str) -> Entity:
    return next(iter(entities(document(record(**cells))).values()))


def test_a_person_is_read_whole() -> None:
    person = golden()["ca_sema-ruritania-1-part-1-12"]
    assert person.schema == "Person"
    assert person.get("name") == ("Rudolf Michailowitsch STRELSAU",)
    assert person.get("firstName") == ("Rudolf Michailowitsch",)
    assert person.get("lastName") == ("STRELSAU",)
    assert person.get("alias") == (
        "Rudolf Michailowitsch STRELSOW",
        "Rudolf Michailowitsch STRELZAU",
        "Rupert HENTZAU",
    )
    assert person.get("weakAlias") == ("Rudi",)
    assert person.get("birthDate") == ("1961-04-02", "1963-04-02")
    assert person.get("topics") == ("sanction",)
    assert not person.get("country")


def test_a_title_in_two_languages_is_two_titles() -> None:
    sapt = golden()["ca_sema-ruritania-2-1"]
    assert sapt.get("title") == ("Major General", "major-général")
    french = sapt.get("title")[1]
    assert isinstance(french, Text)
    assert french.lang == "fra"


def test_an_organisation_is_read_whole() -> None:
    works = golden()["ca_sema-ruritania-1-part-2-7"]
    assert works.schema == "Organization"
    assert works.get("name") == ("Bora Aviation Works (BAW)/Ateliers aéronautiques Bora",)
    assert works.get("weakAlias") == ("BAW",)
    assert works.get("alias") == (
        "Bora Aviation Works (BAW)",
        "Ateliers aéronautiques Bora",
        "Bora Air, Ltd.",
        "Bora Cargo Services",
        "the Works",
        "Ministry of Trade, crafts and tourism",
    )


@pytest.mark.parametrize("name", NAMES[:2])
def test_a_ship_is_read_whole(name: str) -> None:
    ship = golden(name)["ca_sema-ruritania-3-1"]
    assert ship.schema == "Vessel"
    assert ship.get("name") == ("M/V Black Michael",)
    assert ship.get("alias") == ("Duke of Zenda", "Чёрный Михаил")
    assert ship.get("type") == ("Oil Tanker", "Navire-citerne")
    assert ship.get("imoNumber") == ("9074729",)
    assert ship.get("buildDate") == ("1994",)


def test_a_listing_tells_regulation_place_and_day() -> None:
    found = golden()
    listing = sanction_of(found, "ca_sema-ruritania-1-part-1-12")
    assert listing.get("program") == ("Ruritania",)
    assert listing.get("authority") == ("Global Affairs Canada",)
    assert listing.get("authorityId") == ("Schedule 1, Part 1, Item 12",)
    assert listing.get("listingDate") == ("2019-03-15",)
    assert listing.get("summary") == ("Ruritania / Ruritanie",)


def test_a_regulation_goes_by_its_abbreviation_in_ids() -> None:
    ids = [id_ for id_ in golden() if "cotr" in id_ and id_.count("-") == 3]
    assert len(ids) == 2
    listing = sanction_of(golden(), ids[0])
    assert listing.get("program") == ("Corrupt Officials Test Regulations (COTR)",)
    assert listing.get("authorityId") == ("Item 3",)


def test_records_of_one_place_are_told_apart_by_name_whatever_their_order() -> None:
    one, two = record(LastName="Sapt"), record(LastName="Tarlenheim")
    ids = {id_ for id_ in entities(document(one, two)) if not id_.count("-") > 4}
    assert len(ids) == 2
    assert "ca_sema-ruritania-1-1" not in ids
    assert entities(document(one, two)) == entities(document(two, one))


def test_a_record_repeated_in_its_place_is_one_party() -> None:
    again = record(LastName="Sapt", Aliases="Anton Sapt; Toni Sapt")
    found = entities(document(record(LastName="Sapt"), again))
    assert found["ca_sema-ruritania-1-1"].get("alias") == ("Anton Sapt", "Toni Sapt")


def test_the_three_sets_of_tags_tell_the_same() -> None:
    today, with_ships, without = (golden(name) for name in NAMES)
    assert today == with_ships
    parties = [id_ for id_, entity in without.items() if entity.schema != "Sanction"]
    assert parties
    assert all(without[id_] == today[id_] for id_ in parties)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("Air Bora Holdings Pte. Ltd., Air Bora", ["Air Bora Holdings Pte. Ltd.", "Air Bora"]),
        ("Bora, Inc., Bora Cargo, LLC", ["Bora, Inc.", "Bora Cargo, LLC"]),
        ("Бора Инвест, ООО, Бора", ["Бора Инвест, ООО", "Бора"]),
        ("Bora, Works, Co., Ltd.", ["Bora", "Works, Co., Ltd."]),
        ("Министерство труда, науки и спорта", ["Министерство труда, науки и спорта"]),
        ("Zenda Guard, the Guard, l'Armée", ["Zenda Guard", "the Guard", "l'Armée"]),
        ("Bora (Zenda, Strelsau) Co.", ["Bora (Zenda, Strelsau) Co."]),
        ("(Borabank)", ["Borabank"]),
        ("Bora, Co; Ltd, Bora;", ["Bora, Co", "Ltd, Bora"]),
        ("1,000 Ships", ["1,000 Ships"]),
        (", ,;", [", ,"]),
    ],
)
def test_names_are_split_where_the_publisher_parts_them(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@given(st.text())
def test_splitting_loses_no_letter(text: str) -> None:
    def letters(of: str) -> str:
        return "".join(c for c in of if c.isalnum())

    assert letters("".join(split_names(text))) == letters(text)


@pytest.mark.parametrize(
    ("alias", "prop", "name"),
    [
        ("Sergei", "alias", "Sergei SAPT"),
        ("Boris", "weakAlias", "Boris"),
        ("Stepan", "weakAlias", "Stepan"),
        ("SAPTE", "alias", "Sergey Olegovich SAPTE"),
    ],
)
def test_one_word_may_be_another_form_of_the_given_name(alias: str, prop: str, name: str) -> None:
    person = only(GivenName="Sergey Olegovich", LastName="SAPT", Aliases=alias)
    assert person.get(prop) == (name,)


def test_a_language_named_before_an_alias_goes_with_it() -> None:
    alias = only(EntityOrShip="Bora", Aliases="Russian: Бора; Bora").get("alias")
    assert alias == ("Бора", "Bora")
    assert isinstance(alias[0], Text)
    assert alias[0].lang == "rus"


@pytest.mark.parametrize(
    ("text", "dates", "noted"),
    [
        ("1962", ("1962",), False),
        ("1962-05", ("1962-05",), False),
        ("1987/1988", ("1987", "1988"), False),
        ("1963-1964", ("1963", "1964"), True),
        ("in the early 1970s", (), True),
    ],
)
def test_dates_keep_what_is_known(text: str, dates: tuple[str, ...], noted: bool) -> None:
    person = only(LastName="Sapt", DateOfBirthOrShipBuildDate=text)
    assert person.get("birthDate") == dates
    assert (person.get("notes") == (f"Date of birth: {text}",)) is noted


def test_a_ship_may_have_a_name_where_its_number_is_due() -> None:
    ship = only(EntityOrShip="Bora", ShipIMONumber="Bora II")
    assert (ship.schema, ship.get("imoNumber")) == ("Vessel", ())
    assert ship.get("notes") == ("IMO number: Bora II",)


def test_a_ship_number_that_fails_its_check_is_kept_and_marked() -> None:
    ship = only(EntityOrShip="Bora", ShipIMONumber="9074728")
    assert ship.get("imoNumber") == ("9074728",)
    assert "is no IMO ship number" in ship.get("notes")[0]


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        (document(record()), WrongFormat),
        (document(record(Country="", LastName="Sapt")), WrongFormat),
        (document(record(LastName="Sapt", Shoes="12")), UnreadFields),
        (document(record(Entity="Bora", EntityOrShip="Bora II")), WrongFormat),
        (document("<note>x</note>"), UnreadFields),
        (document(), WrongFormat),
        ("<other/>", WrongFormat),
        (document(record(LastName="Sapt"))[:-20], WrongFormat),
    ],
)
def test_what_cannot_be_read_whole_is_refused(xml: str, error: type[SourceError]) -> None:
    with pytest.raises(error):
        entities(xml)


def test_tags_that_came_later_are_marked_as_not_verified() -> None:
    assert [each.verified for each in INFO.formats] == [False, False, True]


@pytest.mark.real_lists
def test_the_real_list_of_2020_is_read_whole(shared: Path) -> None:
    path = shared / REAL
    text = path.read_text("utf-8")
    assert told_by_content(INFO, path).verified
    listed = read({told_by_content(INFO, path).principal: path})
    found = {entity.id: entity for entity in listed}
    assert listed.entries == text.count("<record>") == 1_369
    people = [e for e in found.values() if e.schema == "Person"]
    assert len(people) == text.count("<LastName>") == 985
    assert len([e for e in found.values() if e.schema == "Sanction"]) == 1_369
    dates = [d for e in people for d in e.get("birthDate")]
    written = re.findall(r"<DateOfBirth>(.*?)</DateOfBirth>", text)
    assert dates == [date for cell in written for date in cell.strip().split(" or ")]
    assert not [note for e in found.values() for note in e.get("notes")]


@pytest.mark.real_lists
def test_spot_checks_of_the_real_list(shared: Path) -> None:
    found = {e.id: e for e in read({"sema-lmes-2020.xml": shared / REAL})}
    assert found["ca_sema-burma-1-1"].get("alias") == (
        "Air Bagan Holdings Pte. Ltd.",
        "Air Bagan Limited",
    )
    programs = {e.get("program")[0] for e in found.values() if e.schema == "Sanction"}
    assert {"Burma", "Iran", "Russia", "South Sudan", "Zimbabwe"} < programs
    assert len(programs) == 10
