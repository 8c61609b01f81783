"""The base of every endpoint: what it may do is declared per method, and what is not declared is refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponseBase, QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.encoding import ExactRenderer
from common.api.fields import LEFT_TO_US, as_form_data, from_parts, object_of, without_files
from common.api.locking import etag, require_version
from common.api.once import once
from common.api.problems import FieldError, Problem, form_errors, invalid
from common.api.query import Query, bad_cursor, check_query, paging
from common.api.requests import Accepted, ApiRequest, BoundedJSONParser, Created, FileParser, Listing
from common.api.shapes import Schema
from common.api.throttle import count_person, count_stranger
from common.api.values import faults
from common.models import Versioned
from common.paging import PAGE_SIZE, BadCursor, Sort, choose_sort, keyset_page

FORM = TypeVar("FORM", bound=forms.BaseForm)
M = TypeVar("M", bound=Model)
READING = frozenset({"GET", "HEAD"})
JSON, PARTS = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Operation:
    """One method of one address: who may, what it takes, what it answers."""

    permission: str
    returns: Any
    status: int = 200
    body: Schema | None = None
    query: Query = field(default_factory=dict)
    sorts: Sequence[Sort] = ()
    listing: bool = False
    locked: bool = False
    takes: tuple[str, ...] = (JSON,)
    gives_file: bool = False
    media: tuple[str, ...] = ("*/*",)

    @property
    def parameters(self) -> Query:
        return self.query | (paging(self.sorts) if self.sorts else {})


def operation(
    permission: str,
    *,
    returns: Any = None,
    status: int = 0,
    body: Schema | None = None,
    query: Mapping[str, Schema] | None = None,
    sorts: Sequence[Sort] = (),
    locked: bool = False,
    takes: tuple[str, ...] = (JSON,),
    gives_file: bool = False,
    media: tuple[str, ...] = ("*/*",),
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Declare a method of an endpoint. Its docstring is its documentation, the first line the title.

    `returns`: the shape of the answer (with `sorts`: of a row); none means 204. `locked`: the method asks for If-Match.
    `media`: the types of the files that it gives.
    """
    declared = Operation(
        permission=permission,
        returns=returns,
        status=status or (204 if returns is None and not gives_file else 200),
        body=body,
        query=dict(query or {}),
        sorts=sorts,
        listing=bool(sorts),
        locked=locked,
        takes=takes,
        gives_file=gives_file,
        media=media,
    )

    def decorate(handler: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @wraps(handler)
        def run(self: "Endpoint", request: ApiRequest, **parts: Any) -> HttpResponseBase:
            def carry_out() -> Any:
                return self.respond(declared, handler(self, request, **parts))

            return once(request, carry_out) if request.method == "POST" else carry_out()

        run.operation = declared  # type: ignore[attr-defined]
        return run

    return decorate


class Negotiation(DefaultContentNegotiation):
    """JSON, whatever else a client could read as well; a file is what it is."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        view = request.parser_context.get("view")
        declared = view.declared(request.method) if view else None
        if declared is not None and declared.gives_file:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class Endpoint(APIView):
    """An address of the interface. Methods are functions under `@operation`."""

    renderer_classes = [ExactRenderer]
    parser_classes = [BoundedJSONParser]
    content_negotiation_class = Negotiation
    metadata_class = None
    request: ApiRequest
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    permission_classes = []
    throttle_classes = []

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """What is declared, by method."""
        methods = {name.upper(): getattr(cls, name, None) for name in cls.http_method_names}
        found = {name: getattr(method, "operation", None) for name, method in methods.items()}
        return {name: declared for name, declared in found.items() if declared is not None}

    def declared(self, method: str | None) -> Operation | None:
        return self.operations().get("GET" if method == "HEAD" else method or "")

    def get_parsers(self) -> list[Any]:
        declared = self.declared(self.request.method) if getattr(self, "request", None) else None
        kinds = {JSON: BoundedJSONParser, PARTS: FileParser}
        return [kinds[media]() for media in declared.takes] if declared is not None else super().get_parsers()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks, whether they may, and whether the address makes sense: before anything is read."""
        self._know()
        declared = self.declared(request.method)
        if declared is None:
            self.http_method_not_allowed(request)
            return
        self._permit(declared)
        super().initial(request, *args, **kwargs)
        check_query(request.GET, declared.parameters)

    def _know(self) -> None:
        try:
            self.perform_authentication(self.request)
            if not self.request.user.is_authenticated:
                raise NotAuthenticated
        except APIException:
            count_stranger(self.request)
            raise
        count_person(self.request)

    def _permit(self, declared: Operation) -> None:
        if not self.request.user.can(cast(Any, declared.permission)):
            raise Problem(403, "forbidden", "Your role does not allow this.")
        if self.request.method not in READING and not getattr(self.request.auth, "may_write", True):
            raise Problem(403, "read-only", "This token may only read. Make one that may write.")

    def respond(self, declared: Operation, result: Any) -> Any:
        """The result of a handler as an answer."""
        if isinstance(result, HttpResponseBase):
            return result
        if isinstance(result, Listing):
            return Response(self._listed(result))
        headers = {}
        if isinstance(result, Created | Accepted):
            headers["Location"] = result.url
            result = result.data
        if isinstance(result, dict) and "version" in result:
            headers["ETag"] = etag(result["version"])
        return Response(result, status=declared.status, headers=headers)

    def _listed(self, page: Listing) -> dict[str, Any]:
        rows = {"results": page.rows, **page.more}
        return rows | {"next": self._at("after", page.next), "previous": self._at("before", page.previous)}

    def _at(self, word: str, cursor: str | None) -> str | None:
        """This address at another place of the list."""
        if cursor is None:
            return None
        rest = [(name, value) for name, values in self.request.GET.lists() for value in values]
        kept = [(name, value) for name, value in rest if name not in ("after", "before")]
        return f"{settings.PUBLIC_URL}{self.request.path}?{urlencode([*kept, (word, cursor)])}"

    def page(
        self,
        rows: "QuerySet[M]",
        shape: Callable[[Any], Any],
        *,
        ready: Callable[[Sequence[M]], Iterable[Any]] | None = None,
        sorts: Sequence[Sort] | None = None,
    ) -> Listing:
        """The page of `rows` that the address asks for, each row through `shape`; `ready`: first, all of them."""
        asked = self.request.GET
        declared = self.declared(self.request.method)
        offered = sorts or (declared.sorts if declared else ())
        sort, descending = choose_sort(offered, asked.get("sort"))
        if sort.key != asked.get("sort", sort.key).removeprefix("-"):
            errors = [FieldError("sort", f"Use one of: {', '.join(one.key for one in offered)}.")]
            raise invalid(errors, status=400, kind="parameters")
        try:
            found = keyset_page(
                rows,
                sort=sort,
                descending=descending,
                after=asked.get("after"),
                before=asked.get("before"),
                size=int(asked.get("limit") or PAGE_SIZE),
                strict=True,
            )
        except BadCursor:
            raise bad_cursor() from None
        shown = ready(found.rows) if ready else found.rows
        return Listing([shape(row) for row in shown], found.next, found.previous)

    def expected(self, record: Versioned) -> int:
        """The version that the request was made for, which the service checks again. Raises Problem: 428, 412."""
        require_version(self.request, record.version)
        return record.version

    def expected_text(self, version: str) -> None:
        """As `expected`, for a small record whose content is its version."""
        require_version(self.request, version)

    def typed(self) -> dict[str, Any]:
        """The body, checked against what is declared. Raises Problem (422) with everything that is wrong."""
        declared = self.declared(self.request.method)
        data: Any = self.request.data
        schema = declared.body if declared and declared.body else object_of({})
        if isinstance(data, QueryDict):
            plain: Any = from_parts(data, schema)
        else:
            plain = data
        if found := list(faults(without_files(schema), plain)):
            raise invalid(found)
        return dict(plain)

    def filled(
        self,
        form: Callable[..., FORM],
        *,
        values: Mapping[str, Any] | None = None,
        version: int | None = None,
        names: Mapping[str, str] | None = None,
        **known: Any,
    ) -> FORM:
        """The page's form, filled with the body (or `values`) and found valid. Raises Problem (422).

        What is not sent stays as the page would show it: what the record says, or what the form begins with. `names`:
        beginnings of the form's own names that are called otherwise in the body.
        """
        named = self.typed() if values is None else values
        sent = _as_it_is(form(**known), named) | as_form_data(named)
        if version is not None:
            sent["version"] = str(version)
        data = QueryDict(mutable=True)
        for name, value in sent.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        filled = form(data, self._files(), **known) if self._files() else form(data, **known)
        if not filled.is_valid():
            raise invalid([error.called(names or {}) for error in form_errors(filled)])
        return filled

    def _files(self) -> Any:
        return self.request.FILES if isinstance(self.request.FILES, MultiValueDict) and self.request.FILES else None

    def sound(self, form: FORM) -> FORM:
        """The page's plain form of filters. Raises Problem (400) for a value that it does not offer."""
        if form.errors:
            raise invalid(form_errors(form), status=400, kind="parameters")
        return form

    def narrowed(self, filter_set: Any) -> Any:
        """The page's filter set. Raises Problem (400) for a value that it does not offer."""
        if filter_set.form.errors:
            raise invalid(form_errors(filter_set.form), status=400, kind="parameters")
        return filter_set


def _as_it_is(form: forms.BaseForm, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What the form would show of the record, without the fields that were sent."""
    shown = {}
    for name, one in form.fields.items():
        value = one.prepare_value(form.get_initial_for_field(one, name))
        is_nothing = value is False or value in (None, "")  # a zero is something
        if name in sent or name in LEFT_TO_US or is_nothing:
            continue
        shown[name] = [str(one) for one in value] if isinstance(value, list) else _text(value)
    return shown


def _text(value: Any) -> str:
    return "on" if value is True else str(value)
