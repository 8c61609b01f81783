from datetime import timedelta

import pytest

from tests.beside import beside
from tests.certificates.factories import TODAY, certificate_data, edition, make_certificate
from tests.suppliers.factories import make_supplier


@pytest.mark.django_db(transaction=True)
def test_of_two_certificates_recorded_at_the_same_moment_the_earlier_expiry_counts():
    supplier = make_supplier()
    edition()
    certificate_data(supplier)  # the body is known before
    soon, later = TODAY + timedelta(days=40), TODAY + timedelta(days=400)
    beside(
        lambda: make_certificate(supplier, expires_on=soon),
        lambda: make_certificate(supplier, expires_on=later),
    )
    supplier.refresh_from_db()
    assert supplier.next_expiry_on == soon
