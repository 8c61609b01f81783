"""What the log of requests says, and what it must not."""

import pytest
import structlog
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("accounts:accept", {"token": "eyJpIjoxfQ:1vM2:s3cret"}),
        ("account_reset_password_from_key", {"uidb36": "1", "key": "s3cret-key"}),
    ],
)
@pytest.mark.parametrize("slash", ["/", ""])
def test_an_address_that_lets_somebody_in_is_not_logged(client, name, values, slash):
    with structlog.testing.capture_logs() as lines:
        client.get(reverse(name, kwargs=values).rstrip("/") + slash, {"q": "s3cret"})
    assert [line["event"] for line in lines] == ["request"]
    assert "s3cret" not in str(lines)


def test_a_request_is_logged_with_its_path_and_status(client):
    with structlog.testing.capture_logs() as lines:
        client.get("/livez-not/?q=s3cret")
    [line] = lines
    assert (line["path"], line["status"]) == ("/livez-not/", 404)
    assert "s3cret" not in str(line)
