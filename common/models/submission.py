from django.db import models


class Submission(models.Model):
    """A form that was carried out. The token is drawn when the form is shown, so a second sending finds the first."""

    token = models.UUIDField(primary_key=True)
    url = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.token)
