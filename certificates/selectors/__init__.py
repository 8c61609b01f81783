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
from certificates.selectors.lists import (
    DUE_SORTS,
    SORTS,
    Shown,
    certificates_for_list,
    portfolio,
    shown,
    shown_all,
    sorts_of,
    waiting_counts,
)
from certificates.selectors.supplier import Requirement, certificates_of_supplier, requirements_of

__all__ = [
    "DUE_SORTS",
    "SORTS",
    "CertificateOnPage",
    "Comparison",
    "Requirement",
    "Shown",
    "bought_scopes",
    "certificate_for_page",
    "certificates_for_list",
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
    "sorts_of",
    "twins_of",
    "waiting_counts",
]
