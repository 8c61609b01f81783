"""Asking in a template what a person may do, so that no page offers what the view would refuse."""

from typing import Any

from django import template

from accounts.domain.permissions import Permission

register = template.Library()


@register.filter
def may(user: Any, permission: str) -> bool:
    """`{% if request.user|may:"supplier_edit" %}`: the value of a `Permission`; an unknown one is an error."""
    wanted = Permission(permission)
    return bool(getattr(user, "is_authenticated", False) and user.can(wanted))
