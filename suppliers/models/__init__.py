"""Suppliers, their sites and contacts, what we buy from which site, what is asked of it, and whose evidence changed."""

from suppliers.models.document import DocumentKind, SupplierDocument, SupplierDocumentQuerySet
from suppliers.models.evidence_change import EvidenceChange
from suppliers.models.imports import ColumnMemory, DuplicateMemory, ImportRow, SupplierImport
from suppliers.models.match_key import MatchKey
from suppliers.models.profile import ProfileRule, RuleQuerySet
from suppliers.models.scope import Process, Scope
from suppliers.models.site import Contact, Site
from suppliers.models.supplier import NO_EXPIRY, Alias, Identifier, Supplier, SupplierQuerySet
from suppliers.models.visibility import visible_suppliers
from suppliers.models.waiver import Waiver, WaiverQuerySet

__all__ = [
    "NO_EXPIRY",
    "Alias",
    "ColumnMemory",
    "Contact",
    "DocumentKind",
    "DuplicateMemory",
    "EvidenceChange",
    "Identifier",
    "ImportRow",
    "MatchKey",
    "Process",
    "ProfileRule",
    "RuleQuerySet",
    "Scope",
    "Site",
    "Supplier",
    "SupplierDocument",
    "SupplierDocumentQuerySet",
    "SupplierImport",
    "SupplierQuerySet",
    "Waiver",
    "WaiverQuerySet",
    "visible_suppliers",
]
