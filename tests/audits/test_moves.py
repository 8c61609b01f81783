"""Moving an audit: only where its state allows, said before a form is shown."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from tests.accounts.factories import make_user
from tests.audits.factories import make_audit

pytestmark = pytest.mark.django_db

IMPOSSIBLE = [(AuditState.COMPLETED, "complete"), (AuditState.PLANNED, "reopen"), (AuditState.IN_PROGRESS, "replan")]


@pytest.mark.parametrize(("state", "step"), IMPOSSIBLE)
def test_a_step_that_the_state_does_not_allow_leads_back_to_the_audit(client, state, step):
    client.force_login(make_user(Role.MANAGER))
    audit = make_audit(state=state)
    answer = client.get(reverse("audits:move", args=[audit.pk, step]), follow=True)
    assert answer.redirect_chain == [(audit.get_absolute_url(), 303)]
    assert "Not now: the audit is" in answer.content.decode()
