"""What is asked of each scope: the profile rules in force, and the waivers and documents of a batch, in one query."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from scoring.domain.missing import DocumentFact, WaiverFact
from standards.domain.duty import Duty
from suppliers.domain.profiles.rules import Place, Profile, Rule, requirement_key, resolve
from suppliers.domain.profiles.terms import AuditType, RequirementKind, ReviewState
from suppliers.models import ProfileRule, SupplierDocument, Waiver

Row = tuple[Any, ...]

NUMBER = Cast(Value(None), IntegerField())
DAY = Cast(Value(None), DateField())
FLAG = Cast(Value(None), BooleanField())
TEXT = Value("", output_field=CharField())
WIDTH = 20
"""Columns of a row; each part of the union fills them in its own order (`_rules`, `_waivers`, `_documents`)."""


@dataclass
class Papers:
    """The waivers and documents of one supplier."""

    waivers: list[WaiverFact] = field(default_factory=list)
    documents: list[DocumentFact] = field(default_factory=list)


@dataclass
class Asking:
    """The rules of a day with what they ask of each place met so far, and the papers by supplier."""

    on: date
    rules: list[Rule] = field(default_factory=list)
    papers: dict[int, Papers] = field(default_factory=lambda: defaultdict(Papers))
    _profiles: dict[Place, Profile] = field(default_factory=dict)

    def profile(self, place: Place) -> Profile:
        """What is asked of a place; places repeat, so each is resolved once."""
        if place not in self._profiles:
            self._profiles[place] = resolve(self.rules, place, self.on)
        return self._profiles[place]


def read_asking(supplier_ids: Sequence[int], on: date) -> Asking:
    """Rules in force on a day, and what these suppliers sent or were excused from: one statement."""
    asking = Asking(on)
    for row in _rules(on).union(_waivers(supplier_ids), _documents(supplier_ids), all=True):
        if row[0] == "rule":
            asking.rules.append(_rule(row))
        elif row[0] == "waiver":
            asking.papers[row[1]].waivers.append(_waiver(row))
        else:
            asking.papers[row[1]].documents.append(_document(row))
    asking.rules.sort(key=lambda rule: rule.pk)
    for papers in asking.papers.values():
        papers.documents.sort(key=lambda one: one.pk)
    return asking


def _text(name: str) -> Cast:
    """Text columns of different lengths meet in one."""
    return Cast(F(name), CharField())


def _rules(on: date) -> "QuerySet[Any, Row]":
    rows = ProfileRule.objects.holding_on(on).order_by()
    subject = Coalesce(_text("standard__code"), _text("document_kind__code"), _text("checklist"))
    name = Coalesce(_text("standard__code"), _text("document_kind__name"), TEXT)
    numbers = (NUMBER, F("pk"), F("process_id"), F("months"), F("special_only"))
    words = [_text(each) for each in ("kind", "sector", "criticality", "duty", "audit_type", "clauses")]
    days = (F("valid_from"), F("ended_on"), DAY, DAY, DAY)
    return rows.values_list(Value("rule", output_field=CharField()), *numbers, *words, subject, name, TEXT, *days)


def _waivers(supplier_ids: Sequence[int]) -> "QuerySet[Any, Row]":
    rows = Waiver.objects.ever_confirmed().filter(supplier__in=supplier_ids).order_by()
    numbers = (F("supplier_id"), F("pk"), F("scope_id"), NUMBER, FLAG)
    words = (_text("kind"), TEXT, TEXT, TEXT, TEXT, TEXT, _text("subject"), _text("name"), TEXT)
    days = (F("confirmed_on"), F("until"), F("withdrawn_on"), DAY, DAY)
    return rows.values_list(Value("waiver", output_field=CharField()), *numbers, *words, *days)


def _documents(supplier_ids: Sequence[int]) -> "QuerySet[Any, Row]":
    rows = SupplierDocument.objects.filter(supplier__in=supplier_ids).order_by()
    numbers = (F("supplier_id"), F("pk"), F("scope_id"), F("site_id"), FLAG)
    words = (_text("state"), TEXT, TEXT, TEXT, TEXT, TEXT, _text("kind__code"), TEXT, TEXT)
    days = (F("received_on"), F("issued_on"), F("valid_until"), F("reviewed_on"), F("superseded_on"))
    return rows.values_list(Value("document", output_field=CharField()), *numbers, *words, *days)


def _rule(row: Row) -> Rule:
    _, _, pk, process, months, special, kind, sector, criticality, duty, audit, clauses, subject, name, _, *days = row
    return Rule(
        pk=pk,
        kind=RequirementKind(kind),
        valid_from=days[0],
        subject=subject,
        name=name,
        duty=Duty(duty),
        months=months,
        audit_type=AuditType(audit) if audit else None,
        clauses=tuple(clauses.split(", ")) if clauses else (),
        sector=sector,
        process=process,
        special_only=bool(special),
        criticality=criticality,
        ended_on=days[1],
    )


def _waiver(row: Row) -> WaiverFact:
    _, _, pk, scope, _, _, kind, *_, subject, _, _, confirmed_on, until, withdrawn_on, _, _ = row
    return WaiverFact(pk, requirement_key(kind, subject), scope, confirmed_on, until, withdrawn_on)


def _document(row: Row) -> DocumentFact:
    _, _, pk, scope, site, _, state, *_, kind, _, _, received, issued, until, reviewed, superseded = row
    return DocumentFact(pk, kind, scope, site, ReviewState(state), received, issued, until, reviewed, superseded)
