"""The vocabulary of entities is FollowTheMoney's, word for word."""

from enjoin.model.schema import MATCHABLE, REFERENCES, SCHEMATA, TARGET_TOPICS, lineage
from enjoin.workspace import exporting
from followthemoney_oracle import asked


def test_schemata_and_properties_are_those_of_the_library() -> None:
    theirs = asked("vocabulary")
    ours = {
        schema: {
            "lineage": sorted(lineage(schema)),
            "properties": sorted(properties),
            "references": sorted(REFERENCES[schema]),
        }
        for schema, properties in SCHEMATA.items()
    }
    assert ours == theirs


def test_topics_of_targets_are_those_of_the_library() -> None:
    assert sorted(TARGET_TOPICS) == asked("topics")


def test_columns_of_an_export_hold_what_the_library_calls_countries_and_identifiers() -> None:
    assert asked("types", "country", *sorted(MATCHABLE)) == sorted(exporting.COUNTRIES)
    identifiers = asked("types", "identifier", *MATCHABLE)
    assert identifiers == sorted({*exporting.IDENTIFIERS, "programId"})


def test_a_schema_is_what_it_extends() -> None:
    assert {"Company", "Organization", "LegalEntity", "Thing", "Asset"} <= lineage("Company")
    assert "Company" not in lineage("Organization")
