"""Scorecards of a selection: made by several workers, stopped and continued, never of a supplier one may not see."""

import io
import uuid
import zipfile
from collections import Counter
from datetime import timedelta
from threading import Thread

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.db import connections
from django.urls import reverse
from pypdf import PdfReader

from accounts.domain.permissions import Role
from accounts.models import Notice, User
from common import clock
from common.bulk.selecting import keep_selection
from common.jobs import run_job
from common.models import Change, Job
from scoring import services
from scoring.domain.bundles import BundleForm, BundleState, ItemState
from scoring.models import BundleItem, ScopeRating, ScorecardBundle
from scoring.pdf import Pdf, PdfUnavailable, pdf_problem, render_pdf
from scoring.services import bundle_work, bundles, rescore_suppliers
from suppliers.models import Supplier
from tests.accounts.factories import make_team, make_user
from tests.jobs import run_jobs
from tests.queries import assert_same_queries
from tests.scoring.factories import ship_models
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(bool(pdf_problem()), reason=pdf_problem())]


@pytest.fixture
def quick(monkeypatch) -> list[str]:
    """One page that was rendered once, instead of a scorecard each; returns the names in the order they were made."""
    page = render_pdf("scoring/document/bundle_index.html", {"lines": [], "bundle": None, "at": clock.now()})
    made: list[str] = []

    def render(template, context) -> Pdf:
        made.append(context["supplier"].legal_name)
        return page

    monkeypatch.setattr(bundle_work, "render_pdf", render)
    return made


def rated(number=1, **fields) -> list[Supplier]:
    suppliers = [make_supplier(with_scope=True, **fields) for _ in range(number)]
    rescore_suppliers([one.pk for one in suppliers], clock.today())
    return suppliers


def ask(user, suppliers, form=BundleForm.ZIP, *, every_scope=False, workers=1) -> ScorecardBundle:
    ids = [one.pk for one in suppliers]
    return services.ask_for_bundle(ids, form=form, every_scope=every_scope, by=user, at=clock.now(), workers=workers)


def fresh(bundle) -> ScorecardBundle:
    return ScorecardBundle.objects.get(pk=bundle.pk)


def states(bundle) -> Counter:
    return Counter(bundle.items.values_list("state", flat=True))


def zip_of(bundle) -> zipfile.ZipFile:
    with default_storage.open(fresh(bundle).file) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def downloaded(client, url) -> bytes:
    return b"".join(client.get(url).streaming_content)


def work(bundle, job_id=None, alive=lambda done, total, note: None, seconds=None) -> bool:
    bundle = fresh(bundle)
    return services.work_on_bundle(bundle.pk, bundle.turn, job_id or uuid.uuid4(), alive=alive, seconds=seconds)


def test_one_pdf_has_an_index_bookmarks_and_numbers_that_go_on():
    user = make_user()
    suppliers = [*rated(legal_name="Alder Castings", local_name="阀体铸造厂"), *rated(legal_name="Birch Forge")]
    bundle = ask(user, suppliers, BundleForm.PDF)
    run_jobs()
    bundle = fresh(bundle)
    assert (bundle.state, bundle.form) == (BundleState.DONE, "pdf")
    reader = PdfReader(default_storage.path(bundle.file))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(default_storage.path(bundle.file))]
    assert len(pages) == bundle.pages
    assert [mark.title for mark in reader.outline] == ["Index", "Alder Castings", "Birch Forge"]
    starts = [reader.get_destination_page_number(mark) for mark in reader.outline]
    for start, name in zip(starts[1:], ["Alder Castings", "Birch Forge"], strict=True):
        assert name in pages[start]
        assert f"Sheet {start + 1} of {len(pages)}" in pages[start]
    assert f"{starts[2] + 1}" in pages[0].split("Birch Forge")[1].splitlines()[0]
    assert "阀体铸造厂" in pages[0]


