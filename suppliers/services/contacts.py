"""People at the supplier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from common.records import claim_submission
from suppliers.models import Contact, Site, Supplier
from suppliers.services.saving import edit, insert, refuse_if_archived, remove


@transaction.atomic
def add_contact(
    supplier: Supplier,
    *,
    name: str,
    function: str = "",
    email: str = "",
    phone: str = "",
    site: Site | None = None,
    actor: User,
    submission: UUID | str | None = None,
    at: datetime | None = None,
) -> Contact:
    """Note a person at the supplier. Raises ValidationError, AlreadySubmitted, Refused."""
    refuse_if_archived(supplier.pk)
    claim_submission(submission, supplier.get_absolute_url)
    _refuse_foreign(supplier.pk, site)
    contact = Contact(supplier=supplier, site=site, name=name, function=function, email=email, phone=phone)
    insert(contact, actor=actor, root_id=supplier.pk, at=at)
    return contact


@transaction.atomic
def update_contact(
    contact: Contact, changes: Mapping[str, Any], *, expected_version: int, actor: User, at: datetime | None = None
) -> bool:
    """Change a contact. False when nothing differs. Raises Conflict, ValidationError, Refused."""
    refuse_if_archived(contact.supplier_id)
    _refuse_foreign(contact.supplier_id, changes.get("site"))
    return edit(contact, changes, expected_version=expected_version, actor=actor, root_id=contact.supplier_id, at=at)


@transaction.atomic
def remove_contact(contact: Contact, *, actor: User, at: datetime | None = None) -> None:
    """Take a person off the supplier's record. Raises Refused."""
    refuse_if_archived(contact.supplier_id)
    remove(contact, actor=actor, root_id=contact.supplier_id, at=at)


def _refuse_foreign(supplier_id: int, site: Site | None) -> None:
    if site is not None and site.supplier_id != supplier_id:
        raise ValidationError({"site": "This site belongs to another supplier."})
