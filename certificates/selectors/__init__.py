"""What pages and other apps read of certificates."""

from certificates.selectors.comparison import Comparison, comparisons
from certificates.selectors.detail import (
    CertificateOnPage,
    bought_scopes,
    certificate_for_page,
    changes_of,
    file_for_page,
    on_page,
    reminders_of,
    twins_of,
)
from certificates.selectors.lists import Shown, portfolio, shown, shown_all, waiting_counts
from certificates.selectors.supplier import Requirement, certificates_of_supplier, requirements_of

__all__ = [
    "CertificateOnPage",
    "Comparison",
    "Requirement",
    "Shown",
    "bought_scopes",
    "certificate_for_page",
    "certificates_of_supplier",
    "changes_of",
    "comparisons",
    "file_for_page",
    "on_page",
    "portfolio",
    "reminders_of",
    "requirements_of",
    "shown",
    "shown_all",
    "twins_of",
    "waiting_counts",
]
