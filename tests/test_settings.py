"""Settings: a file, the environment on top, and faults in words."""

from pathlib import Path

import pytest

from hub.errors import Invalid, Unusable
from hub.settings import Settings, read


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text('host = "127.0.0.2"\nport = 9000\n[connectors.a]\nplugin = "csv_file"\n')
    found = read(file, {"HUB_PORT": "9001", "HUB_DATA": "/srv/hub", "HUB_COLOUR": "red"})
    assert (found.host, found.port, found.data) == ("127.0.0.2", 9001, Path("/srv/hub"))
    assert found.connectors["a"].every_seconds == 60
    assert read(None, {}) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = 0", "port: "),
        ("colour = 1", "colour: "),
        ("[connectors.a]\nevery_seconds = 5", "connectors.a.plugin: "),
        ('[connectors.a]\nplugin = "x"\nevery_seconds = 0', "connectors.a.every_seconds: "),
        ('[phrases]\ncause = ["Waiting for", " "]', "phrases.cause.1: "),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(text)
    with pytest.raises(Invalid) as refused:
        read(file, {})
    assert refused.value.message.startswith(f"{file}: ") and said in refused.value.message


def test_a_wrong_variable_is_named() -> None:
    with pytest.raises(Invalid, match="the environment: port: "):
        read(None, {"HUB_PORT": "many"})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    with pytest.raises(Unusable, match=r"hub\.toml"):
        read(file, {})
    file.write_bytes(b"\xff")
    with pytest.raises(Unusable, match=r"hub\.toml"):
        read(file, {})


def test_the_database_is_in_the_data_folder_unless_it_is_named(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).address == f"sqlite:///{tmp_path}/hub.db"
    assert Settings(data=tmp_path, database="sqlite:///x.db").address == "sqlite:///x.db"
