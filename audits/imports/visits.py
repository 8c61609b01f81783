"""The rows of each audit put together, checked by the rules of the pages, compared with the records, and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from audits.domain.audits import AuditState, Purpose, Strength
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.domain.findings import FindingGrade, FindingState
from audits.domain.grading import Given, Grade, Lack, lacks_of
from audits.models import Audit
from audits.services.answers import AnswerInput
from audits.services.findings import FindingInput
from audits.services.past import PastAudit, PastFinding, record_past_audits
from imports.domain.words import folded
from imports.kinds import Context, Row
from suppliers.models import Site

STEP = 500
ON_RECORD = "An audit of this site on this day is on record and says something else."

UNKNOWN = "No audit with this reference is imported: it is not on the sheet Audits, or was left out."
UNKNOWN_REMEDY = (
    "Write the reference as on the sheet Audits and upload the whole file again before its audits are written: a file "
    "adds nothing to an audit that is on record."
)


@dataclass
class Visit:
    """One audit with the rows that belong to it."""

    row: Row
    findings: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    lead: User | None = None
    site_id: int | None = None

    @property
    def parts(self) -> list[Row]:
        return [*self.findings, *self.answers]


def reference(row: Row) -> str | None:
    """What the rows of one audit have in common."""
    text = row.text("reference")
    return folded(text) or text or None


def check(rows: Sequence[Row], context: Context) -> None:
    """Put the rows of each audit together and check them by the rules of the pages; then look for it on record."""
    visits = _visits(rows)
    people = _people()
    only_sites = _only_sites({visit.row.supplier_id for visit in visits.values() if visit.row.supplier_id})
    for visit in visits.values():
        _check_visit(visit, people, only_sites, context)
        for row in visit.findings:
            _check_finding(row, visit, context)
        _check_answers(visit)
    _compare(visits)
    context.memory["visits"] = list(visits.values())


def write(rows: Sequence[Row], context: Context) -> Mapping[str, int]:
    """Take the audits into evidence, in bulk."""
    wanted = {(row.part, row.number) for row in rows}
    visits = [visit for visit in context.memory["visits"] if ("", visit.row.number) in wanted]
    recorded = record_past_audits([_past(visit, context) for visit in visits], actor=context.actor, at=context.at)
    for visit, (audit, findings) in zip(visits, recorded, strict=True):
        for row in (visit.row, *visit.answers):
            row.record_id = audit.pk
        for row, finding in zip(visit.findings, findings, strict=True):
            row.record_id = finding.pk
    return {
        "audits": len(visits),
        "findings": sum(len(visit.findings) for visit in visits),
        "answers": sum(len(visit.answers) for visit in visits),
    }


def check_references(rows: Sequence[Row]) -> None:
    """Each audit has a reference of its own, and the rows of the other sheets name one that there is."""
    audits: dict[str, list[Row]] = {}
    for row in rows:
        if not row.part and (key := reference(row)):
            audits.setdefault(key, []).append(row)
    for same in audits.values():
        for row in same if len(same) > 1 else ():
            message = "Two audits of the file have the same reference."
            value = f"{row['reference']} in rows {', '.join(str(each.number) for each in same)}"
            row.error(message, "Give each audit a reference of its own.", field="reference", value=value)
    for row in rows:
        if row.part and (key := reference(row)) and key not in audits:
            row.error(UNKNOWN, UNKNOWN_REMEDY, field="reference", value=row["reference"])


def _visits(rows: Sequence[Row]) -> dict[str, Visit]:
    """The audits by reference, each with its rows: those without errors, of which each belongs to one audit."""
    visits = {reference(row) or "": Visit(row) for row in rows if not row.part}
    for row in rows:
        if row.part:
            visit = visits[reference(row) or ""]
            row.supplier_id, row.supplier_key, row.supplier_name = _supplier_of(visit.row)
            (visit.findings if row.part == "findings" else visit.answers).append(row)
    return visits


def _supplier_of(row: Row) -> tuple[int | None, str, str]:
    return row.supplier_id, row.supplier_key, row.supplier_name


def _people() -> dict[str, User]:
    """People by e-mail address and by name, where the name is one person's."""
    people: dict[str, User] = {}
    twice: set[str] = set()
    for person in User.objects.order_by("pk"):
        people[person.email.casefold()] = person
        name = folded(person.name)
        if name in people:
            twice.add(name)
        people[name] = person
    return {key: person for key, person in people.items() if key and key not in twice}


def _only_sites(supplier_ids: set[int]) -> dict[int, int]:
    """The site of each supplier that has no other."""
    ids = sorted(supplier_ids)
    sites: dict[int, list[int]] = {}
    for start in range(0, len(ids), STEP):
        rows = Site.objects.filter(supplier_id__in=ids[start : start + STEP]).values_list("supplier_id", "pk")
        for supplier_id, pk in rows:
            sites.setdefault(supplier_id, []).append(pk)
    return {supplier_id: found[0] for supplier_id, found in sites.items() if len(found) == 1}


