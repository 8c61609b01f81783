"""A row of a list of certificates, drawn in Python as that of the supplier list is: fifty of them are the page."""

from datetime import date
from functools import cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_countries import countries

from certificates.domain.state import EXPIRING_WITHIN_DAYS, CertificateState
from certificates.selectors import Shown
from common.addresses import numbered
from common.templatetags.ui import day, pick
from suppliers.templatetags.evidence import claim

register = template.Library()

ROW = """<tr>
  <td>{box}<a class="row-link" href="{url}">{standards}</a><span class="sub" dir="auto">{number} · {body}</span></td>
  {supplier}
  <td data-label="Verified">{claim}{due}</td>
  <td data-label="State"><span class="chip{tone}">{state}</span></td>
  <td class="num" data-label="Expiry">{expiry}</td>
</tr>
"""
SUPPLIER = '<td data-label="Supplier"><a href="{}" dir="auto">{}</a><span class="sub">{} · {}</span></td>'


@register.simple_tag
def certificate_row(row: Shown, today: date, *, with_supplier: bool = False, with_box: Any = False) -> SafeString:
    """One certificate; `with_supplier`: whose it is as well, `with_box`: it can be ticked."""
    certificate = row.certificate
    none = "none printed"
    return format_html(
        ROW,
        box=pick(certificate, certificate.number) if with_box else "",
        url=certificate.get_absolute_url(),
        standards=row.standards_text,
        number=certificate.number,
        body=row.body,
        supplier=_supplier(row) if with_supplier else "",
        claim=claim(row.claim, row.claim_text),
        due=_due(row),
        tone=f" chip-{row.state_tone}" if row.state_tone else "",
        state=row.state_label,
        expiry=day(certificate.expires_on, none=none)
        if row.state.is_closed
        else day(certificate.expires_on, today, soon=EXPIRING_WITHIN_DAYS, none=none),
    )


def _supplier(row: Shown) -> SafeString:
    supplier = row.certificate.supplier
    return format_html(
        SUPPLIER,
        numbered("certificates:for_supplier", supplier.pk),
        supplier.legal_name,
        _country_name(supplier.country.code),
        row.owner,
    )


@cache
def _country_name(code: str) -> str:
    return str(countries.name(code))


def _due(row: Shown) -> SafeString | str:
    due_on = row.certificate.verification_due_on
    if due_on is None or row.state is CertificateState.LAPSED:
        return ""
    words = "again by" if row.assurance.basis else "look it up by"
    return format_html('<span class="sub">{} {}</span>', words, f"{due_on.day} {due_on:%b %Y}")
