"""Clients of the bench, in a process of their own: ``python -m tests.bench.clients``.

Takes a job as JSON on its first line of input, says ``ready``, starts at the next line and
answers with the seconds that each acknowledged write took, as JSON.
"""

import http.client
import json
import sys
import threading
import time
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

FIRST_DAY = date(2000, 1, 1)
DAYS = 8_000
PATIENCE = 30.0  # s


@dataclass(frozen=True)
class Job:
    """``threads`` clients write for ``seconds`` to the KPIs from ``first`` on, one KPI each."""

    port: int
    threads: int
    seconds: float
    first: int
    kpis: int


class Client(threading.Thread):
    def __init__(self, job: Job, number: int, start: threading.Event) -> None:
        super().__init__(daemon=True)
        self.took: list[float] = []
        self.faults: list[str] = []
        self._job, self._start = job, start
        kpi = (job.first + number) % job.kpis
        self._path = f"/api/v1/kpis/works.kpi_{kpi}/measurements"
        self._day = uuid4().int % DAYS
        self._connection = http.client.HTTPConnection("127.0.0.1", job.port, timeout=PATIENCE)

    def run(self) -> None:
        self._connection.connect()
        self._start.wait()
        until = time.perf_counter() + self._job.seconds
        while (began := time.perf_counter()) < until:
            self._write()
            self.took.append(time.perf_counter() - began)
        self._connection.close()

    def _write(self) -> None:
        self._day = (self._day + 1) % DAYS
        day = FIRST_DAY + timedelta(days=self._day)
        figure = {"period": day.isoformat(), "value": uuid4().int % 100_000_000 / 1000}
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        self._connection.request("POST", self._path, json.dumps(figure), headers)
        reply = self._connection.getresponse()
        words = reply.read()
        if reply.status != http.client.CREATED:
            self.faults.append(f"{reply.status} {words.decode()}")


def main() -> None:
    job = Job(**json.loads(sys.stdin.readline()))
    start = threading.Event()
    clients = [Client(job, number, start) for number in range(job.threads)]
    for client in clients:
        client.start()
    print("ready", flush=True)
    sys.stdin.readline()
    start.set()
    for client in clients:
        client.join()
    took = [seconds for client in clients for seconds in client.took]
    faults = [fault for client in clients for fault in client.faults]
    print(json.dumps({"took": took, "faults": faults}), flush=True)


if __name__ == "__main__":
    main()
