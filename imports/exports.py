"""The rows of a file that did not get in, as a file to correct and send again."""

from collections.abc import Callable, Iterator

from common.streaming import streamed
from common.tables import Column, Export
from imports.domain.columns import PROBLEM_HEADER
from imports.models import Batch, Line


def rejected_rows(batch: Batch) -> Export:
    """Those of the first table, as they are in the file, with their problems in a last column."""
    return Export(f"rejected-{batch.pk}", _columns(batch), _rejected(batch))


def _columns(batch: Batch) -> list[Column]:
    headers = batch.headers[""]
    cells = [Column(header, _cell(index)) for index, header in enumerate(headers) if header != PROBLEM_HEADER]
    return [*cells, Column(PROBLEM_HEADER, _problems)]


def _cell(index: int) -> Callable[[Line], str]:
    return lambda line: line.cells[index] if index < len(line.cells) else ""


def _problems(line: Line) -> str:
    errors = [problem for problem in line.problems if problem["severity"] == "error"]
    texts = [f"{problem['message']} {problem['remedy']}" for problem in errors]
    return " ".join([f"Row {line.number}.", *texts])


def _rejected(batch: Batch) -> Iterator[Line]:
    return streamed(batch.lines.to_send_again().filter(part="").order_by("number"))
