"""What is due for a person: the same conditions for the lists and for the counts in the rail."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.domain.permissions import Permission, Role
from accounts.models import User
from audits.models import Audit, Finding
from audits.models.audit import AuditQuerySet
from audits.models.finding import FindingQuerySet
from certificates.models import Certificate
from certificates.models.certificate import CertificateQuerySet
from scoring.models import RequirementItem, RequirementItemQuerySet
from start.domain.desk import AHEAD_DAYS, WHOLE_COMPANY
from suppliers.domain.profiles.terms import RequirementKind, Standing


def sees_whole_company(user: User) -> bool:
    return Role(user.role) in WHOLE_COMPANY


def certificates_to_renew(user: User, today: date) -> CertificateQuerySet:
    """Lapsed, or expiring within the days ahead: of one's own suppliers, or of all for those who watch all."""
    rows = Certificate.objects.visible_to(user).open_on(today).filter(supplier__archived_at=None)
    rows = rows.filter(expires_on__lte=today + timedelta(days=AHEAD_DAYS))
    return rows if sees_whole_company(user) else rows.filter(supplier__owner=user)


def certificates_to_verify(user: User, today: date) -> CertificateQuerySet:
    """To be looked up (again): for those who may, of every supplier they see; for others, of their own."""
    rows = Certificate.objects.visible_to(user).open_on(today).filter(supplier__archived_at=None)
    rows = rows.verification_due_by(today, today=today)
    return rows if user.can(Permission.CERTIFICATE_VERIFY) else rows.filter(supplier__owner=user)


def audits_to_conduct(user: User, today: date) -> AuditQuerySet:
    """One's own audits that are planned for the days ahead or late, and those in progress."""
    until = today + timedelta(days=AHEAD_DAYS)
    return Audit.objects.visible_to(user).open().filter(lead=user, planned_on__lte=until)


def findings_to_follow(user: User, today: date) -> FindingQuerySet:
    """Open findings past or near their day: of one's own audits, or of all for those who watch all."""
    rows = Finding.objects.visible_to(user).counting().open()
    rows = rows.filter(due_on__lte=today + timedelta(days=AHEAD_DAYS))
    mine = Q(audit__lead=user) | Q(audit__supplier__owner=user)
    return rows if sees_whole_company(user) else rows.filter(mine)


def requirements_to_meet(user: User, today: date) -> RequirementItemQuerySet:
    """What is missing: of one's own suppliers; for whoever audits and reviews, audits and papers to check too."""
    rows = RequirementItem.objects.visible_to(user).current().waiting(today)
    mine = Q(supplier__owner=user)
    if user.can(Permission.AUDIT_EDIT):
        audits = Q(kind=RequirementKind.AUDIT.value)
        mine |= audits | Q(kind=RequirementKind.DOCUMENT.value, standing=Standing.UNVERIFIED.value)
    return rows.filter(mine)
