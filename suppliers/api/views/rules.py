"""The rules of the requirement profiles: everybody reads them, the administrator changes them, after a preview."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.domain.permissions import Permission
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from common.paging import Sort
from suppliers import profile_selectors as selectors
from suppliers import services
from suppliers.api.serializers_profiles import (
    DocumentKindRow,
    EffectRow,
    RuleRow,
    document_kind_row,
    effect_row,
    rule_row,
)
from suppliers.models import DocumentKind, ProfileRule
from suppliers.profile_filters import RuleFilter
from suppliers.profile_forms import EndRuleForm, KindForm, RuleForm

EDIT = Permission.PROFILE_EDIT
PROCESS = {
    "type": ["string", "null"],
    "maxLength": 20,
    "description": "The id of a process, as text; `special`: all special processes; nothing: any.",
}
_TYPED: dict[str, Any] = {"extra": {"process": PROCESS}, "optional": ["duty", "valid_from", "checked_on"]}
NEW = body_of(RuleForm, leave_out=["reason", "seen"], **_TYPED)
CHANGE = partly(body_of(RuleForm, leave_out=["seen"], **_TYPED))
KIND_SORTS = (Sort("name", "Name", ("name",)),)


class Rules(Endpoint):
    """Requirement rules."""

    @operation(Permission.VIEW, returns=RuleRow, query=form_parameters(RuleFilter), sorts=(selectors.RULE_SORT,))
    def get(self, request: ApiRequest) -> Listing:
        """Rules, narrowed as on the page; those in force today unless `when` asks for others."""
        form = self.sound(RuleFilter(request.GET))
        return self.page(form.apply(selectors.rules_in_full(), clock.today()), rule_row)

    @operation(EDIT, body=NEW, returns=RuleRow, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Ask for something from today or a later day on. `preview/` says first what that changes."""
        today = clock.today()
        form = self.filled(RuleForm, today=today)
        made = services.create_rule(form.rule_data, actor=request.user, today=today)
        return Created(_rule(made.pk), reverse("suppliers_api:rule", args=[made.pk]))


def _rule(rule_id: int) -> RuleRow:
    return rule_row(selectors.rule_for_page(rule_id))


class _Previewing(Endpoint):
    """What previews share: nothing is kept."""

    def effect(self, form: RuleForm, rule: ProfileRule | None) -> EffectRow:
        """What it would do that the typed rule takes the place of `rule`."""
        today = clock.today()
        on = max(form.cleaned_data["valid_from"], today)
        before = rule.rule if rule is not None and rule.holds_on(on) else None
        return effect_row(services.effect_of(before, form.rule_data.as_rule().rule, on, today))


class RulePreview(_Previewing):
    """What a new rule would do."""

    @operation(EDIT, body=NEW, returns=EffectRow)
    def post(self, request: ApiRequest) -> EffectRow:
        """What a new rule would change, judged by today's records. Nothing is kept."""
        return self.effect(self.filled(RuleForm, today=clock.today()), None)


class RuleChangePreview(_Previewing):
    """What a change would do."""

    @operation(EDIT, body=CHANGE, returns=EffectRow)
    def post(self, request: ApiRequest, rule_id: int) -> EffectRow:
        """What a change of this rule would do, judged by today's records. Nothing is kept."""
        rule = selectors.rule_for_page(rule_id)
        return self.effect(self.filled(RuleForm, rule=rule, today=clock.today()), rule)


class OneRule(Endpoint):
    """One rule."""

    @operation(Permission.VIEW, returns=RuleRow)
    def get(self, request: ApiRequest, rule_id: int) -> RuleRow:
        """A rule, also one that has ended."""
        return _rule(rule_id)

    @operation(EDIT, body=CHANGE, returns=RuleRow, locked=True)
    def patch(self, request: ApiRequest, rule_id: int) -> RuleRow:
        """Let another rule take its place; the answer is the rule that asks from then on, with an id of its own.

        A source or notes alone are corrected in place.
        """
        rule, today = selectors.rule_for_page(rule_id), clock.today()
        version = self.expected(rule)
        form = self.filled(RuleForm, rule=rule, today=today)
        who: dict[str, Any] = {"actor": request.user, "reason": form.cleaned_data["reason"], "today": today}
        return _rule(services.revise_rule(rule, form.rule_data, expected_version=version, **who).pk)


class RuleEnd(Endpoint):
    """Asking no longer."""

    @operation(EDIT, returns=EffectRow)
    def get(self, request: ApiRequest, rule_id: int) -> EffectRow:
        """What ending the rule would change. Nothing is kept."""
        rule, today = selectors.rule_for_page(rule_id), clock.today()
        return effect_row(services.effect_of(rule.rule, None, max(rule.valid_from, today), today))

    @operation(EDIT, body=body_of(EndRuleForm, optional=["on"]), returns=RuleRow, locked=True)
    def post(self, request: ApiRequest, rule_id: int) -> RuleRow:
        """Ask no longer from a day on, with a reason; today if not said."""
        rule, today = selectors.rule_for_page(rule_id), clock.today()
        version = self.expected(rule)
        initial = {"on": max(rule.valid_from, today)}
        given = self.filled(EndRuleForm, version=version, initial=initial).cleaned_data
        who: dict[str, Any] = {"actor": request.user, "reason": given["reason"], "today": today}
        services.end_rule(rule, on=given["on"], expected_version=version, **who)
        return _rule(rule_id)


class DocumentKinds(Endpoint):
    """Kinds of document."""

    @operation(Permission.VIEW, returns=DocumentKindRow, sorts=KIND_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """All kinds of document, also those that are offered no longer."""
        return self.page(DocumentKind.objects.all(), document_kind_row)

    @operation(EDIT, body=body_of(KindForm), returns=DocumentKindRow, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Add a kind of document; it is offered unless `is_offered` says no."""
        made = services.create_document_kind(self.filled(KindForm).values, actor=request.user)
        return Created(document_kind_row(made), reverse("suppliers_api:document_kind", args=[made.pk]))


class OneDocumentKind(Endpoint):
    """One kind of document."""

    @operation(Permission.VIEW, returns=DocumentKindRow)
    def get(self, request: ApiRequest, kind_id: int) -> DocumentKindRow:
        """A kind of document."""
        return document_kind_row(get_object_or_404(DocumentKind, pk=kind_id))

    @operation(EDIT, body=partly(body_of(KindForm)), returns=DocumentKindRow, locked=True)
    def patch(self, request: ApiRequest, kind_id: int) -> DocumentKindRow:
        """Rename a kind of document, or offer it no longer; its code stays."""
        kind = get_object_or_404(DocumentKind, pk=kind_id)
        version = self.expected(kind)
        known = {name: getattr(kind, name) for name in ("name", "description", "is_offered")}
        values = self.filled(KindForm, initial=known).values
        services.update_document_kind(kind, values, expected_version=version, actor=request.user)
        return document_kind_row(get_object_or_404(DocumentKind, pk=kind_id))
