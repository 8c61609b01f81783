"""The rows of a file that did not get in, as a file to correct and send again."""

from collections.abc import Callable, Iterator
from typing import Any

from common.streaming import streamed
from common.tables import Column, Export, Table
from imports.domain.columns import PROBLEM_HEADER
from imports.kinds import Kind
from imports.models import Batch, Line


def rejected_rows(batch: Batch, kind: Kind) -> Export:
    """Those of every table of the file, as they are in it, with their problems in a last column.

    Of a record with a rejected row all rows are rejected, so the file can be corrected and sent again by itself.
    """
    first, *more = [
        Table(kind.title_of(part), _columns(batch.headers[part]), _rejected(batch, part))
        for part in _parts(batch, kind)
    ]
    return Export(f"rejected-{batch.pk}", first.columns, first.rows, title=first.title, more=more)


def is_workbook(batch: Batch, kind: Kind) -> bool:
    """Whether the file had several sheets, which no CSV can hold."""
    return len(_parts(batch, kind)) > 1


def _parts(batch: Batch, kind: Kind) -> list[str]:
    """The tables that the file has, in the order of the template."""
    return ["", *(part.key for part in kind.parts if part.key in batch.headers)]


def _columns(headers: list[str]) -> list[Column]:
    cells = [Column(header, _cell(index)) for index, header in enumerate(headers) if header != PROBLEM_HEADER]
    return [*cells, Column(PROBLEM_HEADER, _problems)]


def _cell(index: int) -> Callable[[Line], str]:
    return lambda line: line.cells[index] if index < len(line.cells) else ""


def _problems(line: Line) -> str:
    errors = [problem for problem in line.problems if problem["severity"] == "error"]
    return " ".join([f"Row {line.number}.", *(_told(problem) for problem in errors)])


def _told(problem: dict[str, Any]) -> str:
    """The problem with the value that it is about, if it names one."""
    message, value = problem["message"], problem["value"]
    said = f"{message.removesuffix('.')}: {value}." if value else message
    return f"{said} {problem['remedy']}".strip()


def _rejected(batch: Batch, part: str) -> Iterator[Line]:
    return streamed(batch.lines.to_send_again().filter(part=part).order_by("number"))
