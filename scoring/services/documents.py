"""Scorecards as files. Made in the worker, outside any transaction: a document takes a second and 150 MB."""

import hashlib
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from common import clock, history
from scoring.document import document_context
from scoring.models import ScorecardDocument, Snapshot
from scoring.pdf import render_pdf


def make_scorecard(snapshot_id: int, *, job_id: UUID, by: User | None) -> ScorecardDocument:
    """The scorecard PDF of a snapshot; begun again for the same job it returns what that job has made.

    Raises PdfUnavailable where Pango is missing.
    """
    known = ScorecardDocument.objects.filter(job_id=job_id).first()
    if known is not None:
        return known
    snapshot = Snapshot.objects.select_related("supplier__owner", "model").get(pk=snapshot_id)
    now = clock.now()
    pdf = render_pdf("scoring/document/scorecard.html", document_context(snapshot, now))
    return _keep(snapshot, pdf.content, pdf.pages, job_id, by)


def _keep(snapshot: Snapshot, content: bytes, pages: int, job_id: UUID, by: User | None) -> ScorecardDocument:
    with transaction.atomic():
        document = ScorecardDocument(
            supplier=snapshot.supplier,
            snapshot=snapshot,
            job_id=job_id,
            pages=pages,
            sha256=hashlib.sha256(content).hexdigest(),
            made_by=by,
            made_at=clock.now(),
        )
        document.file.storage.delete(document.file.field.generate_filename(document, "scorecard.pdf"))
        document.file.save("scorecard.pdf", ContentFile(content), save=False)
        document.save(force_insert=True)
        history.record_change(document, actor=by, action="scorecard made", root_id=snapshot.supplier_id)
    return document
