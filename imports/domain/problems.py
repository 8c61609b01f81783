"""What the check says about a row: where, what, and what to do about it."""

from dataclasses import asdict, dataclass
from typing import Any

from suppliers.domain.importing.problems import Severity

__all__ = ["Problem", "Severity"]


@dataclass(frozen=True)
class Problem:
    """One problem of one row. `field` is the key of the field it concerns, empty when it concerns the whole row.

    Equal `message`s are summed up in one line: leave what differs from row to row to `value`.
    """

    severity: Severity
    message: str
    remedy: str
    field: str = ""
    value: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Problem":
        return cls(**{**data, "severity": Severity(data["severity"])})
