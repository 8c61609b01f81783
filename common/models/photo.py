from django.conf import settings
from django.db import models
from django.db.models import Q

from common.uploads import Kind

IS_AN_IMAGE = Q(kind__in=[Kind.JPEG.value, Kind.PNG.value])
"""The condition that every table of photos holds: nothing else is kept."""


class Photo(models.Model):
    """A picture that was taken somewhere, without the place and device its camera wrote into it.

    A photo of something adds what it belongs to, and the folder of its file.
    """

    kind = models.CharField(max_length=20)
    original_name = models.CharField(max_length=200)
    caption = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption or self.original_name
