"""Imports for tests, taken through their steps as the pages take them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.permissions import Role
from accounts.models import User
from suppliers import tasks  # noqa: F401  (registers what the worker does)
from suppliers.models import SupplierImport
from suppliers.services import importing
from tests.accounts.factories import make_user
from tests.jobs import run_jobs

HEAD = "Name,Country,Street,City,E-mail,VAT\n"


def upload(text: str | bytes, *, user: User | None = None, name: str = "list.csv") -> SupplierImport:
    data = text.encode() if isinstance(text, str) else text
    return importing.start_import(user or make_user(Role.PROCUREMENT), SimpleUploadedFile(name, data))


def mapped(text: str | bytes, *, user: User | None = None, **options) -> SupplierImport:
    """Uploaded, with the columns as they were guessed."""
    batch = upload(text, user=user)
    guesses = importing.propose_columns(batch, importing.preview(batch))
    mapping = {index: guess.field for index, guess in enumerate(guesses) if guess}
    importing.set_columns(batch, mapping, options, user=batch.created_by)
    return batch


def checked(text: str | bytes, *, user: User | None = None, **options) -> SupplierImport:
    """Checked by the worker and in review."""
    batch = mapped(text, user=user, **options)
    check_again(batch)
    return batch


def check_again(batch: SupplierImport) -> None:
    importing.start_check(batch)
    run_jobs("suppliers.check_import")
    batch.refresh_from_db()


def write(batch: SupplierImport) -> SupplierImport:
    importing.start_write(batch)
    run_jobs("suppliers.write_import")
    batch.refresh_from_db()
    return batch
