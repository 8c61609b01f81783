"""What /livez and /healthz say, part by part."""

import time

import pytest
from django.db import OperationalError, connection

from common import clock
from common.mail import queue_mail
from common.models import MailState, OutgoingMail
from config import health
from config.probe import lives

ADDRESS = "http://testserver"


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def _all_beat():
    health.beat("worker")
    health.beat("scheduler")


def grow_old(process: str) -> None:
    health._file(process).write_text(str(time.time() - 61))


def test_livez_asks_nothing_of_anybody(client):
    """No database is allowed in this test, and the host is none of ours."""
    response = client.get("/livez", headers={"host": "unknown.example"})
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("_all_beat")
def test_healthz_is_200_when_all_is_well(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["ok"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_all_beat")
def test_healthz_is_never_redirected_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("_all_beat")
@pytest.mark.parametrize(("dead", "alive"), [("worker", "scheduler"), ("scheduler", "worker")])
def test_a_process_without_a_sign_of_life_is_told_apart_from_the_other(client, dead, alive):
    grow_old(dead)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert not response.json()[dead]["ok"]
    assert response.json()[alive]["ok"]


@pytest.mark.django_db
def test_a_process_that_never_ran_is_said_so(client):
    assert client.get("/healthz").json()["worker"]["problem"] == "The worker has never run here."


@pytest.mark.django_db
@pytest.mark.usefixtures("_all_beat")
def test_a_database_that_does_not_answer_is_told_apart(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no answer")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert [part for part in ("database", "worker", "scheduler", "mail") if not response.json()[part]["ok"]] == [
        "database",
        "mail",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("_all_beat")
@pytest.mark.parametrize(
    ("state", "error", "status"),
    [
        (MailState.SENT, "", 200),
        (MailState.KEPT, "", 200),
        (MailState.WAITING, "connection refused", 503),
        (MailState.FAILED, "mailbox unknown", 503),
    ],
)
def test_the_last_mail_that_was_tried_counts(client, state, error, status):
    mail = queue_mail(to="a@example.com", subject="s", text="t", key="k")
    assert mail is not None
    OutgoingMail.objects.update(state=state.value, last_error=error, attempts=1, created_at=clock.now())
    assert client.get("/healthz").status_code == status


@pytest.mark.django_db
@pytest.mark.usefixtures("_all_beat")
def test_a_mail_nobody_tried_yet_is_no_problem(client):
    queue_mail(to="a@example.com", subject="s", text="t", key="k")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("process", ["worker", "scheduler"])
def test_the_probe_of_a_container_reads_the_same_sign_of_life(process, tmp_path):
    assert not lives(process, tmp_path)
    health.beat(process)
    assert lives(process, tmp_path)
    grow_old(process)
    assert not lives(process, tmp_path)