def test_a_zip_holds_a_file_per_supplier_under_safe_and_different_names(quick):
    user = make_user()
    names = ["../../etc/passwd", "阀体铸造厂", "Kranz & Söhne GmbH", "Kranz & Söhne GmbH"]
    bundle = ask(user, [rated(legal_name=name)[0] for name in names])
    run_jobs()
    files = zip_of(bundle).namelist()
    assert len(set(files)) == len(names) + 1
    assert not any(set(name) & set('/\\:*?"<>|') or ".." in name for name in files)
    assert any("kranz-söhne-gmbh" in name for name in files)
    assert any("阀体铸造厂" in name for name in files)
    table = zip_of(bundle).read("index.csv").decode("utf-8-sig")
    assert table.count("Made") == len(names)


def test_every_scope_has_its_own_scorecard(quick):
    user = make_user()
    [supplier] = rated()
    make_scope(supplier, "milling", site=make_site(supplier))
    rescore_suppliers([supplier.pk], clock.today())
    bundle = ask(user, [supplier], every_scope=True)
    run_jobs()
    keys = set(ScopeRating.objects.filter(supplier=supplier).values_list("scope_key", flat=True))
    assert {item.snapshot.scope_key for item in bundle.items.all()} == keys
    assert len(keys) == 2


def test_who_asked_is_told_and_each_suppliers_history_says_it(quick):
    user = make_user()
    suppliers = rated(2)
    bundle = ask(user, suppliers)
    run_jobs()
    assert Notice.objects.get(user=user, kind="scorecard_bundle").url == bundle.get_absolute_url()
    entries = Change.objects.filter(batch=bundle.pk, action="scorecard made")
    assert {entry.root_id for entry in entries} == {one.pk for one in suppliers}


def test_one_that_fails_is_named_with_its_reason_and_tried_again_alone(quick, monkeypatch):
    user = make_user()
    good, bad = rated(legal_name="Alder")[0], make_supplier(legal_name="Birch")
    bundle = ask(user, [good, bad])
    run_jobs()
    assert states(bundle) == {ItemState.DONE: 1, ItemState.FAILED: 1}
    assert "not rated yet" in bundle.items.get(supplier=bad).note
    assert len(zip_of(bundle).namelist()) == 2
    make_scope(bad)
    rescore_suppliers([bad.pk], clock.today())
    services.retry_bundle(fresh(bundle))
    run_jobs()
    assert quick == ["Alder", "Birch"], "what was made is not made again"
    assert len(zip_of(bundle).namelist()) == 3


def test_an_error_in_one_keeps_no_other_from_being_made(quick, monkeypatch, caplog):
    user = make_user()
    suppliers = rated(3)
    whole = bundle_work.render_pdf

    def render(template, context):
        if context["supplier"] == suppliers[1]:
            raise ValueError("words that may name others")
        return whole(template, context)

    monkeypatch.setattr(bundle_work, "render_pdf", render)
    bundle = ask(user, suppliers)
    run_jobs()
    assert states(bundle) == {ItemState.DONE: 2, ItemState.FAILED: 1}
    assert bundle.items.get(supplier=suppliers[1]).note == "That went wrong on our side (ValueError)."


def test_where_pdfs_cannot_be_made_each_item_says_what_to_install(monkeypatch):
    def cannot(template, context):
        raise PdfUnavailable("Install Pango.")

    monkeypatch.setattr(bundle_work, "render_pdf", cannot)
    user = make_user()
    bundle = ask(user, rated(1))
    run_jobs()
    assert fresh(bundle).state == BundleState.STOPPED
    assert bundle.items.get().note == "Install Pango."


def test_stopped_it_begins_nothing_more_and_continued_it_makes_only_the_rest(quick):
    user = make_user()
    bundle = ask(user, rated(4))

    def stop_after_two(done, total, note):
        if done == 2:
            services.stop_bundle(fresh(bundle))

    assert work(bundle, alive=stop_after_two) is False
    assert (fresh(bundle).state, len(quick)) == (BundleState.STOPPED, 2)
    services.continue_bundle(fresh(bundle))
    run_jobs()
    assert fresh(bundle).state == BundleState.DONE
    assert len(quick) == len(set(quick)) == 4


