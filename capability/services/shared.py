"""What the verbs of this app share: who acts, and refusing what cannot be true."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from accounts.models import User
from common.problems import Invalid, NotAllowed, Problem
from suppliers.models import Supplier

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, when; `today` is the day that the rules compare with, `submission` the form's token."""

    actor: User
    at: datetime
    today: date
    submission: UUID | str | None = None


def refuse_archived(supplier_id: int) -> None:
    """Nothing new is written about an archived supplier. Raises NotAllowed."""
    if Supplier.objects.filter(pk=supplier_id, archived_at__isnull=False).exists():
        raise NotAllowed("This supplier is archived. Bring it back first.")


def changed_copy(row: M, values: Mapping[str, Any]) -> M:
    """The row as it would be with these values, for checking before it is changed."""
    changed = copy(row)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def check(row: models.Model, *problems: Problem) -> None:
    """Refuse a row that breaks a rule, a field or a constraint, in their own words. Raises Invalid.

    A rule that names its field speaks first; the same said once more by a constraint is left out.
    """
    found = list(problems)
    try:
        row.full_clean(validate_constraints=not found)
    except ValidationError as error:
        named = {one.field for one in found}
        for name, texts in error.message_dict.items():
            field = "" if name == NON_FIELD_ERRORS else name
            found += [Problem(field, text) for text in texts if field not in named]
    if found:
        raise Invalid(*found)
