"""What an endpoint is given and what it gives back."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request

from common.api.problems import Problem

if TYPE_CHECKING:
    from accounts.models import User

LARGEST_BODY = 1024 * 1024  # bytes of JSON


class ApiRequest(Request):
    """A request of somebody who proved to be it."""

    user: "User"
    auth: Any  # the token, if one is used


@dataclass(frozen=True)
class Created:
    """A new record and the address where it is read."""

    data: Any
    url: str


@dataclass(frozen=True)
class Accepted:
    """Work that goes on in the background: its job, and the address where its progress is read."""

    data: Any
    url: str


@dataclass(frozen=True)
class Listing:
    """One page of a list, as plain rows with the cursors of its neighbours."""

    rows: list[Any]
    next: str | None = None
    previous: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


class BoundedJSONParser(JSONParser):
    """JSON of a size that a person's program sends; deeper or larger than that is refused, not read."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        length = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            raise Problem(413, "too-large", f"The body may have {LARGEST_BODY // 1024} KB. Send less at once.")
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise Problem(400, "malformed", "This JSON is nested too deeply.") from None


class FileParser(MultiPartParser):
    """A file with a few fields beside it."""
