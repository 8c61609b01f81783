"""The other names of a supplier, and the numbers that it goes by."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from common.records import claim_submission
from suppliers.domain.identifiers import InvalidNumber, Number, check_number
from suppliers.domain.terms import IdentifierKind
from suppliers.models import Alias, Identifier, Supplier
from suppliers.services.projections import refresh_search
from suppliers.services.saving import edit_unversioned, insert, refuse_if_archived, remove


@transaction.atomic
def add_alias(
    supplier: Supplier, name: str, *, actor: User, submission: UUID | str | None = None, at: datetime | None = None
) -> Alias:
    """Note another name of the supplier; it is found by it. Raises ValidationError, AlreadySubmitted, Refused."""
    refuse_if_archived(supplier.pk)
    claim_submission(submission, supplier.get_absolute_url)
    alias = Alias(supplier=supplier, name=name)
    insert(alias, actor=actor, root_id=supplier.pk, at=at)
    refresh_search(supplier.pk)
    return alias


@transaction.atomic
def update_alias(alias: Alias, name: str, *, actor: User, at: datetime | None = None) -> bool:
    """Correct another name. False when nothing differs. Raises Conflict, ValidationError, Refused."""
    refuse_if_archived(alias.supplier_id)
    changed = edit_unversioned(alias, {"name": name}, actor=actor, root_id=alias.supplier_id, at=at)
    if changed:
        refresh_search(alias.supplier_id)
    return changed


@transaction.atomic
def remove_alias(alias: Alias, *, actor: User, at: datetime | None = None) -> None:
    """Take another name away. Raises Refused."""
    refuse_if_archived(alias.supplier_id)
    remove(alias, actor=actor, root_id=alias.supplier_id, at=at)
    refresh_search(alias.supplier_id)


@transaction.atomic
def add_identifier(
    supplier: Supplier,
    *,
    kind: IdentifierKind,
    value: str,
    country: str = "",
    actor: User,
    submission: UUID | str | None = None,
    at: datetime | None = None,
) -> Identifier:
    """Note a number, checked by the rule of its kind and stored compact. `country` defaults to the supplier's.

    Raises ValidationError (wrong form; another supplier has it), AlreadySubmitted, Refused.
    """
    refuse_if_archived(supplier.pk)
    claim_submission(submission, supplier.get_absolute_url)
    identifier = new_identifier(supplier, kind, value, country, actor, at)
    refresh_search(supplier.pk)
    return identifier


def new_identifier(
    supplier: Supplier, kind: IdentifierKind, value: str, country: str, actor: User, at: datetime | None
) -> Identifier:
    """The checked number with its history; the search columns are the caller's business."""
    number = _checked(kind, country or str(supplier.country), value)
    identifier = Identifier(supplier=supplier, kind=kind.value, country=number.country, value=number.value)
    _refuse_taken(identifier, actor)
    insert(identifier, actor=actor, root_id=supplier.pk, at=at)
    return identifier


@transaction.atomic
def update_identifier(
    identifier: Identifier,
    *,
    kind: IdentifierKind,
    value: str,
    country: str = "",
    actor: User,
    at: datetime | None = None,
) -> bool:
    """Correct a number. False when nothing differs. Raises as `add_identifier`, and Conflict."""
    refuse_if_archived(identifier.supplier_id)
    number = _checked(kind, country or str(identifier.supplier.country), value)
    changes = {"kind": kind.value, "country": number.country, "value": number.value}
    _refuse_taken(Identifier(pk=identifier.pk, supplier_id=identifier.supplier_id, **changes), actor)
    changed = edit_unversioned(identifier, changes, actor=actor, root_id=identifier.supplier_id, at=at)
    if changed:
        refresh_search(identifier.supplier_id)
    return changed


@transaction.atomic
def remove_identifier(identifier: Identifier, *, actor: User, at: datetime | None = None) -> None:
    """Take a number away. Raises Refused."""
    refuse_if_archived(identifier.supplier_id)
    remove(identifier, actor=actor, root_id=identifier.supplier_id, at=at)
    refresh_search(identifier.supplier_id)


def _checked(kind: IdentifierKind, country: str, value: str) -> Number:
    try:
        return check_number(kind, country, value)
    except InvalidNumber as error:
        raise ValidationError({"value": str(error)}) from None


def _refuse_taken(identifier: Identifier, actor: User) -> None:
    """Say whose number it is if this person may see that supplier; of a restricted one say nothing but that."""
    same = Identifier.objects.filter(kind=identifier.kind, country=identifier.country, value=identifier.value)
    other = same.exclude(pk=identifier.pk).select_related("supplier").first()
    if other is None:
        return
    if other.supplier_id == identifier.supplier_id:
        raise ValidationError({"value": "This supplier has this number already."})
    if Supplier.objects.visible_to(actor).filter(pk=other.supplier_id).exists():
        raise ValidationError(
            {"value": f"This is the number of {other.supplier}. Each number belongs to one supplier."}
        )
    raise ValidationError({"value": "This number is in use already. A manager can tell you where."})
