"""Whose a record is, who writes it down, and what stands against it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import User
from common import history
from common.problems import Invalid, NotAllowed, Problem
from common.records import claim_submission
from suppliers.models import Scope, Site, Supplier
from suppliers.services import mark_evidence_changed

UNTOLD = frozenset({"id", "supplier", "version", "line_key", "happened_on"})


@dataclass(frozen=True, slots=True)
class Place:
    """The supplier, and the site and process it came from where they are known."""

    supplier: Supplier
    site: Site | None = None
    scope: Scope | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As columns; a process brings its site along."""
        site_id = self.scope.site_id if self.scope else (self.site.pk if self.site else None)
        return {"supplier_id": self.supplier.pk, "site_id": site_id, "scope_id": self.scope.pk if self.scope else None}


@dataclass(frozen=True, slots=True)
class By:
    """Who writes it down and when. `today` is the day that the rules compare with."""

    actor: User
    at: datetime
    today: date
    submission: UUID | str | None = None
    reason: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The act of recording as columns."""
        return {"recorded_by": self.actor, "recorded_at": self.at}


def columns(data: Any) -> dict[str, Any]:
    """A record of the rules as columns."""
    return asdict(data)


def check_place(place: Place) -> None:
    """Raises NotAllowed for an archived supplier, Invalid for a site or process of another one."""
    if Supplier.objects.filter(pk=place.supplier.pk, archived_at__isnull=False).exists():
        raise NotAllowed("This supplier is archived. Bring it back first.")
    if place.site is not None and place.site.supplier_id != place.supplier.pk:
        raise Invalid(Problem("site", "This site belongs to another supplier."))
    if place.scope is not None and place.scope.supplier_id != place.supplier.pk:
        raise Invalid(Problem("scope", "This process is bought from another supplier."))


def needed_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Invalid when there is none."""
    if not reason.strip():
        raise Invalid(Problem("reason", "Say why."))
    return reason.strip()


def keep(row: models.Model, supplier_id: int, by: By, url: Callable[[], str]) -> None:
    """The form counts once; the history says with what the record began; the rating follows."""
    claim_submission(by.submission, url)
    fields = told_fields(row)
    history.record_created(row, actor=by.actor, root_id=supplier_id, fields=fields, reason=by.reason.strip(), at=by.at)
    mark_evidence_changed([supplier_id])


def keep_all(rows: "list[Any]", by: By, reasons: "list[str] | None" = None) -> None:
    """As `keep`, for many records at once, each with its own reason where they are given."""
    said = reasons or [by.reason.strip()] * len(rows)
    history.record_bulk(
        history.build_entry(
            row,
            actor=by.actor,
            action="created",
            changes=history.initial_values(row, told_fields(row)),
            root_id=row.supplier_id,
            reason=reason,
            at=by.at,
        )
        for row, reason in zip(rows, said, strict=True)
    )
    mark_evidence_changed(row.supplier_id for row in rows)


def told_fields(row: models.Model) -> list[str]:
    """What the history of a new record names."""
    fields = (field for field in row._meta.concrete_fields if field.editable or field.name == "number")
    return [field.attname for field in fields if field.name not in UNTOLD]
