"""What state, standing and title of a certificate follow from, read as columns of one statement.

Fifty certificates have some three hundred such rows; as instances they cost more than the page that shows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from certificates.domain.assurance import VerificationFact
from certificates.domain.state import Event, EventKind
from certificates.domain.verification import Method, Outcome
from standards.models.standard import edition_name

_NO_DAY = "CAST(NULL AS varchar(10))"
_ROWS = f"""
SELECT 'edition', s.certificate_id, s.id, s.edition_id, standard.code, e.code, {_NO_DAY}, {_NO_DAY}, {_NO_DAY}
FROM certificates_certificatestandard s JOIN standards_edition e ON e.id = s.edition_id
JOIN standards_standard standard ON standard.id = e.standard_id
WHERE s.certificate_id IN ({{wanted}})
UNION ALL
SELECT 'event', certificate_id, id, 0, kind, '', {{day}}, {_NO_DAY}, {_NO_DAY}
FROM certificates_certificateevent WHERE certificate_id IN ({{wanted}})
UNION ALL
SELECT 'look', certificate_id, id, 0, method, outcome, {{looked}}
FROM certificates_verification WHERE certificate_id IN ({{wanted}})
ORDER BY 7, 3"""
"""Days as text, which both engines write alike. What the words and days of a row mean, `_take` says."""


class Held(NamedTuple):
    """An edition that a certificate holds: its number, the code of its standard, its name."""

    edition: int
    standard: str
    name: str


@dataclass(slots=True)
class Outline:
    """Editions in the order of the paper, what the body did, and everything that was looked up."""

    editions: list[Held] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    verifications: list[VerificationFact] = field(default_factory=list)


def outlines_of(certificate_ids: Iterable[int]) -> dict[int, Outline]:
    """The outline of each certificate, by its number: one statement for any number of them."""
    found = {number: Outline() for number in certificate_ids}
    if not found:
        return found
    wanted = ", ".join(["%s"] * len(found))
    looked = ", ".join(_as_text(name) for name in ("checked_on", "next_due_on", "outdated_on"))
    text = _ROWS.format(wanted=wanted, day=_as_text('"on"'), looked=looked)
    with connection.cursor() as cursor:
        cursor.execute(text, [*found] * 3)
        for kind, certificate, *row in cursor.fetchall():
            _take(found[certificate], kind, *row)
    return found


def _as_text(column: str) -> str:
    return f"CAST({column} AS varchar(10))"


def _take(outline: Outline, kind: str, number: int, edition: int, first: str, second: str, *days: str | None) -> None:
    if kind == "edition":
        outline.editions.append(Held(edition, first, edition_name(first, second)))
        return
    on, due, outdated = (date.fromisoformat(day) if day else None for day in days)
    assert on is not None  # noqa: S101 -- neither table is without it
    if kind == "event":
        outline.events.append(Event(EventKind(first), on))
    elif due is not None:
        look = VerificationFact(number, on, Method(first), Outcome(second), due, outdated_on=outdated)
        outline.verifications.append(look)