def test_a_killed_workers_item_is_made_by_the_same_job_when_it_comes_back(quick):
    user = make_user()
    bundle = ask(user, rated(2))
    job = Job.objects.get(kind=bundles.PART)
    first = bundle.items.first()
    BundleItem.objects.filter(pk=first.pk).update(state=ItemState.TAKEN.value, taken_by=job.pk)
    run_job(str(job.pk))
    assert states(bundle) == {ItemState.DONE: 2}


def test_a_worker_that_was_overtaken_writes_nothing_over_what_the_other_made(quick):
    user = make_user()
    bundle = ask(user, rated(1))
    [item] = bundle.items.all()
    BundleItem.objects.filter(pk=item.pk).update(state=ItemState.TAKEN.value, taken_by=uuid.uuid4())
    bundle_work._make(bundle, item, uuid.uuid4())
    item.refresh_from_db()
    assert item.state == ItemState.TAKEN


def test_a_shift_ends_and_the_next_one_goes_on(quick, monkeypatch):
    monkeypatch.setattr(bundle_work, "SHIFT_SECONDS", 0)
    monkeypatch.setattr(bundle_work.work_on_bundle, "__kwdefaults__", {"seconds": 0.0})
    user = make_user()
    bundle = ask(user, rated(3))
    shifts = run_jobs(bundles.PART)
    assert fresh(bundle).state == BundleState.DONE
    assert len(shifts) > 1


def test_the_joiner_that_was_killed_joins_when_it_comes_back(quick, monkeypatch):
    user = make_user()
    bundle = ask(user, rated(2))
    job = Job.objects.get(kind=bundles.PART)
    join = bundle_work.join_bundle

    def killed(*args):
        raise SystemExit

    monkeypatch.setattr(bundle_work, "join_bundle", killed)
    with pytest.raises(SystemExit):
        run_job(str(job.pk))
    assert fresh(bundle).state == BundleState.JOINING
    monkeypatch.setattr(bundle_work, "join_bundle", join)
    Job.objects.filter(pk=job.pk).update(state="queued")
    run_job(str(job.pk))
    assert fresh(bundle).state == BundleState.DONE


def test_a_supplier_that_became_restricted_meanwhile_is_never_inside(quick, client):
    user = make_user()
    kept, hidden = rated(legal_name="Alder")[0], rated(legal_name="Hidden Works")[0]
    bundle = ask(user, [kept, hidden])
    Supplier.objects.filter(pk=hidden.pk).update(is_restricted=True, team=make_team())
    run_jobs()
    assert quick == ["Alder"]
    assert bundle.items.get(supplier=hidden).state == ItemState.LEFT_OUT
    assert not Job.objects.filter(note__contains="Hidden").exists()
    client.force_login(user)
    assert "Hidden" not in client.get(bundle.get_absolute_url()).content.decode()
    assert len(zip_of(bundle).namelist()) == 2


def test_what_was_made_and_became_restricted_before_it_is_joined_is_not_joined(quick):
    user = make_user()
    kept, hidden = rated(legal_name="Alder")[0], rated(legal_name="Birch")[0]
    bundle = ask(user, [kept, hidden])

    def restrict(done, total, note):
        Supplier.objects.filter(pk=hidden.pk).update(is_restricted=True, team=make_team())

    BundleItem.objects.filter(bundle=bundle, supplier=hidden).update(position=0)
    work(bundle, alive=restrict)
    assert not any("birch" in name for name in zip_of(bundle).namelist())
    assert "Birch" not in zip_of(bundle).read("index.csv").decode().split("Alder")[1]


def test_a_file_with_something_that_may_no_longer_be_seen_is_not_handed_out(quick, client):
    user = make_user()
    [supplier] = rated()
    bundle = ask(user, [supplier])
    run_jobs()
    client.force_login(user)
    url = reverse("scoring:bundle_file", args=[bundle.pk])
    assert downloaded(client, url).startswith(b"PK")
    Supplier.objects.filter(pk=supplier.pk).update(is_restricted=True, team=make_team())
    refused = client.get(url, follow=True)
    assert "may no longer be shown to you" in refused.content.decode()


