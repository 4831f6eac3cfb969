"""Traps sent to a real hub: refused or previewed in words with cells, and nothing stays behind."""

import http.client
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from hub.commands import LoadScorecard
from hub.domain.rights import system
from hub.hub import Hub
from hub.settings import Settings
from hub.testing import SCORECARD
from tests.server import Server
from tests.uploads.made import separated
from tests.uploads.traps import FAULTY, GOOD, KPI, REFUSED, ROW

PATH = "/api/v1/uploads"
PATIENCE = 60.0  # s for one file


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the hub puts its temporary files, and nobody else."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory, temporary: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("works")
    made = Hub(Settings(data=folder / "data")).open()
    made.execute(LoadScorecard(name="works.yaml", text=SCORECARD), system("test"))
    made.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        server = Server(folder, "serve", "--insecure-demo", "--data", str(folder / "data"))
    yield server.wait()
    server.stop()


@pytest.fixture(autouse=True)
def nothing_stays_behind(works: Server, temporary: Path) -> Iterator[None]:
    """After each file: no process that reads, no temporary file, no figure, no open descriptor."""
    before = left(works, temporary)
    yield
    assert left(works, temporary) == before


def left(works: Server, temporary: Path) -> tuple[int, int, int, int]:
    figures = works.get(f"/api/v1/kpis/{KPI}/measurements")["items"]
    family = descendants(works.process.pid)
    readers = [pid for pid in family if b"hub.uploads.reading" in said_of(pid)]
    files = sum(1 for pid in family for place in opened(pid) if str(temporary) in place)
    files += sum(1 for _ in temporary.iterdir())
    return len(readers), len(family), files, len(figures)


def descendants(pid: int) -> list[int]:
    """The processes below one, those that ended and were not waited for as well."""
    children = [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and parent(int(entry.name)) == pid
    ]
    return children + [below for child in children for below in descendants(child)]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def said_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def opened(pid: int) -> list[str]:
    folder, found = Path(f"/proc/{pid}/fd"), []
    for each in folder.iterdir():
        try:
            found.append(str(each.readlink()))
        except FileNotFoundError:
            continue  # closed meanwhile
    return found


def sent(works: Server, raw: bytes, more: Mapping[str, str] = {}) -> tuple[int, dict[str, Any]]:
    link = http.client.HTTPConnection("127.0.0.1", works.port, timeout=PATIENCE)
    headers = {"Content-Type": "application/octet-stream", **more}
    try:
        link.request("POST", f"{PATH}?name=pack", raw, headers)
        reply = link.getresponse()
        return reply.status, json.loads(reply.read())
    finally:
        link.close()


def named(traps: Any) -> Any:
    return [pytest.param(*rest, id=name) for name, *rest in traps]


@pytest.mark.parametrize(("make", "status", "words"), named(REFUSED))
def test_what_is_no_pack_is_refused_in_words(
    works: Server, make: Callable[[], bytes], status: int, words: str
) -> None:
    found, answer = sent(works, make())
    assert (found, words in answer["error"]) == (status, True), answer


@pytest.mark.parametrize(("make", "faults"), named(FAULTY))
def test_faults_are_previewed_with_their_cells_and_refuse_the_whole(
    works: Server, make: Callable[[], bytes], faults: tuple[str, ...]
) -> None:
    status, answer = sent(works, make())
    assert (status, answer.get("faults", 0) >= len(faults)) == (201, True), answer
    preview = works.get(f"{PATH}/{answer['id']}")
    told = [f"{fault['place']}: {fault['words']}" for fault in preview["faults"]]
    for fault in faults:
        assert any(each.startswith(fault) for each in told), told
    body = json.dumps({"digest": preview["digest"]})
    link = http.client.HTTPConnection("127.0.0.1", works.port, timeout=PATIENCE)
    link.request("POST", f"{PATH}/{answer['id']}/apply", body, {"Content-Type": "application/json"})
    reply = link.getresponse()
    assert (reply.status, faults[0].lstrip(": ")[:25] in json.loads(reply.read())["error"]) == (
        400,
        True,
    )
    link.close()


@pytest.mark.parametrize(("make", "place"), named(GOOD))
def test_honest_files_are_previewed_cell_by_cell(
    works: Server, make: Callable[[], bytes], place: str
) -> None:
    status, answer = sent(works, make())
    assert (status, answer.get("new"), answer.get("faults")) == (201, 1, 0), answer
    (change,) = works.get(f"{PATH}/{answer['id']}")["changes"]
    assert (change["place"], change["period"], change["shown"]) == (place, "2025-12", "96.0%")


@pytest.mark.parametrize("form", ["counted", "in pieces"])
def test_a_link_that_breaks_within_the_file_leaves_nothing(works: Server, form: str) -> None:
    """What came of the file is a whole pack to look at; it is not taken for one, and the same
    key takes the file when it comes again."""
    part = separated(ROW) + b"\r\n"
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n"
        f"Idempotency-Key: cut {form}\r\n"
    )
    if form == "counted":
        head += f"Content-Length: {len(part) + 100}\r\n\r\n"
        body = part
    else:
        head += "Transfer-Encoding: chunked\r\n\r\n"
        body = f"{len(part):x}\r\n".encode() + part + b"\r\n"
    with socket.create_connection(("127.0.0.1", works.port), timeout=PATIENCE) as link:
        link.sendall(head.encode() + body)
        link.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: link.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 400 ") and b"The link broke" in said, said
    whole = separated(ROW, (KPI, "2025-11", 95))
    status, answer = sent(works, whole, {"Idempotency-Key": f"cut {form}"})
    assert (status, answer.get("new")) == (201, 2), answer
