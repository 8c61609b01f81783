from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.forms import MailFilter
from accounts.selectors import NEWEST, mail_counts, mail_for_page, mails_for_list
from accounts.services import Refused
from accounts.services.mailbox import retry_mail
from common.history import changes_for
from common.paging import keyset_page
from common.views import AuthedRequest, redirect_to

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
"""A mail is shown as its reader sees it: its own style, no script, nothing loaded, in a frame of its own."""


@requires(Permission.MAILBOX_VIEW, listing=True)
def mailbox(request: AuthedRequest) -> HttpResponse:
    """Every mail of the product with its outcome."""
    form = MailFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = keyset_page(
        mails_for_list(text=wanted.get("q", ""), state=wanted.get("state", "")),
        sort=NEWEST,
        descending=True,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    return render(request, "accounts/mailbox.html", {"page": page, "filter_form": form, "counts": mail_counts()})


@requires(Permission.MAILBOX_VIEW)
def mail(request: AuthedRequest, mail_id: int) -> HttpResponse:
    """One mail: to whom, what came of it, its words."""
    subject = mail_for_page(mail_id)
    return render(request, "accounts/mail.html", {"mail": subject, "history": changes_for(subject)})


@requires(Permission.MAILBOX_VIEW)
def mail_html(request: AuthedRequest, mail_id: int) -> HttpResponse:
    """The HTML of a mail, for the sandboxed frame on its page."""
    return _html(request, mail_id)


@xframe_options_sameorigin
def _html(request: AuthedRequest, mail_id: int) -> HttpResponse:
    html = mail_for_page(mail_id).html
    if not html:
        raise Http404
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


@requires(Permission.MAILBOX_VIEW)
def mail_retry(request: AuthedRequest, mail_id: int) -> HttpResponse:
    """Send a failed mail again."""
    return _retry(request, mail_id)


@require_POST
def _retry(request: AuthedRequest, mail_id: int) -> HttpResponse:
    url = reverse("accounts:mail", args=[mail_id])
    try:
        retry_mail(mail_for_page(mail_id), actor=request.user)
    except Refused as refusal:
        return redirect_to(request, url, str(refusal), level=messages.ERROR)
    return redirect_to(request, url, "The mail is tried again now.")
