"""Who is owned: the laws of the fixed point, what is refused, and stakes from others' files."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enjoin.law.ownership.assess import own
from enjoin.law.ownership.files import read_stakes
from enjoin.law.ownership.graph import Graph, read_graph
from enjoin.law.ownership.result import Ownership
from enjoin.law.records import OwnershipTest
from enjoin.law.register import register
from enjoin.model.errors import InvalidInput
from enjoin.pages.ownership import picture

DAY = date(2024, 9, 1)
REGIMES = ("US", "EU", "UK")
NAMES = "ABCDEFGH"
Record = dict[str, Any]


def graph_of(listed: str = "X", **parts: Any) -> Graph:
    """Make a graph in which parties of one letter each are listed everywhere."""
    parties = [{"party": p, "regimes": [*REGIMES], "from": "2020-12-31"} for p in listed]
    return read_graph(json.dumps({"listed": parties} | parts))


def asked(graph: Graph, regime: str = "US", on: date = DAY, known: str | None = None) -> Ownership:
    return own(graph, regime, on, register().ownership_test, known)


def names_of(found: Ownership) -> set[str]:
    return {one.asset for one in found.owned}


@st.composite
def stakes(draw: st.DrawFn) -> list[Record]:
    """Stakes among eight companies and two listed parties, no asset over 100 percent."""
    found = []
    for asset in NAMES:
        left = 10_000
        for owner in draw(st.permutations("XY" + NAMES))[:3]:
            share = draw(st.integers(0, 7_000))
            if owner != asset and share <= left:
                left -= share
                text = f"{share // 100}.{share % 100:02d}"
                found.append({"owner": owner, "asset": asset, "share": text})
    return found


# The fixed point


@settings(deadline=None)
@given(stakes(), st.sampled_from(REGIMES))
def test_the_order_of_the_stakes_does_not_matter(given_: list[Record], regime: str) -> None:
    one = asked(graph_of("XY", stakes=given_), regime)
    other = asked(graph_of("YX", stakes=given_[::-1]), regime)
    assert names_of(one) == names_of(other)
    assert {(o.asset, o.sum) for o in one.owned} == {(o.asset, o.sum) for o in other.owned}


@settings(deadline=None)
@given(stakes(), st.sampled_from(REGIMES))
def test_another_listing_never_takes_anybody_out(given_: list[Record], regime: str) -> None:
    fewer, more = (asked(graph_of(who, stakes=given_), regime) for who in ("X", "XY"))
    assert names_of(fewer) <= names_of(more)


@settings(deadline=None)
@given(stakes(), st.sampled_from(REGIMES), st.data())
def test_another_stake_never_takes_anybody_out(
    given_: list[Record], regime: str, data: st.DataObject
) -> None:
    assume(given_)
    without = given_[:]
    without.pop(data.draw(st.integers(0, len(given_) - 1)))
    fewer, more = (asked(graph_of("XY", stakes=each), regime) for each in (without, given_))
    assert names_of(fewer) <= names_of(more)


@settings(deadline=None)
@given(stakes(), st.sampled_from(REGIMES))
def test_who_is_owned_can_be_counted_again_from_the_answer(
    given_: list[Record], regime: str
) -> None:
    """Every sum is that of the stakes held by listed or owned parties, and is enough."""
    found = asked(graph_of("XY", stakes=given_), regime)
    test = register().ownership_test(regime, DAY)
    members = names_of(found) | {"X", "Y"}
    for one in found.owned:
        held = [s for s in given_ if s["asset"] == one.asset and s["owner"] in members]
        direct = [edge for edge in one.path if edge.asset == one.asset]
        assert test.reached(Fraction(one.sum[0]))
        assert sum(Fraction(edge.share[0]) for edge in direct) == Fraction(one.sum[0])
        if test.aggregate:
            assert sum(Fraction(s["share"]) for s in held) == Fraction(one.sum[0])
    if test.aggregate:
        for held_ in found.not_owned:
            assert not test.reached(Fraction(held_.sum[1]))


@settings(deadline=None)
@given(stakes(), st.sampled_from(REGIMES))
def test_a_path_begins_with_a_listed_party_and_holds_together(
    given_: list[Record], regime: str
) -> None:
    for one in asked(graph_of("XY", stakes=given_), regime).owned:
        reached = {"X", "Y"}
        for edge in one.path:
            if edge.asset != one.asset:
                assert edge.owner in reached
                reached.add(edge.asset)
        assert any(edge.owner in reached and edge.asset == one.asset for edge in one.path)


def test_a_path_leaves_out_owners_that_hang_on_the_asset_alone() -> None:
    stakes = [
        {"owner": "X", "asset": "A", "share": "60"},
        {"owner": "A", "asset": "B", "share": "60"},
        {"owner": "B", "asset": "D", "share": "60"},
        {"owner": "D", "asset": "A", "share": "10"},
    ]
    (found,) = [one for one in asked(graph_of("X", stakes=stakes)).owned if one.asset == "A"]
    assert [(edge.owner, edge.asset) for edge in found.path] == [("X", "A"), ("D", "A")]
    assert found.sum[0] == "70"


@given(st.integers(1, 22), st.sampled_from(REGIMES))
def test_nothing_is_rounded_to_half(decimals: int, regime: str) -> None:
    nearly = "24." + "9" * decimals
    rest = [
        {"owner": "Y", "asset": "T", "share": "25"},
        {"owner": "X", "asset": "T", "share": nearly},
    ]
    found = asked(graph_of("XY", stakes=rest), regime)
    assert not found.owned
    assert all(Fraction(held.sum[1]) < 50 for held in found.not_owned)


def test_a_chain_of_a_thousand_has_its_whole_path() -> None:
    links = [{"owner": "X", "asset": "C0", "share": "50"}]
    links += [{"owner": f"C{n}", "asset": f"C{n + 1}", "share": "50"} for n in range(999)]
    last = asked(graph_of(stakes=links)).owned[-1]
    assert [edge.asset for edge in last.path] == [f"C{n}" for n in range(1000)]
    assert last.path[0].owner == "X"
    assert not last.cut


def test_the_path_of_minority_holders_is_in_the_order_of_the_input() -> None:
    held = [{"owner": p, "asset": "T", "share": s} for p, s in (("Y", "30.00"), ("X", "25.00"))]
    path = asked(graph_of("XY", stakes=held)).owned[0].path
    assert [(edge.owner, edge.share) for edge in path] == [
        ("Y", ("30.00", "30.00")),
        ("X", ("25.00", "25.00")),
    ]


def test_a_circle_is_no_evidence_for_itself() -> None:
    held = [
        {"owner": "X", "asset": "A", "share": "50"},
        {"owner": "C", "asset": "A", "share": "10"},
        {"owner": "A", "asset": "C", "share": "90"},
    ]
    found = asked(graph_of(stakes=held)).owned[0]
    assert (found.asset, found.sum) == ("A", ("60", "60"))
    assert [(edge.owner, edge.asset) for edge in found.path] == [("X", "A"), ("C", "A")]


def test_a_range_that_may_reach_half_is_open_and_so_is_what_hangs_on_it() -> None:
    held = [
        {"owner": "X", "asset": "A", "share": ["40", "60"]},
        {"owner": "A", "asset": "B", "share": "100"},
    ]
    found = asked(graph_of(stakes=held))
    assert [(one.asset, one.sum) for one in found.undetermined] == [
        ("A", ("40", "60")),
        ("B", ("0", "100")),
    ]


# What is refused

STAKE = {"owner": "X", "asset": "A", "share": "50"}


@pytest.mark.parametrize(
    ("graph", "named"),
    [
        ({"stakes": [STAKE | {"share": "100.01"}]}, r"stakes\[0\]\.share"),
        ({"stakes": [STAKE | {"share": "-1"}]}, r"stakes\[0\]\.share"),
        ({"stakes": [STAKE | {"share": "half"}]}, r"stakes\[0\]\.share"),
        ({"stakes": [STAKE | {"share": ""}]}, r"stakes\[0\]\.share"),
        ({"stakes": [STAKE | {"share": ["60", "40"]}]}, r"stakes\[0\]\.share"),
        ({"stakes": [STAKE | {"share": 50}]}, "share"),
        ({"stakes": [STAKE | {"owner": "A"}]}, r"stakes\[0\]"),
        (
            {"stakes": [STAKE | {"from": "2023-02-01", "until": "2023-01-01"}]},
            r"stakes\[0\]\.until",
        ),
        ({"stakes": [STAKE | {"recorded": "soon"}]}, "recorded"),
        ({"stakes": [STAKE | {"shares": "1"}]}, "shares"),
        (
            {"listed": [{"party": "X", "regimes": ["USA"], "from": "2023-01-01"}]},
            r"listed\[0\]\.reg",
        ),
        (
            {"listed": [{"party": "X", "regimes": [], "from": "2023-01-01"}]},
            r"listed\[0\]\.regimes",
        ),
        ({"listed": [{"party": "X", "regimes": ["US"]}]}, "from"),
        ({"control": [{"person": "X", "asset": "A", "kind": "friend"}]}, "kind"),
        ({"blocked_property": [{"asset": "w", "interest": "A", "on": "x", "regime": "US"}]}, "on"),
        ([], "graph"),
    ],
)
def test_a_graph_that_contradicts_itself_is_refused_by_field(graph: Any, named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        read_graph(json.dumps(graph))


def test_stakes_over_the_whole_are_refused_on_the_day_they_are() -> None:
    held = [STAKE | {"share": "60"}, STAKE | {"owner": "Y", "share": "41", "from": "2024-01-01"}]
    graph = graph_of(stakes=held)
    assert names_of(asked(graph, on=date(2023, 12, 31))) == {"A"}
    with pytest.raises(InvalidInput, match="share of those in A adds up to 101 percent"):
        asked(graph, on=date(2024, 1, 1))


@pytest.mark.parametrize(("regime", "on"), [("FR", DAY), ("US", date(2008, 2, 13)), ("KR", DAY)])
def test_without_a_test_there_is_no_answer(regime: str, on: date) -> None:
    with pytest.raises(InvalidInput, match=f"{regime}.*no ownership test"):
        asked(graph_of(stakes=[STAKE]), regime, on)


# Files of others

RELATIONSHIP: Record = {
    "Relationship": {
        "StartNode": {"NodeID": "CHILD", "NodeIDType": "LEI"},
        "EndNode": {"NodeID": "X", "NodeIDType": "LEI"},
        "RelationshipType": "IS_DIRECTLY_CONSOLIDATED_BY",
        "RelationshipPeriods": [
            {"StartDate": "2018-02-06T00:00:00Z", "PeriodType": "RELATIONSHIP_PERIOD"}
        ],
        "RelationshipStatus": "ACTIVE",
    },
    "Registration": {
        "InitialRegistrationDate": "2019-10-01T11:09:00Z",
        "RegistrationStatus": "PUBLISHED",
    },
}


def relationship(**changes: Any) -> bytes:
    record = RELATIONSHIP | {"Relationship": RELATIONSHIP["Relationship"] | changes}
    return json.dumps([record]).encode()


def added(data: bytes) -> Ownership:
    """Ask who is owned by X with the stakes of a file, in the UK, where control counts."""
    read = read_stakes(data, "file")
    graph = msgspec.structs.replace(graph_of(), stakes=read.stakes, control=read.control)
    return asked(graph, "UK")


def test_a_consolidating_parent_holds_an_unknown_stake_and_controls() -> None:
    found = added(relationship())
    assert [(one.asset, one.sum) for one in found.undetermined] == [("CHILD", ("0", "100"))]
    assert [one.asset for one in found.controlled] == ["CHILD"]


@pytest.mark.parametrize(
    ("amount", "share"), [("73.50", "73.50"), ("100.00", "100.00"), ("1.00", ("1.00", "100"))]
)
def test_a_percentage_is_taken_where_it_is_clear(amount: str, share: Any) -> None:
    told = [{"QuantifierAmount": amount, "QuantifierUnits": "PERCENTAGE"}]
    assert read_stakes(relationship(RelationshipQuantifiers=told), "f").stakes[0].share == share


def test_an_ultimate_parent_holds_no_direct_stake() -> None:
    read = read_stakes(relationship(RelationshipType="IS_ULTIMATELY_CONSOLIDATED_BY"), "file")
    assert not read.stakes
    assert [one.kind for one in read.control] == ["de-facto"]


def test_a_manager_of_a_fund_owns_nothing_of_it() -> None:
    read = read_stakes(relationship(RelationshipType="IS_FUND-MANAGED_BY"), "file")
    assert (read.stakes, read.control) == ((), ())
    assert read.skipped == {"IS_FUND-MANAGED_BY": 1}


def test_an_unknown_relationship_is_not_passed_over() -> None:
    with pytest.raises(InvalidInput, match="IS_BEFRIENDED_BY"):
        read_stakes(relationship(RelationshipType="IS_BEFRIENDED_BY"), "file")


def test_the_xml_form_says_the_same_and_deleted_records_nothing() -> None:
    record = """<r:RelationshipRecord><r:Relationship>
      <r:StartNode><r:NodeID>CHILD</r:NodeID></r:StartNode>
      <r:EndNode><r:NodeID>X</r:NodeID></r:EndNode>
      <r:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</r:RelationshipType>
      <r:RelationshipPeriods><r:RelationshipPeriod><r:StartDate>2018-02-06T00:00:00Z</r:StartDate>
        <r:PeriodType>RELATIONSHIP_PERIOD</r:PeriodType></r:RelationshipPeriod>
      </r:RelationshipPeriods><r:RelationshipStatus>ACTIVE</r:RelationshipStatus></r:Relationship>
      <r:Registration>
        <r:InitialRegistrationDate>2019-10-01T11:09:00Z</r:InitialRegistrationDate>
        <r:RegistrationStatus>PUBLISHED</r:RegistrationStatus></r:Registration>
      %s</r:RelationshipRecord>"""
    deleted = "<r:Extension><r:Deletion/></r:Extension>"
    text = f'<r:Data xmlns:r="urn:r">{record % ""}{record % deleted}</r:Data>'
    assert read_stakes(text.encode(), "x").stakes == read_stakes(relationship(), "x").stakes


def test_xml_with_a_dtd_is_refused() -> None:
    with pytest.raises(InvalidInput, match="DTD"):
        read_stakes(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "file")


def statement(interest: Record, **changes: Any) -> bytes:
    details = {"subject": "A", "interestedParty": "X", "interests": [interest]}
    return json.dumps(
        [
            {
                "statementId": "s1",
                "recordId": "r1",
                "recordType": "relationship",
                "recordStatus": "new",
                "statementDate": "2020-03-04",
                "recordDetails": details,
            }
            | changes
        ]
    ).encode()


@pytest.mark.parametrize(
    ("share", "read"),
    [
        ('{"exact": 33.3333333333333333}', "33.3333333333333333"),
        ('{"minimum": 25, "maximum": 50}', ("25", "50")),
        ('{"exclusiveMinimum": 75}', ("75", "100")),
        ("{}", ("0", "100")),
    ],
)
def test_a_shareholding_keeps_every_digit_of_its_share(share: str, read: Any) -> None:
    data = statement({"type": "shareholding", "directOrIndirect": "direct", "share": "HERE"})
    found = read_stakes(data.replace(b'"HERE"', share.encode()), "file")
    assert found.stakes[0].share == read


def test_an_indirect_shareholding_is_none_of_its_own() -> None:
    read = read_stakes(statement({"type": "shareholding", "directOrIndirect": "indirect"}), "file")
    assert (read.stakes, read.skipped) == ((), {"shareholding": 1})


def test_a_seat_on_the_board_is_control() -> None:
    read = read_stakes(statement({"type": "boardMember"}), "file")
    assert [one.kind for one in read.control] == ["director"]


def test_a_closed_record_ends_on_the_day_it_was_stated() -> None:
    interest = {"type": "shareholding", "share": {"exact": 60}}
    read = read_stakes(statement(interest, recordStatus="closed"), "file")
    assert read.stakes[0].until == date(2020, 3, 4)


def test_the_older_generation_is_read_too() -> None:
    data = json.dumps(
        [
            {
                "statementID": "s1",
                "statementType": "ownershipOrControlStatement",
                "statementDate": "2019-03-18",
                "subject": {"describedByEntityStatement": "A"},
                "interestedParty": {"describedByPersonStatement": "X"},
                "interests": [
                    {
                        "type": "shareholding",
                        "interestLevel": "direct",
                        "share": {"minimum": 25, "maximum": 50},
                        "startDate": "2016-07",
                    }
                ],
            }
        ]
    )
    stake = read_stakes(data.encode(), "file").stakes[0]
    assert (stake.owner, stake.asset, stake.from_) == ("X", "A", date(2016, 7, 1))


@pytest.mark.parametrize("data", [b"", b"{", b'[{"LEI": "1"}]', b'"text"', b"<a/>"])
def test_another_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="their-file"):
        read_stakes(data, "their-file")


# The picture


def test_a_picture_names_everybody_on_a_path_and_escapes_names() -> None:
    held = [
        {"owner": "X", "asset": "<A & Co>", "share": "50"},
        {"owner": "<A & Co>", "asset": "B", "share": ["40", "60"]},
    ]
    svg = picture(asked(graph_of(stakes=held)))
    assert svg.startswith("<svg")
    assert "&lt;A &amp; Co&gt;" in svg
    assert "<A" not in svg
    assert "40 to 60 %" in svg
    assert "undetermined" in svg


def test_a_large_picture_says_what_it_leaves_out() -> None:
    held = [{"owner": "X", "asset": f"C{n}", "share": "50"} for n in range(200)]
    assert "121 more owned are not drawn" in picture(asked(graph_of(stakes=held)))


# What is documented, and what is published


def test_the_example_of_the_page_answers_as_the_page_says() -> None:
    page = Path(__file__).parent.parent / "docs" / "ownership.md"
    example = re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)[0]
    found = asked(read_graph(example), on=date(2023, 9, 1))
    assert [(one.asset, one.sum[0]) for one in found.owned] == [("A", "50"), ("K", "50")]
    assert [(edge.owner, edge.asset) for edge in found.owned[1].path] == [
        ("X", "A"),
        ("A", "K"),
        ("X", "K"),
    ]


@pytest.mark.parametrize("test", register().ownership_tests, ids=lambda test: test.id)
def test_every_test_of_the_register_is_on_the_page(test: OwnershipTest) -> None:
    page = Path(__file__).parent.parent / "docs" / "ownership.md"
    assert f"`{test.id}`" in page.read_text("utf-8")


@pytest.mark.real_lists
def test_published_files_are_read_and_answered(shared: Path) -> None:
    files = [
        *(shared / "ownership" / "gleif").glob("rr-*"),
        *(shared / "ownership" / "bods").glob("*.json"),
    ]
    assert files
    for path in files:
        read = read_stakes(path.read_bytes(), path.name)
        assert read.stakes or read.control, path.name
        graph = msgspec.structs.replace(graph_of(), stakes=read.stakes, control=read.control)
        found = asked(graph, "UK")
        assert not found.owned
