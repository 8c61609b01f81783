"""Everything as CSV, as a browser gets it, beside a server cursor and the csv module; first byte and memory."""

import csv
import http.client
import io
import statistics
import time
from pathlib import Path

import psycopg2

from bench.databases import Filled
from bench.result import Result
from bench.servers import Server

TIMES = 3
MOST, MOST_FIRST_BYTE, MOST_MB = 5.0, 0.3, 50
FLOOR = "SELECT id, legal_name, local_name, country, city, status, rating, score_tenths, next_expiry_on"


def run(area: str, at: Filled, server: Server) -> list[Result]:
    """In turn, a few times."""
    _ask(server, at)
    before = _peaks(server)
    ours, first, floor = [], [], []
    for _ in range(TIMES):
        seconds, byte, size = _ask(server, at)
        ours.append(seconds)
        first.append(byte)
        floor.append(_floor(at.url))
    grown = max(after - before.get(pid, after) for pid, after in _peaks(server).items())
    whole, bare, byte = (statistics.median(times) for times in (ours, floor, first))
    detail = f"{whole:.2f} s for {at.count:,} rows, {size / 2**20:.0f} MB / {bare:.2f} s"
    return [
        Result(area, "everything as CSV", whole / bare, MOST, detail),
        Result(area, "its first byte, share of 0.3 s", byte / MOST_FIRST_BYTE, 1.0, f"{1000 * byte:.0f} ms"),
        Result(area, "memory of the serving process, share of 50 MB", grown / MOST_MB, 1.0, f"+{grown:.0f} MB"),
    ]


def _ask(server: Server, at: Filled) -> tuple[float, float, int]:
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("GET", "/suppliers/export.csv", headers={"Cookie": f"sessionid={at.cookie}"})
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - begun
    while some := answer.read(65_536):
        size += len(some)
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"the export answered {answer.status}")
    return time.perf_counter() - begun, first, size


def _floor(url: str) -> float:
    begun = time.perf_counter()
    connection = psycopg2.connect(url)
    with connection.cursor("floor") as cursor:
        cursor.itersize = 2_000
        cursor.execute(f"{FLOOR} FROM suppliers_supplier ORDER BY name_key, id")
        writer = csv.writer(buffer := io.StringIO())
        for number, row in enumerate(cursor):
            writer.writerow(row)
            if number % 500 == 0:
                buffer.seek(0)
                buffer.truncate()
    connection.close()
    return time.perf_counter() - begun


def _peaks(server: Server) -> dict[int, float]:
    """The most memory (MB) that each worker of the server ever held."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it ended meanwhile
            continue
        if int(fields["PPid"]) == server.pid and "VmHWM" in fields:
            found[int(fields["Pid"])] = int(fields["VmHWM"].split()[0]) / 1024
    return found
