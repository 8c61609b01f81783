"""Where a document lies: one job writes one file, and those of last week are thrown away."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from accounts.models import User
from common.models import Job
from suppliers.models import Supplier

MAKE_DOCUMENT = "overview.make_document"
KEPT_DAYS = 7


def document_name(job_id: UUID) -> str:
    """The file of a job, under a name that nobody can guess."""
    return f"overview/{job_id.hex[:2]}/{job_id.hex}.pdf"


def keep_document(job_id: UUID, content: bytes, *, by: User | None, at: datetime) -> None:
    """Keep the file of a job; begun again, the job replaces what it had begun. Throws this person's old ones away."""
    old = Job.objects.filter(kind=MAKE_DOCUMENT, created_by=by, created_at__lt=at - timedelta(days=KEPT_DAYS))
    for past in old.order_by("-created_at").values_list("pk", flat=True)[:100]:
        default_storage.delete(document_name(past))
    default_storage.delete(document_name(job_id))
    default_storage.save(document_name(job_id), ContentFile(content))


def own_document(user: User, job_id: UUID) -> Job:
    """The job of a document that this person had made and whose file is there, else Http404."""
    job = Job.objects.filter(pk=job_id, created_by=user, kind=MAKE_DOCUMENT).first()
    if job is None or not default_storage.exists(document_name(job.pk)):
        raise Http404("No such document.")
    return job


def names_hidden(job: Job, user: User) -> bool:
    """Whether the document names a supplier that this person sees no more."""
    named = (job.result or {}).get("suppliers", [])
    return Supplier.objects.visible_to(user).filter(pk__in=named).count() != len(named)
