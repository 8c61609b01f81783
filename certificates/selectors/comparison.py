"""What a verification compares: for each check what is printed and what we have on record, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from certificates.domain.verification import Check, CheckKey
from certificates.models import Certificate
from suppliers.models import Scope


@dataclass(frozen=True)
class Comparison:
    """One thing to compare; `scope` is set for a bought scope. Empty text: nothing printed, nothing on record."""

    check: Check
    scope: Scope | None
    printed: str
    ours: str

    @property
    def key(self) -> CheckKey:
        return self.check, self.scope.pk if self.scope else None


def comparisons(certificate: Certificate, scopes: Iterable[Scope]) -> list[Comparison]:
    """Everything to compare, in the order in which a register shows it; one scope row per bought scope."""
    supplier = certificate.supplier
    sites = [row.site for row in certificate.covered.all()] or list(supplier.sites.all())[:3]
    names = " / ".join(name for name in (supplier.legal_name, supplier.local_name) if name)
    addresses = "; ".join(f"{site.name}, {site.address}" for site in sites)
    accreditation = certificate.accreditation_body
    rows = [
        Comparison(Check.ACTIVE, None, _validity(certificate), ""),
        Comparison(Check.NUMBER, None, f"{certificate.number} ({certificate.standards_text})", ""),
        Comparison(Check.HOLDER, None, certificate.holder, names),
        Comparison(Check.ADDRESS, None, certificate.address, addresses),
        Comparison(
            Check.ACCREDITATION,
            None,
            f"{accreditation.abbreviation}, {accreditation.name}" if accreditation else "None printed",
            f"Issued by {certificate.body}",
        ),
    ]
    return rows + [_of_scope(certificate, scope) for scope in scopes]


def _of_scope(certificate: Certificate, scope: Scope) -> Comparison:
    own = next((row for row in certificate.covered.all() if row.site_id == scope.site_id), None)
    if own is None:
        printed = f"{scope.site} is not among the sites. {certificate.scope_text}"
    else:
        printed = own.scope_text or certificate.scope_text
    bought = f"{scope.process} at {scope.site}"
    return Comparison(
        Check.SCOPE, scope, printed.strip(), f"{bought}: {scope.description}" if scope.description else bought
    )


def _validity(certificate: Certificate) -> str:
    start = certificate.valid_from or certificate.issued_on
    end = certificate.expires_on
    return f"{_day(start) if start else 'start not printed'} to {_day(end) if end else 'no expiry printed'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
