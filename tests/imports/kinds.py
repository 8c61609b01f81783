"""A kind for tests of the framework: people at suppliers, with every sort of column. No app offers it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from accounts.domain.permissions import Permission
from common import history
from imports import kinds
from imports.kinds import Choice, Context, Field, Kind, Option, Part, Row, Unknown, ValueKind
from suppliers.models import Contact

FUNCTIONS = (Choice("qa", "Quality", ("QS",)), Choice("buy", "Buying"))
FIELDS = (
    *kinds.supplier_fields(),
    Field("name", "Person", required=True, synonyms=("contact person",), example="Li Wei", max_length=200),
    Field("email", "E-mail", example="li.wei@example.com"),
    Field("since", "Known since", ValueKind.DATE, example="2026-05-31"),
    Field("pay", "Rate", ValueKind.DECIMAL, minimum=0),
    Field("calls", "Calls", ValueKind.INTEGER, maximum=1000, missing=("none yet",)),
    Field(
        "function", "Function", ValueKind.CHOICE, choices=(Choice("qa", "Quality", ("QS",)), Choice("buy", "Buying"))
    ),
    Field("main", "Main contact", ValueKind.FLAG),
    Field("site", "Works", ValueKind.SITE, unknown=Unknown.REJECT),
)
NOTES = (Field("person", "Person", required=True), Field("note", "Note", required=True, max_length=4000))


def check(rows: Sequence[Row], context: Context) -> None:
    """By supplier and name. One query."""
    ids = {row.supplier_id for row in rows if row.supplier_id}
    known = {(each.supplier_id, each.name): each for each in Contact.objects.filter(supplier_id__in=ids)}
    for row in rows:
        if row.part:
            continue
        if row["name"] == "Nobody":
            row.error("Nobody is no person.", "Name somebody.", field="name", value=row["name"])
            continue
        before = known.get((row.supplier_id or 0, row["name"]))
        if before is None:
            continue
        email = row.text("email")
        if before.email == email:
            row.same(before.pk)
        else:
            row.changed(before.pk, {"E-mail": (before.email, email)})


def write(rows: Sequence[Row], context: Context) -> Mapping[str, int]:
    """In three statements, whatever number."""
    people = [row for row in rows if not row.part]
    known = Contact.objects.in_bulk([row.record_id for row in people if row.record_id])
    new = []
    for row in people:
        if row.record_id is None:
            values = {"supplier_id": row.supplier_id, "site_id": row.site_id, "name": row["name"]}
            new.append(Contact(**values, email=row.text("email")))
        else:
            known[row.record_id].email = row.text("email")
    Contact.objects.bulk_create(new, batch_size=500)
    Contact.objects.bulk_update(known.values(), ["email"], batch_size=500)
    fresh = iter(new)
    for row in people:
        if row.record_id is None:
            row.record_id = next(fresh).pk
    history.record_bulk(
        history.build_entry(each, actor=context.actor, action="created", root_id=each.supplier_id, at=context.at)
        for each in new
    )
    return {"people": len(people), "notes": len(rows) - len(people)}


PEOPLE = Kind(
    key="test-people",
    title="People",
    permission=Permission.SUPPLIER_EDIT,
    fields=FIELDS,
    check=check,
    write=write,
    parts=(Part("notes", "Notes", NOTES),),
    options=(Option("tone", "Tone", (Choice("kind", "Kind"), Choice("strict", "Strict")), "kind"),),
    instructions=("People whom we know at suppliers.",),
    identity=lambda row: row["name"],
    label=lambda row: str(row["name"]),
    record_url=lambda pk: f"/people/{pk}/",
)


@contextmanager
def offered(kind: Kind = PEOPLE) -> Iterator[Kind]:
    """As long as this lasts, the kind is offered."""
    kinds.register(kind)
    try:
        yield kind
    finally:
        kinds._kinds.pop(kind.key)