def _check_visit(visit: Visit, people: Mapping[str, User], only_sites: Mapping[int, int], context: Context) -> None:
    row = visit.row
    if row["conducted_on"] > context.today:
        row.error(
            "The day lies in the future.", "Give the last day on site.", field="conducted_on", value=row["conducted_on"]
        )
    visit.site_id = row.site_id or (None if row.text("site") else only_sites.get(row.supplier_id or 0))
    if visit.site_id is None and not row.text("site"):
        message = "The audited site is not named, and the supplier does not have exactly one."
        row.error(message, "Name the site in this row.", field="site")
    lead = row.text("lead")
    visit.lead = people.get(lead.casefold()) or people.get(folded(lead)) if lead else context.actor
    if visit.lead is None:
        remedy = "Write the e-mail address of a person who has an account, or leave the cell empty: then it is you."
        row.error("The lead auditor is nobody who has an account here.", remedy, field="lead", value=lead)


def _check_finding(row: Row, visit: Visit, context: Context) -> None:
    found_on = visit.row["conducted_on"]
    due_on, closed_on = row.get("due_on"), row.get("closed_on")
    state = row.get("state") or (FindingState.CLOSED.value if closed_on else FindingState.OPEN.value)
    if due_on is not None and due_on < found_on:
        row.error("It cannot be due before it was found.", "Correct the day.", field="due_on", value=due_on)
    if state == FindingState.OPEN.value and closed_on is not None:
        row.error("An open finding has no day of closing.", "Correct the state or the day.", field="closed_on")
    if state == FindingState.CLOSED.value:
        _check_closing(row, found_on, context)


def _check_closing(row: Row, found_on: Any, context: Context) -> None:
    closed_on = row.get("closed_on")
    if closed_on is None:
        row.error("The day of closing is missing.", "Say when it was closed.", field="closed_on")
    elif not found_on <= closed_on <= context.today:
        message = "It was closed before it was found, or in the future."
        row.error(message, "Correct the day.", field="closed_on", value=closed_on)
    if not row.text("closing_note"):
        row.error("What closed it is missing.", "Say what was seen that closes this finding.", field="closing_note")


def _check_answers(visit: Visit) -> None:
    seen: set[str] = set()
    for row in visit.answers:
        question = DEFAULT_CHECKLIST.by_code[row["question"]]
        given = Given(question.code, Grade(row["grade"]), row.text("evidence"))
        lacks = lacks_of(question, given)
        if question.code in seen:
            message = "The question is answered twice for this audit."
            row.error(message, "Keep one of the answers.", field="question", value=question.code)
        if Lack.EVIDENCE in lacks:
            message = "This grade needs words: what was seen, or why not."
            row.error(message, "Say it in a sentence.", field="evidence", value=row.text("evidence"))
        if Lack.SECOND_PERSON in lacks:
            remedy = "Leave the row out: the question then counts as not looked at."
            row.error("“Not applicable” needs a second person who agrees.", remedy, field="grade")
        seen.add(question.code)


def _compare(visits: Mapping[str, Visit]) -> None:
    """An audit of the same site and day is the same audit: nothing is written to it, whatever the file says."""
    on_record = _on_record([visit for visit in visits.values() if visit.site_id])
    for visit in visits.values():
        audit = on_record.get((visit.site_id or 0, visit.row["conducted_on"]))
        if audit is None:
            continue
        known = {finding.statement for finding in audit.findings.all()}
        told = {row["statement"] for row in visit.findings}
        if audit.strength != visit.row["strength"] or not told <= known:
            remedy = "Nothing of it is imported. Correct the audit on its page, or the file."
            visit.row.error(ON_RECORD, remedy, field="conducted_on", value=str(audit))
            continue
        for row in (visit.row, *visit.parts):
            row.same(audit.pk)


def _on_record(visits: Sequence[Visit]) -> dict[tuple[int, Any], Audit]:
    """Two queries per 500 sites."""
    ids = sorted({visit.site_id for visit in visits if visit.site_id})
    found: dict[tuple[int, Any], Audit] = {}
    for start in range(0, len(ids), STEP):
        audits = Audit.objects.filter(site_id__in=ids[start : start + STEP], conducted_on__isnull=False)
        live = audits.filter(state__in=[AuditState.COMPLETED.value, AuditState.IN_PROGRESS.value])
        for audit in live.prefetch_related("findings").order_by("-pk"):
            found[audit.site_id, audit.conducted_on] = audit
    return found


def _past(visit: Visit, context: Context) -> PastAudit:
    row = visit.row
    return PastAudit(
        supplier_id=row.supplier_id or 0,
        site_id=visit.site_id or 0,
        conducted_on=row["conducted_on"],
        strength=Strength(row["strength"]),
        lead=visit.lead or context.actor,
        purpose=Purpose(row.get("purpose", Purpose.QUALIFICATION.value)),
        scope_id=row.scope_id,
        summary=row.text("summary"),
        findings=[_finding(each) for each in visit.findings],
        answers=[AnswerInput(each["question"], Grade(each["grade"]), each.text("evidence")) for each in visit.answers],
        reason=context.reason(row),
    )


def _finding(row: Row) -> PastFinding:
    given = FindingInput(
        grade=FindingGrade(row["grade"]),
        statement=row["statement"],
        evidence=row.text("evidence"),
        question=row.text("question"),
        clause=row.text("clause"),
        due_on=row.get("due_on"),
    )
    return PastFinding(given, row.get("closed_on"), row.text("closing_note"))
