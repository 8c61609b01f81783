"""Sites and processes that rows name, found at their supplier."""

from collections.abc import Iterable, Mapping, Sequence

from imports.domain.words import folded
from imports.kinds import Field, Kind, Row, Unknown, ValueKind
from imports.services.resolving import chunks
from suppliers.models import Scope, Site

SITES, PROCESSES = "unknown_sites", "unknown_processes"
"""Keys of the options by which a person says what becomes of unknown ones."""


def place_fields(fields: Iterable[Field]) -> dict[ValueKind, Field]:
    """The fields that name a site or a process."""
    return {field.kind: field for field in fields if field.kind in (ValueKind.SITE, ValueKind.PROCESS)}


def policy(field: Field, options: Mapping[str, str]) -> Unknown:
    """What becomes of an unknown one: the person's word, else the field's."""
    said = options.get(SITES if field.kind is ValueKind.SITE else PROCESSES)
    return Unknown(said) if said else field.unknown


def find_places(kind: Kind, rows: Sequence[Row], options: Mapping[str, str]) -> None:
    """Set `site_id` and `scope_id` of rows whose supplier exists; problems where the supplier has no such place.

    Two queries per 500 suppliers.
    """
    by_part = {part: place_fields(kind.fields_of(part)) for part in {row.part for row in rows}}
    ids = sorted({row.supplier_id for row in rows if row.supplier_id})
    sites = _sites(ids) if any(ValueKind.SITE in fields for fields in by_part.values()) else {}
    scopes = _scopes(ids) if any(ValueKind.PROCESS in fields for fields in by_part.values()) else {}
    for row in rows:
        fields = by_part[row.part]
        if ValueKind.SITE in fields:
            _set_site(row, fields[ValueKind.SITE], sites, options)
        if ValueKind.PROCESS in fields:
            _set_scope(row, fields[ValueKind.PROCESS], scopes, options)


def _set_site(row: Row, field: Field, sites: Mapping[int, Mapping[str, int]], options: Mapping[str, str]) -> None:
    name = row.text(field.key)
    if not name:
        return
    known = sites.get(row.supplier_id or 0, {})
    row.site_id = known.get(folded(name))
    if row.site_id is None and policy(field, options) is not Unknown.CREATE:
        _unknown(row, field, name, "site", policy(field, options))


def _set_scope(
    row: Row, field: Field, scopes: Mapping[int, Sequence[tuple[int, int, frozenset[str]]]], options: Mapping[str, str]
) -> None:
    name = row.text(field.key)
    if not name:
        return
    wanted = folded(name)
    fitting = [
        (scope_id, site_id)
        for scope_id, site_id, words in scopes.get(row.supplier_id or 0, ())
        if wanted in words and row.site_id in (None, site_id)
    ]
    if len(fitting) == 1:
        row.scope_id = fitting[0][0]
    elif fitting:
        message = "The supplier does this process at several sites, and the row names none of them."
        row.error(message, "Name the site in this row.", field=field.key, value=name)
    else:
        _unknown(row, field, name, "process", policy(field, options))


def _unknown(row: Row, field: Field, name: str, noun: str, what: Unknown) -> None:
    message = f"The supplier has no such {noun}."
    if what is Unknown.LEAVE_OUT:
        row.warn(
            f"{message} The row is taken without it.", "Add it on the supplier's page.", field=field.key, value=name
        )
        row.values.pop(field.key, None)
    else:
        remedy = (
            f"Write its name as on the supplier's page, add the {noun} there, or choose otherwise with the columns."
        )
        row.error(message, remedy, field=field.key, value=name)


def _sites(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for some in chunks(ids):
        for supplier_id, pk, name in Site.objects.filter(supplier_id__in=some).values_list("supplier_id", "pk", "name"):
            found.setdefault(supplier_id, {})[folded(name)] = pk
    return found


def _scopes(ids: Sequence[int]) -> dict[int, list[tuple[int, int, frozenset[str]]]]:
    found: dict[int, list[tuple[int, int, frozenset[str]]]] = {}
    for some in chunks(ids):
        rows = Scope.objects.filter(supplier_id__in=some).values_list(
            "supplier_id", "pk", "site_id", "process__name", "process__code", "description"
        )
        for supplier_id, pk, site_id, *names in rows:
            words = frozenset(folded(name) for name in names if name)
            found.setdefault(supplier_id, []).append((pk, site_id, words))
    return found
