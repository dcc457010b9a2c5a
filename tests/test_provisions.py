"""Whether what a listing imposes blocks property."""

import pytest

from enjoin.model.provisions import blocks


@pytest.mark.parametrize(
    "words",
    [
        "Block",
        "Asset freeze",
        "Assets Freeze",
        "Asset freeze and prohibition to make funds available",
        "Targeted financial sanctions",
        "Dealings prohibited",
    ],
)
def test_freezing_and_blocking_block(words: str) -> None:
    assert blocks(["Travel ban", words]) is True


@pytest.mark.parametrize(
    "words", ["Travel ban", "Arms embargo", "Unblockable", "Directive 1 under E.O. 13662", "Reject"]
)
def test_other_measures_do_not(words: str) -> None:
    assert blocks([words]) is False


def test_where_no_measure_is_named_nothing_is_known() -> None:
    assert blocks([]) is None
