"""What answers about standards look like."""

from datetime import date
from typing import TypedDict

from standards.models import Edition, Standard


class EditionRow(TypedDict):
    """An edition with the dates of its transition; null is not known or not set yet."""

    id: int
    name: str
    published_on: date | None
    superseded_on: date | None
    no_new_certificates_after: date | None
    invalid_after: date | None


def edition_row(edition: Edition, standard: Standard) -> EditionRow:
    name = f"{standard.code}:{edition.code}" if edition.code.isdigit() else f"{standard.code} {edition.code}"
    return {
        "id": edition.pk,
        "name": name,
        "published_on": edition.published_on,
        "superseded_on": edition.superseded_on,
        "no_new_certificates_after": edition.no_new_certificates_after,
        "invalid_after": edition.invalid_after,
    }


class StandardRow(TypedDict):
    """A standard by the name that is printed on certificates, with its editions."""

    id: int
    code: str
    title: str
    editions: list[EditionRow]


def standard_row(standard: Standard) -> StandardRow:
    """A standard (prefetch `editions`)."""
    editions = [edition_row(edition, standard) for edition in standard.editions.all()]
    return {"id": standard.pk, "code": standard.code, "title": standard.title, "editions": editions}
