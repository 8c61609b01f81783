from functools import cache
from typing import Any

from django.db import models


class Worded(models.Model):
    """A record with columns of words: `get_<column>_display` looks its word up in a table that is made once.

    Django makes that table anew for every value; in a list of fifty rows it was a third of a row.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> Any:  # noqa: N802  (Django's name)
        value = getattr(self, field.attname)
        return _words(field).get(value, value)


@cache
def _words(field: "models.Field[Any, Any]") -> dict[Any, str]:
    return {value: str(word) for value, word in field.flatchoices}


class Versioned(Worded):
    """A record that people edit: `version` rises with every edit, and a form carries the one it was opened with."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
