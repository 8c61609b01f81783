"""Words of deliveries in templates."""

from typing import Any

from django import template

from deliveries import words
from deliveries.domain.lots import Share

register = template.Library()


@register.simple_tag
def quantity(value: Any, unit: str = "") -> str:
    """An amount with its unit."""
    return words.quantity(value, unit)


@register.filter
def share(value: Share) -> str:
    """A share with its interval."""
    return words.share_words(value)


@register.filter
def interval(value: Share) -> str:
    """The interval of a share."""
    return words.interval_words(value)


@register.filter
def percent(value: int) -> str:
    """Parts per million as percent."""
    return words.percent(value)


@register.filter
def ppm(value: Share) -> str:
    """A share as parts per million."""
    return words.ppm_words(value)


@register.filter
def ppm_interval(value: Share) -> str:
    """The interval of a share in parts per million."""
    return words.ppm_interval_words(value)


@register.filter
def permille(value: int | None) -> str:
    """Thousandths as percent."""
    return words.permille(value)


@register.filter
def at(values: dict[Any, Any], key: Any) -> Any:
    """The value under a key, 0 where there is none."""
    return values.get(key, 0)
