"""Suppliers, their sites and contacts, what we buy from which site, and whose evidence has changed."""

from suppliers.models.evidence_change import EvidenceChange
from suppliers.models.imports import ColumnMemory, DuplicateMemory, ImportRow, SupplierImport
from suppliers.models.scope import Process, Scope
from suppliers.models.site import Contact, Site
from suppliers.models.supplier import NO_EXPIRY, Alias, Identifier, Supplier, SupplierQuerySet
from suppliers.models.visibility import visible_suppliers

__all__ = [
    "NO_EXPIRY",
    "Alias",
    "ColumnMemory",
    "Contact",
    "DuplicateMemory",
    "EvidenceChange",
    "Identifier",
    "ImportRow",
    "Process",
    "Scope",
    "Site",
    "Supplier",
    "SupplierImport",
    "SupplierQuerySet",
    "visible_suppliers",
]
