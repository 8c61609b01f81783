"""The description of the interface (OpenAPI 3.1), made from what the endpoints declare: nothing is described twice."""

import re
from http import HTTPStatus
from inspect import cleandoc
from typing import Any, TypedDict

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from common.api.endpoint import JSON, PARTS, Endpoint, Operation
from common.api.fields import FILE, LARGEST_ID, without_files
from common.api.problems import MEDIA_TYPE
from common.api.shapes import Reference, Schema, describe


class ProblemError(TypedDict):
    """One value that cannot be taken: `pointer` into the body, or empty for the whole or for a parameter."""

    field: str
    pointer: str
    message: str


PROBLEM: Schema = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
        "current_version": {"type": ["integer", "string"], "description": "With 412: the version that is there now."},
        "records": {
            "type": "array",
            "description": "With 409: the records that stand against it.",
            "items": {"$ref": "#/components/schemas/Reference"},
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "additionalProperties": False,
}
REFUSALS = {
    400: "The JSON cannot be read, or a parameter of the address cannot be taken.",
    401: "No token and no session, or one that no longer counts.",
    403: "The role does not allow this, or the token may only read.",
    404: "Nothing is there, or nothing that this person may see.",
    406: "The answer would be JSON, and Accept does not allow it.",
    409: "Somebody changed this in the meantime, or the Idempotency-Key belongs to another request.",
    412: "The record has moved on from the version that If-Match names.",
    413: "The body is too large.",
    415: "The body is not of the type that is read here.",
    422: "A value cannot be taken, or a rule stands against it: the page would say the same sentence.",
    428: "If-Match is missing.",
    429: "Too many requests in a minute; Retry-After says how long to wait.",
    500: "Something went wrong on our side; nothing half-done was kept.",
}
TAG = {"type": "string", "description": "The version, to be sent as If-Match with the next change."}
KINDS = {
    "int": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    "uuid": {"type": "string", "format": "uuid"},
    "str": {"type": "string", "minLength": 1},
    "slug": {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"},
}
DESCRIBED = "/api/v1/"
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")


class DeclaredSchema(AutoSchema):
    """Reads the declaration of an endpoint instead of guessing from serializers."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Schema | None:
        """One method of one address; None for what is no endpoint of ours."""
        view = self.view
        declared = view.declared(method) if isinstance(view, Endpoint) and path.startswith(DESCRIBED) else None
        if declared is None:
            return None
        components: dict[str, Schema] = {}
        title, _, rest = cleandoc(getattr(view, method.lower()).__doc__ or "").partition("\n")
        described = {
            "operationId": f"{method.lower()}{type(view).__name__}",
            "summary": title.rstrip("."),
            "description": f"{rest.strip()}\n\nPermission: `{declared.permission}`.".strip(),
            "tags": [path.split("/")[3]],
            "parameters": [*_parts(path_regex), *_parameters(declared), *_headers(declared, method)],
            "responses": _responses(declared, method, bool(_PART.search(path_regex)), components),
        }
        if body := _body(declared, method):
            described["requestBody"] = body
        for name, schema in components.items():
            component = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema, name)  # type: ignore[no-untyped-call]
            registry.register_on_missing(component)
        return described


def _parts(route: str) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": KINDS[kind or "str"]}
        for kind, name in _PART.findall(route)
    ]


def _parameters(declared: Operation) -> list[Schema]:
    return [
        {"name": name, "in": "query", "schema": {key: value for key, value in schema.items() if key != "description"}}
        | ({"description": schema["description"]} if "description" in schema else {})
        for name, schema in declared.parameters.items()
    ]


def _headers(declared: Operation, method: str) -> list[Schema]:
    found = []
    if declared.locked:
        words = "The ETag that was read. Without it 428; when the record has moved on 412."
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": TAG, "description": words})
    if method == "POST":
        words = "Draw one per thing you do: sent twice, it is done once and answered the same."
        key = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": key, "description": words})
    return found


def _body(declared: Operation, method: str) -> Schema | None:
    if method == "GET" or declared.body is None:
        return None
    bodies = {PARTS: declared.body, JSON: without_files(declared.body)}
    required = bool(declared.body.get("required")) or method == "PATCH"
    return {"required": required, "content": {media: {"schema": bodies[media]} for media in declared.takes}}


def _responses(declared: Operation, method: str, has_parts: bool, components: dict[str, Schema]) -> Schema:
    refused = [400, 401, 403, 406, 429, 500]
    refused += [404] if has_parts else []
    refused += [409, 413, 415, 422] if method != "GET" else []
    refused += [412, 428] if declared.locked else []
    answers = {str(code): {"$ref": f"#/components/responses/Refused{code}"} for code in sorted(refused)}
    return {str(declared.status): _success(declared, components)} | answers


def _success(declared: Operation, components: dict[str, Schema]) -> Schema:
    answer: Schema = {"description": HTTPStatus(declared.status).phrase}
    if declared.gives_file:
        return answer | {"content": {media: {"schema": FILE} for media in declared.media}}
    if declared.returns is None:
        return answer
    shape = describe(declared.returns, components)
    schema = _page_of(shape) if declared.listing else shape
    if declared.status in (201, 202):
        answer["headers"] = {"Location": {"schema": {"type": "string"}, "required": True}}
    return answer | {"content": {"application/json": {"schema": schema}}}


def _page_of(row: Schema) -> Schema:
    link = {"type": ["string", "null"], "description": "The address of the neighbouring page; null: there is none."}
    properties = {"results": {"type": "array", "items": row}, "next": link, "previous": link}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def complete(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """drf-spectacular's last step: what all operations share."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    describe(ProblemError, schemas)
    describe(Reference, schemas)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Refused{code}": {"description": words, "content": content} for code, words in REFUSALS.items()
    }
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A personal token, made on the profile page."},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "As the pages use it."},
    }
    result["security"] = [{"token": []}, {"session": []}]
    return result
