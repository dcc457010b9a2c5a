"""From a mention in a report to a listed party."""

from enjoin.model.match import Evidence, Match, Party
from enjoin.monitoring import read
from enjoin.monitoring.links import listed

TEXT = (
    "Cuban Defence Minister Raul Ortiz met Jane Roe on Monday. Ortiz smiled. "
    "Minister Falk stayed at home."
)


def match(name: str, score: float, is_match: bool = True) -> Match:
    evidence = (Evidence("name", 9.0, "the names agree", name, name),)
    return Match(
        entity_id=f"un_sc-{score}",
        caption=name,
        schema="Person",
        score=score,
        match=is_match,
        stale=False,
        prior=-9.0,
        evidence=evidence,
        listings=(),
        lists=(),
        scorer="test",
    )


def test_a_full_name_with_its_country_is_asked_for_and_linked() -> None:
    asked: list[Party] = []

    def find(party: Party) -> list[Match]:
        asked.append(party)
        return [match("ORTIZ, Raul", 0.9)] if "Raul Ortiz" in party.names else []

    found = listed(read("a.txt", TEXT.encode()), TEXT, find)
    assert asked[0] == Party(names=("Raul Ortiz",), schema="Person", countries=("cu",))
    assert [TEXT[slice(*one.mention.span)] for one in found] == ["Raul Ortiz", "Ortiz"]
    assert {one.caption for one in found} == {"ORTIZ, Raul"}
    assert "the names agree" in found[0].because


def test_a_family_name_without_a_country_is_never_asked_for() -> None:
    names: list[str] = []
    listed(read("a.txt", TEXT.encode()), TEXT, lambda party: names.extend(party.names) or [])  # type: ignore[func-returns-value]
    assert "Falk" not in names


def test_what_does_not_reach_the_threshold_is_no_link() -> None:
    report = read("a.txt", TEXT.encode())
    assert listed(report, TEXT, lambda party: [match(party.names[0], 0.4, is_match=False)]) == []


def test_an_organisation_and_a_vessel_are_asked_for_by_full_name_and_kind() -> None:
    text = "The tanker Lucky Mariner 9 belongs to Sunway Petro Trading Limited of Dubai."
    asked: list[Party] = []

    def find(party: Party) -> list[Match]:
        asked.append(party)
        return [match(party.names[0].upper(), 0.9)]

    found = listed(read("a.txt", text.encode()), text, find)
    assert {(party.schema, party.names) for party in asked} == {
        ("Vessel", ("Lucky Mariner 9",)),
        ("Organization", ("Sunway Petro Trading Limited",)),
    }
    assert [text[slice(*one.mention.span)] for one in found] == [p.names[0] for p in asked]
    assert all(one.because.startswith("full name") for one in found)


def test_where_an_envoy_sits_is_not_the_envoys_country() -> None:
    text = "The company, whose representative in Cairo, Ryang Tok Hwa, spoke, has left."
    asked: list[Party] = []
    listed(read("a.txt", text.encode()), text, lambda party: asked.append(party) or [])  # type: ignore[func-returns-value]
    assert asked == [Party(names=("Ryang Tok Hwa",), schema="Person", countries=())]
