"""The pages of certificates, as a browser without JavaScript sees them."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from certificates.domain.assurance import Standing
from certificates.domain.state import CertificateState, EventKind
from certificates.domain.verification import Check, CheckResult
from certificates.models import Certificate, CertificateFile, CertificationBody, Verification
from tests.accounts.factories import make_user
from tests.certificates.factories import (
    PDF,
    TODAY,
    edition,
    make_certificate,
    make_file,
    make_verification,
    noon,
    upload,
)
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


def posted(supplier, **changes):
    values = {
        "edition": edition().pk,
        "number": "NZ 1",
        "body_name": "Norm Zert GmbH",
        "holder": supplier.legal_name,
        "valid_from": "1 Jan 2025",
        "expires_on": "2027-12-31",
        "submission": str(uuid4()),
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def new_url(supplier):
    return reverse("certificates:new", args=[supplier.pk])


def verification(certificate, **changes):
    checks = {f"check_{check.value}": "match" for check in Check if check is not Check.SCOPE}
    values = {
        "method": "register",
        "source": "IAF CertSearch",
        "checked_on": "21 Nov 2026",
        "outcome": "confirmed",
        "proof_text": "Active, same holder",
        "version": certificate.version,
        "submission": str(uuid4()),
        **checks,
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def test_a_supplier_without_certificates_is_told_what_to_do(client, supplier):
    page = client.get(reverse("certificates:for_supplier", args=[supplier.pk])).text
    assert "No certificate yet" in page
    assert new_url(supplier) in page
    assert "IATF 16949" in page
    assert "None on record" in page


def test_the_tab_draws_claimed_hollow_and_verified_solid(client, supplier):
    make_certificate(supplier)
    make_verification(make_certificate(supplier))
    page = client.get(reverse("certificates:for_supplier", args=[supplier.pk])).text
    assert "claim-hollow" in page
    assert "nobody checked" in page
    assert "claim-solid" in page
    assert "verified 21 Nov 2026" in page


def test_a_certificate_is_recorded_with_its_sites_its_new_body_and_its_file(client, supplier):
    site = make_site(supplier, name="Works")
    extra = {f"site_{site.pk}": "on", f"site_scope_{site.pk}": "Turning", "upload": upload()}
    response = client.post(new_url(supplier), posted(supplier, edition_2=edition("ISO 14001").pk, **extra))
    certificate = Certificate.objects.get()
    assert response.status_code == 303
    assert response.url == certificate.get_absolute_url()
    assert certificate.body == CertificationBody.objects.get(name="Norm Zert GmbH")
    assert certificate.standards_text == "ISO 9001:2015, ISO 14001:2015"
    assert certificate.covered.get().scope_text == "Turning"
    assert certificate.file.kind == "application/pdf"
    assert certificate.expires_on == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("expires_on", "31 Feb 2027", "no date"),
        ("expires_on", "07-05-2027", "7 May 2027 or 5 Jul 2027"),
        ("expires_on", "1 Jan 2024", "lies before the first valid day"),
        ("valid_from", "1 Jan 1027", "cannot be right"),
        ("edition_2", "same", "named twice"),
        ("number", "", "required"),
        ("number", "9" * 5000, "at most 100"),
    ],
)
def test_what_cannot_be_is_refused_next_to_its_field_and_nothing_typed_is_lost(client, supplier, field, typed, message):
    typed = edition().pk if typed == "same" else typed
    values = posted(supplier, **{field: typed}, upload=upload())
    response = client.post(new_url(supplier), values)
    page = response.text
    assert response.status_code == 422
    assert message in page
    assert 'value="Norm Zert GmbH"' in page
    assert CertificateFile.objects.count() == 1
    assert f'name="kept_file" value="{CertificateFile.objects.get().pk}"' in page
    assert not Certificate.objects.exists()


def test_a_name_in_right_to_left_script_is_kept(client, supplier):
    client.post(new_url(supplier), posted(supplier, holder="شركة الصمامات"))
    assert Certificate.objects.get().holder == "شركة الصمامات"


def test_a_number_of_signs_that_unfold_into_many_letters_is_kept(client, supplier):
    assert client.post(new_url(supplier), posted(supplier, number="ﷺ" * 100)).status_code == 303
    assert Certificate.objects.get().number == "ﷺ" * 100


def test_the_same_certificate_twice_is_refused_with_a_way_on(client, supplier):
    make_certificate(supplier, number="NZ-1")
    response = client.post(new_url(supplier), posted(supplier))
    assert response.status_code == 422
    assert "on record for this supplier already" in response.text


def test_the_same_form_sent_twice_records_once(client, supplier):
    values = posted(supplier)
    first, second = client.post(new_url(supplier), values), client.post(new_url(supplier), values)
    assert first.url == second.url
    assert Certificate.objects.count() == 1


def test_a_dropped_file_leads_to_the_form_with_the_page_beside_it(client, supplier):
    response = client.post(reverse("certificates:upload", args=[supplier.pk]), {"upload": upload()}, follow=True)
    file = CertificateFile.objects.get()
    assert response.status_code == 200
    assert reverse("certificates:preview", args=[file.pk]) in response.text
    assert f'name="kept_file" value="{file.pk}"' in response.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!doctype html><html><script>alert(1)</script></html>", "a web page (HTML)"),
        (b"<html>" + b"x" * 50 * 1024 * 1024, "50 MB"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "XML or SVG"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(client, supplier, content, message):
    response = client.post(reverse("certificates:upload", args=[supplier.pk]), {"upload": upload(content)})
    assert response.status_code == 422
    assert message in response.text
    assert not CertificateFile.objects.exists()


def test_a_file_is_served_so_that_nothing_in_it_runs(client, supplier):
    file = make_file(supplier)
    response = client.get(reverse("certificates:file", args=[file.pk]))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PDF
    inline = client.get(reverse("certificates:file", args=[file.pk]) + "?inline")
    assert inline.headers["Content-Type"] == "application/pdf"
    assert "sandbox" in inline.headers["Content-Security-Policy"]
    inline.close()


def test_a_file_that_became_something_else_is_never_shown_inline(client, supplier):
    file = make_file(supplier)
    CertificateFile.objects.filter(pk=file.pk).update(kind="text/html")
    response = client.get(reverse("certificates:file", args=[file.pk]) + "?inline")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"
    response.close()


def test_the_preview_is_a_picture_of_the_first_page(client, supplier):
    response = client.get(reverse("certificates:preview", args=[make_file(supplier).pk]))
    assert response.headers["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    broken = make_file(supplier, b"%PDF-1.4 cut short")
    assert client.get(reverse("certificates:preview", args=[broken.pk])).status_code == 404


def test_certificates_and_files_of_a_restricted_supplier_do_not_exist_for_others(client):
    client.force_login(make_user(Role.QUALITY_ENGINEER))
    supplier = make_supplier(is_restricted=True)
    certificate, file = make_certificate(supplier), make_file(supplier)
    for name, number in (
        ("detail", certificate.pk),
        ("file", file.pk),
        ("preview", file.pk),
        ("verify", certificate.pk),
    ):
        assert client.get(reverse(f"certificates:{name}", args=[number])).status_code == 404
    assert certificate.number not in client.get(reverse("certificates:list")).text
    export = client.get(reverse("certificates:export", args=["csv"]))
    assert certificate.number not in b"".join(export.streaming_content).decode()


def test_who_only_reads_gets_no_button_and_no_form(client, supplier):
    certificate = make_certificate(supplier)
    client.force_login(make_user(Role.AUDITOR))
    page = client.get(certificate.get_absolute_url()).text
    assert "Record a verification" not in page
    for name in ("edit", "renew", "retire", "event", "verify"):
        assert client.get(reverse(f"certificates:{name}", args=[certificate.pk])).status_code == 403


def test_procurement_records_certificates_but_does_not_verify_them(client, supplier):
    certificate = make_certificate(supplier)
    client.force_login(make_user(Role.PROCUREMENT))
    assert client.get(reverse("certificates:edit", args=[certificate.pk])).status_code == 200
    assert client.get(reverse("certificates:verify", args=[certificate.pk])).status_code == 403


def test_a_stale_edit_shows_both_versions_and_saves_knowingly(client, supplier):
    certificate = make_certificate(supplier, number="NZ 1")
    url = reverse("certificates:edit", args=[certificate.pk])
    assert client.post(url, posted(supplier, holder="First Ltd", version=1)).status_code == 303
    stale = client.post(url, posted(supplier, holder="Second Ltd", version=1))
    assert stale.status_code == 409
    assert "Somebody saved this in the meantime" in stale.text
    assert "First Ltd" in stale.text
    assert 'value="Second Ltd"' in stale.text
    assert 'name="version" value="2"' in stale.text
    assert client.post(url, posted(supplier, holder="Second Ltd", version=2)).status_code == 303
    certificate.refresh_from_db()
    assert certificate.holder == "Second Ltd"


def test_a_renewal_starts_from_the_old_one_and_leads_to_the_new(client, supplier):
    old = make_certificate(supplier, number="NZ 1")
    url = reverse("certificates:renew", args=[old.pk])
    assert 'value="NZ 1"' in client.get(url).text
    values = posted(supplier, valid_from="1 Jan 2028", expires_on="31 Dec 2030", version=1)
    response = client.post(url, values)
    old.refresh_from_db()
    assert response.url == old.replaced_by.get_absolute_url()
    assert client.post(url, values).url == response.url
    assert Certificate.objects.count() == 2
    again = client.post(url, posted(supplier, number="NZ 2", version=2))
    assert again.status_code == 422
    assert "renewed already" in again.text


def test_retiring_asks_for_a_reason_and_notices_a_change_in_between(client, supplier):
    certificate = make_certificate(supplier)
    url = reverse("certificates:retire", args=[certificate.pk])
    assert client.post(url, {"reason": "", "version": 1}).status_code == 422
    assert client.post(url, {"reason": "Site closed", "version": 7}).status_code == 409
    assert client.post(url, {"reason": "Site closed", "version": 1}).status_code == 303
    page = client.get(certificate.get_absolute_url()).text
    assert "Site closed" in page
    assert "Record a verification" not in page


def test_an_event_of_the_body_is_recorded_and_one_ahead_is_refused(client, supplier):
    certificate = make_certificate(supplier)
    url = reverse("certificates:event", args=[certificate.pk])
    ahead = client.post(url, {"kind": "suspended", "on": "22 Nov 2026"})
    assert ahead.status_code == 422
    assert "lies ahead" in ahead.text
    values = {"kind": "suspended", "on": "1 Nov 2026", "note": "Letter", "submission": str(uuid4())}
    assert client.post(url, values).status_code == 303
    assert client.post(url, values).status_code == 303
    assert certificate.events.get().kind == EventKind.SUSPENDED.value
    assert Certificate.objects.get().state_on(TODAY) is CertificateState.SUSPENDED


def test_a_verification_compares_what_is_printed_with_what_we_have(client, supplier):
    scope = make_scope(supplier, description="valve bodies")
    certificate = make_certificate(supplier, holder="Printed Holder")
    url = reverse("certificates:verify", args=[certificate.pk])
    page = client.get(url).text
    assert "Printed Holder" in page
    assert supplier.legal_name in page
    assert "valve bodies" in page
    assert client.post(url, verification(certificate, **{f"check_scope_{scope.pk}": "mismatch"})).status_code == 303
    fact = Verification.objects.get().fact
    assert fact.results[Check.SCOPE, scope.pk] is CheckResult.MISMATCH
    holder = Verification.objects.get().checks.get(check_name="holder")
    assert (holder.printed, holder.ours) == ("Printed Holder", supplier.legal_name)
    assert Certificate.objects.get().assurance_on(TODAY).standing is Standing.VERIFIED
    detail = client.get(certificate.get_absolute_url()).text
    assert "verified 21 Nov 2026" in detail
    assert "Differs" in detail


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"check_holder": "unclear"}, "needs “Holder” to match"),
        ({"outcome": "mismatch"}, "at least one check that differs"),
        ({"outcome": "not_found"}, "could not be compared"),
        ({"method": "original_seen"}, "cannot say whether the certificate is still active"),
        ({"proof_text": ""}, "Attach the proof"),
        ({"checked_on": "22 Nov 2026"}, "lies ahead"),
        ({"next_due_on": "21 Nov 2026"}, "must lie after"),
        ({"outcome": ""}, "required"),
    ],
)
def test_an_outcome_that_the_checks_do_not_bear_is_refused(client, supplier, changes, message):
    certificate = make_certificate(supplier)
    url = reverse("certificates:verify", args=[certificate.pk])
    response = client.post(
        url,
        verification(certificate, proof_upload=upload(), **changes)
        if "proof_text" not in changes
        else verification(certificate, **changes),
    )
    assert response.status_code == 422
    assert message in response.text
    assert 'value="IAF CertSearch"' in response.text
    assert not Verification.objects.exists()


def test_a_proof_is_kept_while_the_form_is_put_right(client, supplier):
    certificate = make_certificate(supplier)
    url = reverse("certificates:verify", args=[certificate.pk])
    wrong = verification(certificate, check_holder="unclear", proof_text="", proof_upload=upload())
    assert client.post(url, wrong).status_code == 422
    proof = CertificateFile.objects.get()
    right = verification(certificate, proof_text="", kept_proof=proof.pk)
    assert client.post(url, right).status_code == 303
    assert Verification.objects.get().proof_file == proof


def test_a_verification_sent_twice_counts_once(client, supplier):
    certificate = make_certificate(supplier)
    url, values = reverse("certificates:verify", args=[certificate.pk]), verification(certificate)
    assert client.post(url, values).status_code == 303
    assert client.post(url, values).status_code == 303
    assert Verification.objects.count() == 1


def test_a_certificate_changed_while_it_was_compared_is_compared_again(client, supplier):
    certificate = make_certificate(supplier, number="NZ 1")
    values = verification(certificate)
    client.post(reverse("certificates:edit", args=[certificate.pk]), posted(supplier, holder="Other", version=1))
    response = client.post(reverse("certificates:verify", args=[certificate.pk]), values)
    assert response.status_code == 409
    assert "Compare again" in response.text
    assert not Verification.objects.exists()


def test_the_same_number_at_two_suppliers_is_shown_without_naming_who_is_hidden(client, supplier):
    mine = make_certificate(supplier, number="NZ 1")
    hidden = make_supplier(is_restricted=True, legal_name="Hidden Works")
    make_certificate(hidden, number="NZ-1")
    assert "Hidden Works" in client.get(mine.get_absolute_url()).text
    client.force_login(make_user(Role.PROCUREMENT))
    page = client.get(mine.get_absolute_url()).text
    assert "Hidden Works" not in page
    assert "another supplier" in page


def test_an_archived_supplier_is_not_written_about(client, supplier):
    type(supplier).objects.filter(pk=supplier.pk).update(archived_at=noon())
    response = client.post(new_url(supplier), posted(supplier))
    assert response.status_code == 422
    assert "archived" in response.text
