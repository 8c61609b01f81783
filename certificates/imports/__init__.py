"""Certificates from a file: several rows with the same supplier, body and number are one certificate.

They are recorded as claimed, by the rules of the form. A row whose number is on record brings a correction, or, when
the paper begins and ends later than the one on record, its renewal.
"""

from django.urls import reverse

from accounts.domain.permissions import Permission
from certificates.imports.fields import FIELDS
from certificates.imports.papers import check, paper_key
from certificates.imports.writing import write
from imports.kinds import Kind, register

register(
    Kind(
        key="certificates",
        title="Certificates",
        permission=Permission.CERTIFICATE_EDIT,
        fields=FIELDS,
        check=check,
        write=write,
        whole=True,
        group=paper_key,
        label=lambda row: f"{row.text('number')}, {row.text('standard')}",
        record_url=lambda pk: reverse("certificates:detail", args=[pk]),
        list_url=lambda: reverse("certificates:list"),
        instructions=(
            "Each certificate is recorded as claimed: what it says counts as checked only after somebody has looked it "
            "up in its register.",
            "A certificate with several standards or sites takes one row for each, with the same number and body; what "
            "belongs to the whole paper may be left empty in the rows after the first.",
        ),
    )
)
