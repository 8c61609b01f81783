"""Who may do what. Everybody signed in reads (restricted suppliers apart); all else is listed here and only here.

The table in docs/permissions.md is this one in words; a test walks every URL against it.
"""

from enum import StrEnum


class Role(StrEnum):
    PROCUREMENT = "procurement"
    QUALITY_ENGINEER = "quality_engineer"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    VIEW = "view"
    EXPORT = "export"
    SCORECARD = "scorecard"
    SUPPLIER_EDIT = "supplier_edit"
    SUPPLIER_STATUS = "supplier_status"
    SUPPLIER_ARCHIVE = "supplier_archive"
    SUPPLIER_RESTRICT = "supplier_restrict"
    SUPPLIER_IMPORT = "supplier_import"
    RECORD_IMPORT = "record_import"
    PROFILE_EDIT = "profile_edit"
    DOCUMENT_EDIT = "document_edit"
    DOCUMENT_REVIEW = "document_review"
    REQUIREMENT_WAIVE = "requirement_waive"
    CERTIFICATE_EDIT = "certificate_edit"
    CERTIFICATE_VERIFY = "certificate_verify"
    AUDIT_EDIT = "audit_edit"
    DELIVERY_EDIT = "delivery_edit"
    NONCONFORMANCE_LOG = "nonconformance_log"
    NONCONFORMANCE_EDIT = "nonconformance_edit"
    DELIVERY_SETTINGS = "delivery_settings"
    CAPA_EDIT = "capa_edit"
    CAPA_REVIEW = "capa_review"
    CAPABILITY_EDIT = "capability_edit"
    USERS_MANAGE = "users_manage"
    MAILBOX_VIEW = "mailbox_view"


_EVERYBODY = frozenset(Role)
_WORKING = _EVERYBODY - {Role.AUDITOR}
_BUYING = frozenset({Role.PROCUREMENT, Role.MANAGER, Role.ADMINISTRATOR})
_QUALITY = frozenset({Role.QUALITY_ENGINEER, Role.MANAGER, Role.ADMINISTRATOR})
_ADMINISTRATION = frozenset({Role.ADMINISTRATOR})

PERMISSIONS: dict[Permission, frozenset[Role]] = {
    Permission.VIEW: _EVERYBODY,
    Permission.EXPORT: _EVERYBODY,
    Permission.SCORECARD: _EVERYBODY,
    Permission.SUPPLIER_EDIT: _WORKING,
    Permission.SUPPLIER_STATUS: _WORKING,
    Permission.SUPPLIER_ARCHIVE: _BUYING,
    Permission.SUPPLIER_RESTRICT: frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    Permission.SUPPLIER_IMPORT: _BUYING,
    Permission.RECORD_IMPORT: _WORKING,
    Permission.PROFILE_EDIT: _ADMINISTRATION,
    Permission.DOCUMENT_EDIT: _WORKING,
    Permission.DOCUMENT_REVIEW: _QUALITY,
    Permission.REQUIREMENT_WAIVE: _QUALITY,
    Permission.CERTIFICATE_EDIT: _WORKING,
    Permission.CERTIFICATE_VERIFY: _QUALITY,
    Permission.AUDIT_EDIT: _QUALITY,
    Permission.DELIVERY_EDIT: _WORKING,
    Permission.NONCONFORMANCE_LOG: _WORKING,
    Permission.NONCONFORMANCE_EDIT: _QUALITY,
    Permission.DELIVERY_SETTINGS: frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    Permission.CAPA_EDIT: _WORKING,
    Permission.CAPA_REVIEW: _QUALITY,
    Permission.CAPABILITY_EDIT: _WORKING,
    Permission.USERS_MANAGE: _ADMINISTRATION,
    Permission.MAILBOX_VIEW: _ADMINISTRATION,
}

SEES_RESTRICTED = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


def is_allowed(role: Role, permission: Permission) -> bool:
    """Whether a role may do this."""
    return role in PERMISSIONS[permission]
