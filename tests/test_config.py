"""Settings, and where they come from."""

from pathlib import Path

import pytest

from enjoin.config import load
from enjoin.model.errors import InvalidInput


def test_the_callers_home_goes_before_the_environments(tmp_path: Path) -> None:
    assert load(tmp_path, {"ENJOIN_HOME": "/elsewhere"}).home == tmp_path
    assert load(None, {"ENJOIN_HOME": str(tmp_path)}).home == tmp_path
    assert load(None, {}).home == Path.home() / ".enjoin"


def test_without_settings_the_store_is_embedded_and_strict(tmp_path: Path) -> None:
    config = load(tmp_path, {})
    assert config.database == f"sqlite:///{tmp_path / 'enjoin.db'}"
    assert config.accept_stale is False


def test_the_file_in_the_home_sets_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "enjoin.toml").write_text("accept_stale = true\nthreshold = 0.8\n")
    config = load(tmp_path, {"ENJOIN_DATABASE": "postgresql://x@y/z"})
    assert (config.accept_stale, config.threshold) == (True, 0.8)
    assert config.database == "postgresql://x@y/z"


@pytest.mark.parametrize(
    "text", ["accept_stale = maybe", "treshold = 0.8", "threshold = 'high'", "threshold = 70"]
)
def test_a_setting_that_is_not_understood_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "enjoin.toml").write_text(text)
    with pytest.raises(InvalidInput, match=r"enjoin\.toml"):
        load(tmp_path, {})
