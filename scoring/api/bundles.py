"""Scorecards of a selection as one file: asked for, watched, downloaded. All of it is its asker's own."""

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import LARGEST_ID, body_of
from common.api.problems import Problem, refuses
from common.api.requests import Accepted, ApiRequest, Listing
from common.paging import Sort
from scoring import selectors_bundle, services
from scoring.api.serializers import BundleRecord, BundleRow, bundle_record, bundle_row
from scoring.bundle_file import serve_bundle
from scoring.domain.bundles import MOST_ITEMS, BundleForm, BundleState
from scoring.forms import EVERY, BundleRequestForm

refuses(services.BundleRefused)
NEWEST = (Sort("newest", "Newest first", ("asked_at",), descending=True),)
SUPPLIERS = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    "maxItems": MOST_ITEMS,
    "description": "Their ids. Those that you do not see are left out.",
}
ASKED = body_of(BundleRequestForm, extra={"suppliers": SUPPLIERS}, required=["suppliers"], optional=["form", "scopes"])


class Bundled(Endpoint):
    """What all of it shares."""

    def record(self, bundle_id: UUID) -> BundleRecord:
        """One's own bundle as it is now."""
        bundle = selectors_bundle.bundle_for_page(self.request.user, bundle_id)
        return bundle_record(bundle, is_worked_on=services.has_workers(bundle))


class ScorecardBundles(Bundled):
    """Scorecards of many suppliers."""

    @operation(Permission.SCORECARD, returns=BundleRow, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """What I asked for, newest first."""
        return self.page(selectors_bundle.bundles_for_list(request.user), bundle_row)

    @operation(Permission.SCORECARD, body=ASKED, returns=BundleRecord, status=202)
    def post(self, request: ApiRequest) -> Accepted:
        """Have the scorecards of these suppliers made, as one PDF or as a ZIP; ask at Location how far it is."""
        sent = self.typed()
        ids = sent.pop("suppliers")
        given = self.filled(BundleRequestForm, values=sent).cleaned_data
        bundle = services.ask_for_bundle(
            ids,
            form=BundleForm(given["form"]),
            every_scope=given["scopes"] == EVERY,
            by=request.user,
            at=clock.now(),
        )
        return Accepted(self.record(bundle.pk), reverse("scoring_api:bundle", args=[bundle.pk]))


class OneScorecardBundle(Bundled):
    """One bundle."""

    @operation(Permission.SCORECARD, returns=BundleRecord)
    def get(self, request: ApiRequest, bundle_id: UUID) -> BundleRecord:
        """How far it is, with each of its scorecards."""
        return self.record(bundle_id)


class ScorecardBundleStop(Bundled):
    """Stopping a bundle."""

    @operation(Permission.SCORECARD, returns=BundleRecord)
    def post(self, request: ApiRequest, bundle_id: UUID) -> BundleRecord:
        """Stop it and keep what is made; one that was over stays as it ended."""
        services.stop_bundle(selectors_bundle.bundle_for_page(request.user, bundle_id))
        return self.record(bundle_id)


class ScorecardBundleContinue(Bundled):
    """Going on with a bundle."""

    @operation(Permission.SCORECARD, returns=BundleRecord)
    def post(self, request: ApiRequest, bundle_id: UUID) -> BundleRecord:
        """Go on with one that was stopped, or at which nobody works any more."""
        services.continue_bundle(selectors_bundle.bundle_for_page(request.user, bundle_id))
        return self.record(bundle_id)


class ScorecardBundleRetry(Bundled):
    """Trying again."""

    @operation(Permission.SCORECARD, returns=BundleRecord)
    def post(self, request: ApiRequest, bundle_id: UUID) -> BundleRecord:
        """Make once more what failed or was left out; what is made stays."""
        services.retry_bundle(selectors_bundle.bundle_for_page(request.user, bundle_id))
        return self.record(bundle_id)


class ScorecardBundleContent(Bundled):
    """A bundle as a file."""

    @operation(Permission.SCORECARD, gives_file=True)
    def get(self, request: ApiRequest, bundle_id: UUID) -> HttpResponseBase:
        """The PDF or ZIP itself; 404 until it is done, 403 when something in it may no longer be shown to you."""
        bundle = selectors_bundle.bundle_for_page(request.user, bundle_id)
        if bundle.state != BundleState.DONE.value:
            raise Problem(404, "not-made", "There is no file to download.")
        if selectors_bundle.holds_hidden(bundle, request.user):
            words = "Something in this file may no longer be shown to you. Have the scorecards made again."
            raise Problem(403, "forbidden", words)
        return serve_bundle(bundle)
