"""Verbs about suppliers. Each writes, in one transaction, the record, its history and its projections.

No verb deletes a supplier: what is no longer wanted is archived, so that evidence never loses its subject.
"""

from suppliers.services.contacts import add_contact, remove_contact, update_contact
from suppliers.services.evidence import mark_evidence_changed
from suppliers.services.numbers import (
    add_alias,
    add_identifier,
    remove_alias,
    remove_identifier,
    update_alias,
    update_identifier,
)
from suppliers.services.projections import (
    StoredRating,
    hold_supplier,
    refresh_search,
    set_next_expiry,
    store_ratings,
)
from suppliers.services.registration import SupplierDetails, change_owner, create_supplier, update_supplier
from suppliers.services.saving import Refused
from suppliers.services.scopes import add_scope, end_scope, update_scope
from suppliers.services.sites import SiteDetails, add_site, close_site, make_main_site, reopen_site, update_site
from suppliers.services.standing import (
    archive_supplier,
    change_status,
    restrict_supplier,
    unarchive_supplier,
    unrestrict_supplier,
)

__all__ = [
    "Refused",
    "SiteDetails",
    "StoredRating",
    "SupplierDetails",
    "add_alias",
    "add_contact",
    "add_identifier",
    "add_scope",
    "add_site",
    "archive_supplier",
    "change_owner",
    "change_status",
    "close_site",
    "create_supplier",
    "end_scope",
    "hold_supplier",
    "make_main_site",
    "mark_evidence_changed",
    "refresh_search",
    "remove_alias",
    "remove_contact",
    "remove_identifier",
    "reopen_site",
    "restrict_supplier",
    "set_next_expiry",
    "store_ratings",
    "unarchive_supplier",
    "unrestrict_supplier",
    "update_alias",
    "update_contact",
    "update_identifier",
    "update_scope",
    "update_site",
    "update_supplier",
]
