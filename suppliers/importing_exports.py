"""The rows of a list that did not get in, as a file to correct and send again."""

from collections.abc import Callable, Iterator

from common.streaming import streamed
from common.tables import Column, Export
from suppliers.domain.importing.columns import PROBLEM_HEADER
from suppliers.models import ImportRow, SupplierImport


def rejected_rows(batch: SupplierImport) -> Export:
    """As they are in the file, with their problems in a last column."""
    return Export(f"rejected-{batch.pk}", _columns(batch), _rows(batch))


def _columns(batch: SupplierImport) -> list[Column]:
    headers = [header for header in batch.headers if header != PROBLEM_HEADER]
    kept = [index for index, header in enumerate(batch.headers) if header != PROBLEM_HEADER]
    cells = [Column(header, _cell(index)) for header, index in zip(headers, kept, strict=True)]
    return [*cells, Column(PROBLEM_HEADER, _problems)]


def _cell(index: int) -> Callable[[ImportRow], str]:
    return lambda row: row.cells[index] if index < len(row.cells) else ""


def _problems(row: ImportRow) -> str:
    errors = [problem for problem in row.problems if problem["severity"] == "error"]
    texts = [f"{problem['column']}: {problem['message']}".removeprefix(": ") for problem in errors]
    return " ".join([f"Row {row.number}.", *texts, row.outcome_note]).strip()


def _rows(batch: SupplierImport) -> Iterator[ImportRow]:
    return streamed(batch.rows.to_send_again().order_by("number"))