def test_a_bundle_is_its_askers_own_also_for_managers(quick, client):
    bundle = ask(make_user(), rated(1))
    run_jobs()
    client.force_login(make_user(Role.MANAGER))
    for name in ("bundle", "bundle_file"):
        assert client.get(reverse(f"scoring:{name}", args=[bundle.pk])).status_code == 404
    assert client.post(reverse("scoring:bundle_act", args=[bundle.pk]), {"stop": "1"}).status_code == 404


def test_somebody_who_left_gets_nothing_made(quick):
    user = make_user()
    bundle = ask(user, rated(1))
    User.objects.filter(pk=user.pk).update(is_active=False)
    run_jobs()
    assert states(bundle) == {ItemState.LEFT_OUT: 1}
    assert quick == []


def test_after_their_days_the_files_are_gone(quick, settings):
    user = make_user()
    bundle = ask(user, rated(1))
    run_jobs()
    bundle = fresh(bundle)
    names = [bundle.file, bundle.items.get().file]
    assert all(map(default_storage.exists, names))
    assert services.sweep_bundles(clock.now() + timedelta(days=settings.BUNDLE_DAYS, minutes=-1)) == 0
    assert services.sweep_bundles(clock.now() + timedelta(days=settings.BUNDLE_DAYS)) == 1
    assert not any(map(default_storage.exists, names))
    assert fresh(bundle).state == BundleState.EXPIRED
    with pytest.raises(services.BundleRefused):
        services.retry_bundle(fresh(bundle))


def test_more_than_a_file_can_hold_is_refused_with_the_remedy(monkeypatch):
    monkeypatch.setattr(bundles, "MOST_ITEMS", 1)
    with pytest.raises(services.BundleRefused, match="Narrow the selection"):
        ask(make_user(), rated(2))


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_bundle_and_make_each_scorecard_once(quick):
    ship_models()
    user = make_user()
    suppliers = [make_supplier() for _ in range(12)]
    rescore_suppliers([one.pk for one in suppliers], clock.today())
    bundle = ask(user, suppliers, workers=2)
    jobs = list(Job.objects.filter(kind=bundles.PART))
    assert len(jobs) == 2

    def run(job) -> None:
        try:
            run_job(str(job.pk))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fresh(bundle).state == BundleState.DONE
    assert len(quick) == len(set(quick)) == 12
    assert Notice.objects.filter(user=user, kind="scorecard_bundle").count() == 1


def test_from_the_ticks_of_the_list_to_the_download(quick, client):
    user = make_user(Role.AUDITOR)
    client.force_login(user)
    suppliers = rated(2)
    ids = [one.pk for one in suppliers]
    form = client.post(reverse("suppliers:select"), {"id": ids, "do": "scorecards"})["Location"]
    assert client.get(form).status_code == 200
    page = client.post(form, {"form": "zip", "scopes": "line"})["Location"]
    assert "Waiting for a worker" in client.get(page).content.decode()
    run_jobs()
    assert "Download" in client.get(page).content.decode()
    assert downloaded(client, f"{page}file/").startswith(b"PK")


def test_a_bundle_without_workers_offers_to_go_on(quick, client):
    user = make_user()
    client.force_login(user)
    bundle = ask(user, rated(1))
    Job.objects.all().update(state="failed")
    assert "Continue" in client.get(bundle.get_absolute_url()).content.decode()
    client.post(reverse("scoring:bundle_act", args=[bundle.pk]), {"continue": "1"})
    run_jobs()
    assert fresh(bundle).state == BundleState.DONE


def test_the_list_of_my_bundles_costs_the_same_with_more(client):
    user = make_user()
    client.force_login(user)
    [supplier] = rated()
    selection = keep_selection(user, "suppliers", [supplier.pk], "/")
    assert selection.ids == [supplier.pk]
    assert_same_queries(client, "scoring:bundles", lambda: ask(user, [supplier]), at_most=6)
