"""One line of the outcome."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """A measured ratio and the most it may be. `detail` says what was divided by what, with milliseconds."""

    area: str
    name: str
    ratio: float
    target: float
    detail: str

    @property
    def met(self) -> bool:
        return self.ratio <= self.target

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "met": self.met}
