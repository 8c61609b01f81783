"""The floor of rescoring: the same rows read, ready documents serialised, hashed and copied in, projections updated.

Nothing is rated: the documents are those of some hundred of the very suppliers, over and over. They go into tables of
the same shape as the program's, with the same indexes. Months and requirement items are not written at all.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg2.extras import execute_values

from common.many_rows import Lines
from scoring.domain.snapshot import freeze
from scoring.facts.asking import read_asking
from scoring.facts.rows import read_rows
from scoring.models import RatingModel
from scoring.services.rating import Rated, rate_batch
from scoring.services.snapshots import facts_of_scope

SOME = 600
SNAPSHOT = (
    'supplier_id, scope_key, scope_label, "on", revision, reason, model_id, engine, facts, result, sha256, '
    "likelihood, score_tenths, confidence_percent, created_at"
)
RATING = (
    "supplier_id, scope_key, scope_label, snapshot_id, seen, asked, likelihood, score_tenths, confidence_percent, "
    "criticality, risk_rank, practice_percent, thinnest, is_active, is_line, rated_on, basis"
)
TABLES = {
    "floor_snapshot": "scoring_snapshot",
    "floor_rating": "scoring_scoperating",
    "floor_supplier": "suppliers_supplier",
}
UPDATE = """UPDATE floor_supplier s SET score_tenths = v.a, headline = v.b, next_step = v.c, rated_on = v.d
FROM (VALUES %s) AS v (id, a, b, c, d) WHERE s.id = v.id"""


@dataclass(frozen=True)
class Document:
    """A rating that was made before the clock began."""

    facts: dict[str, Any]
    result: dict[str, Any]
    rated: Rated


class Floor:
    """Goes through suppliers batch by batch, as rescoring does."""

    def __init__(self, supplier_ids: Sequence[int], on: date) -> None:
        row = RatingModel.objects.current()
        some = random.Random(1).sample(list(supplier_ids), SOME)  # noqa: S311  # the same in every run
        rated = rate_batch(some, row.model, on).rated
        self.on, self.model_id, self.done = on, row.pk, 0
        self.documents = [[_document(one, scope) for scope in one.cards] for one in rated]
        self.reading = _reading(some[:2], on)
        with connection.cursor() as cursor:
            for mine, theirs in TABLES.items():
                cursor.execute(f"DROP TABLE IF EXISTS {mine}")
                cursor.execute(f"CREATE TABLE {mine} (LIKE {theirs} INCLUDING ALL)")
            cursor.execute("INSERT INTO floor_supplier OVERRIDING SYSTEM VALUE SELECT * FROM suppliers_supplier")

    def run(self, supplier_ids: Sequence[int]) -> None:
        """One batch in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in self.reading:
                cursor.execute(statement, {"ids": list(supplier_ids)})
                cursor.fetchall()
            self._write(cursor.cursor, [one for pk in supplier_ids for one in self._next(pk)])

    def _next(self, supplier_id: int) -> list[tuple[int, Document]]:
        self.done += 1
        return [(supplier_id, one) for one in self.documents[self.done % len(self.documents)]]

    def _write(self, cursor: Any, told: list[tuple[int, Document]]) -> None:
        cursor.copy_expert(f"COPY floor_snapshot ({SNAPSHOT}) FROM STDIN", Lines(self._lines(told)))
        ratings = [self._rating(pk, one) for pk, one in told]
        execute_values(cursor, f"INSERT INTO floor_rating ({RATING}) VALUES %s", ratings, page_size=1000)  # noqa: S608
        lines = {pk: one.rated.line for pk, one in told}
        values = [(pk, card.score, card.headline, card.next_step, self.on) for pk, card in lines.items()]
        execute_values(cursor, UPDATE, values, page_size=1000)

    def _lines(self, told: list[tuple[int, Document]]) -> Iterator[str]:
        for supplier_id, one in told:
            facts, result = _canonical(one.facts), _canonical(one.result)
            digest = sha256(f'{{"facts":{facts},"result":{result}}}'.encode()).hexdigest()
            card = one.rated.line
            values = [supplier_id, one.result["scope"], card.scope_label, self.on, 1, "first", self.model_id, "1"]
            values += [facts, result, digest, card.likelihood.value, card.score, card.confidence // 10_000, self.on]
            yield "\t".join(str(value).replace("\\", "\\\\") for value in values) + "\n"

    def _rating(self, supplier_id: int, one: Document) -> tuple[Any, ...]:
        card, none = one.rated.line, "0" * 64
        head = (supplier_id, one.result["scope"], card.scope_label, 0, none, none, card.likelihood.value, card.score, 1)
        return (*head, card.criticality.value, 0, 0, "", True, True, self.on, "")

    def close(self) -> None:
        """Take the tables away."""
        with connection.cursor() as cursor:
            for mine in TABLES:
                cursor.execute(f"DROP TABLE {mine}")


def _canonical(document: dict[str, Any]) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _document(rated: Rated, scope: str) -> Document:
    frozen = freeze(facts_of_scope(rated.facts, scope), rated.cards[scope])
    return Document(frozen.facts, frozen.result, rated)


def _reading(ids: Sequence[int], on: date) -> list[str]:
    """The program's own statements that read facts, for any number of suppliers."""
    with CaptureQueriesContext(connection) as queries:
        read_asking(ids, on)
        read_rows(ids, on)
    inside = re.compile(r"IN \((?:\d+(?:, )?)+\)")
    return [inside.sub("= ANY(%(ids)s)", one["sql"].replace("%", "%%")) for one in queries.captured_queries]
