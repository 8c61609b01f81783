"""Imports of records for tests, taken through their steps as the pages take them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.permissions import Role
from accounts.models import User
from imports import services
from imports import tasks as _tasks  # registers what the worker does
from imports.kinds import Kind
from imports.models import Batch
from tests.accounts.factories import make_user
from tests.imports.kinds import PEOPLE
from tests.jobs import run_jobs

HEAD = "Supplier,Person,E-mail\n"
assert _tasks


def uploaded(data: str | bytes, *, user: User | None = None, kind: Kind = PEOPLE, name: str = "list.csv") -> Batch:
    raw = data.encode() if isinstance(data, str) else data
    return services.start_import(kind, user or make_user(Role.QUALITY_ENGINEER), SimpleUploadedFile(name, raw))


def mapped(data: str | bytes, *, options: dict[str, str] | None = None, **kwargs) -> Batch:
    """Uploaded, with the columns as they were guessed."""
    batch = uploaded(data, **kwargs)
    shown = services.preview(batch)
    mapping = {
        part: {index: guess.field for index, guess in enumerate(guesses) if guess}
        for part, guesses in shown.guesses.items()
    }
    services.set_columns(batch, mapping, options or {})
    return batch


def checked(data: str | bytes, **kwargs) -> Batch:
    """Checked by the worker."""
    batch = mapped(data, **kwargs)
    check_again(batch)
    return batch


def check_again(batch: Batch) -> None:
    services.start_check(batch)
    run_jobs("imports.check")
    batch.refresh_from_db()


def write(batch: Batch) -> Batch:
    services.start_write(batch)
    run_jobs("imports.write")
    batch.refresh_from_db()
    return batch
