"""People, keys and sessions, on each database engine."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from enjoin.config import Config
from enjoin.model.errors import InvalidInput, NotAllowed
from enjoin.store.access import sealed
from enjoin.store.engine import Store
from enjoin.store.opening import opened
from enjoin.workspace import Workspace
from enjoin.workspace.access import LINK, ROLES, SESSION, Access, Principal, csrf_of

PASSWORD = "correct horse battery"


class Clock:
    """A clock that is set."""

    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return what it was set to."""
        return self.now

    def pass_by(self, delay: timedelta) -> None:
        """Let time pass."""
        self.now += delay


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(store: Store, tmp_path: Path, clock: Clock) -> Access:
    return Access(Workspace(Config(home=tmp_path, database=store.url), clock))


def who(access: Access, secret: str) -> Principal | None:
    with opened(access._workspace.config.database) as door:
        return access.who_has_key(door, secret) or access.who_has_session(door, secret)


def test_a_key_is_of_its_program_until_it_ends(access: Access) -> None:
    key = access.add_key("payments", "analyst", 200)
    assert who(access, key) == Principal("payments", "analyst", "key", 200)
    assert who(access, key[:-1]) is None
    access.end_key("payments")
    assert who(access, key) is None
    assert [each.ended is None for each in access.all_keys()] == [False]


def test_keys_are_256_random_bits_each(store: Store, tmp_path: Path, clock: Clock) -> None:
    drawn: list[int] = []

    def draw(size: int) -> bytes:
        drawn.append(size)
        return bytes([len(drawn)]) * size

    access = Access(Workspace(Config(home=tmp_path, database=store.url), clock), draw)
    assert access.add_key("a", "analyst") != access.add_key("b", "analyst")
    assert drawn == [32, 32]


def test_what_is_kept_is_no_secret(access: Access, store: Store) -> None:
    key = access.add_key("payments", "analyst")
    access.add_person("ada", "reviewer", PASSWORD)
    session = access.sign_in("ada", PASSWORD)
    with opened(store.url) as door:
        rows = [*door.all("SELECT * FROM api_keys"), *door.all("SELECT * FROM sessions")]
        rows += door.all("SELECT * FROM people") + door.all("SELECT * FROM journal")
    kept = str(rows)
    assert sealed(key) in kept
    assert "argon2id" in kept
    for secret in (key, session, PASSWORD):
        assert secret not in kept
    journal = str(rows[-3:])
    assert "ada" not in journal
    assert "payments" not in journal


def test_a_password_opens_a_session_that_ends(access: Access, clock: Clock) -> None:
    access.add_person("ada", "reviewer", PASSWORD)
    session = access.sign_in("ada", PASSWORD)
    assert who(access, session) == Principal("ada", "reviewer", "person")
    clock.pass_by(SESSION)
    assert who(access, session) is None


def test_signing_out_and_ending_a_person_end_sessions(access: Access) -> None:
    access.add_person("ada", "reviewer", PASSWORD)
    first, second = access.sign_in("ada", PASSWORD), access.sign_in("ada", PASSWORD)
    access.sign_out(first)
    assert who(access, first) is None
    assert who(access, second) is not None
    access.end_person("ada")
    assert who(access, second) is None
    with pytest.raises(NotAllowed):
        access.sign_in("ada", PASSWORD)


def test_another_role_ends_the_sessions_of_the_first(access: Access) -> None:
    access.add_person("ada", "reviewer", PASSWORD)
    session = access.sign_in("ada", PASSWORD)
    access.add_person("ada", "auditor", PASSWORD)
    assert who(access, session) is None
    assert [person.role for person in access.everybody()] == ["auditor"]


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("eve", PASSWORD), ("", "")])
def test_what_does_not_fit_opens_nothing(access: Access, name: str, password: str) -> None:
    access.add_person("ada", "reviewer", PASSWORD)
    with pytest.raises(NotAllowed) as refused:
        access.sign_in(name, password)
    assert refused.value.status == 401


def test_who_has_no_password_signs_in_by_link_only(access: Access) -> None:
    access.add_person("local", "administrator", None)
    with pytest.raises(NotAllowed):
        access.sign_in("local", "")
    token = access.link("local")
    assert who(access, token) is None, "a link is no session"
    assert who(access, access.sign_in_by_link(token)) is not None
    with pytest.raises(NotAllowed):
        access.sign_in_by_link(token)


def test_a_link_is_good_for_a_quarter_of_an_hour(access: Access, clock: Clock) -> None:
    access.add_person("local", "administrator", None)
    token = access.link("local")
    clock.pass_by(LINK)
    with pytest.raises(NotAllowed, match="quarter"):
        access.sign_in_by_link(token)


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("", "analyst", PASSWORD),
        ("a b", "analyst", PASSWORD),
        ("a\n", "analyst", PASSWORD),
        ("a" * 65, "analyst", PASSWORD),
        ("ada", "emperor", PASSWORD),
        ("ada", "analyst", "short"),
        ("ada", "analyst", "x" * 1_001),
    ],
)
def test_what_will_not_do_is_refused(access: Access, name: str, role: str, password: str) -> None:
    with pytest.raises(InvalidInput):
        access.add_person(name, role, password)


def test_names_that_are_not_there_are_told(access: Access) -> None:
    access.add_key("payments", "analyst")
    for refused in (
        lambda: access.add_key("payments", "analyst"),
        lambda: access.add_key("other", "analyst", 0),
        lambda: access.end_key("nobody"),
        lambda: access.end_person("nobody"),
    ):
        with pytest.raises(InvalidInput):
            refused()


def test_a_form_token_is_of_one_session_and_does_not_give_it_away() -> None:
    assert csrf_of("a") == csrf_of("a") != csrf_of("b")
    assert "a" * 43 not in csrf_of("a" * 43)
    assert csrf_of("a") != sealed("a"), "what is kept of a session is no token of its forms"


def test_every_role_may_look_and_only_administrators_administer() -> None:
    assert all("look" in acts for acts in ROLES.values())
    assert [role for role, acts in ROLES.items() if "administer" in acts] == ["administrator"]
