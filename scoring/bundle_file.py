"""The file of a bundle as an answer, for page and interface."""

from django.core.files.storage import default_storage
from django.http import HttpResponseBase

from common.uploads import Kind, serve_file
from scoring.domain.bundles import BundleForm
from scoring.models import ScorecardBundle


def serve_bundle(bundle: ScorecardBundle) -> HttpResponseBase:
    """The file of a bundle that is done."""
    kind = Kind.PDF if bundle.form == BundleForm.PDF else "application/zip"
    name = f"scorecards-{bundle.finished_at:%Y-%m-%d}.{bundle.form}"
    return serve_file(default_storage.open(bundle.file), filename=name, kind=kind, inline=True)
