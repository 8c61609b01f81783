"""The rules of the requirement profiles: everybody reads them, the administrator changes them after a preview."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.history import changes_for
from common.paging import keyset_page
from common.views import AuthedRequest
from suppliers import profile_selectors as selectors
from suppliers import services
from suppliers.domain.profiles.rules import Rule
from suppliers.models import DocumentKind, ProfileRule
from suppliers.profile_filters import RuleFilter
from suppliers.profile_forms import EndRuleForm, KindForm, RuleForm
from suppliers.views.saving import save_form

RULE_FORM = "suppliers/profiles/form.html"


@requires(Permission.VIEW, listing=True)
def rule_list(request: AuthedRequest) -> HttpResponse:
    """All rules, those in force first of all."""
    today = clock.today()
    form = RuleFilter(request.GET)
    page = keyset_page(
        form.apply(selectors.rules_in_full(), today),
        sort=selectors.RULE_SORT,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        size=100,
    )
    context = {"form": form, "page": page, "today": today, "waiting": selectors.ratings_to_follow()}
    return render(request, "suppliers/profiles/list.html", context)


@requires(Permission.VIEW)
def rule_detail(request: AuthedRequest, rule_id: int) -> HttpResponse:
    """One rule: what it asks of whom, whose successor it is, and its history."""
    rule = selectors.rule_for_page(rule_id)
    today = clock.today()
    context = {
        "rule": rule,
        "today": today,
        "is_over": rule.ended_on is not None and rule.ended_on <= today,
        "changes": changes_for(rule)[:50],
    }
    return render(request, "suppliers/profiles/detail.html", context)


@requires(Permission.PROFILE_EDIT)
def rule_new(request: AuthedRequest) -> HttpResponse:
    """A new rule."""
    today = clock.today()
    form = RuleForm(request.POST or None, today=today)

    def save() -> str:
        token = form.cleaned_data["submission"]
        rule = services.create_rule(form.rule_data, actor=request.user, today=today, submission=token)
        return reverse("suppliers:rule", args=[rule.pk])

    return _previewed(request, form, None, today, save, {"title": "New rule"})


@requires(Permission.PROFILE_EDIT)
def rule_edit(request: AuthedRequest, rule_id: int) -> HttpResponse:
    """Another rule in this one's place, or another source of it."""
    rule = selectors.rule_for_page(rule_id)
    today = clock.today()
    form = RuleForm(request.POST or None, rule=rule, today=today)

    def save() -> str:
        made = services.revise_rule(
            rule,
            form.rule_data,
            expected_version=form.cleaned_data["version"] or 0,
            actor=request.user,
            reason=form.cleaned_data["reason"],
            today=today,
        )
        return reverse("suppliers:rule", args=[made.pk])

    return _previewed(request, form, rule, today, save, {"title": "Change the rule", "rule": rule})


def _previewed(
    request: AuthedRequest,
    form: RuleForm,
    rule: ProfileRule | None,
    today: date,
    save: Callable[[], str],
    context: dict[str, Any],
) -> HttpResponse:
    """The form; then what it would change; saved is only what was looked at."""
    if request.method == "POST" and form.is_valid() and not form.was_previewed:
        on = max(form.cleaned_data["valid_from"], today)
        after: Rule = form.rule_data.as_rule().rule
        before = rule.rule if rule is not None and rule.holds_on(on) else None
        form.show_again()
        effect = services.effect_of(before, after, on, today)
        return render(request, RULE_FORM, {**context, "form": form, "effect": effect, "on": on})
    return save_form(request, form, save, template=RULE_FORM, context=context, message="Saved. Ratings follow.")


@requires(Permission.PROFILE_EDIT)
def rule_end(request: AuthedRequest, rule_id: int) -> HttpResponse:
    """Ask no longer; the page says what that changes."""
    rule = selectors.rule_for_page(rule_id)
    today = clock.today()
    on = max(rule.valid_from, today)
    form = EndRuleForm(request.POST or None, initial={"on": on, "version": rule.version})

    def save() -> str:
        services.end_rule(
            rule,
            on=form.cleaned_data["on"],
            expected_version=form.cleaned_data["version"],
            actor=request.user,
            reason=form.cleaned_data["reason"],
            today=today,
        )
        return reverse("suppliers:rule", args=[rule.pk])

    effect = services.effect_of(rule.rule, None, on, today)
    context = {"rule": rule, "effect": effect, "on": on}
    return save_form(
        request, form, save, template="suppliers/profiles/end.html", context=context, message="Ended. Ratings follow."
    )


@requires(Permission.VIEW, listing=True)
def kind_list(request: AuthedRequest) -> HttpResponse:
    """Kinds of document."""
    return render(request, "suppliers/profiles/kinds.html", {"kinds": list(DocumentKind.objects.all())})


@requires(Permission.PROFILE_EDIT)
def kind_new(request: AuthedRequest) -> HttpResponse:
    """A kind that is not in the list yet."""
    form = KindForm(request.POST or None)

    def save() -> str:
        token = form.cleaned_data["submission"]
        services.create_document_kind(form.values, actor=request.user, submission=token)
        return reverse("suppliers:document_kinds")

    return _kind_page(request, form, save, "New kind of document")


@requires(Permission.PROFILE_EDIT)
def kind_edit(request: AuthedRequest, kind_id: int) -> HttpResponse:
    """Its name, what has to be in it, and whether it is offered."""
    kind = get_object_or_404(DocumentKind, pk=kind_id)
    values = {name: getattr(kind, name) for name in ("name", "description", "is_offered", "version")}
    form = KindForm(request.POST or None, initial=values)

    def save() -> str:
        version = form.cleaned_data["version"] or 0
        services.update_document_kind(kind, form.values, expected_version=version, actor=request.user)
        return reverse("suppliers:document_kinds")

    return _kind_page(request, form, save, "Kind of document")


def _kind_page(request: AuthedRequest, form: KindForm, save: Callable[[], str], title: str) -> HttpResponse:
    return save_form(
        request, form, save, template="suppliers/profiles/kind.html", context={"title": title}, message="Saved."
    )
