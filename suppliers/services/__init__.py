"""Verbs about suppliers. Each writes, in one transaction, the record, its history and its projections.

No verb deletes a supplier: what is no longer wanted is archived, so that evidence never loses its subject.
"""

from suppliers.services.bulk_edit import SUPPLIER_EDIT
from suppliers.services.contacts import add_contact, remove_contact, update_contact
from suppliers.services.documents import (
    DocumentData,
    accept_document,
    create_document_kind,
    record_document,
    reject_document,
    update_document_kind,
)
from suppliers.services.evidence import mark_all_changed, mark_evidence_changed
from suppliers.services.numbers import (
    add_alias,
    add_identifier,
    remove_alias,
    remove_identifier,
    update_alias,
    update_identifier,
)
from suppliers.services.profile_effect import Effect, effect_of
from suppliers.services.profiles import RuleData, create_rule, end_rule, follow_turns, revise_rule, suppliers_under
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
from suppliers.services.waivers import confirm_waiver, decline_waiver, request_waiver, withdraw_waiver

__all__ = [
    "SUPPLIER_EDIT",
    "DocumentData",
    "Effect",
    "Refused",
    "RuleData",
    "SiteDetails",
    "StoredRating",
    "SupplierDetails",
    "accept_document",
    "add_alias",
    "add_contact",
    "add_identifier",
    "add_scope",
    "add_site",
    "archive_supplier",
    "change_owner",
    "change_status",
    "close_site",
    "confirm_waiver",
    "create_document_kind",
    "create_rule",
    "create_supplier",
    "decline_waiver",
    "effect_of",
    "end_rule",
    "end_scope",
    "follow_turns",
    "hold_supplier",
    "make_main_site",
    "mark_all_changed",
    "mark_evidence_changed",
    "record_document",
    "refresh_search",
    "reject_document",
    "remove_alias",
    "remove_contact",
    "remove_identifier",
    "reopen_site",
    "request_waiver",
    "restrict_supplier",
    "revise_rule",
    "set_next_expiry",
    "store_ratings",
    "suppliers_under",
    "unarchive_supplier",
    "unrestrict_supplier",
    "update_alias",
    "update_contact",
    "update_document_kind",
    "update_identifier",
    "update_scope",
    "update_site",
    "update_supplier",
    "withdraw_waiver",
]
