"""Looking a certificate up."""

from accounts.domain.permissions import Permission
from certificates import selectors, services
from certificates.api.bodies import VERIFICATION, VERIFICATION_NAMES, verification_values
from certificates.api.serializers import VerificationRow, verification_row
from certificates.api.views.certificates import address_of
from certificates.domain.verification import Method
from certificates.forms import VerificationForm
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.requests import ApiRequest, Created


class CertificateVerifications(Endpoint):
    """Verifications of a certificate."""

    @operation(Permission.CERTIFICATE_VERIFY, body=VERIFICATION, returns=VerificationRow, status=201, locked=True)
    def post(self, request: ApiRequest, certificate_id: int) -> Created:
        """Record that somebody looked the certificate up.

        What there is to compare stands in `comparisons` of the certificate; what is not answered counts as not checked.
        A proof is needed: a text, a link, or an uploaded file.
        """
        certificate, today = selectors.certificate_for_page(request.user, certificate_id), clock.today()
        version = self.expected(certificate)
        rows = selectors.comparisons(certificate, selectors.bought_scopes(certificate))
        form = self.filled(
            VerificationForm,
            values=verification_values(self.typed(), rows),
            version=version,
            names=VERIFICATION_NAMES,
            supplier=certificate.supplier,
            comparisons=rows,
            today=today,
            initial={"checked_on": today, "method": Method.REGISTER.value},
        )
        made = services.record_verification(
            certificate,
            form.verification_data(form.cleaned_data["kept_proof"]),
            actor=request.user,
            at=clock.now(),
            expected_version=version,
        )
        return Created(verification_row(made), address_of(certificate_id))
