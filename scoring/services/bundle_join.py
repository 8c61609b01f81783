"""The items of a bundle as one file: a PDF with an index, bookmarks and running page numbers, or a ZIP.

The joined PDF is not tagged: joining the structure trees of hundreds of documents takes more time and memory than
making them. The single ones, in a ZIP, are (PDF/UA). The form and docs/bulk.md say so to whoever chooses.
"""

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import slugify

from accounts.services import notify
from common import clock, history
from common.models import Change
from common.tables import harmless
from scoring.domain.bundles import BundleForm, BundleState, ItemState
from scoring.labels import ITEM_STATE_LABELS, LIKELIHOOD_LABELS
from scoring.models import BundleItem, ScorecardBundle
from scoring.pdf import Pdf, render_pdf
from suppliers.models import Supplier

HIDDEN = "Who asked may no longer see this supplier."


def join_bundle(bundle: ScorecardBundle, job_id: UUID) -> None:
    """Write the file and tell who asked. Begun again for the same job it replaces what it had begun."""
    _leave_out_hidden(bundle)
    items = list(bundle.items.select_related("supplier", "snapshot").defer("snapshot__facts", "snapshot__result"))
    made = [item for item in items if item.state == ItemState.DONE.value]
    if not made:
        _finish(bundle, job_id, state=BundleState.STOPPED.value)
        _tell(bundle, "None of your scorecards could be made. The page says why.")
        return
    with tempfile.TemporaryFile() as file:
        pages = _join_pdf(bundle, made, items, file) if bundle.form == BundleForm.PDF else _zip(items, file)
        size = file.tell()
        file.seek(0)
        stored = _store(f"{bundle.folder}/scorecards.{bundle.form}", file)
    with transaction.atomic():
        done = {"state": BundleState.DONE.value, "file": stored, "pages": pages, "size": size}
        if not _finish(bundle, job_id, **done):
            return
        _note_history(bundle, made)
        missing = len(items) - len(made)
        more = f" {missing} could not be made; the page says why." if missing else ""
        _tell(bundle, f"Your {len(made)} scorecard{'' if len(made) == 1 else 's'} can be downloaded.{more}")


def _leave_out_hidden(bundle: ScorecardBundle) -> None:
    """Rights may have changed since the scorecards were made."""
    seen = Supplier.objects.visible_to(bundle.by).values("pk")
    hidden = bundle.items.filter(state=ItemState.DONE.value).exclude(supplier__in=seen)
    hidden.update(state=ItemState.LEFT_OUT.value, note=HIDDEN)


def _finish(bundle: ScorecardBundle, job_id: UUID, **values: Any) -> int:
    """0 when it was stopped meanwhile, or is another job's."""
    rows = ScorecardBundle.objects.filter(pk=bundle.pk, state=BundleState.JOINING.value, joined_by=job_id)
    return rows.update(finished_at=clock.now(), **values)


def _tell(bundle: ScorecardBundle, text: str) -> None:
    key = f"bundle:{bundle.pk}:{bundle.turn}"
    notify(bundle.by, kind="scorecard_bundle", text=text, url=bundle.get_absolute_url(), key=key)


def _note_history(bundle: ScorecardBundle, made: Sequence[BundleItem]) -> None:
    """Each supplier's history says that its scorecard was handed out; once, also when the rest is made later."""
    told = set(Change.objects.filter(batch=bundle.pk).values_list("subject_id", flat=True))
    history.record_bulk(
        history.build_entry(
            item.snapshot, actor=bundle.by, action="scorecard made", root_id=item.supplier_id, batch=bundle.pk
        )
        for item in made
        if item.snapshot is not None and str(item.snapshot_id) not in told
    )


def _store(name: str, file: IO[bytes]) -> str:
    default_storage.delete(name)
    return default_storage.save(name, File(file))


def _join_pdf(bundle: ScorecardBundle, made: list[BundleItem], items: list[BundleItem], file: IO[bytes]) -> int:
    """Index, then the scorecards in their order, one after the other; returns the number of pages."""
    from pypdf import PdfReader, PdfWriter

    from scoring.services.bundle_pages import number_pages

    writer = PdfWriter()
    index = _index(bundle, made, items)
    writer.append(io.BytesIO(index.content), outline_item="Index", import_outline=False)
    for item in made:
        with default_storage.open(item.file) as single:
            title = f"{item.supplier}{f', {item.snapshot.scope_label}' if item.scope_key and item.snapshot else ''}"
            writer.append(PdfReader(single), outline_item=title, import_outline=False)
    total = len(writer.pages)
    number_pages(writer, skip=index.pages)
    writer.add_metadata({"/Title": f"{len(made)} scorecards", "/Author": "Vetted"})
    writer.page_mode = "/UseOutlines"
    writer.write(file)
    return total


def _index(bundle: ScorecardBundle, made: list[BundleItem], items: list[BundleItem]) -> Pdf:
    """The index; its own length moves the pages that it names, so it is set again until both agree."""
    length = 1
    while True:
        context = {
            "bundle": bundle,
            "lines": _lines(made, length),
            "missing": [item for item in items if item.state == ItemState.FAILED.value],
            "at": clock.now(),
        }
        index = render_pdf("scoring/document/bundle_index.html", context)
        if index.pages == length:
            return index
        length = index.pages


def _lines(made: list[BundleItem], index_pages: int) -> list[tuple[BundleItem, int]]:
    """Each item with the page on which it begins."""
    page, lines = index_pages + 1, []
    for item in made:
        lines.append((item, page))
        page += item.pages
    return lines


def _zip(items: Sequence[BundleItem], file: IO[bytes]) -> int:
    """Each scorecard under a name that every system takes, and a table of all; returns the number of pages."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # PDFs are packed already
        for item in items:
            if item.state == ItemState.DONE.value:
                with default_storage.open(item.file) as single, archive.open(file_name(item), "w") as entry:
                    shutil.copyfileobj(single, entry)
        archive.writestr("index.csv", _table(items))
    return sum(item.pages for item in items if item.state == ItemState.DONE.value)


def file_name(item: BundleItem) -> str:
    """`007-kranz-sohn-gmbh-41-anodising.pdf`: in order, by name in its own letters, by scope where one is meant.

    The number of the supplier tells apart those that are called alike.
    """
    name = _named(item.supplier.legal_name, 100) or "supplier"
    scope = _named(item.snapshot.scope_label, 80) if item.scope_key and item.snapshot else ""
    return "-".join(filter(None, (f"{item.position:03d}", name, str(item.supplier_id), scope))) + ".pdf"


def _named(words: str, most: int) -> str:
    """Letters, digits and hyphens, at most so many bytes: a name in a folder has room for 255."""
    return slugify(words, allow_unicode=True).encode()[:most].decode(errors="ignore").strip("-")


def _table(items: Sequence[BundleItem]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["File", "Supplier", "Scope", "Rating of", "Risk", "State", "Why"])
    for item in items:
        if item.state == ItemState.LEFT_OUT.value:  # not even its name is for whoever may not see it
            continue
        snapshot = item.snapshot if item.state == ItemState.DONE.value else None
        words = [
            file_name(item) if snapshot else "",
            item.supplier.legal_name,
            snapshot.scope_label if snapshot else "",
            snapshot.on.isoformat() if snapshot else "",
            str(dict(LIKELIHOOD_LABELS)[snapshot.likelihood]) if snapshot else "",  # type: ignore[index]
            ITEM_STATE_LABELS[ItemState(item.state)],
            item.note,
        ]
        writer.writerow([harmless(word) for word in words])
    return "\ufeff" + text.getvalue()
