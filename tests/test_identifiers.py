"""Check digits of ships, companies, accounts and securities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enjoin.model.identifiers import CHECKED, check


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("imoNumber", "IMO 9187629", "9187629"),
        ("imoCompany", "5543404", "5543404"),
        ("mmsi", "445123456", "445123456"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("swiftBic", "deutdeff", "DEUTDEFF"),
        ("leiCode", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12"),
        ("isinCode", "US0378331005", "US0378331005"),
        ("innCode", "7707083893", "7707083893"),
        ("passportNumber", " A  123 ", "A 123"),
    ],
)
def test_a_right_identifier_is_valid(kind: str, value: str, plain: str) -> None:
    assert check(kind, value) == (plain, True, "", ())


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("imoNumber", "9187628", "last digit would be 9"),
        ("imoNumber", "91876", "needs 7 digits"),
        ("imoCompany", "5543400", "last digit would be 4"),
        ("mmsi", "112345678", "needs 9 digits"),
        ("iban", "DE88370400440532013000", "check digits do not hold"),
        ("swiftBic", "DEUT1", "wrong length"),
        ("isinCode", "US0378331004", "check digits do not hold"),
        ("ogrnCode", "not a number", "is no OGRN"),
    ],
)
def test_a_wrong_identifier_is_kept_and_says_why(kind: str, value: str, why: str) -> None:
    found = check(kind, value)
    assert found.value == value.replace(" ", "").upper()
    assert not found.valid
    assert why in found.why


@given(st.integers(100_000, 999_999), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_leads_back_to_the_ship(stem: int, place: int, by: int) -> None:
    valid = next(f"{stem}{d}" for d in range(10) if check("imoNumber", f"{stem}{d}").valid)
    wrong = valid[:place] + str((int(valid[place]) + by) % 10) + valid[place + 1 :]
    found = check("imoNumber", wrong)
    assert found.valid or valid in found.near


@given(st.sampled_from(sorted(CHECKED)), st.text(max_size=30))
def test_any_text_is_checked(kind: str, value: str) -> None:
    assert isinstance(check(kind, value).valid, bool)
