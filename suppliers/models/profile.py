from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.models import Versioned
from standards.domain.duty import Duty
from standards.labels import duty_choices, sector_choices
from standards.models import Standard
from suppliers.domain.profiles.rules import Rule
from suppliers.domain.profiles.terms import AuditType, RequirementKind
from suppliers.labels_profiles import audit_type_choices, kind_choices, least_criticality_choices
from suppliers.models.document import DocumentKind
from suppliers.models.scope import Process

_SUBJECTS = {
    RequirementKind.STANDARD: Q(standard__isnull=False, document_kind=None, audit_type="", checklist="", clauses=""),
    RequirementKind.DOCUMENT: Q(standard=None, document_kind__isnull=False, audit_type="", checklist="", clauses=""),
    RequirementKind.AUDIT: Q(standard=None, document_kind=None, clauses="") & ~Q(audit_type=""),
    RequirementKind.CLAUSES: Q(standard=None, document_kind=None, audit_type="", checklist="", months=None)
    & ~Q(clauses=""),
}


def _one_subject() -> Q:
    """Each kind of requirement names its own subject and no other."""
    condition = Q()
    for kind, subject in _SUBJECTS.items():
        condition |= Q(kind=kind.value) & subject
    return condition


class RuleQuerySet(models.QuerySet["ProfileRule"]):
    def holding_on(self, day: date) -> "RuleQuerySet":
        """Rules in force on a day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), valid_from__lte=day)

    def not_over(self, day: date) -> "RuleQuerySet":
        """Rules in force on a day or announced for a later one."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))


class ProfileRule(Versioned):
    """One line of the requirement profiles: under which condition what is asked for, from when to when.

    What a rule means is never edited: a change ends it and begins its successor, so that the profile of any past day
    can be read. An empty condition means any.
    """

    sector = models.CharField(max_length=30, choices=sector_choices, blank=True)
    process = models.ForeignKey(Process, models.PROTECT, null=True, blank=True, related_name="+")
    special_only = models.BooleanField("special processes only", default=False)
    criticality = models.CharField(max_length=10, choices=least_criticality_choices, blank=True)
    kind = models.CharField("what is asked for", max_length=10, choices=kind_choices)
    duty = models.CharField(max_length=10, choices=duty_choices, default=Duty.EXPECTED.value)
    standard = models.ForeignKey(Standard, models.PROTECT, null=True, blank=True, related_name="+")
    document_kind = models.ForeignKey(DocumentKind, models.PROTECT, null=True, blank=True, related_name="rules")
    audit_type = models.CharField("audit", max_length=20, choices=audit_type_choices, blank=True)
    checklist = models.CharField(max_length=40, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    clauses = models.CharField("needed clauses", max_length=200, blank=True)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()
    notes = models.TextField(max_length=2000, blank=True)
    valid_from = models.DateField()
    ended_on = models.DateField("asked until", null=True, blank=True)
    next_turn_on = models.DateField(null=True, editable=False, db_index=True)
    """The next day on which it begins or ceases to hold: then the ratings of its suppliers are made anew."""
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = "profile rule"
        ordering = ["kind", "sector", "id"]
        constraints = [
            models.UniqueConstraint(
                F("sector"),
                Coalesce("process", 0),
                F("special_only"),
                F("criticality"),
                F("kind"),
                Coalesce("standard", 0),
                Coalesce("document_kind", 0),
                F("checklist"),
                condition=Q(ended_on=None),
                name="profile_rule_once",
                violation_error_message="There is a rule with this condition for the same requirement. Edit that one.",
            ),
            models.CheckConstraint(
                condition=_one_subject(),
                name="profile_rule_one_subject",
                violation_error_message="A rule asks for one thing: a certificate, a document, an audit, or clauses.",
            ),
            models.CheckConstraint(
                condition=Q(process=None) | Q(special_only=False),
                name="profile_rule_process_or_group",
                violation_error_message="Choose one process or all special ones, not both.",
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=120),
                name="profile_rule_months_in_range",
                violation_error_message="Months go from 1 to 120.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RequirementKind.STANDARD.value) | Q(months=None),
                name="profile_rule_certificate_has_its_own_dates",
                violation_error_message="A certificate has its own expiry; leave the months empty.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("valid_from")),
                name="profile_rule_dates_in_order",
                violation_error_message="The rule would end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_text} for {self.condition_text}"

    @property
    def subject_text(self) -> str:
        """What is asked for, in words."""
        kind = RequirementKind(self.kind)
        if kind is RequirementKind.AUDIT:
            return f"Audit, {self.get_audit_type_display().lower()}"
        if kind is RequirementKind.CLAUSES:
            return f"Clause {self.clauses}"
        return str(self.standard or self.document_kind)

    @property
    def condition_text(self) -> str:
        """Of whom it is asked, in words."""
        parts = [self.get_sector_display() if self.sector else ""]
        parts += [str(self.process) if self.process else "", "special processes" if self.special_only else ""]
        parts += [f"{self.get_criticality_display().lower()} criticality" if self.criticality else ""]
        return ", ".join(filter(None, parts)) or "everything we buy"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.rule.holds_on(day)

    @property
    def rule(self) -> Rule:
        """The rule as the domain reads it."""
        kind = RequirementKind(self.kind)
        subjects = {
            RequirementKind.STANDARD: self.standard.code if self.standard else "",
            RequirementKind.DOCUMENT: self.document_kind.code if self.document_kind else "",
            RequirementKind.AUDIT: self.checklist,
        }
        return Rule(
            pk=self.pk or 0,
            kind=kind,
            valid_from=self.valid_from,
            subject=subjects.get(kind, ""),
            name=self.subject_text,
            duty=Duty(self.duty),
            months=self.months,
            audit_type=AuditType(self.audit_type) if self.audit_type else None,
            clauses=tuple(self.clauses.split(", ")) if self.clauses else (),
            sector=self.sector,
            process=self.process_id,
            special_only=self.special_only,
            criticality=self.criticality,
            ended_on=self.ended_on,
        )
