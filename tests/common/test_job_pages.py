"""The page that waits for a job is its starter's own."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common import clock
from common.models import Job, JobState
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db


def make_job(user, **fields) -> Job:
    now = clock.now()
    return Job.objects.create(kind="tests.page", created_by=user, created_at=now, heartbeat_at=now, **fields)


@pytest.mark.parametrize("role", list(Role))
def test_somebody_elses_job_does_not_exist_for_me_and_is_not_cancelled(client, role):
    job = make_job(make_user(), note="Zirconium Whisper")
    client.force_login(make_user(role))
    assert client.get(reverse("common:job", args=[job.pk])).status_code == 404
    assert client.post(reverse("common:job_cancel", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.state == JobState.QUEUED.value


def test_my_own_job_shows_its_progress_and_goes_to_its_result(client):
    me = make_user()
    client.force_login(me)
    waiting = make_job(me, note="Reading the file")
    assert "Reading the file" in client.get(reverse("common:job", args=[waiting.pk])).content.decode()
    done = make_job(me, state=JobState.DONE.value, result={"url": "/suppliers/"})
    assert client.get(reverse("common:job", args=[done.pk]))["Location"] == "/suppliers/"
