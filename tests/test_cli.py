"""The command line: what it prints, what it refuses, and that a refusal changes nothing."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.cli import main
from hub.commands import LoadScorecard
from hub.hub import Hub
from hub.model import Kpi
from hub.snapshot.views import Need
from hub.testing import SCORECARD, WORKER
from tests.paper import sheets
from tests.web.note_count import NoteCount

Run = Callable[..., tuple[int, str, str]]
FIGURES = "kpi,period,value\nworks.on_time,2025-12,96\nworks.on_time,2025-11,95\n"


@pytest.fixture
def run(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: object) -> Run:
    """``run("load", "works.yaml")`` beside the hub: exit status, output, errors."""
    monkeypatch.chdir(tmp_path)
    for name in ("HUB_DATA", "HUB_DATABASE", "HUB_HOST", "HUB_PORT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "works.yaml").write_text(SCORECARD)
    (tmp_path / "figures.csv").write_text(FIGURES)
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\xff\x00")
    (tmp_path / "tabs.yaml").write_text("unit: works\n\ttitle: Works\n")

    def ran(verb: str, *arguments: str) -> tuple[int, str, str]:
        status = main([verb, "--data", str(hub.settings.data), *arguments])
        said = capsys.readouterr()  # type: ignore[attr-defined]
        return status, said.out, said.err

    return ran


def value(hub: Hub) -> float | None:
    key = "works.on_time"
    return hub.snapshot(Need(kpis=frozenset({key}))).kpis[key].value


# -- serving -------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "::", "hub.example", "localhost.evil"])
def test_the_demo_serves_this_computer_only(run: Run, host: str, tmp_path: Path) -> None:
    status, out, err = run("demo", "--host", host)
    assert (status, out) == (1, "")
    assert f"serves this computer only, not {host}" in err


def test_serving_without_sign_in_is_a_choice(run: Run) -> None:
    status, out, err = run("serve")
    assert (status, out) == (1, "")
    assert "--insecure-demo" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "nothing.yaml"], "nothing.yaml"),
        (["load", "."], ".: Is a directory"),
        (["load", "picture.yaml"], "picture.yaml: this is not text in UTF-8"),
        (["load", "tabs.yaml"], "tabs.yaml, line 2: "),
        (["import", "picture.yaml"], "picture.yaml: this is not text in UTF-8"),
        (["import", "works.yaml"], "works.yaml has no column 'kpi'"),
        (["serve", "--insecure-demo", "--host", "no..name"], "Cannot listen on no..name, port"),
        (["dump", "mars"], "no scorecard of a unit called 'mars'"),
        (["import", "nothing.csv"], "nothing.csv"),
        (
            ["draw", "moon", "--out", "x.svg"],
            "no display called 'moon'. There are: ",
        ),
        (["draw", "scorecard", "--unit", "mars", "--out", "x.svg"], "no unit called 'mars'"),
        (["draw", "scorecard", "--out", "x.gif"], "the name ends in .svg, .png or .pdf"),
        (["draw", "scorecard", "--out", "no/such/folder/x.svg"], "no/such/folder"),
        (["draw", "scorecard", "--size", "huge", "--out", "x.svg"], "not a size"),
        (["load", "works.yaml", "--config", "no.toml"], "no.toml"),
    ],
)
def test_refusals_are_words_on_stderr(run: Run, arguments: list[str], said: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    (line,) = err.splitlines()
    assert line.startswith("hub: ") and said in line


@pytest.mark.parametrize("wrong", ['port = "many"', "colour = 1", "port = ", "[connectors.x]\n"])
def test_a_hub_toml_that_makes_no_sense_is_refused(run: Run, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "hub.toml").write_text(wrong)
    status, _, err = run("dump", "works")
    assert status == 1 and "hub.toml" in err


def test_each_fault_of_a_file_has_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("colour: red\nshape: round\n")
    status, _, err = run("load", "odd.yaml")
    lines = err.splitlines()
    assert status == 1
    assert all(line.startswith("hub: odd.yaml, line ") for line in lines)
    assert len(lines) == 4  # unit and title are missing, colour and shape are not known


def test_a_day_that_does_not_exist_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "--as-of", "2025-02-30"])
    assert "'2025-02-30' is not a day such as 2026-01-14" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["99999", "0", "-5", "many", "²", ""])
def test_a_port_that_there_is_not_is_told_in_words(
    capsys: pytest.CaptureFixture[str], port: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--insecure-demo", "--port", port])
    assert left.value.code == 2
    assert f"{port!r} is not a port from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["serve", "--insecure-demo"], ["demo"]])
def test_a_port_that_is_taken_is_told_before_anything_is_made(
    run: Run, tmp_path: Path, verb: list[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, out, err = run(*verb, "--port", str(port), "--data", str(tmp_path / "new"))
    assert (status, out) == (1, "")
    assert err.startswith(f"hub: Cannot listen on 127.0.0.1, port {port}: Address already in use")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["dump", "works"],
        ["load", "works.yaml", "--dry-run"],
        ["import", "figures.csv"],
        ["draw", "scorecard", "--out", "x.svg"],
    ],
)
@pytest.mark.parametrize("folder", ["mistyped", "empty"])
def test_a_folder_without_a_database_is_refused_and_left_alone(
    run: Run, tmp_path: Path, arguments: list[str], folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    status, out, err = run(*arguments, "--data", folder)
    assert (status, out) == (1, "")
    place = tmp_path / folder
    assert err.startswith(f"hub: There is no hub database in {place}. Name the folder of yours")
    assert sorted(tmp_path.rglob("*")) == before


def test_load_makes_a_database_where_there_is_none(run: Run, tmp_path: Path) -> None:
    assert run("load", "works.yaml", "--data", "new")[0] == 0
    assert (tmp_path / "new" / "hub.db").exists()


@pytest.mark.parametrize(
    ("folder", "said"),
    [("works.yaml", "works.yaml is a file"), ("works.yaml/in", "works.yaml/in cannot be made")],
)
def test_a_folder_that_cannot_be_is_refused(run: Run, folder: str, said: str) -> None:
    status, out, err = run("load", "works.yaml", "--data", folder)
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert said in err


def test_an_interrupted_start_leaves_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Hub, "open", interrupt)
    assert run("dump", "works") == (130, "", "hub: stopped\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["demo", "--as-of", "soon"], ["load", "works.yaml", "--data", ""]],
)
def test_what_cannot_be_parsed_is_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


# -- scorecards ----------------------------------------------------------------------------


def test_load_tells_what_it_did(run: Run, tmp_path: Path) -> None:
    assert run("load", "works.yaml")[:2] == (0, "works.yaml: 0 added, 0 changed, 0 retired\n")
    (tmp_path / "works.yaml").write_text(SCORECARD.replace("Line running", "Belt running"))
    line = "changed  kpi works.pulse: title\n"
    tally = "works.yaml: 0 added, 1 changed, 0 retired"
    dry = run("load", "works.yaml", "--dry-run")
    assert dry[:2] == (0, f"{line}{tally} (dry run: nothing kept)\n")
    assert run("load", "works.yaml")[:2] == (0, f"{line}{tally}\n")
    assert run("load", "works.yaml")[1].startswith("works.yaml: 0 added, 0 changed")


def test_load_warns_of_odd_questions_and_takes_them(run: Run) -> None:
    status, out, err = run("load", "works.yaml")
    assert (status, out) == (0, "works.yaml: 0 added, 0 changed, 0 retired\n")
    assert "warning: “Do we keep our word?” has no KPI that answers it." in err
    assert "warning: KPI “Line running” answers no key performance question." in err


def test_a_conflict_is_told_and_either_side_can_win(run: Run, hub: Hub, tmp_path: Path) -> None:
    with hub.store.write() as session:
        session.query(Kpi).filter(Kpi.key == "works.pulse").one().title = "Belt running"
    (tmp_path / "works.yaml").write_text(SCORECARD.replace("Line running", "Chain running"))
    status, out, err = run("load", "works.yaml")
    assert (status, out) == (1, "")
    assert "works.yaml, line 21: kpi works.pulse: title was edited on the desk" in err
    assert run("load", "works.yaml", "--theirs")[:2] == (
        0,
        "kept     kpi works.pulse: title\nworks.yaml: 0 added, 0 changed, 0 retired\n",
    )
    with pytest.raises(SystemExit):
        run("load", "works.yaml", "--ours", "--theirs")


def test_what_dump_writes_load_takes(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("dump", "works")
    assert status == 0 and "title: Works scorecard" in out
    (tmp_path / "again.yaml").write_text(out)
    assert run("load", "again.yaml")[1] == "again.yaml: 0 added, 0 changed, 0 retired\n"
    assert run("dump", "works")[1] == out


# -- figures -------------------------------------------------------------------------------


def test_import_tallies(run: Run, hub: Hub) -> None:
    assert run("import", "figures.csv")[:2] == (
        0,
        "figures.csv: 2 new, 0 revised, 0 earlier, 0 unchanged\n",
    )
    assert value(hub) == 96
    assert run("import", "figures.csv")[1] == (
        "figures.csv: 0 new, 0 revised, 0 earlier, 2 unchanged\n"
    )


def test_bad_rows_are_listed_by_number_and_nothing_is_taken(
    run: Run, hub: Hub, tmp_path: Path
) -> None:
    bad = "works.nothing,2025-12,1\nworks.on_time,2025-W49,1\nworks.on_time,2025-10,lots\n"
    (tmp_path / "figures.csv").write_text(FIGURES + bad)
    before = hub.ask()
    status, out, err = run("import", "figures.csv")
    assert (status, out) == (1, "")
    assert "figures.csv row 4: there is no KPI called 'works.nothing'" in err
    assert "figures.csv row 5: works.on_time is measured by month" in err
    assert "figures.csv row 6: value: 'lots' is not a number" in err
    assert "3 bad rows: nothing was taken (--keep-good takes the 2 others)" in err
    assert (hub.ask(), value(hub)) == (before, None)
    status, out, _ = run("import", "figures.csv", "--keep-good")
    assert (status, value(hub)) == (0, 96)
    assert out.endswith("2 new, 0 revised, 0 earlier, 0 unchanged, 3 bad rows left out\n")


def test_a_hundred_bad_rows_are_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("kpi,period,value\n" + "a,2025-12,1\n" * 100)
    status, _, err = run("import", "figures.csv")
    assert status == 1 and "and 80 more" in err
    assert len(err.splitlines()) == 23


def test_a_file_in_another_encoding_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_bytes(b"kpi,period,value\nB\xe4r,2025-12,1\n")
    status, out, err = run("import", "figures.csv")
    assert (status, out) == (1, "") and "figures.csv" in err


# -- drawing -------------------------------------------------------------------------------


def test_draw_writes_the_picture(
    run: Run, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Hub.open

    def with_note_count(self: Hub) -> Hub:
        self.displays.add(NoteCount)
        return made(self)

    monkeypatch.setattr(Hub, "open", with_note_count)
    for name, start in (("x.svg", b"<svg"), ("x.png", b"\x89PNG"), ("x.pdf", b"%PDF")):
        status, out, _ = run("draw", "note_count", "--unit", "works", "--out", name)
        assert (status, out) == (0, f"{name}\n")
        assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize("paper", ["A3", "a3"])
def test_paper_sizes_are_known_in_capitals_and_without(
    run: Run, hub: Hub, tmp_path: Path, paper: str
) -> None:
    status, _, err = run("draw", "scorecard", "--unit", "works", "--paper", paper, "--out", "x.pdf")
    assert (status, err) == (0, "")
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("page", "count"), [([], 2), (["--page", "2"], 1)])
def test_a_pdf_has_all_pages_or_the_one_asked_for(
    run: Run, hub: Hub, tmp_path: Path, page: list[str], count: int
) -> None:
    lines = "".join(
        f"  - {{key: k{n}, title: Line {n}, objectives: [delivery], measure: percent,"
        " frequency: month, owner: Head of Delivery}\n"
        for n in range(20)
    )
    hub.execute(LoadScorecard(name="works.yaml", text=SCORECARD + lines), WORKER)
    status, _, err = run("draw", "scorecard", "unit=works", *page, "--out", "x.pdf")
    assert (status, err) == (0, "")
    assert len(sheets((tmp_path / "x.pdf").read_bytes())) == count


def test_what_a_scene_is_told_is_key_and_value(run: Run, hub: Hub) -> None:
    with pytest.raises(SystemExit):
        run("draw", "scorecard", "works", "--out", "x.svg")


def test_commands_beside_a_running_hub_reach_its_walls(run: Run, hub: Hub) -> None:
    heard: dict[str, int] = {}
    hub.notify = heard.update
    run("import", "figures.csv")
    hub.relay()
    assert "kpi:works.on_time@staff" in heard
