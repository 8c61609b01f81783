"""A row of a list of documents, drawn in Python: fifty of them are the page."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.addresses import numbered
from common.templatetags.ui import day
from suppliers.domain.profiles.terms import ReviewState
from suppliers.models import SupplierDocument

register = template.Library()

SOON_DAYS = 60
ROW = """<tr>
  <td><a class="row-link" href="{url}">{kind}</a><span class="sub" dir="auto">{words}</span></td>
  {supplier}
  <td data-label="Holds for" dir="auto">{place}</td>
  <td data-label="State">{state}</td>
  <td class="num" data-label="Received">{received}</td>
  <td class="num" data-label="Valid until">{until}</td></tr>
"""
SUPPLIER = '<td data-label="Supplier"><a href="{}" dir="auto">{}</a><span class="sub">{}</span></td>'
CHIPS = {
    ReviewState.ACCEPTED: ("good", "Accepted"),
    ReviewState.REJECTED: ("bad", "Rejected"),
    ReviewState.RECEIVED: ("warn", "To be reviewed"),
}


@register.simple_tag
def document_row(document: SupplierDocument, today: date, *, with_supplier: bool = False) -> SafeString:
    """One document of `documents_in_rows` or `documents_of`; `with_supplier`: whose it is as well.

    Only of what is current an end is counted down.
    """
    return format_html(
        ROW,
        url=document.get_absolute_url(),
        kind=document.kind_name,
        words=" · ".join(filter(None, (document.number, document.revision and f"Rev. {document.revision}"))),
        supplier=_supplier(document) if with_supplier else "",
        place=_place(document),
        state=document_state(document),
        received=day(document.received_on),
        until=day(document.valid_until, today if document.is_current else None, soon=SOON_DAYS, none="–"),
    )


@register.simple_tag
def document_state(document: SupplierDocument) -> SafeString:
    """Whether it was reviewed, or is superseded, as a chip."""
    tone, word = CHIPS[ReviewState(document.state)] if document.is_current else ("open", "Superseded")
    return format_html('<span class="chip chip-{}">{}</span>', tone, word)


def _supplier(document: SupplierDocument) -> SafeString:
    supplier = document.supplier
    url = numbered("scoring:requirements", document.supplier_id)
    return format_html(SUPPLIER, url, supplier.legal_name, document.owner_name or document.owner_email)


def _place(document: SupplierDocument) -> str:
    if document.process_name:
        return f"{document.process_name}, {document.site_name}"
    return document.site_name or "the whole supplier"
