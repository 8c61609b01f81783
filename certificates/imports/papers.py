"""The rows of each certificate put together, checked by the rules of the form and compared with the records."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from certificates.domain.identity import number_key
from certificates.domain.paper import date_contradictions, is_renewal
from certificates.imports.fields import DATES, FIELDS, TEXTS
from certificates.models import AccreditationBody, Certificate
from common.text import fold
from imports.domain.words import folded
from imports.kinds import Context, Row
from standards.models import Edition

_PREFIXES = re.compile(r"^(?:(?:din|en|bs|nf|uni|une|ts|sn|onorm) )+(?=iso|iatf|as |en )")
STEP = 500


@dataclass
class Paper:
    """The rows of one certificate, put together."""

    rows: list[Row]
    editions: dict[int, Edition] = field(default_factory=dict)
    """By standard."""
    sites: dict[int, str] = field(default_factory=dict)
    """Sites with their own scope text."""
    accreditation: AccreditationBody | None = None
    existing: Certificate | None = None
    renews: bool = False

    @property
    def first(self) -> Row:
        return self.rows[0]

    def told(self, key: str) -> Any:
        """What the rows say, None when none of them does."""
        return next((row.values[key] for row in self.rows if key in row.values), None)

    def refuse(self, message: str, remedy: str, key: str = "", value: object = "") -> None:
        for row in self.rows:
            row.error(message, remedy, field=key, value=value)


def paper_key(row: Row) -> tuple[str, str, str] | None:
    """What the rows of one certificate have in common."""
    if not (row.text("number") and row.text("body")):
        return None
    return (row.supplier_key, fold(row.text("body"))[:200], number_key(row.text("number"))[:100])


def check(rows: Sequence[Row], context: Context) -> None:
    """Put the rows of each certificate together, check it by the rules of the form, compare it with the records."""
    papers: dict[Any, Paper] = {}
    for row in rows:
        papers.setdefault(paper_key(row), Paper([])).rows.append(row)
    editions, bodies = _Editions(context.today), _accreditation_bodies()
    existing = _existing([paper for paper in papers.values() if paper.first.supplier_id])
    for key, paper in papers.items():
        _agree(paper)
        _read_editions(paper, editions)
        _read_accreditation(paper, bodies)
        _check_dates(paper)
        _check_whole(paper)
        _read_sites(paper)
        _compare(paper, existing.get(_record_key(paper, key), []))
    context.memory["papers"] = list(papers.values())


class _Editions:
    """Editions by the words for them."""

    def __init__(self, today: date) -> None:
        rows = list(Edition.objects.select_related("standard"))
        self.by_words = {folded(str(row)): row for row in rows}
        self.current: dict[str, list[Edition]] = {}
        for row in rows:
            if row.superseded_on is None or row.superseded_on > today:
                self.current.setdefault(folded(row.standard.code), []).append(row)

    def find(self, text: str) -> tuple[Edition | None, bool]:
        """The edition, and whether the text names it; a standard with one edition in force is read as that one."""
        words = folded(text)
        plain = _PREFIXES.sub("", words)
        for form in (words, plain):
            if form in self.by_words:
                return self.by_words[form], True
        offered = self.current.get(plain, [])
        return (offered[0], False) if len(offered) == 1 else (None, False)


def _read_editions(paper: Paper, editions: _Editions) -> None:
    for row in paper.rows:
        for text in filter(None, (part.strip() for part in re.split(r"[;,+\n]", row.text("standard")))):
            edition, is_named = editions.find(text)
            if edition is None:
                row.error(
                    "The standard is not known with this edition.",
                    "Write it with its edition as in the template, for instance ISO 9001:2015.",
                    field="standard",
                    value=text,
                )
                continue
            if not is_named:
                row.warn(f"No edition is named; read as {edition}.", "Compare it with the paper.", field="standard")
            other = paper.editions.setdefault(edition.standard_id, edition)
            if other.pk != edition.pk:
                row.error(
                    "The same certificate names two editions of one standard.",
                    "Keep the edition that is printed.",
                    field="standard",
                    value=f"{other}, {edition}",
                )


def _accreditation_bodies() -> dict[str, AccreditationBody]:
    return {folded(body.abbreviation): body for body in AccreditationBody.objects.all()}


def _read_accreditation(paper: Paper, bodies: Mapping[str, AccreditationBody]) -> None:
    text = paper.told("accreditation")
    if text is None:
        return
    paper.accreditation = bodies.get(folded(text))
    if paper.accreditation is None:
        remedy = "Write its abbreviation, for instance DAkkS or UKAS, or leave the cell empty."
        paper.refuse("The accreditation body is not known.", remedy, "accreditation", text)


def _agree(paper: Paper) -> None:
    """Rows of one certificate may leave out what another one says, but not contradict it."""
    for key in (*TEXTS, *DATES, "accreditation"):
        said = paper.told(key)
        for row in paper.rows:
            if row.get(key, said) != said:
                row.error(
                    "Rows of the same certificate say different things.",
                    "Correct one of them: number, body and dates belong to the whole paper.",
                    field=key,
                    value=row[key],
                )


def _check_dates(paper: Paper) -> None:
    for key, sentence in date_contradictions(**{name: paper.told(name) for name in DATES}):
        message, _, remedy = sentence.partition(". ")
        paper.refuse(f"{message.rstrip('.')}.", remedy or "Compare both with the paper.", key, paper.told(key))


def _check_whole(paper: Paper) -> None:
    """What a certificate needs in one of its rows."""
    if paper.told("holder") is None:
        paper.refuse("The holder is missing.", "Write the name as it is printed, in one row.", "holder")
    if not any(row.text("standard") for row in paper.rows):
        paper.refuse("The standard is missing.", "Write it with its edition, like ISO 9001:2015.", "standard")


def _read_sites(paper: Paper) -> None:
    for row in paper.rows:
        if row.site_id is not None:
            scope = row.text("site_scope")
            paper.sites[row.site_id] = paper.sites.get(row.site_id) or scope
        elif row.text("site_scope") and not row.text("site"):
            message = "A scope is given for a site, but no site."
            row.error(message, "Name the site, or move the text to the scope of the paper.", field="site_scope")


def _record_key(paper: Paper, key: Any) -> tuple[int, str, str]:
    return (paper.first.supplier_id or 0, key[1], key[2])


def _existing(papers: Sequence[Paper]) -> dict[tuple[int, str, str], list[Certificate]]:
    """Current certificates with the numbers of the file: four queries per 500 suppliers."""
    ids = sorted({paper.first.supplier_id for paper in papers if paper.first.supplier_id})
    found: dict[tuple[int, str, str], list[Certificate]] = {}
    for start in range(0, len(ids), STEP):
        rows = Certificate.objects.filter(
            supplier_id__in=ids[start : start + STEP], superseded_on=None, retired_on=None
        )
        rows = rows.select_related("body", "accreditation_body").order_by("pk")
        for row in rows.prefetch_related("standards__edition__standard", "covered__site"):
            found.setdefault((row.supplier_id, row.body.name_key, row.number_key), []).append(row)
    return found


def _compare(paper: Paper, existing: Sequence[Certificate]) -> None:
    """New, the same, a correction, or the next paper of the same number."""
    if not existing or not paper.editions:
        return
    wanted = set(paper.editions)
    old = next((each for each in existing if wanted & {held.standard_id for held in each.standards.all()}), existing[0])
    paper.existing = old
    start, old_start = paper.told("valid_from") or paper.told("issued_on"), old.valid_from or old.issued_on
    expiry = paper.told("expires_on")
    paper.renews = is_renewal(old_start=old_start, old_expiry=old.expires_on, new_start=start, new_expiry=expiry)
    if expiry and old.expires_on and expiry < old.expires_on and start and old_start and start < old_start:
        remedy = "Leave the row out. If the record is wrong, correct it on its page."
        paper.refuse("A later paper of this number is on record.", remedy, "expires_on", expiry)
        return
    differences = _differences(paper, old)
    for row in paper.rows:
        if differences:
            row.changed(old.pk, {"Renewal of": (old.number, ""), **differences} if paper.renews else differences)
        else:
            row.same(old.pk)


def _differences(paper: Paper, old: Certificate) -> dict[str, tuple[Any, Any]]:
    """What the file says and the record does not; what the file leaves out stays."""
    titles = {each.key: each.title for each in FIELDS}
    found = {
        titles[key]: (getattr(old, key), paper.told(key))
        for key in (*TEXTS, *DATES)
        if paper.told(key) is not None and getattr(old, key) != paper.told(key)
    }
    if paper.accreditation and paper.accreditation.pk != old.accreditation_body_id:
        found["Accreditation body"] = (old.accreditation_body, paper.accreditation)
    held = {row.edition_id for row in old.standards.all()}
    if missing := [edition for edition in paper.editions.values() if edition.pk not in held]:
        found["Standards"] = (old.standards_text, ", ".join(str(edition) for edition in missing))
    covered = {row.site_id: row.scope_text for row in old.covered.all()}
    if any(pk not in covered or (scope and covered[pk] != scope) for pk, scope in paper.sites.items()):
        found["Sites"] = (len(covered), len({*covered, *paper.sites}))
    return found
