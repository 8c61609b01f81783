"""A list of suppliers is imported: read, checked against all that are known, written with history.

`python -m bench.importing ROWS` prints JSON. Everything happens in one transaction that is taken back.
"""

import io
import json
import random
import sys
import time

from bench.databases import Filled
from bench.process import measured
from bench.result import Result

MOST_SECONDS, MOST_QUERIES = 1.0, 60
MANY, MOST_FOR_MANY = 100_000, 60.0
"""As many rows as a file may have."""
FIRST = "Keller Moretti Tanaka Novak Dubois Silva Virtanen Gruber Kowalski Santos Larsen Weiss Ferrari Sato".split()
SECOND = "Turning Grinding Welding Stamping Broaching Honing Casting Etching Lapping Milling Rolling Drawing".split()


def run(area: str, at: Filled, *, whole: bool) -> list[Result]:
    """1,000 rows; the longest list as well when all is wanted."""
    seen = measured("bench.importing", at, 1_000)
    detail = f"check {seen['check']:.2f} s, write {seen['write']:.2f} s, beside {at.count:,} known suppliers"
    found = [
        Result(
            area,
            "import of 1,000 rows, share of 1 s",
            (seen["check"] + seen["write"]) / MOST_SECONDS,
            1.0,
            f"{detail}; plain rows with their history {seen['floor']:.2f} s",
        ),
        Result(area, "statements of it, share of 60", seen["queries"] / MOST_QUERIES, 1.0, f"{seen['queries']}"),
    ]
    if whole:
        many = measured("bench.importing", at, MANY)
        seconds = many["check"] + many["write"]
        told = f"check {many['check']:.0f} s, write {many['write']:.0f} s"
        found.append(
            Result(area, "import of a list of 100,000 rows, share of 60 s", seconds / MOST_FOR_MANY, 1.0, told)
        )
    return found


def main(rows: int) -> None:
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from suppliers.services import importing
    from suppliers.services.importing.checking import check_import
    from suppliers.services.importing.writing import write_import

    found: dict[str, float] = {}
    with transaction.atomic():
        batch = importing.start_import(
            User.objects.get(email="p1@example.com"), SimpleUploadedFile("list.csv", _list(rows))
        )
        guesses = importing.propose_columns(batch, importing.preview(batch))
        mapping = {index: guess.field for index, guess in enumerate(guesses) if guess}
        importing.set_columns(batch, mapping, {}, user=batch.created_by)
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            importing.start_check(batch)
            batch.refresh_from_db()
            check_import(batch.pk, batch.job_id, lambda *_: None)
            found["check"] = time.perf_counter() - begun
            begun = time.perf_counter()
            batch.rows.undecided().update(decision="create")
            importing.start_write(batch)
            write_import(batch.pk)
            found["write"] = time.perf_counter() - begun
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        found["queries"] = sum(not one["sql"].startswith(words) for one in queries.captured_queries)
        found["floor"] = _floor(rows)
        transaction.set_rollback(True)
    print(json.dumps(found))


def _floor(rows: int) -> float:
    """As many bare supplier rows and rows of history, in two statements."""
    from django.db import connection
    from psycopg2.extras import execute_values

    with connection.cursor() as cursor:
        begun = time.perf_counter()
        names = [(number, f"Supplier {number}") for number in range(rows)]
        cursor.execute("CREATE TEMPORARY TABLE floor_rows (id bigint, name text, history jsonb)")
        told = [(number, name, json.dumps({"legal_name": [None, name]})) for number, name in names]
        execute_values(cursor.cursor, "INSERT INTO floor_rows (id, name) VALUES %s", names, page_size=1000)
        execute_values(cursor.cursor, "INSERT INTO floor_rows (id, name, history) VALUES %s", told, page_size=1000)
        return time.perf_counter() - begun


def _list(rows: int) -> bytes:
    dice = random.Random(rows)  # noqa: S311  # the same in every run
    text = io.StringIO()
    text.write("Name,Country,Street,City,E-mail\n")
    for number in range(rows):
        name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number:06d} GmbH"
        text.write(f"{name},DE,Hauptstr. {number % 90},Aachen,quality@s{number}.example\n")
    return text.getvalue().encode()


if __name__ == "__main__":
    main(int(sys.argv[1]))
