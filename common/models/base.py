from django.db import models


class Versioned(models.Model):
    """A record that people edit: `version` rises with every edit, and a form carries the one it was opened with."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
