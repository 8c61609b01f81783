"""What every answer tells the browser to allow."""

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from config.security import ContentPolicy, nonce

pytestmark = pytest.mark.django_db


def policy_of(response) -> dict[str, list[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_every_page_allows_only_our_own_scripts_and_styles(client):
    policy = policy_of(client.get("/no-such-page/"))
    assert policy["default-src"] == ["'none'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["script-src"][0] == "'self'"
    assert policy["frame-ancestors"] == ["'none'"]
    assert not any("unsafe" in value for values in policy.values() for value in values)


def test_each_answer_has_a_nonce_of_its_own(client):
    first, second = (policy_of(client.get("/no-such-page/"))["script-src"][1] for _ in range(2))
    assert first != second


def test_a_view_may_bring_a_stricter_policy_of_its_own():
    answer = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    response = ContentPolicy(lambda request: answer)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "sandbox"


def test_the_script_of_htmx_carries_the_nonce_of_its_page():
    request = RequestFactory().get("/")
    response = ContentPolicy(lambda request: HttpResponse())(request)
    tag = Template("{% load django_htmx %}{% htmx_script %}").render(Context(nonce(request)))
    assert policy_of(response)["script-src"][1].strip("'").removeprefix("nonce-") in tag


def test_other_protective_headers_are_set(client):
    response = client.get("/no-such-page/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in response["Permissions-Policy"]


def test_a_body_beyond_every_form_is_refused_before_it_is_read(client, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    sign_in = reverse("account_login")
    too_large = client.post(sign_in, {"login": "x"}, headers={"content-length": str(20 * 1024 * 1024)})
    assert too_large.status_code == 413
    assert "too large" in too_large.content.decode()
    assert client.post(sign_in, {"login": "x"}).status_code == 200
